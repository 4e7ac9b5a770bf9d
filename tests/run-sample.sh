#!/bin/bash
# `make run` where there is no Windows: shows the program at work on a sample machine
# in the Wine box, a fresh Windows XP with the mail profiles of
# tests/samples/outlook2003_basic.reg.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "The sample: Windows XP, LmCompatibilityLevel not set, an Outlook 2003 profile with RPC over"
echo "HTTP and Basic authentication, and a profile with an LDAP address book."
exec tests/box/fresh-wine.sh --windows winxp wine cmd /c 'tests\run-sample.cmd'
