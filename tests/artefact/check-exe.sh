#!/bin/bash
# Inspects the finished program: that Windows XP will load it, that it carries the
# protections and resources it should, and that it imports what tests/imports.txt
# lists and nothing else. A new import is so seen in the review, and, where the table
# of Windows XP's exports lies beside the checkout, tried against that.
#
# Usage: tests/artefact/check-exe.sh PROGRAM.exe
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$1
exports=../shared/xp-exports.txt
wrong=0
facts=$(tests/artefact/pe.pl "$program")

expect() { # expect WHAT PATTERN
    grep -qE "$2" <<<"$facts" && return
    echo "promptfix: $program: $1 is not as it should be (expected $2)" >&2
    wrong=1
}
expect "the processor" '^machine 14c$'
expect "the subsystem (windows, 5.1)" '^subsystem 2 5\.1$'
expect "the oldest Windows (5.1)" '^system 5\.1$'
expect "the build time" '^timestamp 0$'
expect "ASLR and DEP" '^characteristics [0-9a-f]*[1357]4[0-9a-f]$'
expect "the relocation table" '^section \.reloc$'
expect "the relocation table" '^relocations$'
expect "the version resource" '^resource 16 1 '
expect "the icon" '^resource 14 1 '
expect "the icon's eighth size, 256 pixels" '^resource 3 8 '
expect "the message table" '^resource 11 1 '
expect "the manifest" '^resource 24 1 '
expect "the manifest's execution level" '^manifest .*requestedExecutionLevel[^>]*level="asInvoker"'
expect "the manifest's list of Windows versions" '^manifest .*supportedOS'
expect "the manifest's common controls" '^manifest .*Microsoft.Windows.Common-Controls[^>]*version="6\.0\.0\.0"'
expect "the manifest's DPI awareness" '^manifest .*dpiAware'

# It is for tests only: tests/unit/pseudo-language.py.
if grep -q '^resource 11 1 1037 ' <<<"$facts"; then
    echo "promptfix: $program: has the pseudo-language" >&2
    wrong=1
fi
# Words of the policy templates are for the templates only; the first as the program would have it.
words=$(sed -n '/MESSAGE_TEMPLATE_LEVEL$/,/^\.$/p' agent/messages_en.mc | sed -n 3p | sed 's/./&\\0/g')
if LC_ALL=C grep -qaP "$words" "$program"; then
    echo "promptfix: $program: has the words of the policy templates" >&2
    wrong=1
fi
if grep '^unbound ' <<<"$facts" >&2; then
    echo "promptfix: $program: calls of the above would lead nowhere (see DIRECT in the Makefile)" >&2
    wrong=1
fi
if ! sed -n 's/^import //p' <<<"$facts" | LC_ALL=C sort | diff -u --label tests/imports.txt --label "$program" tests/imports.txt - >&2; then
    echo "promptfix: $program imports other names than tests/imports.txt lists (make imports rewrites the list)" >&2
    wrong=1
fi
if [ -e $exports ]; then
    # Imports by number are not in the list of names; there should be none.
    if sed 's/ late$//' tests/imports.txt | LC_ALL=C sort -u | LC_ALL=C comm -23 - <(LC_ALL=C sort -u $exports) | grep .; then
        echo "promptfix: the names above are not exported by Windows XP; look them up at run time instead" >&2
        wrong=1
    fi
fi
[ $wrong -eq 0 ] && echo "$program: $(wc -l <tests/imports.txt) imports, manifest, resources and headers as they should be"
exit $wrong
