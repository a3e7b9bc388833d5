// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/ExitRules.h"

#include "market/Indicators.h"
#include "position/FrozenRisk.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

double inHours(Duration duration)
{
    return static_cast<double>(duration.ms) / 3'600'000.0;
}

constexpr double kHair = 1e-9;
constexpr std::size_t kVolatilityBars = 20;

bool haveClosed(const ExitRuleQuestion& question, int bars)
{
    return question.bars >= std::max(bars, 1);
}

} // namespace

std::string_view toText(ExitUrgency urgency)
{
    switch (urgency) {
    case ExitUrgency::Low: return "low";
    case ExitUrgency::Normal: return "normal";
    case ExitUrgency::Immediate: return "immediate";
    }
    return {};
}

ExitUrgency urgencyOf(ExitReason reason)
{
    switch (reason) {
    case ExitReason::TimeStop: return ExitUrgency::Low;
    case ExitReason::ActivityDrop:
    case ExitReason::WeakImpulse:
    case ExitReason::NoProgress:
    case ExitReason::MaxHold: return ExitUrgency::Normal;
    default: return ExitUrgency::Immediate;
    }
}

std::optional<BarActivity> activityOf(std::span<const Candle> candles, int bars)
{
    const auto count = static_cast<std::size_t>(std::max(bars, 1));
    if (candles.size() < count + 1)
        return std::nullopt;
    BarActivity sum;
    for (std::size_t i = candles.size() - count; i < candles.size(); ++i) {
        sum.volume += candles[i].volume;
        sum.move += std::fabs(candles[i].close - candles[i - 1].close);
    }
    return BarActivity {sum.volume / static_cast<double>(count), sum.move / static_cast<double>(count)};
}

std::optional<double> bestMovePct(const ExitRuleQuestion& question)
{
    if (!question.best || !(question.entry > 0.0))
        return std::nullopt;
    return (*question.best - question.entry) * signOf(question.direction) / question.entry * 100.0;
}

double activityDropConfidence(double leastRatio, double threshold)
{
    return std::min(0.95, 0.5 + 0.5 * (1.0 - leastRatio / threshold));
}

double weakImpulseConfidence(double movePct, double minMovePct)
{
    return std::min(0.9, 0.6 + 0.3 * (1.0 - movePct / minMovePct));
}

std::optional<ExitSignal> failedBreakout(const ExitRuleQuestion& question, const ExitRuleSettings& settings)
{
    if (!settings.failedBreakoutEnabled || !haveClosed(question, settings.failedBreakoutBars)
        || question.candles.empty() || !question.level || !question.atr)
        return std::nullopt;
    const double beyond = (*question.level - question.candles.back().close) * signOf(question.direction);
    const double least = settings.failedBreakoutThreshold * 0.5 * *question.atr;
    if (!(beyond >= least - kHair * *question.level))
        return std::nullopt;
    return ExitSignal {ExitReason::FailedBreakout, ExitUrgency::Immediate, 0.9, Bound::AtLeast, beyond, least,
                       "price"};
}

std::optional<ExitSignal> activityDrop(const ExitRuleQuestion& question, const ExitRuleSettings& settings)
{
    const auto now = activityOf(question.candles, settings.activityDropBars);
    const auto& before = question.before;
    if (!settings.activityDropEnabled || !haveClosed(question, settings.activityDropBars) || !now || !before
        || !(before->volume > 0.0) || !(before->move > 0.0))
        return std::nullopt;
    const double volume = now->volume / before->volume;
    const double momentum = now->move / before->move;
    // Quiet trade in a moving market, or the other way round, is no drop.
    if (!(volume < settings.activityDropThreshold) || !(momentum < settings.activityDropThreshold))
        return std::nullopt;
    return ExitSignal {ExitReason::ActivityDrop, ExitUrgency::Normal,
                       activityDropConfidence(std::min(volume, momentum), settings.activityDropThreshold),
                       Bound::LessThan, std::max(volume, momentum), settings.activityDropThreshold, "ratio"};
}

std::optional<ExitSignal> weakImpulse(const ExitRuleQuestion& question, const ExitRuleSettings& settings)
{
    const auto move = bestMovePct(question);
    if (!settings.weakImpulseEnabled || !haveClosed(question, settings.weakImpulseBars) || !move
        || !(*move < settings.weakImpulseMinMovePct - kHair))
        return std::nullopt;
    return ExitSignal {ExitReason::WeakImpulse, ExitUrgency::Normal,
                       weakImpulseConfidence(*move, settings.weakImpulseMinMovePct), Bound::LessThan, *move,
                       settings.weakImpulseMinMovePct, "percent"};
}

std::optional<ExitSignal> volatilitySpike(const ExitRuleQuestion& question, const ExitRuleSettings& settings)
{
    // The bar of the entry, and those before, say nothing against it.
    if (!settings.volatilityEnabled || question.bars == 0 || question.candles.size() < kVolatilityBars + 2)
        return std::nullopt;
    const auto candles = question.candles.last(kVolatilityBars + 2);
    const double moved = (candles.back().close - candles[kVolatilityBars].close) * signOf(question.direction);
    if (!(moved < 0.0))
        return std::nullopt;
    // The first of the span only gives the close that the next one starts from.
    const std::vector<double> ranges = trueRange(candles);
    const std::span before(ranges.data() + 1, kVolatilityBars);
    double mean = 0.0;
    for (const double range : before)
        mean += range / static_cast<double>(kVolatilityBars);
    double variance = 0.0;
    for (const double range : before)
        variance += (range - mean) * (range - mean) / static_cast<double>(kVolatilityBars);
    const double most = mean + settings.volatilitySigmas * std::sqrt(variance);
    if (!(ranges.back() > most))
        return std::nullopt;
    return ExitSignal {ExitReason::Volatility, ExitUrgency::Immediate, 0.8, Bound::MoreThan, ranges.back(), most,
                       "price"};
}

std::optional<ExitSignal> heldTooLong(const ExitRuleQuestion& question, const ExitRuleSettings& settings)
{
    if (!settings.maxHold || question.age < *settings.maxHold)
        return std::nullopt;
    return ExitSignal {ExitReason::MaxHold, ExitUrgency::Normal, 1.0, Bound::AtLeast,
                       inHours(question.age), inHours(*settings.maxHold), "hours"};
}

std::optional<ExitSignal> timeStop(const ExitRuleQuestion& question, const ExitRuleSettings& settings)
{
    if (!settings.timeStop || question.age < *settings.timeStop || question.pnlR > kHair)
        return std::nullopt;
    return ExitSignal {ExitReason::TimeStop, ExitUrgency::Low, 0.7, Bound::AtLeast, inHours(question.age),
                       inHours(*settings.timeStop), "hours"};
}

std::optional<ExitSignal> exitRule(const ExitRuleQuestion& question, const ExitRuleSettings& settings)
{
    std::optional<ExitSignal> winner;
    for (const auto rule :
         {failedBreakout, activityDrop, weakImpulse, heldTooLong, timeStop, volatilitySpike}) {
        const auto signal = rule(question, settings);
        if (signal
            && (!winner || signal->urgency > winner->urgency
                || (signal->urgency == winner->urgency && signal->confidence > winner->confidence)))
            winner = signal;
    }
    return winner;
}

bool panicExitDue(std::optional<double> dropFraction, double pnlR, const PanicSettings& settings)
{
    return settings.enabled && dropFraction && *dropFraction >= settings.threshold - kHair
        && !reachedR(pnlR, settings.belowR);
}

std::optional<ExitReason> exitDue(const ExitQuestion& question, const TimeExitSettings& times,
                                  const PanicSettings& panic)
{
    if (panicExitDue(question.dropFraction, question.pnlR, panic))
        return ExitReason::PanicExit;
    if (question.rule)
        return question.rule->reason;
    return timeExit(question.age, question.pnlR, question.firstTargetFilled, times);
}

} // namespace breakline
