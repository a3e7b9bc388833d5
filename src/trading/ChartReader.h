// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

namespace breakline {

class TradingSession;

// What a chart shows besides candles and levels, as the session has it now.
// Trading thread.

/// Entry, stop and the targets that are left of the symbol's open position.
struct PositionLines {
    std::optional<double> entry;
    std::optional<double> stop;
    std::vector<double> targets;
};
PositionLines positionLines(const TradingSession& session, SymbolId symbol);

/// A signal or an order's fills, by their id.
struct KeyedMarker {
    std::string key;
    MarkerView marker;
};
/// Those that are marked at `since` or later.
std::vector<KeyedMarker> chartMarkers(const TradingSession& session, SymbolId symbol, Timestamp since);

} // namespace breakline
