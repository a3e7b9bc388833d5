// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "matching/MarketSource.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// Recorded candles played again, all symbols on one clock; bars of different
/// lengths may stand side by side.
///
/// start(): the first UTC midnight with 24 h of history for the symbol with the
/// longest, or `from`. A symbol appears 24 h after its first candle; one that is
/// recorded no longer than that never does (its listing is not before end()). end() is the close of the last
/// candle of all; a symbol that could have had one more bar by then and has none is delivered at the close of
/// its last one. Where the recording has a gap there is no bar. Open interest is
/// unknown; funding rates are those handed in.
class RecordedMarket final : public MarketSource {
public:
    /// Checks every candle against the contract of GridCandle, order and
    /// alignment. `from` must lie between the first candle and the last and on
    /// the grid of the longest interval.
    static Expected<std::unique_ptr<RecordedMarket>> make(std::vector<RecordedSymbol> symbols,
                                                          std::optional<Timestamp> from = std::nullopt);

    const InstrumentTable& instruments() const override { return m_table; }
    Timestamp start() const override { return m_start; }
    Duration interval(SymbolId symbol) const override { return entry(symbol).interval; }
    std::vector<GridCandle> history(SymbolId symbol) const override;
    std::optional<GridCandle> bar(SymbolId symbol, Timestamp openTime) override;
    Timestamp listing(SymbolId symbol) const override { return entry(symbol).listing; }
    std::optional<Timestamp> delivery(SymbolId symbol) const override { return entry(symbol).delivery; }
    std::optional<Timestamp> end() const override { return m_end; }
    std::optional<Decimal> fundingRate(SymbolId symbol, Timestamp time) const override;
    std::optional<double> openInterest(SymbolId, Timestamp) const override { return std::nullopt; }

private:
    struct Entry {
        Duration interval;
        std::vector<GridCandle> candles;
        std::vector<FundingRate> funding;
        Timestamp listing;
        std::optional<Timestamp> delivery;
        std::size_t next = 0; // the candle expected next by bar()
    };

    RecordedMarket() = default;
    const Entry& entry(SymbolId symbol) const;
    Expected<void> setStart(std::optional<Timestamp> from);
    Timestamp firstOpen() const;
    void setDates();

    InstrumentTable m_table;
    std::vector<Entry> m_entries; // by symbol id
    Timestamp m_start;
    Timestamp m_end;
};

} // namespace breakline
