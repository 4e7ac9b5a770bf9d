#!/bin/bash
# Tries installer/promptfix-script.cmd under Wine's cmd: every exit code with a program that ends
# with it, in folders with blanks and &; a program or a share that is missing; and the real program.
#
# Usage: tests/system/script.sh STAND_IN
#   STAND_IN  a program that ends with the number in %EXIT_CODE%, and writes its command line to the
#             file %COMMAND_LINE%
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ -z "${PROMPTFIX_IN_BOX-}" ]; then
    PROMPTFIX_IN_BOX=yes exec tests/box/fresh-wine.sh --windows winxp bash "$PWD/tests/system/script.sh" "$@"
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/script & more XXXXXX")
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/real one"
cp installer/promptfix-script.cmd "$folder/"
cp installer/promptfix-script.cmd build/promptfix.exe "$folder/real one/"
cp "$1" "$folder/promptfix.exe"
cp tests/samples/outlook2003_basic.reg "$folder/sample.reg"
# What Windows calls a path; it is written into a script, in quotes.
windows() {
    printf 'Z:%s' "${1//\//\\}"
}
failures=0
complain() {
    echo "promptfix: script: $1" >&2
    failures=$((failures + 1))
}

# One script runs all cases one after the other, since each start of Wine takes its time. The lines
# come by processes of their own, so each case has a share of its own.
expected=()
begin_case() { # begin_case EXIT_CODE SCRIPT WORDS ARGUMENTS
    local share="$folder/share & log ${#expected[@]}"
    mkdir "$share"
    expected+=("$3")
    printf 'set EXIT_CODE=%s\r\nset "COMMAND_LINE=%s"\r\n' "$1" "$(windows "$share")\\command line.txt"
    # Quoted, or bash takes & for what was found.
    printf 'call "%s" %s\r\n' "$(windows "$2")" "${4//SHARE/"$(windows "$share")"}"
    printf 'if errorlevel 1 echo case %s ended with %%ERRORLEVEL%%\r\n' "${#expected[@]}"
}
{
    printf '@echo off\r\n'
    while read -r code words; do
        begin_case "$code" "$folder/promptfix-script.cmd" " user $code $words" 'user "" "SHARE"'
    done <<'CODES'
0 nothing wrong
1 a problem is left
2 a problem that PromptFix cannot mend
13 the input
87 the command line is wrong
740 the machine half needs an administrator
1223 the user has declined
1603 failed and rolled back
1618 another run
1641 fixed, Windows is being restarted
3010 fixed, Windows must be restarted
3011 fixed, Outlook must be restarted
4711 unexpected
CODES
    begin_case 3010 "$folder/promptfix-script.cmd" ' machine 3010 fixed' \
        "machine \"$(windows "$folder/promptfix.exe")\" \"SHARE\""
    begin_case 0 "$folder/promptfix-script.cmd" ' user 2 promptfix.exe was not found' \
        'user "Z:\nowhere & else\promptfix.exe" "SHARE"'
    begin_case 0 "$folder/promptfix-script.cmd" ' none 87 ' 'sideways "" "SHARE"'
    begin_case 0 "$folder/promptfix-script.cmd" '' 'user "" "SHARE\missing"'
    begin_case 0 "$folder/promptfix-script.cmd" '' 'user'
    printf 'reg import "%s" >nul\r\n' "$(windows "$folder/sample.reg")"
    begin_case 0 "$folder/real one/promptfix-script.cmd" ' user 3011 ' 'user "" "SHARE"'
    begin_case 0 "$folder/real one/promptfix-script.cmd" ' user 0 ' 'user "" "SHARE"'
    begin_case 0 "$folder/real one/promptfix-script.cmd" ' machine 3010 ' 'machine "" "SHARE"'
    printf 'exit /b 0\r\n'
} >"$folder/cases.tmp"
mkdir /tmp/cases
cp "$folder/cases.tmp" /tmp/cases/cases.cmd # a path that `cmd /c` takes as it is
status=0
# Into a file: processes of Wine's own stay, and hold a pipe open.
timeout 900 wine cmd /d /c 'Z:\tmp\cases\cases.cmd' >/tmp/cases/output 2>&1 </dev/null || status=$?
[ $status -eq 0 ] || complain "ended with $status"
# What the emulator says of a process that ended with threads left is not the script's.
sed -i '/^qemu: uncaught target signal /d' /tmp/cases/output
[ ! -s /tmp/cases/output ] || complain "said: $(cat /tmp/cases/output)"
rm -r /tmp/cases

for i in "${!expected[@]}"; do
    share="$folder/share & log $i"
    waited=0
    until [ -z "${expected[i]}" ] || [ -n "$(cat "$share"/*.log 2>/dev/null)" ] || [ $waited -eq 100 ]; do
        sleep 0.1 # a shell cannot wait for a file
        waited=$((waited + 1))
    done
    line=$(cat "$share"/*.log 2>/dev/null || true)
    [[ $line == *"${expected[i]}"* ]] || complain "case $i: expected '${expected[i]}', logged '$line'"
    [ -n "${expected[i]}" ] || [ -z "$line" ] || complain "case $i: logged '$line'"
done
grep -q '/fix /scope:user /norestart /quiet "/log:' "$folder/share & log 0/command line.txt" || complain "command line, user"
grep -q '/fix /scope:machine /norestart /quiet "/log:' "$folder/share & log 13/command line.txt" || complain "command line, machine"
[ $failures -eq 0 ] && echo "script: ${#expected[@]} cases, every exit code among them"
exit $((failures > 0))
