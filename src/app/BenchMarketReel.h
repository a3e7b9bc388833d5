// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/BenchWirePeer.h"
#include "market/Instrument.h"
#include "market/MarketEvents.h"

#include <cstdint>
#include <vector>

namespace breakline {

/// What a public socket carries, seeded: of ten frames six changes of a book,
/// three with trades and one of a ticker, round the symbols. It begins with
/// snapshots, so it can be played again and again.
struct MarketReel {
    WireReel wire;
    // What has to come of one round.
    std::vector<BookSnapshot> books; ///< at its end, by symbol; time and sequence of the last frame
    std::uint64_t trades = 0;
    std::uint64_t bookEvents = 0;
    std::uint64_t tickerEvents = 0;
};

/// `levels` a side of a book. Without `tradesOfFirst` the first symbol has no
/// trades: they are then somebody's mark.
MarketReel makeMarketReel(const InstrumentTable& instruments, std::size_t frames, int levels, bool tradesOfFirst);

} // namespace breakline
