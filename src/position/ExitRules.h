// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Bound.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/Candle.h"
#include "position/PositionExit.h"
#include "position/TimeExits.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace breakline {

/// How fast a position is to be left; ascending.
enum class ExitUrgency : std::uint8_t { Low, Normal, Immediate };
std::string_view toText(ExitUrgency urgency);

/// Of an exit that has begun for this reason. Low and Normal may rest as limits.
ExitUrgency urgencyOf(ExitReason reason);

struct ExitRuleSettings {
    bool failedBreakoutEnabled = true;
    int failedBreakoutBars = 3;
    double failedBreakoutThreshold = 0.5; ///< times half an ATR beyond the level
    bool activityDropEnabled = true;
    double activityDropThreshold = 0.3;
    int activityDropBars = 5;
    bool weakImpulseEnabled = true;
    double weakImpulseMinMovePct = 0.3;
    int weakImpulseBars = 5;
    std::optional<Duration> maxHold;
    std::optional<Duration> timeStop; ///< closes what is not in profit
    bool volatilityEnabled = false;
    double volatilitySigmas = 3.0;
};

/// Means over some bars.
struct BarActivity {
    double volume = 0.0;
    double move = 0.0; ///< |close - close before|
};
/// Of the last `bars` bars; empty with fewer, and one before them.
std::optional<BarActivity> activityOf(std::span<const Candle> candles, int bars);

/// What the rules see at the close of a bar.
struct ExitRuleQuestion {
    Direction direction = Direction::Long;
    std::span<const Candle> candles; ///< closed bars, the newest last
    std::int64_t bars = 0; ///< closed since the first fill
    double entry = 0.0; ///< average
    std::optional<double> best; ///< highest high of those bars, of a short lowest low
    std::optional<BarActivity> before; ///< of the activity rule's window that ended with the entry
    std::optional<double> level; ///< that was broken; empty: not of a signal
    std::optional<double> atr; ///< ATR(14) of the newest bar
    Duration age;
    double pnlR = 0.0;
};

struct ExitSignal {
    ExitReason reason = ExitReason::Manual;
    ExitUrgency urgency = ExitUrgency::Normal;
    double confidence = 0.0; ///< 0-1
    Bound bound = Bound::AtLeast; ///< that the value met
    std::optional<double> value = std::nullopt; ///< what the rule measured
    std::optional<double> threshold = std::nullopt;
    std::string_view unit = {}; ///< as of a gate
};

/// The best move since entry, in percent of the entry, in favour.
std::optional<double> bestMovePct(const ExitRuleQuestion& question);

// Confidence of the rules that have one of their own.
double activityDropConfidence(double leastRatio, double threshold);
double weakImpulseConfidence(double movePct, double minMovePct);

// One rule each; empty: it does not call for an exit. What is missing calls for none.
std::optional<ExitSignal> failedBreakout(const ExitRuleQuestion& question, const ExitRuleSettings& settings);
std::optional<ExitSignal> activityDrop(const ExitRuleQuestion& question, const ExitRuleSettings& settings);
std::optional<ExitSignal> weakImpulse(const ExitRuleQuestion& question, const ExitRuleSettings& settings);
std::optional<ExitSignal> volatilitySpike(const ExitRuleQuestion& question, const ExitRuleSettings& settings);
std::optional<ExitSignal> heldTooLong(const ExitRuleQuestion& question, const ExitRuleSettings& settings);
std::optional<ExitSignal> timeStop(const ExitRuleQuestion& question, const ExitRuleSettings& settings);

/// Of all rules the one of the highest urgency, then confidence.
std::optional<ExitSignal> exitRule(const ExitRuleQuestion& question, const ExitRuleSettings& settings);

/// Trade flow has died down: leave what has not got anywhere. `dropFraction` of the
/// activity tracker; empty is no drop.
struct PanicSettings {
    bool enabled = false;
    double threshold = 0.4;
    double belowR = 0.5;
};
bool panicExitDue(std::optional<double> dropFraction, double pnlR, const PanicSettings& settings);

/// Why a position is to be left now, beside its stop: panic, then the rules, then the
/// longest hold (SPEC 8.7). `rule`: what exitRule() found at the bar that has just closed.
struct ExitQuestion {
    Duration age;
    double pnlR = 0.0;
    bool firstTargetFilled = false;
    std::optional<double> dropFraction;
    std::optional<ExitSignal> rule;
};
std::optional<ExitReason> exitDue(const ExitQuestion& question, const TimeExitSettings& times,
                                  const PanicSettings& panic);

} // namespace breakline
