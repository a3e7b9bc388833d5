// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Bound.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "strategy/Filters.h"
#include "strategy/Levels.h"
#include "strategy/Preset.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Which break in the history a retest is of.
struct BreakoutKey {
    LevelId level;
    Timestamp time; ///< close of the bar that broke

    friend bool operator==(const BreakoutKey&, const BreakoutKey&) = default;
};

struct SignalTarget {
    double r = 0.0;
    Price price;
    double sizeFrac = 0.0; ///< of the initial quantity

    friend bool operator==(const SignalTarget&, const SignalTarget&) = default;
};

/// A trade idea at the close of a bar. Long: stop < entry < first target; short
/// mirrored. Targets ascend in r.
struct Signal {
    SymbolId symbol;
    Direction direction = Direction::Long;
    Strategy strategy = Strategy::Momentum;
    Timestamp barOpen;  ///< of the deciding bar b
    Timestamp barClose; ///< the signal's time
    LevelId levelId;
    double level = 0.0;
    /// Distances count from it: P = level * (1 +- epsilon), of a retest the level.
    double breakoutPrice = 0.0;
    double levelStrength = 0.0;
    Price entry; ///< expected fill: best opposite price, the close without a book
    Price stop;  ///< rounded away from the market
    std::vector<SignalTarget> targets;
    double confidence = 0.0; ///< 0.1-1
    double rewardRisk = 0.0; ///< of the first target
    double atr14 = 0.0;      ///< price
    double costPerUnit = 0.0; ///< fees and slippage of the round trip, price
    std::optional<double> correlation; ///< with BTC, signed
    std::optional<BreakoutKey> breakout; ///< of a retest
    std::string reason;      ///< for a person, "close 101.2 over 100.9, volume 2.4x"
    AllowMissing missing;    ///< inputs that were missing and let pass
};

/// Names of the missing inputs as in the preset's allow_missing, in its order.
std::vector<std::string> missingNames(const AllowMissing& missing);

/// What a signal has to pass, in order of evaluation.
enum class SignalCondition : std::uint8_t {
    Strategy,       ///< "strategy": the preset lets it signal
    SideFilter,     ///< "side": the preset's intended side
    Bars,           ///< "bars": at least 20
    Atr,            ///< "atr"
    PriceBreakout,  ///< "price_breakout": close of b beyond P
    VolumeSurge,    ///< "volume_surge"
    BodyRatio,      ///< "body_ratio"
    L2Imbalance,    ///< "l2_imbalance": value signed, positive in favour
    VwapGap,        ///< "vwap_gap": value signed, positive in favour
    Crossing,       ///< "crossing": close of b-1 not beyond P yet
    TooFar,         ///< "too_far"
    BadStop,        ///< "bad_stop": distance of the stop from the entry
    NoEdge,         ///< "no_edge": first target less costs and funding, in R
    // Of a retest alone.
    PreviousBreakout, ///< "previous_breakout": its age, 1 to 24 h
    BreakoutUnused, ///< "breakout_unused": no retest of it was selected before
    MovedAway,      ///< "moved_away": the extreme since, an ATR from the level
    LevelRetest,    ///< "level_retest": the bar came near the level and closed on the broken side
    PierceTolerance, ///< "pierce_tolerance": how far it went through
    TradingActivity, ///< "trading_activity": volume of 5 bars to the 15 before
    // Of an opening range alone.
    RangeAge, ///< "range_age": bars since the range
    OpeningRange, ///< "opening_range": its bars that are known
    RangeHeight ///< "range_height": from its low to its high
};
/// The most that one evaluation looks at: momentum has 13, the others 14.
inline constexpr std::size_t kMaxSignalChecks = 14;
std::string_view toText(SignalCondition condition);
/// "price", "ratio", "bps", "bars", "hours", "r" or "" for the gates of `explain`.
std::string_view unitOf(SignalCondition condition);

/// One condition with its value against its threshold.
struct SignalCheck {
    SignalCondition condition = SignalCondition::Strategy;
    CheckOutcome outcome = CheckOutcome::Skipped;
    bool allowedMissing = false;
    Bound bound = Bound::AtLeast;
    std::optional<double> value;
    std::optional<double> threshold;

    bool passes() const
    {
        return outcome == CheckOutcome::Pass || (outcome == CheckOutcome::NoData && allowedMissing);
    }
};

/// How much of a verdict is wanted: Decide stops at the first refusal, Explain
/// evaluates every condition that can be.
enum class Account : std::uint8_t { Decide, Explain };

/// The verdict on one level. Either a signal or the first check that refused;
/// `checks` holds what was evaluated: up to the refusal, or all that can be
/// where a whole account was asked for.
struct SignalVerdict {
    Strategy strategy = Strategy::Momentum;
    LevelId levelId;
    double level = 0.0; ///< its price
    std::optional<Direction> direction; ///< that it was tried for; empty where it did not come to that
    std::optional<Signal> signal;
    std::optional<SignalCheck> refusal;
    std::array<SignalCheck, kMaxSignalChecks> checks{};
    std::size_t checkCount = 0;

    std::span<const SignalCheck> evaluated() const { return std::span(checks).first(checkCount); }
    /// The plan has its strategy; else it was not tried, as far as a person is concerned.
    bool isOfPlan() const { return !refusal || refusal->condition != SignalCondition::Strategy; }
    /// Every condition was looked at, whatever refused before it.
    bool isWhole() const
    {
        return checkCount > 0 && checks[checkCount - 1].condition == SignalCondition::NoEdge;
    }
    /// How many refused; empty where not all were looked at.
    std::optional<std::size_t> refusals() const;
};

} // namespace breakline
