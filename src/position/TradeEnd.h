// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "market/FundingTime.h"
#include "market/Indicators.h"
#include "market/Instrument.h"
#include "position/ExitRules.h"
#include "position/StopPolicy.h"
#include "position/TargetLadder.h"
#include "position/TimeExits.h"
#include "position/Trailing.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace breakline {

/// A trade that was thought of at the close of a bar, and never made.
struct ImaginedTrade {
    Direction direction = Direction::Long;
    Price entry; ///< expected fill
    Price stop; ///< on the losing side of it
    std::optional<double> level; ///< that it is about
};

/// What it would have paid, and how it would have been held.
struct ImaginedRules {
    std::vector<LadderLeg> legs;
    double entryFeeBps = 0.0;
    double takerFeeBps = 0.0;
    double makerFeeBps = 0.0;
    double slippageBps = 0.0; ///< of each fill that takes, against us
    double maxEntrySlippageBps = 0.0; ///< beyond the expected fill no entry is made
    BreakevenSettings breakeven;
    TrailingSettings trailing;
    TimeExitSettings times;
    ExitRuleSettings exits;
    StopSettings stops;
    AtrMode atrMode = AtrMode::Ema;
    /// Of the chandelier that trails; empty: it does not.
    struct Chandelier {
        std::size_t bars = 22;
        double multiple = 3.0;
    };
    std::optional<Chandelier> chandelier;
};

enum class ImaginedFate : std::uint8_t {
    NoBar, ///< "no_bar": the bar after the decision is not known
    RanAway, ///< "ran_away": it opened too far beyond the expected fill
    Touched, ///< "touched": it opened beyond the stop or the first target
    Open, ///< "open": the bars end before the trade does
    Ended ///< "ended"
};
std::string_view toText(ImaginedFate fate);

struct TradeEnd {
    ImaginedFate fate = ImaginedFate::NoBar;
    std::optional<ExitReason> reason; ///< of one that ended
    /// After fees and funding; of one that is open at its last close, its way out not
    /// paid. Empty without an entry.
    std::optional<double> netR;
    std::optional<Price> entry; ///< filled
    Timestamp left; ///< open of the bar in which it ended

    friend bool operator==(const TradeEnd&, const TradeEnd&) = default;
};

/// How a trade of the close of `bars[decided]` would have ended on the bars that came
/// (SPEC 11.8). The functions that hold a position are asked, of closed bars:
/// - The entry fills at the open of the next bar with slippage, or not at all.
/// - In a bar that reaches both, the stop comes before the target. The stop fills
///   at its price, or at the open beyond it, with slippage; a target at its price, once a
///   price has been beyond it.
/// - Stop and trail move at the close, for the bars that come. Exit rules and times are
///   asked at the close, and fill at the next open with slippage.
/// - Smart placement, add-ons and what needs a book or a tape are left out.
/// R does not depend on the size, and minimums of the venue are not looked at.
/// `bars` ascend; of the 150 up to each one indicators are made. `funding` ascends.
TradeEnd tradeEnd(const ImaginedTrade& trade, const Instrument& instrument, std::span<const Candle> bars,
                  std::size_t decided, Duration interval, std::span<const FundingTime> funding,
                  const ImaginedRules& rules);

} // namespace breakline
