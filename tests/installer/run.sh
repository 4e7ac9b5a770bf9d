#!/bin/bash
# Runs the installer's tests: the MSI's tables first, then a new administrator's way through
# README.md, and the MSI's life under Wine, with a desktop for the agent that it starts.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/installer/tables.sh build/promptfix.msi
tests/desktop/with-display.sh tests/installer/trial.py build/promptfix.msi build/templates
tests/desktop/with-display.sh tests/run-windows-program.sh build/windows/installer_tests.exe
