// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Rng.h"
#include "matching/FaultInjector.h"
#include "matching/MarketFeed.h"
#include "matching/TradingAccount.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// Makes the faults of market and account happen: finds the symbol, calls what
/// does it, and counts those that found something to happen to. The parts that
/// it is given outlive it.
class FaultEffects {
public:
    FaultEffects(std::uint64_t seed, MarketFeed& feed, TradingAccount& account, FaultInjector& faults);

    /// One of FaultClass::Market or Account that is due.
    void happen(const Fault& fault, Timestamp now);

private:
    std::optional<SymbolId> symbolOf(const Fault& fault) const;
    bool change(SymbolId symbol, const Fault& fault, Timestamp now);
    bool gap(SymbolId symbol, const Decimal& size, Timestamp now);

    MarketFeed& m_feed;
    TradingAccount& m_account;
    FaultInjector& m_faults;
    Rng m_signs; ///< of gaps where there is no position
};

} // namespace breakline
