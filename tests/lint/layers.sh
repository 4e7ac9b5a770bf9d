#!/bin/bash
# Keeps the layers apart: agent may use outlookprofile and registry, outlookprofile
# may use registry, registry neither. The core (all but *_windows.[ch]) knows no
# Windows header, so that all of it can be tested here.
#
# Usage: tests/lint/layers.sh FILE...
set -euo pipefail
wrong=0
forbid() { # forbid WHY PATTERN FILE
    if grep -nE "$2" "$3" | sed "s|^|$3:|"; then
        echo "promptfix: $3: $1" >&2
        wrong=1
    fi
}
for file; do
    case $file in
    registry/*) forbid "registry must not use the layers above it" '^#include "(outlookprofile|agent)/' "$file" ;;
    outlookprofile/*) forbid "outlookprofile must not use agent" '^#include "agent/' "$file" ;;
    esac
    case $file in
    *_windows.[ch] | tests/*) ;;
    *) forbid "only *_windows.c files may use Windows" \
        '^ *#include ("[^"]*_windows\.h"|<(windows|windef|winreg|winbase|winuser|shell.*|winhttp|commctrl)\.h>)' "$file" ;;
    esac
    case $file in
    tests/*) ;;
    *) forbid "state the registry view by its access flag instead" 'W[Oo][Ww]6432Node' "$file" ;;
    esac
done
exit $wrong
