#!/bin/bash
# Sees which DLLs a verb loads: those that every program has, and none of the user
# interface. user32 and what it brings along would double the time that a login
# script waits (design.md, "Cost"). The import table does not tell: a DLL that is
# bound late is in it, and a DLL can load others.
#
# Usage: tests/artefact/loaded-dlls.sh PROGRAM.exe
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$1
forbidden='user32|gdi32|win32u|imm32|shell32|shlwapi|comctl32|comdlg32|ole32|oleaut32|uxtheme|credui|winhttp|wininet'

# Lines are like
#   00e4:trace:loaddll:build_module Loaded L"C:\\windows\\system32\\kernel32.dll" at 7B620000: builtin
# The first number is the process's thread: Wine's own start.exe comes before ours.
loaded=$(WINEDEBUG=-all,+loaddll tests/box/fresh-wine.sh wine "$program" /check 2>&1 |
    tr -d '\r' | awk -v program="${program##*/}" '
        match($0, /^[0-9a-f]+:trace:loaddll:[a-z_]+ Loaded L"[^"]*"/) {
            split($0, field, ":")
            split($0, quoted, "\"")
            count = split(quoted[2], part, /\\+/)
            name = tolower(part[count])
            if (name == tolower(program))
                thread = field[1]
            if (thread != "" && field[1] == thread)
                print name
        }' | sort -u)
# An empty or foreign trace proves nothing.
if ! grep -qxF "${program##*/}" <<<"$loaded" || ! grep -qxF kernel32.dll <<<"$loaded"; then
    echo "promptfix: $program: cannot see which DLLs it loads (Wine's +loaddll showed: ${loaded:-nothing})" >&2
    exit 1
fi
if grep -xE "($forbidden)\.dll" <<<"$loaded" >&2; then
    echo "promptfix: $program /check loads the DLLs above; a verb needs none of the user interface" >&2
    exit 1
fi
echo "$program /check loads $(($(wc -l <<<"$loaded") - 1)) DLLs, none of the user interface"
