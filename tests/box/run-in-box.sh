#!/bin/bash
# Runs a command inside the Wine box (see make-box.sh), and passes its exit status on.
#
# The sandbox is bubblewrap's: the box's files read-only, a /tmp of its own, a disk of
# 64 KB to be filled (/small), a process family of its own that ends with the command, so nothing is left running.
# The checkout is at its usual path, writable; so are the folders given by --writable.
# One wineserver serves one sandbox only: programs that must see each other belong
# into one command. The machine's loopback network is there.
#
# Usage: tests/box/run-in-box.sh [--prefix DIR] [--writable DIR]... COMMAND...
#   --prefix DIR    the Wine prefix (WINEPREFIX); made by Wine if it is not there
#   Environment: WINEDEBUG (default -all); other variables are passed on.
#
# Most often what you want is fresh-wine.sh, which calls this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/setup/common.sh
. "$here/../setup/common.sh"

box=$("$here/make-box.sh" --path)
[ -d "$box" ] || "$here/make-box.sh"
touch "$box.used"

arguments=()
while [ $# -gt 0 ]; do
    case $1 in
    --prefix)
        mkdir -p "$2"
        arguments+=(--bind "$2" "$2" --setenv WINEPREFIX "$2")
        shift 2
        ;;
    --writable)
        arguments+=(--bind "$2" "$2")
        shift 2
        ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || fail "run-in-box.sh: no command"

# X11 programs reach a display of the machine's by its socket.
[ ! -d /tmp/.X11-unix ] || arguments+=(--ro-bind /tmp/.X11-unix /tmp/.X11-unix)

sandbox=(
    bwrap --tmpfs / --ro-bind "$box/usr" /usr --ro-bind "$box/etc" /etc --ro-bind "$box/var" /var
    --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64
    --dev /dev --tmpfs /tmp --size 65536 --tmpfs /small --dir /run --dir /root
    --unshare-uts --hostname box --unshare-ipc --die-with-parent
    --bind "$top" "$top" "${arguments[@]}" --chdir "$PWD"
    --setenv PATH /usr/bin:/usr/sbin --setenv HOME /root --setenv USER root
    --setenv WINEDEBUG "${WINEDEBUG--all}" --setenv WINEARCH win32
    --setenv WINEDLLOVERRIDES "mscoree,mshtml,winemenubuilder.exe="
    --setenv XDG_RUNTIME_DIR /tmp --setenv SMB_CONF_PATH /dev/null
    --unsetenv DBUS_SESSION_BUS_ADDRESS --unsetenv LD_PRELOAD
)

# A fresh /proc and a process family of its own are refused in some containers;
# there the machine's /proc must do, and --die-with-parent.
processes=(--unshare-pid --proc /proc --setenv PROMPTFIX_BOX alone)
if [ ! -e "$box/emulator" ]; then
    enter=(bwrap --unshare-user --uid 0 --gid 0)
    "${enter[@]}" --ro-bind / / "${processes[@]}" true 2>/dev/null || enter=(bwrap)
    "${enter[@]}" --ro-bind / / "${processes[@]}" true 2>/dev/null || processes=(--ro-bind /proc /proc --setenv PROMPTFIX_BOX shared)
    "${enter[@]}" --ro-bind / / "${processes[@]}" true 2>>"$log" ||
        fail "this machine allows no sandbox (bubblewrap; see $log)"
    exec "${enter[@]}" "${sandbox[@]:1}" "${processes[@]}" "$@"
fi

# The kernel runs no 32-bit programs: have it hand them to the emulator. This is
# registered in a user namespace of our own, so the machine's settings stay as they
# are, and is gone when the command ends. (Linux 6.7 and later can do that.)
export EMULATOR=$box/emulator/qemu-i386
exec unshare --user --map-root-user --mount --kill-child sh -c '
    mount -t binfmt_misc none /proc/sys/fs/binfmt_misc &&
    printf "%s" ":i386:M::\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x03\\x00:\\xff\\xff\\xff\\xff\\xff\\xfe\\xfe\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:$EMULATOR:FPOC" \
        >/proc/sys/fs/binfmt_misc/register || {
        echo "promptfix: this kernel runs no 32-bit programs and allows no emulator for them" >&2
        exit 125
    }
    unset EMULATOR
    exec "$@"' sh "${sandbox[@]}" "${processes[@]}" "$@"
