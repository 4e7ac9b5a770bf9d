#!/bin/bash
# The half of idle.sh that runs in the Wine box: starts both programs, waits until they
# have come to rest, and writes down what Linux knows of them before and after a minute.
#
# Usage: bash tests/bench/idle-in-box.sh FOLDER
set -euo pipefail
folder=$1
programs=(promptfix minimal_tray)
declare -A process

find_process() { # by the name of its Windows program, which Wine makes its last argument
    local candidate
    for candidate in /proc/[0-9]*; do
        [[ $(tr '\0' ' ' 2>/dev/null <"$candidate/cmdline") == *[Zz]:*"\\$1.exe"* ]] && echo "$candidate"
    done
    return 0
}

switches() { # of all threads of a process, so far
    local sum=0 number
    for number in $(grep -h ctxt_switches "${process[$1]}"/task/*/status | tr -dc '0-9\n'); do
        sum=$((sum + number))
    done
    echo $sum
}

all_switches() {
    local program
    for program in "${programs[@]}"; do switches "$program"; done
}

# The start of a program is over when its icon is there; nothing tells a script of that. So: when
# nothing has happened for ten seconds, which is longer than the shell's notification takes to come.
come_to_rest() {
    local last='' now
    for _ in {1..18}; do
        now=$(all_switches)
        [ "$now" = "$last" ] && return
        last=$now
        sleep 10
    done
    echo "promptfix: the programs do not come to rest" >&2
}

wine reg import 'tests\samples\outlook2003_basic.reg' >/dev/null 2>&1
wine build/promptfix.exe >/dev/null 2>&1 &
wine build/windows/minimal_tray.exe >/dev/null 2>&1 &
for program in "${programs[@]}"; do
    for _ in {1..60}; do
        process[$program]=$(find_process "$program" | head -1)
        [ -n "${process[$program]}" ] && break
        sleep 1
    done
    [ -n "${process[$program]}" ] || {
        echo "promptfix: $program.exe does not start" >&2
        exit 1
    }
done
come_to_rest
for program in "${programs[@]}"; do switches "$program" >"$folder/$program.switches"; done
sleep 60
for program in "${programs[@]}"; do
    switches "$program" >>"$folder/$program.switches"
    cat "${process[$program]}/smaps" >"$folder/$program.smaps"
done
