#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# preset_table.sh DATA [PRESET...]: runs each shipped preset (or those named) over all
# of the recorded candles in DATA, in process, and prints a Markdown table of what came
# of it: symbols looked at over all closes, candidates, signals, trades, what refused
# most often, and what most often refused with nothing beside it. In the environment:
#   ALLOW_MISSING="min_oi oi_delta"  lets these inputs be missing, as the preset's key does
#   OPTIONS="--speed max"            of trade in place of --in-process, for one over the wire
#   KEEP=FOLDER                      keeps the sessions and the closing object of each
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
program="${BREAKLINE_PROGRAM:-$root/build/release/src/app/breakline}"
shipped="$root/resources/presets/presets.json"

usage() { echo "usage: tests/preset_table.sh DATA [PRESET...]; DATA is a folder of candles" >&2; exit 1; }
[ $# -ge 1 ] && [ -d "$1" ] || usage
data="$1"
shift
[ -x "$program" ] || { echo "$program is not there: build it first, or name it in BREAKLINE_PROGRAM" >&2; exit 1; }
if [ $# -eq 0 ]; then
    mapfile -t presets < <(sed -n 's/^   "id": "\(.*\)",$/\1/p' "$shipped")
    set -- "${presets[@]}"
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
sessions="${KEEP:-$work}"
mkdir -p "$sessions"
read -ra options <<<"${OPTIONS:---in-process --speed max}"

file="$shipped"
if [ -n "${ALLOW_MISSING:-}" ]; then
    read -ra names <<<"$ALLOW_MISSING"
    list="$(printf '"%s", ' "${names[@]}")"
    file="$work/presets.json"
    sed "s/^   \"id\": \".*\",\$/&\n   \"allow_missing\": [${list%, }],/" "$shipped" >"$file"
fi

# number TEXT NAME: the first number of that name.
number() { grep -o "\"$2\":[0-9]*" <<<"$1" | head -n 1 | sed 's/.*://'; }
# most FIELD HOW_MANY: the reasons with the largest numbers of that field (2: count, 3: alone).
most() {
    grep -o '"reason":"[^"]*","count":[0-9]*,"alone":[0-9]*' <<<"$refusals" \
        | sed 's/"reason":"\([^"]*\)","count":\([0-9]*\),"alone":\([0-9]*\)/\1|\2|\3/' \
        | sort -t '|' -k "$1,$1nr" -k 1,1 | awk -F '|' -v field="$1" -v many="$2" -v all="$looked" '
            NR <= many && $field != 0 {
                printf "%s`%s` %d (%.1f %%)", (NR == 1 ? "" : ", "), $1, $field, 100 * $field / (all + (all == 0)) }'
}

echo '| preset | looked at | candidates | signals | trades | refused most often by | alone most often |'
echo '|---|--:|--:|--:|--:|---|---|'
for preset in "$@"; do
    closing="$("$program" trade --headless "${options[@]}" --until-end --json \
        --data "$data" --preset "$file:$preset" --session-dir "$sessions/$preset" 2>"$sessions/$preset.err")" \
        || { echo "$preset: exit code $?" >&2; tail -n 5 "$sessions/$preset.err" >&2; exit 2; }
    echo "$closing" >"$sessions/$preset.json"
    [ -n "${KEEP:-}" ] || rm -rf "${sessions:?}/$preset"
    refusals="$(sed 's/.*"refusals":{\([^]]*\)].*/\1/' <<<"$closing")"
    looked="$(number "$refusals" evaluated)"
    often="$(most 2 3)"
    alone="$(most 3 1)"
    echo "| \`$preset\` | $looked | $(number "$refusals" candidates) | $(number "$closing" signals) |" \
        "$(number "$closing" positions_closed) | ${often:--} | ${alone:--} |"
done
