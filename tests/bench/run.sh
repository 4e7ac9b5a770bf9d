#!/bin/bash
# `make bench`: the ratios, measured in a fresh Wine prefix set to Windows XP with the
# sample profiles. `make bench PART=start` (or fix, profiles, idle, prompt) measures only those.
# On Windows bench.exe would change the user's own profiles: it is not run there.
set -euo pipefail
cd "$(dirname "$0")/../.."
echo "Ratios, each measured side by side; below the aim is good."
if [ "${PART-}" != idle ] && [ "${PART-}" != prompt ]; then
    tests/box/fresh-wine.sh --windows winxp bash -c '
        wine reg import "tests\\samples\\outlook2003_basic.reg" >/dev/null &&
        exec wine build/windows/bench.exe "build\\promptfix.exe" "build\\windows\\empty.exe" \
            "tests\\bench\\fix_with_reg.cmd" "$@"' bench ${PART:+"$PART"}
fi
case ${PART-} in
'' | idle) tests/bench/idle.sh ;;
esac
case ${PART-} in
'' | prompt) tests/bench/prompt.sh ;;
esac
