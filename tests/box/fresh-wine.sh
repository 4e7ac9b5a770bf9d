#!/bin/bash
# Runs one command with a fresh Windows: a Wine prefix of its own that is thrown
# away afterwards, also when the command fails or is interrupted.
#
# A fresh prefix takes Wine many seconds to set up; so one is set up once, kept in
# the cache, and copied. Its big files (DLLs and the like, which no test changes)
# are shared with the copies as hard links; the registry and all else is copied.
# A wineserver is kept alive meanwhile: programs then start in a tenth of
# the time.
#
# Usage: tests/box/fresh-wine.sh [--windows VERSION] [--language LANGUAGE] [--writable DIR]... COMMAND...
#   COMMAND runs in the box, with `wine` on its path:
#       tests/box/fresh-wine.sh wine build/promptfix.exe /check
#       tests/box/fresh-wine.sh bash -c 'wine a.exe && wine b.exe'
#   --windows VERSION   what Windows promptfix.exe believes to be on: winxp, win7, win10...
#   --language LANGUAGE which language Windows speaks to its user: de_DE, he_IL...; else English,
#                       whatever this machine speaks
#   Files of the machine are drive Z: (Z:\work\...). The exit status that comes back
#   has only the low 8 bits of a Windows program's.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/setup/common.sh
. "$here/../setup/common.sh"

windows=
# All that Wine wants to know of a language is the name in this variable.
locale=C
options=()
while [ $# -gt 0 ]; do
    case $1 in
    --windows)
        windows=$2
        shift 2
        ;;
    --language)
        locale=$2.UTF-8
        shift 2
        ;;
    --writable)
        options+=("$1" "$2")
        shift 2
        ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || fail "fresh-wine.sh: no command"
export LC_ALL=C

"$here/make-box.sh"
box=$("$here/make-box.sh" --path)
prefixes=$cache/prefixes
template=$prefixes/template-${box##*-}
mkdir -p "$prefixes"

make_template() {
    say "setting Wine up, once (up to half a minute)"
    rm -rf "$template.new"
    # Wine's Tahoma has no Japanese or Chinese letters. Windows takes what a font lacks from others,
    # and so does Wine, when it is told from which.
    # shellcheck disable=SC2016  # expanded by the shell in the box
    logged "setting Wine up" "$here/run-in-box.sh" --prefix "$template.new" bash -c '
        wine wineboot --init || exit
        link="HKLM\Software\Microsoft\Windows NT\CurrentVersion\FontLink\SystemLink"
        others="VL-Gothic-Regular.ttf,VL Gothic\0wqy-microhei.ttc,WenQuanYi Micro Hei"
        for font in Tahoma "Tahoma Bold"; do
            wine reg add "$link" /f /v "$font" /t REG_MULTI_SZ /d "$others" || exit
        done
        wineserver -w && test -e "$WINEPREFIX/system.reg"'
    # Home folders inside the prefix must not lead out of it.
    find "$template.new/drive_c/users" -type l -delete
    mv "$template.new" "$template"
}
if [ ! -d "$template" ]; then
    (
        take_lock wine-template
        [ -d "$template" ] || make_template
    )
fi

prefix=$(mktemp -d "$prefixes/run-XXXXXX")
child=
clean() {
    trap - EXIT
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    [ -z "$child" ] || wait "$child" 2>/dev/null || true
    rm -rf "$prefix"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
cp -al "$template/." "$prefix/"
# No hard link where a program may write in place.
find "$prefix" -type f ! -name '*.dll' ! -name '*.exe' ! -name '*.sys' ! -name '*.drv' \
    ! -name '*.ocx' ! -name '*.cpl' ! -name '*.ax' ! -name '*.acm' ! -name '*.tlb' ! -name '*.mui' \
    -exec sh -c 'for file; do cp -p "$file" "$file~" && mv "$file~" "$file"; done' sh {} +
if [ -n "$windows" ]; then
    printf '\n[Software\\\\Wine\\\\AppDefaults\\\\promptfix.exe]\n"Version"="%s"\n' "$windows" \
        >>"$prefix/user.reg"
fi

# In the background, so that a signal to this script is acted on at once.
"$here/run-in-box.sh" --prefix "$prefix" "${options[@]}" bash -c '
    wineserver -p
    env LC_ALL="$@"
    status=$?
    # Where the sandbox has a process family of its own, all ends with this shell.
    [ "$PROMPTFIX_BOX" = alone ] || wineserver -k
    exit $status' run "$locale" "$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit $status
