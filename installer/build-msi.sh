#!/bin/bash
# Builds the MSI from its tables: the same bytes from the same sources, wherever and whenever.
#
# installer/tables holds every row of the MSI as it is, in the text form that Windows Installer's own
# tools exchange (.idt, see "Archive File Format" in its SDK), but for the @WORDS@ that are put in here.
# Not wixl: it gives random numbers to what needs constant ones, takes the time of day along, and has
# no words for half of what is needed here (roll-back actions, error texts, plain shortcuts).
#
# Usage: installer/build-msi.sh VERSION PROGRAM.exe CUSTOM_ACTIONS.dll ICON.ico LICENCES.txt OUTPUT.msi
set -euo pipefail
version=$1 program=$2 actions=$3 icon=$4 licences=$5 output=$6
tables=$(dirname "$0")/tables
# Every date in the MSI: that of KB 820281. The files get theirs from the cabinet.
date=2003-10-23
export LC_ALL=C TZ=UTC

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# A name-based UUID (RFC 4122, version 5) within a name space of PromptFix's own.
uuid() { # uuid NAME
    local hash variant
    hash=$({ printf '\x9a\x1d\x6e\x52\x40\xc7\x4b\x0f\x8e\x33\x5d\x2a\x71\xbc\x06\xe4' && printf %s "$1"; } | sha1sum)
    variant=$(printf %X $((0x${hash:16:1} & 3 | 8)))
    echo "{${hash:0:8}-${hash:8:4}-5${hash:13:3}-$variant${hash:17:3}-${hash:20:12}}" | tr a-f A-F
}

mkdir "$work/files" "$work/Binary" "$work/Icon"
cp "$program" "$work/files/promptfix.exe"
cp "$licences" "$work/files/licences.txt"
cp "$actions" "$work/Binary/CustomActions"
cp "$icon" "$work/Icon/promptfix.ico"
touch --date="$date" "$work/files"/*
# The cabinet's names are the keys of the table File, in the order of its sequence numbers.
(cd "$work/files" && gcab --create --zip --nopath "$work/promptfix.cab" promptfix.exe licences.txt)

for table in "$tables"/*.idt; do
    sed -e "s/@VERSION@/$version/g" \
        -e "s/@PRODUCT_CODE@/$(uuid "product $version")/" \
        -e "s/@PROGRAM_SIZE@/$(stat --format=%s "$program")/" \
        -e "s/@LICENCES_SIZE@/$(stat --format=%s "$licences")/" \
        -e 's/$/\r/' "$table" >"$work/${table##*/}"
done
# Two MSI files with the same package code must be the same file: so it comes from all that is in it.
package=$(uuid "package $(cd "$work" && sha256sum promptfix.cab Binary/* Icon/* *.idt | sha256sum)")
# 1 code page, 2 title, 3 subject, 4 author, 7 processor and language, 9 package code, 12 and 13 dates,
# 14 oldest Windows Installer (that of Windows XP SP2), 15 long names and compressed, 18 made by,
# 19 read-only recommended.
{
    printf 'PropertyId\tValue\r\ni2\tl255\r\n_SummaryInformation\tPropertyId\r\n'
    printf '%s\t%s\r\n' 1 1252 2 'Installation Database' 3 PromptFix 4 'PromptFix contributors' \
        7 'Intel;1033' 9 "$package" 12 "${date//-/\/} 00:00:00" 13 "${date//-/\/} 00:00:00" 14 300 15 2 \
        18 PromptFix 19 2
} >"$work/_SummaryInformation.idt"

cd "$work"
imports=()
for table in *.idt; do imports+=(-i "$table"); done
msibuild new.msi "${imports[@]}" -a promptfix.cab promptfix.cab
cd "$OLDPWD"
mv "$work/new.msi" "$output"
