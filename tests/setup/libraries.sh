#!/bin/bash
# Provides the two libraries that are built from source: GNU libiconv (in the
# program) and Check (in the Windows unit tests; the native ones use Debian's).
#
# Debian has neither for MinGW. Their sources are fetched by pinned version and
# checksum, libiconv's out of the npm package that carries them, Check's from
# Debian's source package, and built once for each compiler; neither is committed
# here. A compiler that already has the library (MSYS2) keeps it.
#
# Usage: CC=COMPILER tests/setup/libraries.sh NAME FOLDER
#   NAME is iconv or check. FOLDER gets include and lib, links into the cache; both
#   are empty where the compiler needs no help.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
. "$(dirname "$0")/common.sh"

name=$1
folder=$(realpath --canonicalize-missing --no-symlinks "$2")
compiler=${CC:-cc}

case $name in
iconv)
    version=3.0.1
    checksum=19d0c9109234dcf12796915a4a9c9496b8ecf3e0d08e4722f99b56e3d0a3dffb
    archive=iconv-$version.tgz
    probe='#include <iconv.h>
        int main(void) { return _libiconv_version == 0 || iconv_open("UTF-8", "CP1252") == 0; }'
    libraries=(-liconv)
    ;;
check)
    version=0.15.2
    checksum=8451b68ac5d6f3157b24f22eceff575bcf566264f6d78f3852f89d4e08cf42e1
    archive=check_$version.orig.tar.gz
    probe='#include <check.h>
        int main(void) { return suite_create("probe") == 0; }'
    libraries=(-lcheck -lpthread)
    ;;
*) fail "libraries.sh: $name is not a library it knows" ;;
esac

compiler_has_it() {
    local folder result=0
    folder=$(mktemp -d)
    echo "$probe" >"$folder/probe.c"
    "$compiler" -static -o "$folder/probe" "$folder/probe.c" "${libraries[@]}" >/dev/null 2>&1 || result=1
    rm -rf "$folder"
    return $result
}

fetch() { # into the cache, if it is not there whole
    local target=$cache/downloads/$archive new
    [ ! -e "$target" ] || return 0
    mkdir -p "$cache/downloads"
    new=$(mktemp -d "$cache/downloads/new-XXXXXX")
    say "fetching $name $version"
    cd "$new"
    case $name in
    iconv) logged "fetching $archive" npm pack --ignore-scripts --silent "iconv@$version" ;;
    check)
        private_apt trixie deb-src "$(dpkg --print-architecture)"
        logged "fetching $archive" apt-get "${apt_options[@]}" source --download-only --tar-only check
        ;;
    esac
    [ -e "$new/$archive" ] || fail "fetching $archive brought another version; see $log"
    echo "$checksum  $new/$archive" | sha256sum --check --status ||
        fail "$archive is not the file it should be (its checksum differs); nothing was built"
    cd "$top"
    mv "$new/$archive" "$target"
    rm -rf "$new"
}

build_iconv() {
    local source=$1/package target=$2
    mkdir -p "$target/include" "$target/lib"
    cp "$source/support/iconv.h" "$target/include/"
    cd "$source"
    # -w: its warnings are not ours to mend.
    "$compiler" -O2 -w -ffunction-sections -fdata-sections "-ffile-prefix-map=$source=." \
        -DICONV_CONST=const -DENABLE_EXTRA=1 -Isupport -c deps/libiconv/lib/iconv.c -o iconv.o
    "$compiler" -O2 -w -Isupport -c support/localcharset.c -o localcharset.o
    "${compiler%gcc}ar" rcsD "$target/lib/libiconv.a" iconv.o localcharset.o
}

build_check() {
    local source=$1/check-$version build=$1/build target=$2
    cmake -S "$source" -B "$build" -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_C_COMPILER="$compiler" \
        -DCMAKE_RC_COMPILER="${compiler%gcc}windres" -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-w \
        -DBUILD_TESTING=OFF -DCHECK_ENABLE_TESTS=OFF -DCHECK_ENABLE_SUBUNIT=OFF \
        -DCMAKE_POLICY_VERSION_MINIMUM=3.5
    cmake --build "$build" --target check --parallel "$(nproc)"
    mkdir -p "$target/include" "$target/lib"
    cp "$build/src/check.h" "$build/check_stdint.h" "$target/include/"
    # Check's stand-ins for functions that Windows lacks may be a library of their own;
    # together in one, so that -lcheck is enough, as elsewhere.
    find "$build" -name '*.obj' -print0 | xargs -0 "${compiler%gcc}ar" rcsD "$target/lib/libcheck.a"
}

mkdir -p "$(dirname "$folder")"
if compiler_has_it; then
    rm -rf "$folder"
    mkdir -p "$folder/include" "$folder/lib"
    exit 0
fi
[ -z "${MSYSTEM-}" ] || fail "please install $MINGW_PACKAGE_PREFIX-$name"

key=$name-$version-$("$compiler" -dumpmachine)-$("$compiler" -dumpfullversion)-$(sha256sum "$0" | cut -c1-8)
built=$cache/libraries/$key
if [ ! -d "$built" ]; then
    take_lock "$key"
fi
if [ ! -d "$built" ]; then
    fetch
    say "building $name $version for $("$compiler" -dumpmachine)"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    logged "unpacking $archive" tar -xzf "$cache/downloads/$archive" -C "$work"
    rm -rf "$built.new"
    mkdir -p "$built.new"
    logged "building $name" "build_$name" "$work" "$built.new"
    mv "$built.new" "$built"
fi
rm -rf "$folder"
mkdir "$folder"
ln -s "$built/include" "$built/lib" "$folder/"
