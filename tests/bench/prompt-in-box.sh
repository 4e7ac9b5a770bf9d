#!/bin/bash
# The half of prompt.sh that runs in the Wine box: the agent and a minimal tray program, another
# program that opens a thousand windows, and the delay of a prompt (prompt_bench.exe).
#
# Usage: bash tests/bench/prompt-in-box.sh FOLDER; FOLDER has other.exe.
set -euo pipefail
folder=$1
readonly count=1000
# shellcheck source=tests/bench/box-process.sh
source tests/bench/box-process.sh

# measure_cost WHAT: Wine tells no program the times of another; Linux does.
measure_cost() {
    local minimal_before agent_before user system
    come_to_rest "$agent" "$minimal"
    agent_before=$(milliseconds_of "$agent")
    minimal_before=$(milliseconds_of "$minimal")
    TIMEFORMAT='%3U %3S' # in thousandths of a second
    read -r user system < <({ time wine "$folder/other.exe" opens $count >/dev/null 2>&1; } 2>&1)
    come_to_rest "$agent" "$minimal"
    printf '%-58s %6d   (aim: 0; a minimal tray program: %d; the opening one: %d)\n' "$1" \
        $(($(milliseconds_of "$agent") - agent_before)) \
        $(($(milliseconds_of "$minimal") - minimal_before)) \
        $((10#${user/./} + 10#${system/./}))
}

wine reg import 'tests\samples\outlook2003_basic.reg' >/dev/null 2>&1
wine build/promptfix.exe >/dev/null 2>&1 &
wine build/windows/minimal_tray.exe >/dev/null 2>&1 &
agent=$(wait_for_process promptfix)
minimal=$(wait_for_process minimal_tray)
measure_cost 'the agent, processor ms for 1000 windows, without Outlook'
wine build/windows/prompt_bench.exe 'build\windows\desktop\outlook.exe'
measure_cost "the agent, processor ms for 1000 windows, with Outlook"
