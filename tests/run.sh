#!/bin/bash
# `make test`: every step, quick ones first, one line for each, and the sum at the end.
# Without a program nothing is tested; after any other failure the steps that are left
# still run, so that one run tells all.
#
# Every step is a make target that works alone, too. Under Wine most steps wait more
# than they compute, and each has a Windows and a desktop of its own: once all
# programs are built, those run side by side, and each is shown when it ends. On
# Windows there is one registry only, and they run one by one.
#
# A step that fails under Wine runs a second time, when all others have ended: there,
# on processors that are emulated and shared, a test of processes and windows can fail
# for the machine's sake. Nothing of that is hidden: what failed is told again at the
# very end, and the sum says how many steps were only right the second time.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/log

wine=$([ -n "${MSYSTEM-}" ] || echo ' (under Wine)')
before=(
    'setup           tools and the Wine box'
    'all             the program'
    'test-programs   the programs that the tests run'
    'lint            format, layering, static checks'
    'test-artefact   the finished program, and building it twice'
)
beside=( # the longest first
    "test-desktop    user-interface tests$wine"
    "test-fitting    every window in every language$wine"
    'test-native     unit tests (here, with sanitizers)'
    "test-wine-system system tests$wine"
    "test-wine-unit  unit tests$wine"
    'test-fuzz       the parsers on made up inputs (here, with sanitizers)'
    "test-installer  the MSI: install, upgrade, repair, fail, remove$wine"
    "test-servers    the probe against real web servers$wine"
    'test-sign       signatures by a throw-away certificate'
    'test-dist       the release, made twice and compared'
)
width=$(($(nproc) + 1))
# MinGW's own compiler has neither sanitizers nor libFuzzer, the lint tools are pinned by
# Debian, the web servers are Debian's, and the user-interface tests need Wine's taskbar.
if [ -n "${MSYSTEM-}" ]; then
    unset 'before[3]'
    beside=("${beside[3]}" "${beside[4]}")
    width=1
fi
make=(make --no-print-directory --jobs "$(nproc)")
count=$((${#before[@]} + ${#beside[@]}))
number=0
passed=0
failed=0
told=build/log/failures # what is said again at the end
: >"$told"

# tell TARGET WHAT: the lines of its log that say what failed, or else the last ones.
tell() {
    local lines
    lines=$(grep -E '^[^ ]+:[0-9]+:[FE]:|: (fatal )?error: |: warning: |^promptfix: |FAIL|^make: |AddressSanitizer|runtime error' \
        "build/log/$1.log" | head -40) || true
    [ -n "$lines" ] || lines=$(grep -vE '^qemu: |^ [a-z_]+$' "build/log/$1.log" | tail -15)
    printf 'promptfix: %s: FAILED; alone: make %s\n%s\n' "$2" "$1" "$lines" >>"$told"
}

# judge TARGET WHAT STATUS: counts what the step's log says.
judge() {
    local checks wrong
    # Check's closing line: "100%: Checks: 12, Failures: 0, Errors: 0"
    read -r checks wrong < <(awk '/^[0-9]+%: Checks: / {
        gsub(",", ""); checks += $3; wrong += $5 + $7 } END { print checks + 0, wrong + 0 }' "build/log/$1.log")
    if [ "$checks" -gt 0 ]; then
        passed=$((passed + checks - wrong))
        failed=$((failed + wrong))
    fi
    if [ "$3" -ne 0 ]; then
        # A step that failed without a failed test (a crash, a warning) counts as one.
        [ "$wrong" -gt 0 ] || failed=$((failed + 1))
        echo "promptfix: $2: FAILED; alone: make $1"
        tell "$1" "$2"
    elif [ "$checks" -eq 0 ]; then
        case $1 in
        lint | test-artefact | test-fuzz) passed=$((passed + 1)) ;;
        test-programs) ;;
        test-*)
            failed=$((failed + 1))
            echo "promptfix: $2: no test ran" | tee -a "$told"
            ;;
        esac
    fi
}

started=$SECONDS
for step in "${before[@]}"; do
    read -r target what <<<"$step"
    number=$((number + 1))
    echo "[$number/$count] $what"
    status=0
    begun=$SECONDS
    "${make[@]}" "$target" 2>&1 | tee "build/log/$target.log" || status=$?
    judge "$target" "$what" "$status"
    echo "      $((SECONDS - begun)) s"
    if [ $status -ne 0 ]; then
        case $target in setup | all | test-programs) beside=() && break ;; esac
    fi
done

# What ended, how, and after how long goes through a pipe, one line each.
ended=build/log/ended
rm -f "$ended"
mkfifo "$ended"
exec 3<>"$ended"
run_step() {
    local status=0 begun=$SECONDS
    "${make[@]}" "$1" >"build/log/$1.log" 2>&1 3>&- || status=$?
    echo "$1 $status $((SECONDS - begun))" >&3
}

# The emulator may say one thing many times over; it is told once, with how often.
show_log() {
    awk '/^qemu: uncaught target signal/ { count++; next } { print }
        END { if (count) print count " times \"qemu: uncaught target signal\"" }' "build/log/$1.log"
}

declare -A running=() # what each running step is
declare -A group=()   # and its processes, to be ended with this script
declare -A second=()  # what runs, or ran, a second time
again=()
trap 'for target in "${!running[@]}"; do kill -- "-${group[$target]}" 2>/dev/null; done' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
show_one() {
    local target status seconds
    read -r target status seconds <&3
    if [ "$status" -ne 0 ] && [ -n "$wine" ] && [[ ${running[$target]} == *"$wine" ]] && [ -z "${second[$target]-}" ]; then
        echo "      ${running[$target]}: failed after $seconds s; it runs once more at the end"
        tell "$target" "${running[$target]} (first time)"
        cp "build/log/$target.log" "build/log/$target.first.log"
        second[$target]=yes
        again+=("$target ${running[$target]}")
        unset "running[$target]"
        return
    fi
    number=$((number + 1))
    echo "[$number/$count] ${running[$target]}"
    show_log "$target"
    judge "$target" "${running[$target]}" "$status"
    echo "      $seconds s"
    unset "running[$target]"
}

start_all() { # start_all STEP...
    local step target what
    for step; do
        [ ${#running[@]} -lt "$width" ] || show_one
        read -r target what <<<"$step"
        running[$target]=$what
        set -m # a process group of its own
        run_step "$target" &
        set +m
        group[$target]=$!
    done
    while [ ${#running[@]} -gt 0 ]; do
        show_one
    done
}
start_all "${beside[@]}"
start_all "${again[@]}"
rm -f "$ended"
cat "$told"
echo "after $((SECONDS - started)) s:"
echo "$passed passed, $failed failed$([ ${#again[@]} -eq 0 ] || echo ", ${#again[@]} steps ran twice")"
[ "$failed" -eq 0 ]
