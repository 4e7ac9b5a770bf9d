#!/bin/bash
# `make bench PART=prompt`: how soon a password prompt of Outlook is noticed, and what
# that costs while other programs open windows; on a display of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=build/bench/prompt
mkdir -p "$work"
cp build/windows/desktop/outlook.exe "$work/other.exe"
cp build/windows/minimal_tray.exe "$work/waiting_tray.exe"
tests/desktop/with-display.sh tests/box/fresh-wine.sh --windows winxp \
    bash tests/bench/prompt-in-box.sh "$work"
