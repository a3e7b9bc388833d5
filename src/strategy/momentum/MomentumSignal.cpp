// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/momentum/MomentumSignal.h"

#include "strategy/LevelEvents.h"
#include "strategy/SignalEvaluation.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

/// One evaluation of one level: writes the checks, remembers the first refusal.
class MomentumEvaluation : SignalEvaluation {
public:
    MomentumEvaluation(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                       const Level& level, const AnalysisSettings& settings, Account account)
        : SignalEvaluation(Strategy::Momentum, view, metrics, preset, level, settings, account)
    {
        setDirection(breakDirection(level.type));
        m_breakout = breakoutPrice(level.price, m_direction, preset.signal.momentumEpsilon);
    }

    SignalVerdict run(double score, const AllowMissing& missing)
    {
        // In Decide the first refusal ends it; in Explain only what later
        // checks cannot do without does.
        const bool isWhole =
            checkStrategy() && checkSideFilter() && checkBarsAndAtr() && conditions() && planBreak(m_breakout);
        if (isWhole && !m_verdict.refusal)
            m_verdict.signal = signalOf(score, missing);
        return std::move(m_verdict);
    }

private:
    bool conditions()
    {
        const Candle& bar = m_window.back();
        const SignalSettings& signal = m_preset.signal;

        if (!check(SignalCondition::PriceBreakout,
                   outcomeOf(closesBeyond(bar.close, m_breakout, m_direction)), bar.close, m_breakout,
                   beyond()))
            return false;

        const auto& volume = m_metrics.volumeRatio;
        if (!check(SignalCondition::VolumeSurge,
                   volume ? outcomeOf(*volume >= signal.momentumVolumeMultiplier) : CheckOutcome::NoData,
                   volume, signal.momentumVolumeMultiplier))
            return false;

        const double range = bar.high - bar.low;
        if (range > 0.0)
            m_body = std::fabs(bar.close - bar.open) / range;
        if (!check(SignalCondition::BodyRatio, outcomeOf(m_body && *m_body >= signal.momentumBodyRatioMin),
                   m_body, signal.momentumBodyRatioMin))
            return false;

        if (!checkImbalance() || !checkVwapGap(bar.close))
            return false;

        const double previous = m_window[m_window.size() - 2].close;
        return check(SignalCondition::Crossing, outcomeOf(crossesFreshly(previous, m_breakout, m_direction)),
                     previous, m_breakout, notBeyond());
    }

    bool checkVwapGap(double close)
    {
        const double largest = m_preset.signal.vwapGapMaxAtr * *m_metrics.atr14;
        if (!m_metrics.vwap)
            return check(SignalCondition::VwapGap, CheckOutcome::NoData, {}, largest, Bound::AtMost);
        const double gap = (close - *m_metrics.vwap) * m_side;
        if (gap < 0.0)
            return check(SignalCondition::VwapGap, CheckOutcome::Fail, gap, 0.0);
        return check(SignalCondition::VwapGap, outcomeOf(gap <= largest), gap, largest, Bound::AtMost);
    }

    Signal signalOf(double score, const AllowMissing& missing)
    {
        Signal signal = makeSignal(missing);
        signal.breakoutPrice = m_breakout;
        signal.confidence = momentumConfidence(score, *m_metrics.volumeRatio, *m_body, m_imbalance);
        signal.reason = "close " + priceText(m_window.back().close)
            + (m_direction == Direction::Long ? " over " : " under ") + priceText(m_breakout, 1) + ", volume "
            + fixed(*m_metrics.volumeRatio, 2) + "x, body " + fixed(*m_body, 2);
        return signal;
    }

    double m_breakout = 0.0;
    std::optional<double> m_body;
};

} // namespace

double momentumConfidence(double score, double volumeRatio, double bodyRatio, std::optional<double> imbalance)
{
    const double confidence = 0.4 * std::clamp((score + 2.0) / 4.0, 0.0, 1.0)
        + 0.3 * std::min(1.0, volumeRatio / 5.0) + 0.2 * std::min(1.0, bodyRatio / 0.8)
        + 0.1 * std::min(1.0, std::fabs(imbalance.value_or(0.0)) / 0.5);
    return std::clamp(confidence, 0.1, 1.0);
}

SignalVerdict evaluateMomentum(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                               const Level& level, double score, const AllowMissing& missing,
                               const AnalysisSettings& settings, Account account)
{
    return MomentumEvaluation(view, metrics, preset, level, settings, account).run(score, missing);
}

} // namespace breakline
