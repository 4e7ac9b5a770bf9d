#!/bin/bash
# Runs a command with hands and eyes: lines of its output that begin with "@screen "
# are done on the display and answered on its standard input, with "done" or with what
# went wrong; all other lines pass. See screen.h for the other end.
#
#   click BUTTON X Y            a real click, by the X server
#   move X Y                    only moves the mouse
#   picture NAME X Y W H        writes build/screenshots/NAME.png
#
# Usage: tests/desktop/with-hands.sh COMMAND...     inside with-display.sh
set -euo pipefail
# shellcheck source=tests/setup/common.sh
. "$(dirname "$0")/../setup/common.sh"
pictures=$top/build/screenshots
mkdir -p "$pictures"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/answers"
exec 4<>"$work/answers"

# A program paints when it comes to it, and nothing tells when it has: so until two pictures in a
# row are the same. An even surface is a window that is not painted yet.
picture() { # picture NAME X Y W H
    local last='' now colours
    for _ in {1..40}; do
        import -silent -window root -crop "$4x$5+$2+$3" +repage "$work/now.png"
        now=$(identify -format '%# %k' "$work/now.png")
        colours=${now#* }
        if [ "$now" = "$last" ] && [ "$colours" -gt 1 ]; then
            mkdir -p "$(dirname "$pictures/$1")"
            mv "$work/now.png" "$pictures/$1.png"
            return
        fi
        last=$now
        sleep 0.1
    done
    echo "$1: the picture does not come to rest" >&2
    return 1
}

request() {
    case $1 in
    click) xdotool mousemove "$3" "$4" click "$2" ;;
    move) xdotool mousemove "$2" "$3" ;;
    picture) picture "${@:2}" ;;
    *) echo "unknown request: $1" >&2 && return 1 ;;
    esac
}

"$@" <&4 | while IFS= read -r line; do
    case $line in
    '@screen '*)
        read -ra words <<<"${line#@screen }"
        if request "${words[@]}" >"$work/said" 2>&1 </dev/null; then
            echo "done" >&4
        else
            tr '\n' ' ' <"$work/said" >&4
            echo >&4
        fi
        ;;
    *) printf '%s\n' "$line" ;;
    esac
done
