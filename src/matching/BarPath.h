// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Rng.h"
#include "market/MarketEvents.h"
#include "matching/MarketSource.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace breakline {

/// Largest volume of a bar, in lots: sums of bars stay exact in 64 bits.
inline constexpr std::int64_t kMaxBarVolume = std::int64_t {1} << 53;

/// The fewest trades that open at the bar's open, touch its high and low and
/// end at its close: 1 to 4. A bar without volume and without a move needs none.
std::int64_t leastPrints(const GridCandle& bar);

/// Whether the bar keeps the contract of GridCandle.
bool isPrintable(const GridCandle& bar);

struct BarPathRequest {
    SymbolId symbol;
    GridCandle bar;
    Duration interval = Duration::minutes(1);
    std::int64_t wanted = 8; ///< trades, cut to the volume in lots
    std::optional<Price> previous; ///< last price before the bar
    std::uint64_t firstId = 1;
};

/// The trades inside a bar, replacing the content of `prints`: their prices run
/// O-H-L-C or O-L-H-C, times ascend strictly inside the interval, at least a
/// fifth of them in each fifth of it, and they add up to exactly the bar. The
/// taker's side follows the move from the trade before.
void planPrints(const BarPathRequest& request, Rng& rng, std::vector<TradePrint>& prints);

} // namespace breakline
