#!/bin/bash
# The same sources must give the same program, byte for byte, wherever they lie: so
# that anybody can verify a published program by building it. Builds a clean copy of
# the sources in a folder with another, longer name, and compares.
#
# Usage: tests/artefact/build-twice.sh build/promptfix.exe
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
copy="$folder/a folder with another name and a much longer path"
copy=${copy// /-}
mkdir "$copy"
git ls-files -z --cached --others --exclude-standard |
    while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    tar -c --null --files-from=- | tar -x -C "$copy"
if ! env -u MAKEFLAGS -u MAKELEVEL make -C "$copy" --jobs "$(nproc)" "$program" >build/build-twice.log 2>&1; then
    tail -5 build/build-twice.log >&2
    echo "promptfix: a clean copy of the sources does not build; see build/build-twice.log" >&2
    exit 1
fi
if ! cmp "$program" "$copy/$program"; then
    echo "promptfix: the same sources built another program in another folder" >&2
    exit 1
fi
echo "$program: the same in another folder, $(sha256sum "$program" | cut -c1-16)..."
