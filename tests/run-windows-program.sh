#!/bin/bash
# Runs a Windows test program: in a fresh Wine of its own on Linux, directly on
# Windows. Check cannot fork there, so a crash or a hang would end or stop the whole
# program: hence the time limit around it.
#
# Usage: tests/run-windows-program.sh PROGRAM [ARGUMENTS...]
#   PROMPTFIX_EXE     tells the program where promptfix.exe is, as Windows writes it; else it is
#                     build\promptfix.exe
#   PROMPTFIX_SOURCES likewise for the checkout, with its sample files
#   CK_RUN_SUITE, CK_RUN_CASE: Check's own variables pick what to run
#   PROMPTFIX_SMALL_DISK, PROMPTFIX_READ_ONLY_FOLDER  a disk to be filled, a folder that
#                     nobody can write to; under Wine the box has both
#   PROMPTFIX_LANGUAGE  which language Windows speaks to its user (de_DE), where Windows is Wine
#   PROMPTFIX_TIME_LIMIT  in seconds, instead of 1800
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"

export CK_FORK=no
limit=(timeout --kill-after=10 "${PROMPTFIX_TIME_LIMIT:-1800}")
if [ -n "${MSYSTEM-}" ]; then
    PROMPTFIX_SOURCES=$(cygpath -w "$top")
    run=("${limit[@]}")
else
    PROMPTFIX_SOURCES=Z:${top//\//\\}
    export PROMPTFIX_SMALL_DISK='Z:\small' PROMPTFIX_READ_ONLY_FOLDER='Z:\usr'
    run=(tests/box/fresh-wine.sh)
    [ -z "${PROMPTFIX_LANGUAGE-}" ] || run+=(--language "$PROMPTFIX_LANGUAGE")
    run+=("${limit[@]}" wine)
fi
: "${PROMPTFIX_EXE:=$PROMPTFIX_SOURCES\\build\\promptfix.exe}"
export PROMPTFIX_EXE PROMPTFIX_SOURCES

# Line by line: the user-interface tests are talked to while they run.
"${run[@]}" "$@" 2>&1 | sed -u 's/\r$//'
