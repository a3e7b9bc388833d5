#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything, and runs every test.
set -euo pipefail
breakline_root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$breakline_root/packaging/prepare.sh"

ensure_packages build run test
build_targets all

cd "$breakline_root"
status=0
# One more than the two cores that are counted on: a few tests wait for most of their time.
ctest --preset release --parallel 3 || status=$?
if [ "$status" -eq 0 ]; then
    # ctest says only that something was skipped; the reason stands in its log.
    grep -h '^SKIPPED' build/release/Testing/Temporary/LastTest.log >&2 || true
fi
exit "$status"
