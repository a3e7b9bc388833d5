// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/TradingAccount.h"

#include "core/Rng.h"

#include <algorithm>

namespace breakline {

std::optional<Quantity> TradingAccount::capOfBand(const VenueOrder& order)
{
    if (!order.state.reduceOnly || order.origin == OrderOrigin::TakeProfit)
        return std::nullopt;
    const auto asked = std::ranges::find_if(m_bandedStops, [&](const std::optional<SymbolId>& symbol) {
        return !symbol || *symbol == order.state.symbol;
    });
    if (asked == m_bandedStops.end())
        return std::nullopt;
    m_bandedStops.erase(asked);
    m_faults.countInjected(FaultKind::StopCancelled);
    // A function of the order alone, whatever happened before.
    Rng rng(Rng::mix(m_settings.seed, Rng::hash("stop_cancelled"), order.number));
    const std::int64_t lots = order.remaining().lots;
    if (lots == 1 || rng.chance(0.5))
        return Quantity {};
    return Quantity {rng.integer(1, lots - 1)};
}

} // namespace breakline
