#!/bin/bash
# Tries `make sign` with throw-away certificates: by PEM files, and by a PKCS #12 file with a password and a
# time stamp. The signatures of program and MSI verify, also after the certificate has run out where
# there is a time stamp, and not otherwise; the MSI holds the signed program, and that still runs.
#
# Usage: MSI_PARTS="PROGRAM DLL ICON LICENCES" tests/installer/sign.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d -p build)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
version=$1

failures=0
checks=0
count() { # count WHAT STATUS
    checks=$((checks + 1))
    [ "$2" -eq 0 ] && return
    tail -5 "$work/log" >&2
    echo "promptfix: $1" >&2
    failures=$((failures + 1))
}
expect() { # expect WHAT COMMAND...
    local what=$1 status=0
    shift
    "$@" >"$work/log" 2>&1 || status=1
    count "$what" $status
}
refuse() { # refuse WHAT COMMAND...: it must fail
    local what=$1 status=1
    shift
    "$@" >"$work/log" 2>&1 || status=0
    count "$what" $status
}
certificate() { # certificate NAME USAGE: a self-signed one, NAME.pem with NAME.key
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/$1.key" -out "$work/$1.pem" -days 2 \
        -subj "/CN=PromptFix test, $1" -addext "extendedKeyUsage=$2" >>"$work/openssl.log" 2>&1
}
sign() { # sign FOLDER, with what the environment says
    # shellcheck disable=SC2086  # a list of files
    installer/sign.sh "$version" $MSI_PARTS "$work/$1"
}
verify() { osslsigncode verify -CAfile "$work/code.pem" "$@"; }

certificate code codeSigning
certificate time critical,timeStamping
CERT=$work/code.pem KEY=$work/code.key sign signed
for file in promptfix.exe promptfix.msi; do
    expect "the signature of $file does not verify" verify "$work/signed/$file"
done
printf x | dd of="$work/signed/promptfix.exe" bs=1 seek=70000 conv=notrunc status=none
refuse "a changed program still verifies" verify "$work/signed/promptfix.exe"
msiextract --directory "$work" "$work/signed/promptfix.msi" >/dev/null
program=$(find "$work" -name promptfix.exe -path '*PromptFix*')
expect "the program in the MSI is not signed" verify "$program"
expect "the signed program does not run" tests/box/fresh-wine.sh wine "$program" /version

# A time stamp server of our own.
echo 01 >"$work/serial"
cat >"$work/ts.cnf" <<CONFIGURATION
[tsa]
default_tsa = own
[own]
serial = $work/serial
signer_cert = $work/time.pem
signer_key = $work/time.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
CONFIGURATION
mkfifo "$work/port"
tests/installer/timestamp-server.py "$work/ts.cnf" >"$work/port" 2>"$work/server.log" &
server=$!
read -r port <"$work/port"
printf 'two words' >"$work/password"
openssl pkcs12 -export -in "$work/code.pem" -inkey "$work/code.key" -out "$work/both.p12" -passout "file:$work/password"
PKCS12=$work/both.p12 PASSWORD_FILE=$work/password TIMESTAMP=http://127.0.0.1:$port/ sign stamped
later=$(date --date='+30 days' +%s)
for file in promptfix.exe promptfix.msi; do
    stamped=$work/stamped/$file
    expect "the signature of $file with a time stamp does not verify" verify -TSA-CAfile "$work/time.pem" "$stamped"
    cp "$work/log" "$work/said"
    expect "no time stamp is seen in $file" grep -q 'Timestamp Server Signature verification: ok' "$work/said"
    expect "the signature of $file ends with the certificate in spite of its time stamp" \
        verify -TSA-CAfile "$work/time.pem" -time "$later" "$stamped"
    refuse "the time stamp of $file is believed whoever made it" verify -TSA-CAfile "$work/code.pem" -time "$later" "$stamped"
done
refuse "a signature without a time stamp outlives its certificate" verify -TSA-CAfile "$work/time.pem" -time "$later" "$program"

# What goes wrong leaves nothing that looks signed.
printf wrong >"$work/wrong"
PKCS12=$work/both.p12 PASSWORD_FILE=$work/wrong refuse "a wrong password signs" sign unsigned
kill "$server"
wait "$server" 2>/dev/null || true
server=
CERT=$work/code.pem KEY=$work/code.key TIMESTAMP=http://127.0.0.1:$port/ \
    refuse "it signs without the time stamp that was asked for" sign unsigned
expect "a failed signing leaves a folder" [ ! -e "$work/unsigned" ]
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks, Failures: $failures, Errors: 0 (make sign)"
[ $failures -eq 0 ]
