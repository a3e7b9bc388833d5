#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# long_form.sh T [FOLDER]: the long form of the drills, for T (90s, 15m, 3h, 3d).
# Sessions with random faults, every 20th over the wire, and programs that are
# killed at chosen points, in turn, each time with a new seed. What each said is
# kept in FOLDER (build/long-form-<date>). Ends with 4 at the first that breaks
# something, and prints the command that repeats it; with 0 when T is over.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
program="${BREAKLINE_PROGRAM:-$root/build/release/src/app/breakline}"
turn_seconds="${LONG_FORM_TURN:-600}"

usage() { echo "usage: tests/long_form.sh T [FOLDER]; T is 90s, 15m, 3h or 3d" >&2; exit 1; }

[ $# -ge 1 ] && [ $# -le 2 ] || usage
[[ "$1" =~ ^([0-9]+)([smhd])$ ]] || usage
declare -A seconds_of=([s]=1 [m]=60 [h]=3600 [d]=86400)
whole=$((BASH_REMATCH[1] * seconds_of[${BASH_REMATCH[2]}]))
folder="${2:-$root/build/long-form-$(date -u +%Y%m%dT%H%M%SZ)}"
[ -x "$program" ] || { echo "$program is not there: build it first, or name it in BREAKLINE_PROGRAM" >&2; exit 1; }
mkdir -p "$folder"
cd "$folder" # where a schedule that broke something is written

# The seed decides all; the clock only decides when it ends.
new_seed() { od -An -N4 -tu4 /dev/urandom | tr -d ' '; }

turns=0
# The drill ends its run and tells what it has found so far; that is no finding of its own.
trap 'echo "interrupted in turn $turns; what they said is in $folder" >&2; exit 130' INT TERM

# drill KIND SECONDS OPTION...: one turn; its seed is said before, what it found after.
drill() {
    local kind="$1" length="$2" seed status=0 name
    shift 2
    seed="$(new_seed)"
    turns=$((turns + 1))
    name="$(printf '%04d-%s' "$turns" "$kind")"
    echo "$(date -u +%H:%M:%S) turn $turns, $kind, seed $seed, $length s"
    # A line for a person of each invariant, with the command that repeats what broke it.
    nice -n 10 "$program" drill "$@" --seed "$seed" --for "${length}s" >"$name.txt" 2>"$name.err" || status=$?
    sed 's/^/    /' "$name.txt"
    if [ "$status" -ne 0 ]; then
        tail -n 20 "$name.err" >&2
        echo "turn $turns, $kind, seed $seed: exit code $status" >&2
        echo "the whole turn again: $program drill $* --seed $seed --for ${length}s" >&2
        grep -h 'again: ' "$name.txt" | head -n 1 | sed "s|.*again: |the first that broke: (in $folder) |" >&2 || true
        exit 4
    fi
}

# A short whole is shared, so that both have their turn.
[ "$turn_seconds" -le $(((whole + 1) / 2)) ] || turn_seconds=$(((whole + 1) / 2))
end=$(($(date +%s) + whole))
left() { echo $((end - $(date +%s))); }
while [ "$(left)" -gt 0 ]; do
    for kind in faults crashes; do
        length="$(left)"
        [ "$length" -gt 0 ] || break
        [ "$length" -le "$turn_seconds" ] || length="$turn_seconds"
        case "$kind" in
            faults) drill faults "$length" ;;
            crashes) drill crashes "$length" --crash ;;
        esac
    done
done
echo "held: $turns turns, what they said is in $folder"
