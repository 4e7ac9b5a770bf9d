#!/bin/bash
# Reads the MSI's tables back with msiinfo and holds them against what they must say, as an
# administrator's tools see them; and builds it again, which must give the same bytes.
#
# Usage: tests/installer/tables.sh build/promptfix.msi
set -euo pipefail
cd "$(dirname "$0")/../.."
msi=$1
wrong=0
passed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

version=$(sed -n 's/^VERSION = //p' Makefile)
# Rows only, tabs as bars, so that they can be read.
table() { msiinfo export "$msi" "$1" | tr -d '\r' | tail -n +4 | tr '\t' '|'; }
is() { # is WHAT WANTED FOUND
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        return
    fi
    printf 'promptfix: %s: %s is "%s", not "%s"\n' "$msi" "$1" "$3" "$2" >&2
    wrong=$((wrong + 1))
}
has() { # has TABLE ROW: the row is there, as it is
    is "table $1" "$2" "$(table "$1" | grep -xF -- "$2" || true)"
}
property() { table Property | sed -n "s/^$1|//p"; }

has Property 'ALLUSERS|1'
has Property "ProductVersion|$version"
has Property 'REBOOT|ReallySuppress'
has Property 'ARPNOMODIFY|1'
has Property 'ARPPRODUCTICON|promptfix.ico'
# For ever the same: another one would install a second PromptFix beside the first.
has Property 'UpgradeCode|{7D2C9A54-3E0F-4C61-8F5E-1B6A0D94E2C7}'
for name in AUTOSTART FIX INSTALLDIR LEVEL UNDO_ON_REMOVE; do
    is "whether $name is secure" 1 "$(property SecureCustomProperties | tr ';' '\n' | grep -cx $name)"
    has AppSearch "${name}_WAS|Stored_$name"
    has RegLocator "Stored_$name|2|Software\\PromptFix\\Installer|$name|2"
    is "whether $name is stored" 1 "$(table Registry | grep -cF "|$name|[$name]|Settings")"
done
has Upgrade "{7D2C9A54-3E0F-4C61-8F5E-1B6A0D94E2C7}|0.0.0|$version||256||OLDERFOUND"
has Upgrade "{7D2C9A54-3E0F-4C61-8F5E-1B6A0D94E2C7}|$version|||2||NEWERFOUND"
is "the program's size" "$(stat --format=%s build/promptfix.exe)" "$(table File | awk -F'|' '$1 == "promptfix.exe" { print $5 }')"
has Registry 'EventMessageFile|2|SYSTEM\CurrentControlSet\Services\EventLog\Application\PromptFix|EventMessageFile|#%[INSTALLDIR]promptfix.exe|EventSource'
has Registry 'EventTypes|2|SYSTEM\CurrentControlSet\Services\EventLog\Application\PromptFix|TypesSupported|#7|EventSource'

# Every action is run by exactly one row, and every row that is no standard action names one. What acts
# runs deferred and as SYSTEM (3073), what takes it back as a roll-back (3329).
is "the actions that are never run" '' "$(comm -23 <(table CustomAction | cut -d'|' -f1 | sort) <(table InstallExecuteSequence | cut -d'|' -f1 | sort))"
for name in ApplyFix CloseAgents SetAutostart StartAgents UndoFixes; do has CustomAction "$name|3073|CustomActions|$name"; done
for name in PutAutostartBack ReopenAgents TakeFixBack; do has CustomAction "$name|3329|CustomActions|$name"; done
exports=$(i686-w64-mingw32-objdump -p build/windows/custom_actions.dll | awk '/Name Pointer\] Table/ { on = 1; next } /^$/ { on = 0 } on { print $NF }' | sort)
is "the functions that the DLL lacks" '' "$(comm -23 <(table CustomAction | awk -F'|' '$3 == "CustomActions" { print $4 }' | sort) <(echo "$exports"))"

# The old version goes after the script has begun and before anything else is in it; each roll-back
# stands before what it takes back.
at() { table InstallExecuteSequence | awk -F'|' -v name="$1" '$1 == name { print $3 }'; }
order() {
    local last=0 name
    for name; do
        is "$name behind ${before-nothing}" yes "$([ "$(at "$name")" -gt $last ] && echo yes)"
        last=$(at "$name")
        before=$name
    done
}
order FindRelatedProducts AppSearch LaunchConditions CostInitialize CostFinalize InstallValidate InstallInitialize \
    RemoveExistingProducts ReopenAgents CloseAgents UndoFixes RemoveFiles InstallFiles TakeFixBack ApplyFix \
    PutAutostartBack SetAutostart StartAgents InstallFinalize TellRestart

# What is inside is what was built.
msiextract --directory "$work" "$msi" >/dev/null
is "the packed program" "$(sha256sum <build/promptfix.exe)" "$(find "$work" -name promptfix.exe -exec cat {} + | sha256sum)"

# A second time, at another time, in another place: the same bytes.
mkdir "$work/elsewhere"
for file in build/promptfix.exe build/windows/custom_actions.dll build/generated/promptfix.ico build/generated/licences.txt; do
    cp "$file" "$work/elsewhere/"
done
TZ=Asia/Tokyo installer/build-msi.sh "$version" "$work"/elsewhere/{promptfix.exe,custom_actions.dll,promptfix.ico,licences.txt} "$work/again.msi"
is "a second build" "$(sha256sum <"$msi")" "$(sha256sum <"$work/again.msi")"
codes() { for file in "$msi" "$work/again.msi"; do msiinfo suminfo "$file" | sed -n 's/^Revision number.*: //p'; done; }
installer/build-msi.sh 9.9.9 "$work"/elsewhere/{promptfix.exe,custom_actions.dll,promptfix.ico,licences.txt} "$work/again.msi"
is "the number of package codes of two versions" 2 "$(codes | sort -u | wc -l)"

echo "$((passed * 100 / (passed + wrong)))%: Checks: $((passed + wrong)), Failures: $wrong, Errors: 0 ($msi: tables, order, content, built twice)"
[ $wrong -eq 0 ]
