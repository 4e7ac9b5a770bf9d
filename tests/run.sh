#!/bin/bash
# `make test`: every step in turn, quick ones first, one line for each, and the sum
# at the end. Without a program nothing is tested; after any other failure the steps
# that are left still run, so that one run tells all.
#
# Every step is a make target that works alone, too.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/log

wine=$([ -n "${MSYSTEM-}" ] || echo ' (under Wine)')
steps=(
    'setup           tools and the Wine box'
    'all             the program'
    'lint            format, layering, static checks'
    'test-artefact   the finished program, and building it twice'
    'test-native     unit tests (here, with sanitizers)'
    'test-fuzz       the parsers on made up inputs (here, with sanitizers)'
    "test-wine-unit  unit tests$wine"
    "test-wine-system system tests$wine"
    "test-servers    the probe against real web servers$wine"
    "test-desktop    user-interface tests$wine"
    "test-installer  the MSI: install, upgrade, repair, fail, remove$wine"
    'test-sign       signatures by a throw-away certificate'
)
# MinGW's own compiler has neither sanitizers nor libFuzzer, the lint tools are pinned by
# Debian, the web servers are Debian's, and the user-interface tests need Wine's taskbar.
if [ -n "${MSYSTEM-}" ]; then
    unset 'steps[11]' 'steps[10]' 'steps[9]' 'steps[8]' 'steps[5]' 'steps[4]' 'steps[2]'
    steps=("${steps[@]}")
fi
make=(make --no-print-directory --jobs "$(nproc)")
passed=0
failed=0
number=0
for step in "${steps[@]}"; do
    read -r target what <<<"$step"
    number=$((number + 1))
    echo "[$number/${#steps[@]}] $what"
    started=$SECONDS
    status=0
    "${make[@]}" "$target" 2>&1 | tee "build/log/$target.log" || status=$?
    # Check's closing line: "100%: Checks: 12, Failures: 0, Errors: 0"
    read -r checks wrong < <(awk '/^[0-9]+%: Checks: / {
        gsub(",", ""); checks += $3; wrong += $5 + $7 } END { print checks + 0, wrong + 0 }' "build/log/$target.log")
    if [ "$checks" -gt 0 ]; then
        passed=$((passed + checks - wrong))
        failed=$((failed + wrong))
    fi
    if [ $status -ne 0 ]; then
        # A step that failed without a failed test (a crash, a warning) counts as one.
        [ "$wrong" -gt 0 ] || failed=$((failed + 1))
        echo "promptfix: $what: FAILED; alone: make $target"
        case $target in setup | all) break ;; esac
    elif [ "$checks" -eq 0 ]; then
        case $target in
        lint | test-artefact | test-fuzz) passed=$((passed + 1)) ;;
        test-*)
            failed=$((failed + 1))
            echo "promptfix: $what: no test ran"
            ;;
        esac
    fi
    echo "      $((SECONDS - started)) s"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
