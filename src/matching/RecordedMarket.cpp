// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/RecordedMarket.h"

#include "core/Invariant.h"
#include "matching/BarPath.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

constexpr Duration kAppearsAfter = Duration::days(1);
constexpr Duration kDeliveryNotice = Duration::days(7);

std::string at(const RecordedSymbol& symbol, Timestamp time)
{
    return symbol.instrument.symbol + ", candle of " + toIso8601(time) + ": ";
}

std::string ticks(std::int64_t value)
{
    return std::to_string(value);
}

Expected<void> checkCandle(const RecordedSymbol& symbol, const GridCandle& bar)
{
    if (bar.openTime.floorTo(symbol.interval) != bar.openTime)
        return fail(ErrorCode::Corrupt,
                    at(symbol, bar.openTime) + "its time is not a multiple of the interval, "
                        + std::to_string(symbol.interval.ms / 60'000) + " min");
    if (isPrintable(bar))
        return {};
    if (bar.volume > kMaxBarVolume)
        return fail(ErrorCode::Corrupt,
                    at(symbol, bar.openTime) + "volume " + ticks(bar.volume) + " lots; at most "
                        + ticks(kMaxBarVolume) + " would be right");
    if (bar.low >= 1 && bar.low <= std::min(bar.open, bar.close) && bar.high >= std::max(bar.open, bar.close))
        return fail(ErrorCode::Corrupt,
                    at(symbol, bar.openTime) + "volume " + ticks(bar.volume)
                        + " lots cannot print its open, high, low and close; at least "
                        + ticks(leastPrints(bar)) + " would be right");
    return fail(ErrorCode::Corrupt,
                at(symbol, bar.openTime) + "open " + ticks(bar.open) + ", high " + ticks(bar.high) + ", low "
                    + ticks(bar.low) + ", close " + ticks(bar.close)
                    + " ticks; 0 < low <= open, close <= high would be right");
}

Expected<void> checkSymbol(const RecordedSymbol& symbol)
{
    const std::string& name = symbol.instrument.symbol;
    if (symbol.interval.ms < 60'000 || symbol.interval.ms % 60'000 != 0
        || Duration::days(1).ms % symbol.interval.ms != 0)
        return fail(ErrorCode::InvalidArgument,
                    name + ": interval of " + std::to_string(symbol.interval.ms)
                        + " ms; whole minutes that divide a day would be right");
    if (symbol.candles.empty())
        return fail(ErrorCode::NotFound, name + ": no complete candle");
    for (std::size_t i = 0; i < symbol.candles.size(); ++i) {
        if (i > 0 && symbol.candles[i].openTime <= symbol.candles[i - 1].openTime)
            return fail(ErrorCode::Corrupt,
                        at(symbol, symbol.candles[i].openTime) + "it does not come after the one before, "
                            + toIso8601(symbol.candles[i - 1].openTime));
        if (const auto checked = checkCandle(symbol, symbol.candles[i]); !checked)
            return checked;
    }
    for (std::size_t i = 1; i < symbol.funding.size(); ++i)
        if (symbol.funding[i].time <= symbol.funding[i - 1].time)
            return fail(ErrorCode::Corrupt,
                        name + ": funding rate of " + toIso8601(symbol.funding[i].time)
                            + " does not come after the one before");
    return {};
}

Timestamp nextMidnight(Timestamp time)
{
    const Timestamp midnight = time.floorTo(Duration::days(1));
    return midnight == time ? time : midnight + Duration::days(1);
}

} // namespace

Expected<std::unique_ptr<RecordedMarket>> RecordedMarket::make(std::vector<RecordedSymbol> symbols,
                                                               std::optional<Timestamp> from)
{
    if (symbols.empty())
        return fail(ErrorCode::NotFound, "there is no symbol to replay");
    std::ranges::sort(symbols, {}, [](const RecordedSymbol& symbol) { return symbol.instrument.symbol; });

    std::unique_ptr<RecordedMarket> market(new RecordedMarket);
    std::vector<Instrument> instruments;
    for (RecordedSymbol& symbol : symbols) {
        if (const auto checked = checkSymbol(symbol); !checked)
            return std::unexpected(checked.error());
        Entry entry;
        entry.interval = symbol.interval;
        entry.candles = std::move(symbol.candles);
        entry.funding = std::move(symbol.funding);
        market->m_entries.push_back(std::move(entry));
        instruments.push_back(std::move(symbol.instrument));
    }
    auto table = InstrumentTable::make(std::move(instruments)); // the same order: by name
    if (!table)
        return std::unexpected(table.error());
    market->m_table = std::move(*table);
    if (const auto set = market->setStart(from); !set)
        return std::unexpected(set.error());
    market->setDates();
    return market;
}

Timestamp RecordedMarket::firstOpen() const
{
    Timestamp first = m_entries.front().candles.front().openTime;
    for (const Entry& entry : m_entries)
        first = std::min(first, entry.candles.front().openTime);
    return first;
}

Expected<void> RecordedMarket::setStart(std::optional<Timestamp> from)
{
    Duration longest;
    m_end = Timestamp {};
    for (const Entry& entry : m_entries) {
        longest = std::max(longest, entry.interval);
        m_end = std::max(m_end, entry.candles.back().openTime + entry.interval);
    }
    const Timestamp first = firstOpen();
    m_start = from.value_or(nextMidnight(first + kAppearsAfter));
    if (m_start >= m_end || m_start < first)
        return fail(ErrorCode::NotFound,
                    std::string(from ? "no data at the start asked for, " : "less than a day of data before ")
                        + toIso8601(m_start) + "; the candles run from " + toIso8601(first) + " to "
                        + toIso8601(m_end));
    if (m_start.floorTo(longest) != m_start)
        return fail(ErrorCode::InvalidArgument,
                    "the start " + toIso8601(m_start) + " lies inside a candle; "
                        + toIso8601(m_start.floorTo(longest)) + " would be right");
    return {};
}

void RecordedMarket::setDates()
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        Entry& entry = m_entries[i];
        entry.listing = entry.candles.front().openTime + kAppearsAfter;
        const Timestamp close = entry.candles.back().openTime + entry.interval;
        if (close <= entry.listing)
            entry.listing = std::max(entry.listing, m_end); // too short a recording ever to appear
        else if (close + entry.interval <= m_end)
            entry.delivery = close;

        Instrument& instrument = m_table.at(SymbolId {static_cast<std::uint32_t>(i)});
        instrument.deliveryTime.reset();
        if (entry.delivery && *entry.delivery - kDeliveryNotice <= m_start)
            instrument.deliveryTime = entry.delivery;
        const bool gone = entry.delivery && *entry.delivery <= m_start;
        instrument.status = entry.listing > m_start ? InstrumentStatus::PreLaunch
            : gone                                  ? InstrumentStatus::Closed
                                                    : InstrumentStatus::Trading;
    }
}

const RecordedMarket::Entry& RecordedMarket::entry(SymbolId symbol) const
{
    if (symbol.index >= m_entries.size())
        failInvariant("symbol id out of range");
    return m_entries[symbol.index];
}

std::vector<GridCandle> RecordedMarket::history(SymbolId symbol) const
{
    const Entry& recorded = entry(symbol);
    const Timestamp appears = std::max(m_start, recorded.listing);
    const auto past = std::ranges::find_if(recorded.candles, [&](const GridCandle& candle) {
        return candle.openTime + recorded.interval > appears;
    });
    return {recorded.candles.begin(), past};
}

std::optional<GridCandle> RecordedMarket::bar(SymbolId symbol, Timestamp openTime)
{
    if (symbol.index >= m_entries.size())
        failInvariant("symbol id out of range");
    Entry& recorded = m_entries[symbol.index];
    if (openTime < std::max(m_start, recorded.listing))
        return std::nullopt;
    const std::vector<GridCandle>& candles = recorded.candles;
    // Asked for in ascending order the next one is at hand; a jump is searched.
    const bool atHand = recorded.next < candles.size() && candles[recorded.next].openTime >= openTime
        && (recorded.next == 0 || candles[recorded.next - 1].openTime < openTime);
    if (!atHand)
        recorded.next = static_cast<std::size_t>(
            std::ranges::lower_bound(candles, openTime, {}, &GridCandle::openTime) - candles.begin());
    if (recorded.next == candles.size() || candles[recorded.next].openTime != openTime)
        return std::nullopt;
    return candles[recorded.next++];
}

std::optional<Decimal> RecordedMarket::fundingRate(SymbolId symbol, Timestamp time) const
{
    const std::vector<FundingRate>& rates = entry(symbol).funding;
    const auto later = std::ranges::upper_bound(rates, time, {}, &FundingRate::time);
    if (later == rates.begin())
        return std::nullopt;
    return std::prev(later)->rate;
}

} // namespace breakline
