#!/bin/bash
# The half of idle.sh that runs in the Wine box: starts both programs, waits until they
# have come to rest, and writes down what Linux knows of them before and after a minute.
#
# Usage: bash tests/bench/idle-in-box.sh FOLDER
set -euo pipefail
folder=$1
programs=(promptfix minimal_tray)
declare -A process
# shellcheck source=tests/bench/box-process.sh
source tests/bench/box-process.sh

wine reg import 'tests\samples\outlook2003_basic.reg' >/dev/null 2>&1
wine build/promptfix.exe >/dev/null 2>&1 &
wine build/windows/minimal_tray.exe >/dev/null 2>&1 &
for program in "${programs[@]}"; do
    process[$program]=$(wait_for_process "$program")
done
come_to_rest "${process[@]}"
for program in "${programs[@]}"; do switches_of "${process[$program]}" >"$folder/$program.switches"; done
sleep 60
for program in "${programs[@]}"; do
    switches_of "${process[$program]}" >>"$folder/$program.switches"
    cat "${process[$program]}/smaps" >"$folder/$program.smaps"
done
