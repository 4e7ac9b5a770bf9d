#!/bin/bash
# Makes the Wine box: a folder with Debian 13's 32-bit Wine and what that needs.
#
# Why a box: 32-bit Wine on the machine itself would need i386 packages beside
# the machine's own, which Debian cannot always install (both must be of the very
# same version). The box leaves the machine's packages alone, needs no root, and
# gives every developer the same Wine.
#
# How: apt fetches the packages from the machine's own mirror and checks their
# signatures; they are only unpacked. No package's install script is run: for Wine
# it is enough, works as an ordinary user, and takes a quarter of the time. Where
# the kernel runs no 32-bit programs (some virtual machines), a 64-bit qemu-user
# is fetched as well, and run-in-box.sh runs the box through it.
#
# Usage: tests/box/make-box.sh            makes it, if it is not there yet
#        tests/box/make-box.sh --path     only prints where it is
#
# The folder's name holds the checksum of this recipe: a changed recipe makes a
# new box, and a half-made one never has the name of a whole one.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
. "$(dirname "$0")/../setup/common.sh"

suite=trixie
packages=(
    wine wine32
    bash coreutils dash sed grep findutils                     # for the scripts inside
    libgnutls30t64 winbind                                     # encryption, TLS and NTLM
    fonts-wine fonts-liberation                                # windows with text in them
    fonts-vlgothic fonts-wqy-microhei                          # ... and in Japanese and Chinese
    libxcomposite1 libxcursor1 libxfixes3 libxi6 libxinerama1  # windows at all
    libxrandr2 libxrender1 libxxf86vm1
)

recipe=$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-12)
box=$cache/box-$recipe
[ "${1-}" != --path ] || { echo "$box"; exit 0; }

unpack() {
    local new=$1 deb
    mkdir -p "$new/usr/bin" "$new/usr/sbin" "$new/usr/lib" "$new/etc" "$new/var"
    for deb in bin sbin lib; do ln -s "usr/$deb" "$new/$deb"; done
    # The 64-bit halves of Wine, documentation and translations are of no use here.
    printf '%s\0' "${apt_archives[@]}" | xargs -0 -P "$(nproc)" -I DEB sh -c '
        dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --no-same-owner --keep-directory-symlink \
            --exclude="./usr/share/doc" --exclude="./usr/share/man" --exclude="./usr/share/locale" \
            --exclude="*/wine/x86_64-windows" --exclude="./usr/x86_64-w64-mingw32*" \
            --exclude="./dev" --exclude="./usr/share/icons"' sh DEB "$new"
}

# What the packages' install scripts would have done, as far as it matters.
finish() {
    local new=$1 windows tool zlib
    for tool in "$new"/usr/bin/*-stable; do
        ln -sf "$(basename "$tool")" "${tool%-stable}"
    done
    ln -sf dash "$new/usr/bin/sh"
    # zlib comes from another package and must be marked as one of Wine's own.
    windows=$new/usr/lib/i386-linux-gnu/wine/i386-windows
    zlib=$new/usr/i686-w64-mingw32/lib/zlib1.dll
    {
        head -c 64 "$zlib"
        printf 'Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
        tail -c +97 "$zlib"
    } >"$windows/zlib1.dll"
    echo 'root:x:0:0:root:/root:/bin/bash' >"$new/etc/passwd"
    echo 'root:x:0:' >"$new/etc/group"
    echo '127.0.0.1 localhost box' >"$new/etc/hosts"
    echo 'hosts: files' >"$new/etc/nsswitch.conf"
}

fetch() { # fetch ARCHITECTURE COMMAND...
    private_apt "$suite" deb "$1"
    shift
    rm -f "$cache/apt/$suite"-*/archives/*.deb
    logged "fetching the packages of the Wine box" "$@"
}

make_box() {
    local new=$box.new
    rm -rf "$new"
    say "making the Wine box, once (about a minute, 1 GB in $cache)"
    fetch i386 apt_get --yes --download-only --no-install-recommends install "${packages[@]}"
    say "  $(find "$cache/apt/$suite-deb-i386/archives" -name '*.deb' | wc -l) packages fetched; unpacking"
    apt_archives=("$cache/apt/$suite-deb-i386/archives"/*.deb)
    logged "unpacking the Wine box" unpack "$new"
    logged "finishing the Wine box" finish "$new"
    rm -f "${apt_archives[@]}"
    if ! "$new/usr/lib/i386-linux-gnu/ld-linux.so.2" --version >/dev/null 2>&1; then
        say "  this kernel runs no 32-bit programs: fetching qemu-user to run them"
        mkdir -p "$new/emulator"
        fetch amd64 download_emulator "$new/emulator"
    fi
    mv "$new" "$box"
    # Boxes of older recipes, unless used within a fortnight.
    find "$cache" -maxdepth 1 -name 'box-*.used' -mtime +14 | while read -r used; do
        rm -rf "${used%.used}" "$used"
    done
}

apt_get() { apt-get "${apt_options[@]}" "$@"; }

download_emulator() {
    cd "$1"
    apt-get "${apt_options[@]}" download qemu-user
    dpkg-deb --fsys-tarfile qemu-user_*.deb | tar -x --strip-components=3 ./usr/bin/qemu-i386
    rm qemu-user_*.deb
}

if [ ! -d "$box" ]; then
    take_lock box
    [ -d "$box" ] || make_box
fi
