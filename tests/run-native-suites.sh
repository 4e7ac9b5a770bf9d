#!/bin/bash
# Runs the native unit tests with as many suites side by side as there are processors,
# the long ones first, each suite in a process of its own and its output in one piece.
#
# The tests of a suite share that process: with one for each test the sanitizers take twice
# the time. Where a suite fails, it is run again with a process for each, which says where.
#
# Usage: tests/run-native-suites.sh PROGRAM
#   CK_RUN_SUITE picks one suite, as everywhere.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$1
limit=600 # seconds for one suite
if [ -n "${CK_RUN_SUITE-}" ]; then
    exec timeout "$limit" "$program"
fi

run_suite() {
    local output status=0
    output=$(CK_FORK=no CK_RUN_SUITE=$3 timeout "$2" "$1" 2>&1) || status=$?
    if [ $status -ne 0 ]; then
        printf '%s\n' "promptfix: suite $3, all tests in one process: ended with $status" "$output"
        output=$(CK_RUN_SUITE=$3 timeout "$2" "$1" 2>&1) || true
    fi
    # A suite that only runs under Wine says that it has no tests.
    [[ $output == *": Checks: 0, "* ]] || printf '%s\n' "$output"
    [ $status -eq 0 ] || echo "promptfix: suite $3: ended with $status"
    return $status
}
export -f run_suite

long='command_faults never_less_secure limits never_less_secure_policy registry_watch_races change_recovery icon_image'
all=$(sed -n 's/.*SUITE(\([a-z_0-9]*\)).*/\1/p' tests/unit/suites.h)
{
    tr ' ' '\n' <<<"$long"
    grep -vxF "$(tr ' ' '\n' <<<"$long")" <<<"$all"
} | xargs -P "$(nproc)" -I SUITE bash -c 'run_suite "$@"' run "$program" "$limit" SUITE
