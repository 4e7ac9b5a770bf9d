#!/bin/bash
# Gathers a release: what an administrator downloads, and what the licences ask for beside it.
#
# libiconv is linked statically, under the LGPL 2.1. Its section 6 asks for a notice, its text (both in
# licences.txt, which the MSI installs too), and what it takes to link the program anew with a changed
# library: all of PromptFix's source is given, and the library's, in the folder source.
#
# The same sources give the same files, but for signatures.
#
# Usage: installer/make-dist.sh VERSION FOLDER
set -euo pipefail
# shellcheck source=tests/setup/common.sh
. "$(dirname "$0")/../tests/setup/common.sh"
version=$1 folder=$2
cd "$top"
export LC_ALL=C TZ=UTC

new=$folder.new
rm -rf "$new"
mkdir -p "$new/source"
from=build
if [ -e build/signed/signed-from ]; then
    if sha256sum --check --status build/signed/signed-from; then
        from=build/signed
    else
        fail "build/signed is of another program than build/promptfix.exe: make sign anew, or remove it"
    fi
fi
cp "$from/promptfix.exe" "$from/promptfix.msi" build/generated/licences.txt "$new/"
cp -R build/templates "$new/templates"
for file in installer/*.cmd; do # scripts, where there are any
    [ ! -e "$file" ] || cp "$file" "$new/"
done

# The README with its pictures beside it.
mkdir "$new/pictures"
cp tests/desktop/pictures/*.png "$new/pictures/"
{
    cat <<'HEAD'
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>PromptFix</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { font: 16px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em }
pre { background: #eee; color: #111; padding: 1em; overflow: auto } table { border-collapse: collapse }
td, th { border: 1px solid #999; padding: .2em .6em; text-align: left; vertical-align: top }
img { max-width: 100% }</style></head><body>
HEAD
    sed 's|](tests/desktop/pictures/|](pictures/|' README.md | lowdown -t html --html-no-skiphtml --parse-no-intraemph
    echo '</body></html>'
} >"$new/README.html"

# No dates and no owners of this machine.
git ls-files -z --cached --others --exclude-standard | LC_ALL=C sort -z |
    while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    tar --create --null --files-from=- --transform="s|^|promptfix-$version/|" --sort=name --mtime=2003-10-23 \
        --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --format=ustar |
    xz --threads=1 >"$new/source/promptfix-$version.tar.xz"
cp "$cache"/downloads/iconv-*.tgz "$new/source/"

(cd "$new" && find . -type f ! -name SHA256SUMS -printf '%P\0' | sort -z | xargs -0 sha256sum >SHA256SUMS)
rm -rf "$folder"
mv "$new" "$folder"
echo "$folder: $(find "$folder" -type f | wc -l) files, $(du -sh "$folder" | cut -f1)$([ $from = build ] && echo ', not signed')"
