#!/bin/bash
# The power cut, under Wine, for /fix and for /undo.
#
# Wine keeps the registry in the memory of its server. What has not been saved when that
# process is killed is lost, as it is on Windows when the power goes. So promptfix.exe is
# stopped before each of its writes, and the files of the registry, as they lie on the
# disk at that moment, are put aside: no more than that would be left. Several moments
# leave the same files; of each kind one is tried: the server is killed (kill -9), a new
# one reads the files, and what they hold must be sound: all old, all new, or a record
# that says how to go on; and /undo must give back the rest.
#
# Usage: tests/system/power-cut.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "${1-}" != --inside ]; then
    PROMPTFIX_EXE=Z:${PWD//\//\\}\\build\\promptfix.exe
    export PROMPTFIX_EXE
    exec tests/box/fresh-wine.sh tests/system/power-cut.sh --inside
fi

tests=build/windows/system_tests.exe
aside=$WINEPREFIX/aside
moments=0

start_server() {
    wineserver --foreground --persistent &
    server=$!
}
kill_server() {
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
}
# As a user would shut down: everything is saved.
stop_server() {
    wineserver --kill || true
    wait "$server" || true
}
files_on_disk() { cat "$WINEPREFIX/user.reg" "$WINEPREFIX/system.reg" | md5sum | cut -c1-12; }
keep() { # keep WHERE
    mkdir -p "$1"
    cp "$WINEPREFIX"/*.reg "$1"
}
walk() { # walk VERB
    coproc tested { wine "$tests" --power-cut walk "$1"; }
    local walker=$tested_PID # bash forgets it when the process ends
    while read -r line <&"${tested[0]}"; do
        line=${line%$'\r'}
        case $line in
        'stands before write '*)
            moments=$((moments + 1))
            found=$(files_on_disk)
            [ -d "$aside/${1#/}-$found" ] || { keep "$aside/${1#/}-$found"; echo "  $1 $line: $found"; }
            echo >&"${tested[1]}"
            ;;
        ended) break ;;
        *) echo "power cut: $line" >&2; exit 1 ;;
        esac
    done
    wait "$walker"
}

wineserver --kill || true # the one that fresh-wine.sh has started
start_server
wine "$tests" --power-cut prepare "Z:${WINEPREFIX//\//\\}\\before.txt" >/dev/null
stop_server
start_server
walk /fix
walk /undo
kill_server

kinds=0
for files in "$aside"/*/; do
    kinds=$((kinds + 1))
    cp "$files"*.reg "$WINEPREFIX/"
    start_server
    echo "  $(basename "$files"): $(wine "$tests" --power-cut verify "Z:${WINEPREFIX//\//\\}\\before.txt" | tr -d '\r')"
    kill_server
done
echo "power cut: $moments moments, $kinds kinds of files on disk, each read by a new server"
