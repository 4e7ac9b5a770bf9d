#!/bin/bash
# `make test-fitting`: every window in every language and in the pseudo-language (xx), at
# each magnification that is named, on one Wine for all; see fitting_windows.c.
#
# Usage: tests/desktop/fitting.sh [--pictures] PERCENT[-LANGUAGE]...
#   --pictures   takes some as well: build/screenshots/languages-PERCENT
#   PROMPTFIX_EVERY_STEP=1   every language in every state
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=
if [ "${1-}" = --pictures ]; then
    pictures=yes
    shift
fi
export CK_FORK=no
status=0
for which; do
    IFS=- read -r percent language <<<"$which"
    [ -z "$pictures" ] || export PROMPTFIX_PICTURES=languages-$percent
    # Size must be set before the first window: that is when Wine asks for it.
    # shellcheck disable=SC2016  # expanded by the shell in the box
    tests/desktop/with-display.sh --percent "$percent" \
        tests/desktop/with-hands.sh \
        tests/box/fresh-wine.sh timeout --kill-after=10 "${PROMPTFIX_TIME_LIMIT:-900}" sh -c '
            wine reg add "HKCU\\Control Panel\\Desktop" /v LogPixels /t REG_DWORD /d "$1" /f >/dev/null &&
            exec wine build/windows/desktop/fitting.exe $2' \
        fitting $((percent * 96 / 100)) "$language" | sed -u 's/\r$//' || status=1
done
exit $status
