// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/RecordedBars.h"

#include "storage/CandleFiles.h"
#include "storage/ClosedBars.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr Duration kBar = Duration::minutes(5);

/// The bars whose close lies in [from, to].
void addWithin(std::span<const Candle> bars, SymbolId symbol, Timestamp from, Timestamp to,
               std::vector<AskedBar>& asked)
{
    const auto first = std::ranges::lower_bound(bars, from - kBar, {}, &Candle::openTime);
    for (auto bar = first; bar != bars.end() && bar->openTime + kBar <= to; ++bar)
        asked.push_back({bar->openTime + kBar, symbol, static_cast<std::size_t>(bar - bars.begin())});
}

/// The last bar that closes by `at`.
void addLastBy(std::span<const Candle> bars, SymbolId symbol, Timestamp at, std::vector<AskedBar>& asked)
{
    const auto after = std::ranges::upper_bound(bars, at - kBar, {}, &Candle::openTime);
    if (after == bars.begin())
        return;
    const auto index = static_cast<std::size_t>(after - bars.begin()) - 1;
    asked.push_back({bars[index].openTime + kBar, symbol, index});
}

} // namespace

Expected<RecordedBars> readRecordedBars(const std::string& data)
{
    auto folder = readCandles(QString::fromStdString(data));
    if (!folder)
        return std::unexpected(folder.error());
    RecordedBars recorded;
    std::vector<Instrument> instruments;
    // Files come by symbol, which is the order of the table too.
    for (const CandleFile& file : folder->symbols) {
        auto instrument = makeInstrument(file);
        if (!instrument)
            return std::unexpected(instrument.error());
        auto bars = closedBars(file, *instrument, kBar);
        if (!bars)
            return fail(bars.error().code, data + ": " + bars.error().message);
        recorded.bars.push_back(std::move(*bars));
        instruments.push_back(std::move(*instrument));
    }
    auto table = InstrumentTable::make(std::move(instruments));
    if (!table)
        return std::unexpected(table.error());
    recorded.instruments = std::move(*table);
    for (const DataReport& report : folder->reports)
        recorded.messages.push_back(report.toText());
    return recorded;
}

Expected<std::vector<AskedBar>> barsAsked(const RecordedBars& recorded, const AnalysisOptions& options)
{
    std::vector<AskedBar> asked;
    const std::string wanted = normaliseSymbol(options.symbol);
    if (!wanted.empty() && !recorded.instruments.find(wanted)) {
        std::string known;
        for (const Instrument& instrument : recorded.instruments.all())
            known += (known.empty() ? "" : ", ") + instrument.symbol;
        return fail(ErrorCode::NotFound,
                    "--symbol: \"" + options.symbol + "\" is not in " + options.data + ", which holds "
                        + known);
    }
    for (const Instrument& instrument : recorded.instruments.all()) {
        if (!wanted.empty() && instrument.symbol != wanted)
            continue;
        if (options.at)
            addLastBy(recorded.of(instrument.id), instrument.id, *options.at, asked);
        else if (options.from && options.to)
            addWithin(recorded.of(instrument.id), instrument.id, *options.from, *options.to, asked);
    }
    std::ranges::sort(asked, [](const AskedBar& a, const AskedBar& b) {
        return a.close != b.close ? a.close < b.close : a.symbol < b.symbol;
    });
    return asked;
}

} // namespace breakline
