// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/retest/RetestSignal.h"

#include "strategy/LevelEvents.h"
#include "strategy/SignalEvaluation.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr Duration kYoungest = Duration::hours(1);
constexpr Duration kOldest = Duration::hours(24);
constexpr double kAwayAtr = 1.0;
constexpr double kStopAtr = 1.0;
constexpr double kMinActivity = 0.8;
constexpr std::size_t kRecentBars = 5;
constexpr std::size_t kEarlierBars = 15;

double hoursOf(Duration duration)
{
    return static_cast<double>(duration.ms) / 3'600'000.0;
}

/// Mean volume of the last 5 bars over that of the 15 before; empty where that is 0.
std::optional<double> activityOf(std::span<const Candle> window)
{
    double recent = 0.0;
    for (const Candle& bar : window.last(kRecentBars))
        recent += bar.volume;
    double earlier = 0.0;
    for (const Candle& bar : window.last(kRecentBars + kEarlierBars).first(kEarlierBars))
        earlier += bar.volume;
    if (earlier <= 0.0)
        return std::nullopt;
    return (recent / static_cast<double>(kRecentBars)) / (earlier / static_cast<double>(kEarlierBars));
}

class RetestEvaluation : SignalEvaluation {
public:
    RetestEvaluation(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                     const Level& level, const AnalysisSettings& settings, Account account)
        : SignalEvaluation(Strategy::Retest, view, metrics, preset, level, settings, account)
    {
    }

    SignalVerdict run(const BreakoutHistory& history, double score, const AllowMissing& missing)
    {
        const bool isWhole = checkStrategy() && checkBarsAndAtr() && findBreakout(history)
            && checkSideFilter() && conditions() && plan();
        if (isWhole && !m_verdict.refusal)
            m_verdict.signal = signalOf(score, missing);
        return std::move(m_verdict);
    }

private:
    bool findBreakout(const BreakoutHistory& history)
    {
        m_breakout = history.newestOf(m_level.id, m_level.price, *m_metrics.atr14);
        if (m_breakout == nullptr) {
            check(SignalCondition::PreviousBreakout, CheckOutcome::Fail);
            return false; // without one there is no side
        }
        setDirection(m_breakout->direction);
        const bool isLong = m_direction == Direction::Long;
        m_age = *m_view.closeTime() - m_breakout->time;
        const bool isTooYoung = m_age < kYoungest;
        if (!check(SignalCondition::PreviousBreakout, outcomeOf(!isTooYoung && m_age <= kOldest),
                   hoursOf(m_age), hoursOf(isTooYoung ? kYoungest : kOldest),
                   isTooYoung ? Bound::AtLeast : Bound::AtMost)
            || !check(SignalCondition::BreakoutUnused, outcomeOf(!m_breakout->used)))
            return false;
        const double away = m_level.price + m_side * kAwayAtr * *m_metrics.atr14;
        const auto& extreme = m_breakout->extreme;
        return check(SignalCondition::MovedAway,
                     extreme ? outcomeOf(isLong ? *extreme >= away : *extreme <= away) : CheckOutcome::NoData,
                     extreme, away, isLong ? Bound::AtLeast : Bound::AtMost);
    }

    bool conditions()
    {
        const Candle& bar = m_window.back();
        const bool isLong = m_direction == Direction::Long;
        const double reach = m_preset.signal.retestMaxPierceAtr * *m_metrics.atr14;
        const double wick = isLong ? bar.low : bar.high;
        // Of wick and close the one that missed is shown.
        const bool holds = retests(m_level.price, m_direction, bar, reach);
        const bool closes = closesBeyond(bar.close, m_level.price, m_direction);
        if (!(closes ? check(SignalCondition::LevelRetest, outcomeOf(holds), wick,
                             m_level.price + m_side * reach, notBeyond())
                     : check(SignalCondition::LevelRetest, outcomeOf(holds), bar.close, m_level.price,
                             beyond())))
            return false;
        const double pierce = m_side * (m_level.price - wick);
        if (!check(SignalCondition::PierceTolerance, outcomeOf(pierce <= reach), pierce, reach, Bound::AtMost)
            || !checkImbalance())
            return false;
        m_activity = activityOf(m_window);
        return check(SignalCondition::TradingActivity, outcomeOf(m_activity && *m_activity >= kMinActivity),
                     m_activity, kMinActivity);
    }

    bool plan()
    {
        if (!findEntry())
            return false;
        const double away = std::fabs(entryPrice() - m_level.price) / m_level.price;
        const double limit = m_preset.signal.retestPierceTolerance;
        return check(SignalCondition::TooFar, outcomeOf(away <= limit), away * 1e4, limit * 1e4,
                     Bound::AtMost)
            && judgeStop(m_level.price - m_side * kStopAtr * *m_metrics.atr14);
    }

    Signal signalOf(double score, const AllowMissing& missing)
    {
        Signal signal = makeSignal(missing);
        signal.breakoutPrice = m_level.price;
        signal.breakout = BreakoutKey {m_breakout->level, m_breakout->time};
        signal.confidence = retestConfidence(score, hoursOf(m_age), m_level.touches, *m_activity);
        const Candle& bar = m_window.back();
        const bool isLong = m_direction == Direction::Long;
        signal.reason = std::string("back to ") + priceText(m_level.price, 1)
            + (isLong ? " from above, low " : " from below, high ") + priceText(isLong ? bar.low : bar.high)
            + ", close " + priceText(bar.close) + ", broken " + fixed(hoursOf(m_age), 1)
            + " h before, activity " + fixed(*m_activity, 2);
        return signal;
    }

    const LevelBreak* m_breakout = nullptr;
    Duration m_age;
    std::optional<double> m_activity;
};

} // namespace

double retestConfidence(double score, double hours, int touches, double activity)
{
    constexpr double kAfterBreakout = 0.8;
    const double confidence = 0.3 * std::clamp((score + 2.0) / 4.0, 0.0, 1.0) + 0.3 * kAfterBreakout
        + 0.2 * std::max(0.3, 1.0 - hours / 24.0) + 0.1 * std::min(1.0, touches / 5.0)
        + 0.1 * std::min(1.0, activity);
    return std::max(0.1, confidence);
}

SignalVerdict evaluateRetest(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                             const Level& level, const BreakoutHistory& history, double score,
                             const AllowMissing& missing, const AnalysisSettings& settings, Account account)
{
    return RetestEvaluation(view, metrics, preset, level, settings, account).run(history, score, missing);
}

} // namespace breakline
