#!/bin/bash
# A report for a share that hangs, and one that many write and read at once, by the real promptfix.exe.
#
# The share that hangs is a folder where writes never return (tests/box/stalled_write.c): the run
# must end within 5 seconds more than one without a report, with the same exit code, and say so on its
# error output and in its log. Then 20 runs, 10 at a time, write one report while it is read: it is whole at each moment,
# and no file is left beside it.
#
# Usage: tests/system/stalled-share.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$PWD/build/stalled-share
if [ -z "${PROMPTFIX_IN_BOX-}" ]; then
    rm -rf "$work"
    mkdir -p "$work/hanging-share"
    clang -target i386-linux-gnu -std=c11 -Wall -Wextra -Werror -Os -shared -fPIC -nostdlib -ffreestanding \
        -fno-stack-protector -fuse-ld=bfd -o "$work/stalled_write.so" tests/box/stalled_write.c
    export PROMPTFIX_IN_BOX=yes
    tests/box/fresh-wine.sh --windows winxp bash "$PWD/tests/system/stalled-share.sh" &
    box=$!
    # Reads while the 20 write, and holds what it has opened before.
    status=0
    tests/system/watch-report.py "$work/report.json" "$work/written" $box || status=$?
    wait $box || status=$?
    exit $status
fi

failures=0
checks=0
expect() { # expect WHAT COMMAND...
    local what=$1
    shift
    checks=$((checks + 1))
    "$@" && return
    echo "promptfix: stalled share: $what" >&2
    failures=$((failures + 1))
}
milliseconds() { date +%s%3N; }
windows() { printf 'Z:%s' "${1//\//\\}"; }

# Every run has to say the same: a sample has a problem that can be mended.
run() { # run WORDS...: the low 8 bits of the exit code in $code, the time it took in $took
    local began
    began=$(milliseconds)
    code=0
    timeout 120 wine build/promptfix.exe /check /quiet "/from:$(windows "$PWD/tests/samples/outlook2003_basic.reg")" \
        /windows:5.1 "$@" >"$work/output" 2>"$work/error" || code=$?
    took=$(($(milliseconds) - began))
}
run "/report:$(windows "$work/before.json")" "/log:$(windows "$work/before.log")"
free=$took
expect "a run with a report ends with $code" [ $code -eq 1 ]
expect "a run with a report says: $(cat "$work/error")" [ ! -s "$work/error" ]

export LD_PRELOAD=$work/stalled_write.so
rm -f "$work/hanging-share/reached" "$work/promptfix.log"
run "/report:$(windows "$work/hanging-share/report").json" "/log:$(windows "$work/promptfix.log")"
expect "report: no write reached the share" [ -e "$work/hanging-share/reached" ]
expect "report: ends with $code" [ $code -eq 1 ]
# What a run costs anyhow swings on a busy machine; one that waits for the share does not end within
# its 120 s. How long it waits at most is the unit tests' (timed_write).
expect "report: took $took ms, without a share that hangs $free" [ $took -le 60000 ]
expect "report: did not wait for the share, with $took ms" [ $took -ge 3000 ]
expect "report: the error output says: $(cat "$work/error")" grep -q "hanging-share.*report.json" "$work/error"
expect "report: the log says nothing of it" grep -qs "hanging-share.*report.json" "$work/promptfix.log"
expect "half a report" [ ! -e "$work/hanging-share/report.json" ]
# The log on the share that hangs: the report elsewhere is written all the same.
rm -f "$work/hanging-share/reached" "$work/before.json"
run "/report:$(windows "$work/before.json")" "/log:$(windows "$work/hanging-share/promptfix.log")"
expect "log: no write reached the share" [ -e "$work/hanging-share/reached" ]
expect "log: ends with $code" [ $code -eq 1 ]
expect "log: took $took ms, without a share that hangs $free" [ $took -le 60000 ]
expect "log: no report" [ -s "$work/before.json" ]
expect "log: the error output says: $(cat "$work/error")" grep -q "hanging-share.*promptfix.log" "$work/error"
unset LD_PRELOAD

# 20, of which 10 at once: each takes hundreds of megabytes where Wine is emulated.
for round in 1 2; do
    pids=()
    for i in {1..10}; do
        wine build/promptfix.exe /check /quiet "/from:$(windows "$PWD/tests/samples/outlook2003_basic.reg")" \
            /windows:5.1 "/report:$(windows "$work/report.json")" 2>"$work/error.$round.$i" &
        pids+=($!)
    done
    for i in {1..10}; do
        code=0
        wait "${pids[i - 1]}" || code=$?
        expect "writer $round.$i ends with $code" [ $code -eq 1 ]
        expect "writer $round.$i says: $(cat "$work/error.$round.$i")" [ ! -s "$work/error.$round.$i" ]
    done
done
beside=$(cd "$work" && echo report.json*)
expect "left beside the report: $beside" [ "$beside" = report.json ]
: >"$work/written"
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks, Failures: $failures, Errors: 0 (a share that hangs, a report with 20 writers)"
[ $failures -eq 0 ]
