#!/bin/bash
# Runs fuzz targets over their kept corpus and then on inputs that libFuzzer makes up,
# for a number of seconds each; one line for each target, and the sum. An input that
# breaks one is kept in build/fuzz/, and its report is shown.
#
# With a seed the inputs made up are the same each time, but for how far it gets in
# its time; without one they are new, and what reached new code is kept in
# build/fuzz/corpus/ for the next run.
#
# Usage: tests/fuzz/run.sh SECONDS SEED|any TARGET...
set -euo pipefail
seconds=$1
seed=$2
shift 2
status=0
sum=0
for target; do
    kept=tests/fuzz/corpus/$target
    made=build/fuzz/corpus/$target
    log=build/log/fuzz-$target.log
    options=()
    if [ "$seed" != any ]; then
        made=build/fuzz/seeded/$target
        rm -rf "$made"
        options=("-seed=$seed")
    fi
    mkdir -p build/log "$made"
    result=passed
    # libFuzzer writes to the first corpus that it is given; the kept one is only read.
    ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
        "build/fuzz/$target" "${options[@]}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -max_len=4096 -dict=tests/fuzz/registry.dict -artifact_prefix="build/fuzz/$target-" \
        -print_final_stats=1 "$made" "$kept" >"$log" 2>&1 || result=FAILED
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    sum=$((sum + ${executions:-0}))
    printf '%-22s %11s executions, %s kept seeds: %s\n' \
        "$target" "${executions:-?}" "$(find "$kept" -type f | wc -l)" "$result"
    if [ "$result" = FAILED ]; then
        status=1
        grep -vE '^#[0-9]+' "$log" | tail -60
        echo "promptfix: fuzz target $target: the report is in $log" >&2
    fi
done
printf '%-22s %11s executions of %s targets\n' 'in all' "$sum" "$#"
exit $status
