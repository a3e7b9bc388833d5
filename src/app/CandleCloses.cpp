// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CandleCloses.h"

#include <algorithm>
#include <vector>

namespace breakline {

namespace {

constexpr Duration kCloseInterval = Duration::minutes(5);

} // namespace

Expected<std::optional<AskedCloses>> closesAsked(const RecordedBars& recorded, const AnalysisOptions& options)
{
    const auto asked = barsAsked(recorded, options);
    if (!asked)
        return std::unexpected(asked.error());
    if (!options.at)
        return std::optional(AskedCloses {*options.from, *options.to});
    std::optional<AskedCloses> last;
    for (const std::vector<Candle>& bars : recorded.bars) {
        const auto after =
            std::ranges::upper_bound(bars, *options.at - kCloseInterval, {}, &Candle::openTime);
        if (after == bars.begin())
            continue;
        const Timestamp close = std::prev(after)->openTime + kCloseInterval;
        if (!last || close > last->to)
            last = AskedCloses {close, close};
    }
    return last;
}

void runCloses(const RecordedBars& recorded, CandleRun& run, Timestamp first, Timestamp last,
               const std::function<void(Timestamp close)>& atClose)
{
    std::vector<std::size_t> next(recorded.bars.size(), 0);
    while (true) {
        std::optional<Timestamp> open;
        for (std::size_t i = 0; i < next.size(); ++i)
            if (next[i] < recorded.bars[i].size() && (!open || recorded.bars[i][next[i]].openTime < *open))
                open = recorded.bars[i][next[i]].openTime;
        if (!open || *open + kCloseInterval > last)
            return;
        for (std::size_t i = 0; i < next.size(); ++i)
            if (next[i] < recorded.bars[i].size() && recorded.bars[i][next[i]].openTime == *open)
                run.add(SymbolId {static_cast<std::uint32_t>(i)}, recorded.bars[i][next[i]++]);
        if (*open + kCloseInterval >= first)
            atClose(*open + kCloseInterval);
    }
}

} // namespace breakline
