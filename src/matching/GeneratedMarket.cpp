// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/GeneratedMarket.h"

#include "core/Invariant.h"

#include <algorithm>
#include <string>
#include <utility>

namespace breakline {

namespace {

constexpr Duration kLaunchedBefore = Duration::days(365);
constexpr std::int64_t kInterestMinutes = 25 * 60;

/// Those asked for and the leader, in their usual order.
Expected<std::vector<GeneratedSymbol>> choose(const GeneratorSettings& settings)
{
    const auto known = generatedSymbols();
    if (settings.symbols.empty()) {
        if (settings.symbolCount < 1 || settings.symbolCount > static_cast<int>(known.size()))
            return fail(ErrorCode::InvalidArgument,
                        "a generated market of " + std::to_string(settings.symbolCount) + " symbols; 1 to "
                            + std::to_string(known.size()) + " would be right");
        const auto first = known.first(static_cast<std::size_t>(settings.symbolCount));
        return std::vector<GeneratedSymbol>(first.begin(), first.end());
    }
    for (const std::string& name : settings.symbols)
        if (std::ranges::find(known, name, &GeneratedSymbol::symbol) == known.end())
            return fail(ErrorCode::InvalidArgument, "the generated market knows no " + name);
    std::vector<GeneratedSymbol> chosen;
    for (const GeneratedSymbol& symbol : known)
        if (symbol.symbol == known.front().symbol
            || std::ranges::find(settings.symbols, symbol.symbol) != settings.symbols.end())
            chosen.push_back(symbol);
    return chosen;
}

} // namespace

Expected<std::unique_ptr<GeneratedMarket>> GeneratedMarket::make(const GeneratorSettings& settings)
{
    const auto chosen = choose(settings);
    if (!chosen)
        return std::unexpected(chosen.error());
    if (settings.from.floorTo(kInterval) != settings.from)
        return fail(ErrorCode::InvalidArgument,
                    "the start " + toIso8601(settings.from) + " is not a whole minute; "
                        + toIso8601(settings.from.floorTo(kInterval)) + " would be right");
    std::unique_ptr<GeneratedMarket> market(new GeneratedMarket);
    market->m_seed = settings.seed;
    market->m_start = settings.from;
    market->m_first = settings.from - kHistory;

    std::vector<Instrument> instruments;
    for (const GeneratedSymbol& symbol : *chosen)
        instruments.push_back(instrumentOf(symbol, settings.from - kLaunchedBefore));
    auto table = InstrumentTable::make(std::move(instruments));
    if (!table)
        return std::unexpected(table.error());
    market->m_table = std::move(*table);

    for (const Instrument& instrument : market->m_table.all()) {
        const auto symbol = std::ranges::find(*chosen, instrument.symbol, &GeneratedSymbol::symbol);
        if (symbol == chosen->begin())
            market->m_leader = instrument.id.index;
        market->m_entries.emplace_back(GeneratedPath(*symbol, instrument, settings.seed));
        market->m_entries.back().interest.assign(static_cast<std::size_t>(kInterestMinutes), 0.0);
    }
    for (std::uint32_t index = 0; index < market->m_entries.size(); ++index) {
        Entry& entry = market->m_entries[index];
        const auto bars = static_cast<std::size_t>(kHistory.ms / kInterval.ms);
        entry.history.reserve(bars);
        while (entry.history.size() < bars) {
            if (entry.ahead.empty()) {
                entry.history.push_back(market->makeNext(index));
            } else {
                entry.history.push_back(entry.ahead.front());
                entry.ahead.pop_front();
            }
        }
    }
    return market;
}

const GeneratedMarket::Entry& GeneratedMarket::entry(SymbolId symbol) const
{
    if (symbol.index >= m_entries.size())
        failInvariant("symbol id out of range");
    return m_entries[symbol.index];
}

// The leader runs ahead of its own bars where another symbol needs its return.
double GeneratedMarket::leaderReturn(std::int64_t minute)
{
    while (static_cast<std::int64_t>(m_leaderReturns.size()) <= minute)
        m_entries[m_leader].ahead.push_back(makeNext(m_leader));
    return m_leaderReturns[static_cast<std::size_t>(minute)];
}

GridCandle GeneratedMarket::makeNext(std::uint32_t index)
{
    Entry& entry = m_entries[index];
    const std::int64_t minute = entry.made;
    const double leader = index == m_leader ? 0.0 : leaderReturn(minute);
    const GridCandle bar = entry.path.next(m_first + kInterval * minute, leader);
    if (index == m_leader)
        m_leaderReturns.push_back(entry.path.lastReturn());
    entry.interest[static_cast<std::size_t>(minute % kInterestMinutes)] = entry.path.openInterest();
    ++entry.made;
    return bar;
}

std::optional<GridCandle> GeneratedMarket::bar(SymbolId symbol, Timestamp openTime)
{
    if (symbol.index >= m_entries.size())
        failInvariant("symbol id out of range");
    Entry& entry = m_entries[symbol.index];
    if (openTime < m_start || openTime.floorTo(kInterval) != openTime)
        return std::nullopt;
    while (!entry.last || entry.last->openTime < openTime) {
        if (entry.ahead.empty()) {
            entry.last = makeNext(symbol.index);
        } else {
            entry.last = entry.ahead.front();
            entry.ahead.pop_front();
        }
    }
    return entry.last->openTime == openTime ? entry.last : std::nullopt;
}

std::optional<Decimal> GeneratedMarket::fundingRate(SymbolId symbol, Timestamp time) const
{
    const Instrument& instrument = m_table.at(symbol);
    const auto period = static_cast<std::uint64_t>(time.floorTo(instrument.fundingInterval).ms);
    Rng rng(Rng::mix(m_seed, Rng::hash(instrument.symbol), period));
    // One basis point in eight hours is the usual rate of interest, on which most
    // periods settle; the others carry a premium or a discount on top.
    const double perEightHours = rng.chance(0.5) ? 1.0 : 1.0 + 0.9 * rng.normal();
    const double hours = static_cast<double>(instrument.fundingInterval.ms) / 3'600'000.0;
    // In units of 10^-8.
    const double units = perEightHours * 10'000.0 * hours / 8.0;
    return Decimal::fromUnits(static_cast<std::int64_t>(units), 8);
}

std::optional<double> GeneratedMarket::openInterest(SymbolId symbol, Timestamp time) const
{
    const Entry& generated = entry(symbol);
    const auto handedOut = generated.made - static_cast<std::int64_t>(generated.ahead.size());
    const std::int64_t minute = std::min(minuteOf(time), handedOut) - 1; // the last closed by then
    if (time < m_first || minute < 0 || minute < generated.made - kInterestMinutes)
        return std::nullopt;
    return generated.interest[static_cast<std::size_t>(minute % kInterestMinutes)];
}

} // namespace breakline
