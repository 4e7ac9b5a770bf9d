#!/bin/bash
# Tries `make sign` with a throw-away certificate: the signatures of program and MSI verify, the MSI holds
# the signed program, and that still runs.
#
# Usage: MSI_PARTS="PROGRAM DLL ICON LICENCES" tests/installer/sign.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d -p build)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" -days 2 \
    -subj '/CN=PromptFix test' -addext 'extendedKeyUsage=codeSigning' >"$work/openssl.log" 2>&1
failures=0
expect() { # expect WHAT COMMAND...
    local what=$1
    shift
    "$@" >"$work/log" 2>&1 && return
    tail -5 "$work/log" >&2
    echo "promptfix: $what" >&2
    failures=$((failures + 1))
}
# shellcheck disable=SC2086  # a list of files
CERT=$work/cert.pem KEY=$work/key.pem installer/sign.sh "$1" $MSI_PARTS "$work/signed"
for file in promptfix.exe promptfix.msi; do
    expect "the signature of $file does not verify" osslsigncode verify -CAfile "$work/cert.pem" "$work/signed/$file"
done
printf x | dd of="$work/signed/promptfix.exe" bs=1 seek=70000 conv=notrunc status=none
! osslsigncode verify -CAfile "$work/cert.pem" "$work/signed/promptfix.exe" >"$work/log" 2>&1 ||
    { echo "promptfix: a changed program still verifies" >&2; failures=$((failures + 1)); }
msiextract --directory "$work" "$work/signed/promptfix.msi" >/dev/null
program=$(find "$work" -name promptfix.exe -path '*PromptFix*')
expect "the program in the MSI is not signed" osslsigncode verify -CAfile "$work/cert.pem" "$program"
expect "the signed program does not run" tests/box/fresh-wine.sh wine "$program" /version
echo "$(((5 - failures) * 20))%: Checks: 5, Failures: $failures, Errors: 0 (make sign)"
[ $failures -eq 0 ]
