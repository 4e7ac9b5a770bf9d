#!/bin/bash
# `make bench PART=prompt`: how soon a password prompt of Outlook is noticed, and what
# that costs while other programs open windows; on a display of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=build/bench/prompt
mkdir -p "$work"
cp build/windows/desktop/outlook.exe "$work/other.exe"
tests/desktop/with-display.sh tests/box/fresh-wine.sh --windows winxp bash -c '
    wine reg import "tests\\samples\\outlook2003_basic.reg" >/dev/null 2>&1 &&
    exec wine build/windows/prompt_bench.exe "build\\promptfix.exe" "build\\windows\\minimal_tray.exe" \
        "build\\windows\\desktop\\outlook.exe" "build\\bench\\prompt\\other.exe"'
