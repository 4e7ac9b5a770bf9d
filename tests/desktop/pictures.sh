#!/bin/bash
# `make screenshots`: a picture of every window and every state of the icon, for people to
# look at: in English and German at 100 and 200 %, on a light and a dark taskbar, and in
# each other language and the pseudo-language (xx) at 100 %. They go to
# build/screenshots/LANGUAGE-PERCENT. A set takes some minutes where Wine is emulated.
#
# Usage: tests/desktop/pictures.sh [LANGUAGE-PERCENT-TASKBAR...]    en-100-light, for one
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ $# -eq 0 ]; then
    set -- en-100-light en-200-dark de-100-dark de-200-light xx-100-light xx-200-dark
    for file in agent/messages_*.mc; do
        language=${file#*_}
        language=${language%.mc}
        case $language in en | de) ;; *) set -- "$@" "$language-100-light" ;; esac
    done
fi

export PROMPTFIX_SOURCES=Z:${PWD//\//\\} CK_FORK=no
theme='HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize'
status=0
for which; do
    IFS=- read -r language percent taskbar <<<"$which"
    export PROMPTFIX_PICTURES=$language-$percent
    export PROMPTFIX_EXE=$PROMPTFIX_SOURCES\\build\\promptfix.exe
    options=()
    case $language in
    en) ;;
    ja) options=(--language ja_JP) ;;
    pt) options=(--language pt_BR) ;;
    zh) options=(--language zh_CN) ;;
    xx)
        options=(--language he_IL)
        PROMPTFIX_EXE=$PROMPTFIX_SOURCES\\build\\windows\\pseudo\\promptfix.exe
        ;;
    *) options=(--language "${language}_${language^^}") ;;
    esac
    light=1
    [ "$taskbar" = light ] || light=0
    echo "promptfix: pictures: $which"
    # Size and colour must be set before the first window: that is when Wine asks for them.
    # shellcheck disable=SC2016  # expanded by the shell in the box
    tests/desktop/with-display.sh --taskbar "$taskbar" --percent "$percent" \
        tests/desktop/with-hands.sh \
        tests/box/fresh-wine.sh "${options[@]}" timeout --kill-after=10 900 sh -c '
            wine reg add "HKCU\\Control Panel\\Desktop" /v LogPixels /t REG_DWORD /d "$1" /f >/dev/null &&
            wine reg add "$2" /v SystemUsesLightTheme /t REG_DWORD /d "$3" /f >/dev/null &&
            exec wine build/windows/desktop_tests.exe pictures' \
        pictures $((percent * 96 / 100)) "$theme" $light | sed -u 's/\r$//' || status=1
done
exit $status
