#!/bin/bash
# Sees which DLLs a verb loads: those that every program has, and none of the user
# interface. user32 and what it brings along would double the time that a login
# script waits (design.md, "Cost"). The import table does not tell: a DLL that is
# bound late is in it, and a DLL can load others.
#
# And that COM, which is loaded to ask for the resulting set of policy, is not where
# that is not asked: most of all not in what runs elevated, whose user's registry
# may name other servers of COM.
#
# Usage: tests/artefact/loaded-dlls.sh PROGRAM.exe
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$1
forbidden='user32|gdi32|win32u|imm32|shell32|shlwapi|comctl32|comdlg32|ole32|combase|oleaut32|clbcatq|uxtheme|credui|winhttp|wininet|wbemprox'
export program

# A security template that names the level, and cannot be understood: then the
# resulting set of policy is worth asking, by who may, and has an account that the
# level is for.
traces=$(tests/box/fresh-wine.sh bash -c '
    trace() {
        echo "RUN $*"
        WINEDEBUG=-all,+pid,+loaddll wine "$program" "$@" 2>&1 || true # whatever it finds
    }
    trace /check
    folder=$(winepath -u "C:\\windows" 2>/dev/null | tr -d "\r")/security/templates/policies
    mkdir -p "$folder"
    printf "[Registry Values]\n%s=4,three\n" \
        "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel" >"$folder/gpt00000.inf"
    trace /fix /scope:machine /level:3
    trace /check
    wine reg import "tests\\samples\\outlook2003_basic.reg" >/dev/null 2>&1
    trace /check' | tr -d '\r')

# What one of the runs has loaded. Lines are like
#   0020:00e4:trace:loaddll:build_module Loaded L"C:\\windows\\system32\\kernel32.dll" at 7B620000: builtin
# The first number is the process: Wine's own start.exe comes before ours.
loaded_by() { # NUMBER of the run
    awk -v program="${program##*/}" -v wanted="$1" '
        /^RUN / {
            run++
            process = ""
        }
        run == wanted && match($0, /^[0-9a-f]+:[0-9a-f]+:trace:loaddll:[a-z_]+ Loaded L"[^"]*"/) {
            split($0, field, ":")
            split($0, quoted, "\"")
            count = split(quoted[2], part, /\\+/)
            name = tolower(part[count])
            if (name == tolower(program))
                process = field[1]
            if (process != "" && field[1] == process)
                print name
        }' <<<"$traces" | sort -u
}

look_at() { # NUMBER ARGUMENTS: what the run with these arguments has loaded
    local loaded
    loaded=$(loaded_by "$1")
    # An empty or foreign trace proves nothing.
    if ! grep -qxF "${program##*/}" <<<"$loaded" || ! grep -qxF kernel32.dll <<<"$loaded"; then
        echo "promptfix: $program: cannot see which DLLs it loads (Wine's +loaddll showed: ${loaded:-nothing})" >&2
        exit 1
    fi
    if grep -xE "($forbidden)\.dll" <<<"$loaded" >&2; then
        echo "promptfix: $program $2 loads the DLLs above; it needs none of the user interface, and no COM" >&2
        exit 1
    fi
    echo "$program $2 loads $(($(wc -l <<<"$loaded") - 1)) DLLs, none of the user interface and no COM"
}
look_at 1 "/check"
look_at 2 "/fix /scope:machine"
look_at 3 "/check without an account that the level is for"
if ! loaded_by 4 | grep -qxF ole32.dll; then
    echo "promptfix: $program: where COM is loaded it cannot be seen; that it is not loaded elsewhere proves nothing" >&2
    exit 1
fi
