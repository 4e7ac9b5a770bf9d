#!/bin/bash
# `make bench PART=idle`: what the tray agent costs while nothing happens, against the
# least that a program in the notification area can be (minimal_tray_windows.c); both
# side by side, on a display of their own, with the sample's problem shown.
#
# Measured are
#   wake-ups: context switches of all the process's threads in 60 seconds. A thread that
#       waits makes none; each return from waiting, and so each timer, makes at least one.
#   private memory: pages of the process that no other shares. Where the processor is an
#       emulated one, the emulator's own memory is left out: it lies above the 4 GB
#       that a 32-bit program can see.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=build/bench/idle
rm -rf "$work"
mkdir -p "$work"

tests/desktop/with-display.sh tests/box/fresh-wine.sh --windows winxp \
    bash tests/bench/idle-in-box.sh "$work"

for program in promptfix minimal_tray; do
    mapfile -t switches <"$work/$program.switches"
    private=$(awk '/^[0-9a-f]+-/ { split($1, place, "-"); emulator = length(place[1]) > 8 }
        /^Private_/ && !emulator { sum += $2 } END { print sum }' "$work/$program.smaps")
    echo "$program $((switches[1] - switches[0])) $private"
done | awk '
    { wakeups[$1] = $2; private[$1] = $3 }
    END {
        printf "%-58s %6d   (aim: 0; a minimal tray program: %d)\n",
            "the agent, wake-ups in 60 s", wakeups["promptfix"], wakeups["minimal_tray"]
        printf "%-58s %6.2f   (aim: 1.30; %d KB / %d KB)\n", "the agent, private memory against it",
            private["promptfix"] / private["minimal_tray"], private["promptfix"], private["minimal_tray"]
    }'
