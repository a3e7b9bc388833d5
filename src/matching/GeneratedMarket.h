// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "matching/GeneratedPath.h"
#include "matching/MarketSource.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

struct GeneratorSettings {
    std::uint64_t seed = 1;
    int symbolCount = 40; ///< the first ones of generatedSymbols()
    Timestamp from {1'767'607'200'000}; ///< 2026-01-05T10:00:00Z
    /// Not empty: instead of the first ones these, and the very first, which leads.
    std::vector<std::string> symbols {};
};

/// A made-up market of perpetuals that never ends: bars of one minute, 24 h of
/// them before start(), every symbol listed a year before it. Each symbol has a
/// random stream of its own and follows the first one in part, so a bar depends
/// on the settings and its minute, not on the order in which symbols are asked.
class GeneratedMarket final : public MarketSource {
public:
    static constexpr Duration kInterval = Duration::minutes(1);
    static constexpr Duration kHistory = Duration::days(1);

    /// `symbolCount` is 1 to the number of generatedSymbols(); `from` a whole minute.
    static Expected<std::unique_ptr<GeneratedMarket>> make(const GeneratorSettings& settings);

    const InstrumentTable& instruments() const override { return m_table; }
    Timestamp start() const override { return m_start; }
    Duration interval(SymbolId) const override { return kInterval; }
    std::vector<GridCandle> history(SymbolId symbol) const override { return entry(symbol).history; }
    std::optional<GridCandle> bar(SymbolId symbol, Timestamp openTime) override;
    Timestamp listing(SymbolId symbol) const override { return *m_table.at(symbol).launchTime; }
    std::optional<Timestamp> delivery(SymbolId) const override { return std::nullopt; }
    std::optional<Timestamp> end() const override { return std::nullopt; }
    /// A function of seed, symbol and funding interval.
    std::optional<Decimal> fundingRate(SymbolId symbol, Timestamp time) const override;
    /// At the close of the last bar closed by `time`, for the last 25 h of the
    /// bars handed out; unknown before.
    std::optional<double> openInterest(SymbolId symbol, Timestamp time) const override;

private:
    struct Entry {
        explicit Entry(GeneratedPath generated)
            : path(std::move(generated))
        {
        }
        GeneratedPath path;
        std::vector<GridCandle> history;
        std::deque<GridCandle> ahead; // made and not yet handed out: of the leader
        std::vector<double> interest; // at the close of each minute, a ring
        std::int64_t made = 0; // minutes since the history's begin
        std::optional<GridCandle> last; // handed out
    };

    GeneratedMarket() = default;
    const Entry& entry(SymbolId symbol) const;
    std::int64_t minuteOf(Timestamp time) const { return (time - m_first).ms / kInterval.ms; }
    GridCandle makeNext(std::uint32_t index);
    double leaderReturn(std::int64_t minute);

    std::uint64_t m_seed = 0;
    Timestamp m_start;
    Timestamp m_first; // the history's begin
    InstrumentTable m_table;
    std::vector<Entry> m_entries; // by symbol id
    std::uint32_t m_leader = 0; // the first of generatedSymbols()
    std::vector<double> m_leaderReturns; // by minute
};

} // namespace breakline
