// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "execution/AccountModes.h"
#include "matching/FaultScript.h"

#include <cstdint>

namespace breakline {

/// What the venue says of the key and the account when it is asked. Its books are
/// one-way and isolated whatever it says.
struct AccountRules {
    bool keyMayTrade = true; ///< else the key only reads: what changes orders is refused on the wire
    bool keyMayWithdraw = false;
    PositionMode positionMode = PositionMode::OneWay;
    MarginMode marginMode = MarginMode::Isolated;
};

/// How the simulated exchange behaves, apart from its market. Kept with the session.
struct VenueSettings {
    std::uint64_t seed = 1;
    Decimal startingBalance = Decimal::fromUnits(100'000);
    Decimal defaultLeverage = Decimal::fromUnits(10); ///< until it is set; never above the instrument's largest
    Duration latencyMin = Duration::milliseconds(5);  ///< of a private request, seeded
    Duration latencyMax = Duration::milliseconds(50);
    Duration stopDelayMax = Duration::milliseconds(20); ///< from a fill to its attached stop, 0 to this
    Decimal paperSlippageBps = Decimal::fromUnits(5); ///< a market order beyond the visible book
    bool fullStopCountsAsConditional = true;
    /// 110060: whether what an order carries is refused to be amended at all;
    /// the venue's documents leave it open.
    bool amendKeepsFullStop = false;
    int maxConditionalOrders = 10; ///< per symbol
    int maxActiveOrders = 500;     ///< per symbol
    AccountRules account;
    FaultScript faults;            ///< what goes wrong on purpose
};

} // namespace breakline
