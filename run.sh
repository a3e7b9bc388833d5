#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts Breakline with the arguments given.
set -euo pipefail
breakline_root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$breakline_root/packaging/prepare.sh"

ensure_packages build run
build_targets breakline

if [ $# -eq 0 ]; then
    first_market=(--seed 52) # a generated market in which a trade comes early
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; then
        set -- "${first_market[@]}"
    else
        set -- trade --headless --venue sim --preset breakout_v1_demo --duration 2h "${first_market[@]}"
        say "There is no display (DISPLAY and WAYLAND_DISPLAY are empty), so no window can open."
        say "Running instead: breakline $*"
    fi
fi
exec "$breakline_build/src/app/breakline" "$@"
