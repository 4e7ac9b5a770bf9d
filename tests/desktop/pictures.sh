#!/bin/bash
# `make screenshots`: a picture of every window and every state of the icon, in English
# and German, at 100 and 200 %, on a light and a dark taskbar, for people to look at. They
# go to build/screenshots/LANGUAGE-PERCENT.
#
# Usage: tests/desktop/pictures.sh [LANGUAGE-PERCENT-TASKBAR...]    en-100-light, for one
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- en-100-light en-200-dark de-100-dark de-200-light

theme='HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize'
source=Z:${PWD//\//\\}
status=0
for which; do
    IFS=- read -r language percent taskbar <<<"$which"
    export PROMPTFIX_SOURCES=$source PROMPTFIX_EXE=$source\\build\\promptfix.exe
    export PROMPTFIX_PICTURES=$language-$percent CK_FORK=no
    options=()
    [ "$language" = en ] || options=(--language "${language}_${language^^}")
    echo "promptfix: pictures: $which"
    # Both must be set before the first window: that is when Wine's desktop asks for them.
    tests/desktop/with-display.sh --taskbar "$taskbar" --percent "$percent" tests/desktop/with-hands.sh \
        tests/box/fresh-wine.sh "${options[@]}" timeout --kill-after=10 600 bash -c '
            wine reg add "HKCU\\Control Panel\\Desktop" /v LogPixels /t REG_DWORD /d "$1" /f >/dev/null &&
            wine reg add "$2" /v SystemUsesLightTheme /t REG_DWORD /d "$3" /f >/dev/null &&
            exec wine build/windows/desktop_tests.exe pictures' \
        pictures $((percent * 96 / 100)) "$theme" "$([ "$taskbar" = dark ] && echo 0 || echo 1)" |
        sed -u 's/\r$//' || status=1
done
exit $status
