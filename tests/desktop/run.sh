#!/bin/bash
# Runs the user-interface tests: the real tray agent under Wine, on a desktop of its
# own, with real clicks.
#
# Usage: tests/desktop/run.sh [SUITE...]
#   CK_RUN_CASE and Check's other variables work as everywhere.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec tests/desktop/with-display.sh tests/desktop/with-hands.sh \
    tests/run-windows-program.sh build/windows/desktop_tests.exe "$@"
