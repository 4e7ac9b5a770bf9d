#!/bin/bash
# Makes the release twice, the second time of a copy of the sources in another place, at another time of
# day and with another umask: the same files to the byte. Its sums verify, its README is whole, and what is packed in it
# is what an administrator is to get.
#
# The program is built twice elsewhere (build-twice.sh): here it is copied.
#
# Usage: tests/artefact/release.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
failures=0
checks=0
expect() { # expect WHAT COMMAND...
    local what=$1
    shift
    checks=$((checks + 1))
    "$@" >"$work/log" 2>&1 && return
    head -20 "$work/log" >&2
    echo "promptfix: release: $what" >&2
    failures=$((failures + 1))
}
not() { ! "$@"; }

# Copied with what is built and not with what is signed, as a fresh checkout has it; the sources are what git knows.
copy=$work/elsewhere/promptfix
mkdir -p "$copy/build/generated"
git ls-files -z --cached --others --exclude-standard |
    while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    xargs -0 cp --parents -t "$copy"
cp build/promptfix.exe build/promptfix.msi "$copy/build/"
cp -R build/templates "$copy/build/"
cp build/generated/licences.txt "$copy/build/generated/"
git -C "$copy" init --quiet
mkdir "$work/here"
mv build/signed "$work/signed" 2>/dev/null || true
status=0
installer/make-dist.sh "$version" "$work/here/dist" >"$work/log" 2>&1 || status=1
mv "$work/signed" build/signed 2>/dev/null || true
expect "make dist fails" [ $status -eq 0 ]
expect "make dist fails elsewhere" env TZ=Asia/Tokyo bash -c 'umask 077; "$@"' - "$copy/installer/make-dist.sh" "$version" "$work/there"
dist=$work/here/dist
expect "the two differ" diff -r "$dist" "$work/there"
expect "its sums do not verify" bash -c 'cd "$1" && sha256sum --check --strict SHA256SUMS' - "$dist"
expect "its sums are not of every file" diff <(cut -c67- "$dist/SHA256SUMS" | sort) \
    <(cd "$dist" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort)
for file in promptfix.exe promptfix.msi promptfix-script.cmd licences.txt README.html templates/promptfix.adm \
    templates/promptfix-de.adm templates/promptfix.admx templates/{de-DE,en-US,ja-JP,pt-BR}/promptfix.adml \
    "source/promptfix-$version.tar.xz"; do
    expect "$file is missing" [ -s "$dist/$file" ]
done
expect "a file that others may not read" [ -z "$(find "$dist" -type f ! -perm -a=r)" ]
expect "libiconv's sources are missing" compgen -G "$dist/source/iconv-*.tgz"
expect "the licences lack the LGPL" grep -q 'GNU LESSER GENERAL PUBLIC LICENSE' "$dist/licences.txt"
expect "the README" tests/artefact/read-readme.py README.md "$dist"

# The sources are all there, and this machine is not in them.
tar -xf "$dist/source/promptfix-$version.tar.xz" -C "$work"
expect "the packed sources differ" diff -r --exclude=.git --exclude=build "$copy" "$work/promptfix-$version"
# -a: an archive's and a program's own bytes are looked through, too
expect "a path of this machine" not grep -raqF "$PWD" "$dist" "$work/promptfix-$version"
expect "the packed sources name their owner" bash -c '! tar --numeric-owner -tvf "$1" | grep -v " 0/0 "' - "$dist/source/promptfix-$version.tar.xz"
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks, Failures: $failures, Errors: 0 (make dist)"
[ $failures -eq 0 ]
