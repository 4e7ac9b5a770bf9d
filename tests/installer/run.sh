#!/bin/bash
# Runs the installer's tests: the MSI's tables first, then its life under Wine, with a desktop for
# the agent that it starts.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/installer/tables.sh build/promptfix.msi
tests/desktop/with-display.sh tests/run-windows-program.sh build/windows/installer_tests.exe
