#!/bin/bash
# Runs a command with a desktop of its own: an X display without a screen, a window
# manager and a notification area. All of it ends with the command.
#
# The display is private (no network, a number that is free); DISPLAY names it for
# the command. Programs in the Wine box reach it by its socket, see run-in-box.sh.
# Nothing is guessed by time: the server says when it takes connections, the window
# manager runs a command when it has started, and the taskbar has a window.
#
# Usage: tests/desktop/with-display.sh [--taskbar light|dark] [--percent 100] COMMAND...
#   --percent PERCENT   the taskbar is as high as its icons are at that magnification
set -euo pipefail
# shellcheck source=tests/setup/common.sh
. "$(dirname "$0")/../setup/common.sh"

tint=0xd8d8d8
percent=100
while [ $# -gt 0 ]; do
    case $1 in
    --taskbar)
        [ "$2" = light ] || tint=0x202020
        shift 2
        ;;
    --percent)
        percent=$2
        shift 2
        ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || fail "with-display.sh: no command"

mkdir -p "$top/build/log"
desktop_log=$top/build/log/desktop.log
: >"$desktop_log"
work=$(mktemp -d)
started=()
child=
clean() {
    trap - EXIT
    local i
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    [ -z "$child" ] || wait "$child" 2>/dev/null || true
    # The display last, so that the others can say good-bye to it.
    for ((i = ${#started[@]} - 1; i >= 0; i--)); do
        kill "${started[i]}" 2>/dev/null || true
        wait "${started[i]}" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

start() { # start COMMAND...: in the background, until the end
    "$@" >>"$desktop_log" 2>&1 </dev/null 3>&- &
    started+=($!)
}
# Shared memory is numbered anew in the box: a display that saw this machine's would take that for it.
alone=(unshare --user --map-root-user --ipc)
"${alone[@]}" true 2>/dev/null || alone=()
# The server writes the number of its display when it takes connections.
exec 3< <(exec "${alone[@]}" Xvfb -displayfd 1 -nolisten tcp -screen 0 1600x1200x24 2>>"$desktop_log")
started+=($!)
read -r -t 30 number <&3 || fail "Xvfb does not start; see $desktop_log"
export DISPLAY=:$number
unset WAYLAND_DISPLAY XAUTHORITY

# A window of a machine by another name would get that name into its title.
as_box=(bwrap --dev-bind / / --unshare-user --unshare-uts --hostname box)
"${as_box[@]}" true 2>/dev/null || as_box=()
mkfifo "$work/openbox-runs"
start "${as_box[@]}" openbox --sm-disable --config-file /etc/xdg/openbox/rc.xml --startup "cp /dev/null $work/openbox-runs"
timeout 30 cat "$work/openbox-runs" || fail "openbox does not start; see $desktop_log"
# Wine's icons have 2 pixels on each side, trayer adds 1 above and below. Another 2: an icon that
# is just as high as the taskbar is not told where it is, and Wine believes it in the corner.
start trayer --edge bottom --align right --widthtype request --heighttype pixel \
    --height $((16 * percent / 100 + 8)) --margin 0 --transparent true --alpha 0 --tint "$tint" \
    --SetDockType true --SetPartialStrut true
timeout 30 xdotool search --sync --onlyvisible --class '^trayer$' >/dev/null ||
    fail "trayer does not start; see $desktop_log"

"$@" 3<&- <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit $status
