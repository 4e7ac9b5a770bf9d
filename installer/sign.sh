#!/bin/bash
# Signs the program, packs the signed program into an MSI, and signs that (Authenticode, SHA-256).
# What is not signed stays in build, byte for byte what the sources give; a changed program gives
# new signed files.
#
# Usage: CERT=FILE KEY=FILE installer/sign.sh VERSION PROGRAM.exe ACTIONS.dll ICON.ico LICENCES.txt FOLDER
#   CERT, KEY        the certificate (PEM, with the chain behind it) and its key; or
#   PKCS12           both in one file
#   PASSWORD_FILE    with the key's password, if it has one: on a command line others could read it
#   TIMESTAMP        address of an RFC 3161 server: the signature then outlives the certificate
set -euo pipefail
# shellcheck source=tests/setup/common.sh
. "$(dirname "$0")/../tests/setup/common.sh"
[ $# -eq 6 ] || fail "sign.sh: six words are needed"
version=$1 program=$2 actions=$3 icon=$4 licences=$5 folder=$6

how=()
if [ -n "${PKCS12-}" ]; then
    how=(-pkcs12 "$PKCS12")
    [ -z "${CERT-}${KEY-}" ] || fail "sign: PKCS12, or CERT and KEY, not both"
elif [ -n "${CERT-}" ] && [ -n "${KEY-}" ]; then
    how=(-certs "$CERT" -key "$KEY")
else
    fail "sign with what? make sign CERT=certificate.pem KEY=key.pem [TIMESTAMP=http://...], or PKCS12=file.p12"
fi
for file in "${PKCS12-}" "${CERT-}" "${KEY-}" "${PASSWORD_FILE-}"; do
    [ -z "$file" ] || [ -r "$file" ] || fail "sign: $file cannot be read"
done
[ -z "${PASSWORD_FILE-}" ] || how+=(-readpass "$PASSWORD_FILE")
[ -z "${TIMESTAMP-}" ] || how+=(-ts "$TIMESTAMP")

sign() { # sign FROM TO
    rm -f "$2"
    logged "signing $2" osslsigncode sign "${how[@]}" -h sha256 -n PromptFix -in "$1" -out "$2"
    echo "$2: signed${TIMESTAMP:+, with the time from $TIMESTAMP}"
}
new=$folder.new
rm -rf "$new"
mkdir -p "$new"
sign "$program" "$new/promptfix.exe"
sign "$actions" "$new/custom_actions.dll"
installer/build-msi.sh "$version" "$new/promptfix.exe" "$new/custom_actions.dll" "$icon" "$licences" "$new/unsigned.msi"
sign "$new/unsigned.msi" "$new/promptfix.msi"
rm "$new/unsigned.msi" "$new/custom_actions.dll"
# For make dist: of which program this is the signed one.
sha256sum "$program" >"$new/signed-from"
rm -rf "$folder"
mv "$new" "$folder"
echo "$folder: promptfix.exe and promptfix.msi, signed"
