# shellcheck shell=bash
# For the scripts that measure in the Wine box: what Linux knows of a Windows program.

# find_process NAME: the folder in /proc of NAME.exe, whose path Wine makes its last argument.
find_process() {
    local candidate
    for candidate in /proc/[0-9]*; do
        [[ $(tr '\0' ' ' 2>/dev/null <"$candidate/cmdline") == *[Zz]:*"\\$1.exe"* ]] && echo "$candidate"
    done
    return 0
}

# wait_for_process NAME: the same, once it has started; there is no event that would tell of it.
wait_for_process() {
    local found
    for _ in {1..60}; do
        found=$(find_process "$1" | head -1)
        [ -n "$found" ] && echo "$found" && return
        sleep 1
    done
    echo "promptfix: $1.exe does not start" >&2
    return 1
}

# switches_of FOLDER: context switches of all threads of a process, so far.
switches_of() {
    local sum=0 number
    for number in $(grep -h ctxt_switches "$1"/task/*/status | tr -dc '0-9\n'); do
        sum=$((sum + number))
    done
    echo $sum
}

# come_to_rest FOLDER...: waits until the processes do nothing. The start of a program is over when
# its icon is there; nothing tells a script of that. So: when nothing has happened for ten seconds,
# which is longer than the shell's notification takes to come.
come_to_rest() {
    local last='' now process_folder
    for _ in {1..18}; do
        now=$(for process_folder in "$@"; do switches_of "$process_folder"; done)
        [ "$now" = "$last" ] && return
        last=$now
        sleep 10
    done
    echo "promptfix: the programs do not come to rest" >&2
}

# milliseconds_of FOLDER: processor time of a process so far, in steps of 10 ms (proc(5), stat).
milliseconds_of() {
    local fields
    read -ra fields < <(sed 's/.*) //' "$1/stat")
    echo $(((fields[11] + fields[12]) * 10))
}
