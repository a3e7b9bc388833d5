// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/opening_range/OpeningRangeSignal.h"

#include "strategy/LevelEvents.h"
#include "strategy/SignalEvaluation.h"
#include "strategy/opening_range/OpeningRange.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

/// The edge of the range as a level: nobody has touched it before, so that it has no
/// strength of the kind that found levels have.
Level edgeOf(const OpeningRange& range, LevelType side, const Instrument& instrument)
{
    const Candle& bar = side == LevelType::Resistance ? range.highest : range.lowest;
    Level level;
    level.type = side;
    level.price = side == LevelType::Resistance ? bar.high : bar.low;
    level.firstTouch = range.open;
    level.lastTouch = bar.openTime;
    level.touches = 1;
    level.volume = range.volume;
    level.id = {side, range.open, std::llround(level.price / instrument.tick)};
    return level;
}

/// One evaluation of one side.
class OpeningRangeEvaluation : SignalEvaluation {
public:
    OpeningRangeEvaluation(const StrategyInput& input, const OpeningRangeSettings& settings,
                           const OpeningRange& range, const Level& edge)
        : SignalEvaluation(Strategy::OpeningRange, input.view, input.metrics, input.preset, edge,
                           input.settings, input.account)
        , m_rules(settings)
        , m_range(range)
    {
        setDirection(breakDirection(edge.type));
    }

    SignalVerdict run(double score, const AllowMissing& missing)
    {
        const bool isWhole = checkStrategy() && checkSideFilter() && checkBarsAndAtr() && checkRange()
            && checkBreak() && planBreak(m_breakout);
        if (isWhole && !m_verdict.refusal)
            m_verdict.signal = signalOf(score, missing);
        return std::move(m_verdict);
    }

private:
    bool checkRange()
    {
        const auto bars = static_cast<double>(m_rules.rangeBars);
        const auto known = static_cast<double>(m_range.known);
        // While it forms its end is not known, and neither are its edges.
        const auto age = static_cast<double>(m_range.age);
        const bool forms = m_range.age < 1;
        if (!check(SignalCondition::RangeAge, outcomeOf(!forms && m_range.age <= m_rules.validBars), age,
                   forms ? 1.0 : static_cast<double>(m_rules.validBars),
                   forms ? Bound::AtLeast : Bound::AtMost)
            || forms)
            return false;
        const bool isKnown = known == bars;
        if (!check(SignalCondition::OpeningRange, isKnown ? CheckOutcome::Pass : CheckOutcome::NoData, known,
                   bars)
            || !isKnown)
            return false;
        const double most = m_rules.maxHeightAtr * *m_metrics.atr14;
        const double height = m_range.highest.high - m_range.lowest.low;
        return check(SignalCondition::RangeHeight, outcomeOf(height <= most), height, most, Bound::AtMost);
    }

    bool checkBreak()
    {
        const Candle& bar = m_window.back();
        m_breakout = m_level.price + m_side * m_rules.breakAtr * *m_metrics.atr14;
        if (!check(SignalCondition::PriceBreakout,
                   outcomeOf(closesBeyond(bar.close, m_breakout, m_direction)), bar.close, m_breakout,
                   beyond()))
            return false;
        const auto& volume = m_metrics.volumeRatio;
        if (!check(SignalCondition::VolumeSurge,
                   volume ? outcomeOf(*volume >= m_rules.volumeMultiplier) : CheckOutcome::NoData, volume,
                   m_rules.volumeMultiplier)
            || !checkImbalance())
            return false;
        // Of a bar that is missing nobody knows where it closed.
        if (static_cast<std::int64_t>(m_range.since.size()) != m_range.age - 1)
            return check(SignalCondition::Crossing, CheckOutcome::NoData, {}, m_breakout, notBeyond());
        std::optional<double> farthest;
        for (const Candle& before : m_range.since)
            if (!farthest || closesBeyond(before.close, *farthest, m_direction))
                farthest = before.close;
        return check(SignalCondition::Crossing,
                     outcomeOf(!farthest || crossesFreshly(*farthest, m_breakout, m_direction)), farthest,
                     m_breakout, notBeyond());
    }

    Signal signalOf(double score, const AllowMissing& missing)
    {
        Signal signal = makeSignal(missing);
        signal.breakoutPrice = m_breakout;
        signal.confidence = openingRangeConfidence(
            score, *m_metrics.volumeRatio, static_cast<double>(m_range.age), m_rules.validBars, m_imbalance);
        signal.reason = "close " + priceText(m_window.back().close)
            + (m_direction == Direction::Long ? " over " : " under ") + priceText(m_breakout, 1)
            + ", opening range " + priceText(m_range.lowest.low) + " to " + priceText(m_range.highest.high)
            + " of " + toIso8601(m_range.open).substr(11, 5) + ", volume " + fixed(*m_metrics.volumeRatio, 2)
            + "x";
        return signal;
    }

    const OpeningRangeSettings& m_rules;
    const OpeningRange& m_range;
    double m_breakout = 0.0;
};

} // namespace

double openingRangeConfidence(double score, double volumeRatio, double age, int validBars,
                              std::optional<double> imbalance)
{
    const double confidence = 0.4 * std::clamp((score + 2.0) / 4.0, 0.0, 1.0)
        + 0.3 * std::min(1.0, volumeRatio / 5.0) + 0.2 * (1.0 - (age - 1.0) / validBars)
        + 0.1 * std::min(1.0, std::fabs(imbalance.value_or(0.0)) / 0.5);
    return std::clamp(confidence, 0.1, 1.0);
}

SignalVerdict evaluateOpeningRange(const StrategyInput& input, const OpeningRangeSettings& settings,
                                   LevelType side)
{
    const OpeningRange range = findOpeningRange(input.view.candles(), input.view.interval,
                                                settings.sessionHours, settings.rangeBars);
    const Level edge = edgeOf(range, side, *input.view.instrument);
    return OpeningRangeEvaluation(input, settings, range, edge).run(input.score, input.missing);
}

} // namespace breakline
