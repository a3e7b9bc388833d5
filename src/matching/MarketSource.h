// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "market/Instrument.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// A bar on the instrument's grid: what a market source plays. Exact, so that
/// the trades printed from it add up to it. 1 <= low <= open, close <= high;
/// the volume has a lot for each trade that the path needs (leastPrints() of
/// BarPath.h), and is zero only where nothing moved.
struct GridCandle {
    Timestamp openTime;
    std::int64_t open = 0, high = 0, low = 0, close = 0; ///< ticks
    std::int64_t volume = 0; ///< lots

    friend bool operator==(const GridCandle&, const GridCandle&) = default;
};

/// A funding rate in force from its time until the next one's.
struct FundingRate {
    Timestamp time;
    Decimal rate;
};

/// One symbol of recorded data, as handed in by whoever read the files.
/// `instrument` carries the rules (derived from the file where no others are
/// given). Candles ascend, none partial; gaps may occur.
struct RecordedSymbol {
    Instrument instrument;
    Duration interval = Duration::minutes(1);
    std::vector<GridCandle> candles;
    std::vector<FundingRate> funding; ///< ascending; empty: unknown, nothing is paid
};

/// Where the market comes from: bars of each symbol, one after the other, on
/// one clock. A bar is handed out when its interval begins and is the
/// simulation's secret until its trades have been printed.
class MarketSource {
public:
    virtual ~MarketSource() = default;

    /// All symbols that will ever trade, ids by symbol name. Status and dates
    /// are those at start().
    virtual const InstrumentTable& instruments() const = 0;
    /// When the session's market begins to move; history lies before.
    virtual Timestamp start() const = 0;
    /// Length of the bars of a symbol.
    virtual Duration interval(SymbolId symbol) const = 0;
    /// Bars closed by the later of start() and listing(symbol), ascending: what
    /// lies behind a symbol when it appears. Ask when it appears, not before.
    virtual std::vector<GridCandle> history(SymbolId symbol) const = 0;
    /// The bar that opens at `openTime`, a multiple of the interval at or after
    /// start(), asked for in ascending order; empty where there is none (a gap,
    /// not yet listed, ended). A symbol's first bar opens at or after its listing.
    virtual std::optional<GridCandle> bar(SymbolId symbol, Timestamp openTime) = 0;
    /// When the symbol's status becomes Trading: at or before start() for most.
    virtual Timestamp listing(SymbolId symbol) const = 0;
    /// When the symbol is settled, announced seven days ahead; empty: never. Its
    /// last bar closes then.
    virtual std::optional<Timestamp> delivery(SymbolId symbol) const = 0;
    /// The close of the last complete bar of all symbols; empty: endless.
    virtual std::optional<Timestamp> end() const = 0;
    /// The rate in force at `time`, unknown where empty.
    virtual std::optional<Decimal> fundingRate(SymbolId symbol, Timestamp time) const = 0;
    /// Base coin; absent, not zero, where unknown.
    virtual std::optional<double> openInterest(SymbolId symbol, Timestamp time) const = 0;
};

} // namespace breakline
