#!/bin/bash
# `make run` where there is no Windows: shows the program at work on a sample machine
# in the Wine box, a fresh Windows XP with the mail profiles of
# tests/samples/outlook2003_basic.reg. Where there is a display it ends with the tray
# agent on that machine, and when that is exited.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "The sample: Windows XP, LmCompatibilityLevel not set, an Outlook 2003 profile with RPC over"
echo "HTTP and Basic authentication, and a profile with an LDAP address book."
if [ -z "${DISPLAY-}" ]; then
    tests/box/fresh-wine.sh --windows winxp wine cmd /c 'tests\run-sample.cmd'
    echo
    echo "There is no display (DISPLAY is not set), so the tray agent is not started."
    exit
fi

# The box has a host name of its own, and no home: the display's key goes with it, without the name.
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
if command -v xauth >/dev/null; then
    xauth nlist "$DISPLAY" 2>/dev/null | sed 's/^..../ffff/' |
        XAUTHORITY=$keys/display xauth -q nmerge - 2>/dev/null || true
fi
export XAUTHORITY=$keys/display
tests/box/fresh-wine.sh --windows winxp --writable "$keys" bash -c '
    wine cmd /c "tests\\run-sample.cmd" &&
    echo &&
    echo "> promptfix" &&
    echo "The tray agent: see the notification area. Where the desktop has none, Wine shows a small" &&
    echo "window with the icon. It ends by a right click and Exit." &&
    wine build/promptfix.exe'
