#!/bin/bash
# Installs the tools that are missing, and only those: nothing is asked of the
# package manager when everything is there.
#
# Usage: tests/setup/packages.sh build    what `make` needs
#        tests/setup/packages.sh test     what `make test` needs besides
#        tests/setup/packages.sh release  what `make msi`, `make sign` and `make dist` need
set -euo pipefail
# shellcheck source=tests/setup/common.sh
. "$(dirname "$0")/common.sh"

# A command (or, with a slash, a file or a pattern of files) and the package that brings it.
# shellcheck disable=SC2034  # used by name, below
debian_build='
i686-w64-mingw32-gcc     gcc-mingw-w64-i686-win32
i686-w64-mingw32-windmc  binutils-mingw-w64-i686
gcc                      gcc
/usr/include/stdio.h     libc6-dev
npm                      npm
flock                    util-linux
xz                       xz-utils
'
debian_test='
/usr/include/check.h     check
pkg-config               pkg-config
cmake                    cmake
bwrap                    bubblewrap
dpkg-deb                 dpkg
cppcheck                 cppcheck
clang-format             clang-format
clang-tidy               clang-tidy
clang                    clang
/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a libclang-rt-dev
/usr/share/keyrings/debian-archive-keyring.gpg debian-archive-keyring
Xvfb                     xvfb
openbox                  openbox
trayer                   trayer
xdotool                  xdotool
import                   imagemagick
python3                  python3
openssl                  openssl
/usr/sbin/apache2        apache2-bin
/usr/lib/apache2/modules/mod_auth_gssapi.so libapache2-mod-auth-gssapi
/usr/lib/*/gssntlmssp/gssntlmssp.so gss-ntlmssp
'
debian_release='
msibuild                 msitools
gcab                     gcab
osslsigncode             osslsigncode
lowdown                  lowdown
'
msys_build='
gcc                      gcc
windres                  binutils
/iconv.h                 libiconv
'
msys_test='
/check.h                 check
pkg-config               pkgconf
'
msys_release='
msibuild                 msitools
gcab                     gcab
osslsigncode             osslsigncode
lowdown                  lowdown
'

case $1 in
build | test | release) ;;
*) fail "packages.sh: build, test or release?" ;;
esac
windows=${MSYSTEM:+yes}
table=${windows:+msys_}${windows:-debian_}
table=${table/yes/}
list=${table}$1
missing=()
while read -r thing package; do
    case $thing in
    '') continue ;;
    /*) compgen -G "${windows:+$MINGW_PREFIX/include}$thing" >/dev/null && continue ;;
    *) command -v "$thing" >/dev/null && continue ;;
    esac
    missing+=("${windows:+$MINGW_PACKAGE_PREFIX-}$package")
done <<<"${!list}"
[ ${#missing[@]} -gt 0 ] || exit 0

say "installing ${missing[*]} (once; a minute or two, with what they need)"
if [ -n "$windows" ]; then
    logged "installing packages" pacman -S --needed --noconfirm "${missing[@]}"
    exit 0
fi
command -v apt-get >/dev/null || fail "these are missing, please install them: ${missing[*]}"
sudo=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "these are missing, and there is no sudo to install them: ${missing[*]}"
    sudo=(sudo)
    sudo true || fail "these are missing, and need root to install: ${missing[*]}"
fi
logged "reading Debian's package lists" "${sudo[@]}" apt-get update
logged "installing ${missing[*]}" "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "${missing[@]}"
