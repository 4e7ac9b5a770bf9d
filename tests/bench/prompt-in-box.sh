#!/bin/bash
# The half of prompt.sh that runs in the Wine box: the delay of a prompt (prompt_bench.exe), and
# what the agent costs while another program opens a thousand windows, half of them dialogs. Beside
# it stand a minimal tray program, and one that waits as the agent does and is told what comes to the
# front, and does nothing: what the agent takes more than that is its own. (Under Wine each program
# with a window wakes for each change on the display, so that even the minimal one pays.)
#
# Usage: bash tests/bench/prompt-in-box.sh FOLDER; FOLDER has other.exe and waiting_tray.exe.
set -euo pipefail
folder=$1
readonly count=1000
readonly waits=33 # SIGNAL_COUNT in tray_windows.c, and the request to close
# shellcheck source=tests/bench/box-process.sh
source tests/bench/box-process.sh

# measure_cost WHAT [behind]: Wine tells no program the times of another; Linux does.
measure_cost() {
    local user system i
    local -a before=() cost=()
    come_to_rest "${programs[@]}"
    for i in "${!programs[@]}"; do
        before[i]=$(milliseconds_of "${programs[i]}")
    done
    TIMEFORMAT='%3U %3S' # in thousandths of a second
    read -r user system < <({ time wine "$folder/other.exe" opens $count "${@:2}" >/dev/null 2>&1; } 2>&1)
    come_to_rest "${programs[@]}"
    for i in "${!programs[@]}"; do
        cost[i]=$(($(milliseconds_of "${programs[i]}") - before[i]))
    done
    printf '%-58s %6d   (aim: %d, which waits and does nothing; minimal: %d; the opening one: %d)\n' \
        "$1" "${cost[0]}" "${cost[2]}" "${cost[1]}" $((10#${user/./} + 10#${system/./}))
}

measure_costs() { # measure_costs WITH-OR-WITHOUT
    measure_cost "processor ms, $count windows opened behind, $1 Outlook" behind
    measure_cost "processor ms, $count windows come to the front, $1 Outlook"
}

wine reg import 'tests\samples\outlook2003_basic.reg' >/dev/null 2>&1
wine build/promptfix.exe >/dev/null 2>&1 &
wine build/windows/minimal_tray.exe >/dev/null 2>&1 &
wine "$folder/waiting_tray.exe" $waits >/dev/null 2>&1 &
programs=("$(wait_for_process promptfix)" "$(wait_for_process minimal_tray)" "$(wait_for_process waiting_tray)")
measure_costs without
wine build/windows/prompt_bench.exe 'build\windows\desktop\outlook.exe'
measure_costs with
