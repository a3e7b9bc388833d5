// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/MomentumSignal.h"

#include "core/Invariant.h"
#include "strategy/StopPlan.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace breakline {

namespace {

constexpr std::size_t kMinBars = 20;

std::string fixed(double value, int decimals)
{
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
    return end.ec == std::errc{} ? std::string(buffer, end.ptr) : std::string("?");
}

/// One evaluation of one level: writes the checks, remembers the first refusal.
class Evaluation {
public:
    Evaluation(const MarketView& view, const CandleMetrics& metrics, const Preset& preset, const Level& level,
               const AnalysisSettings& settings, Account account)
        : m_view(view)
        , m_metrics(metrics)
        , m_preset(preset)
        , m_level(level)
        , m_settings(settings)
        , m_account(account)
        , m_window(view.candles())
        , m_direction(level.type == LevelType::Resistance ? Direction::Long : Direction::Short)
        , m_side(static_cast<double>(signOf(m_direction)))
        , m_breakout(level.price * (1.0 + m_side * preset.signal.momentumEpsilon))
        , m_hasBook(view.book && view.book->bestBid && view.book->bestAsk
                    && view.now - view.bookAsOf <= settings.maxBookAge)
    {
    }

    SignalVerdict run(double score, const AllowMissing& missing)
    {
        // In Decide the first refusal ends it; in Explain only what later
        // checks cannot do without does.
        if (!gates() || !conditions() || !plan())
            return std::move(m_verdict);
        if (!m_verdict.refusal)
            m_verdict.signal = makeSignal(score, missing);
        return std::move(m_verdict);
    }

private:
    /// Records a check; false where the evaluation is to end.
    bool check(SignalCondition condition, CheckOutcome outcome, std::optional<double> value = {},
               std::optional<double> threshold = {}, bool isMinimum = true, bool allowedMissing = false)
    {
        SignalCheck& record = m_verdict.checks[m_verdict.checkCount++];
        record = {condition, outcome, allowedMissing, isMinimum, value, threshold};
        if (record.passes())
            return true;
        if (!m_verdict.refusal)
            m_verdict.refusal = record;
        return m_account == Account::Explain;
    }
    static CheckOutcome outcomeOf(bool passes) { return passes ? CheckOutcome::Pass : CheckOutcome::Fail; }

    bool gates()
    {
        if (!check(SignalCondition::Strategy, outcomeOf(m_preset.momentumAllowed)))
            return false;
        const IntendedSide side = m_preset.intendedSide;
        const bool sideAllowed = side == IntendedSide::Both
            || (side == IntendedSide::Long) == (m_direction == Direction::Long);
        if (!check(SignalCondition::SideFilter, outcomeOf(sideAllowed)))
            return false;
        const bool enoughBars = m_window.size() >= kMinBars;
        check(SignalCondition::Bars, outcomeOf(enoughBars), static_cast<double>(m_window.size()),
              static_cast<double>(kMinBars));
        if (!enoughBars)
            return false;
        const bool hasAtr = m_metrics.atr14 && *m_metrics.atr14 > 0.0;
        check(SignalCondition::Atr, m_metrics.atr14 ? outcomeOf(hasAtr) : CheckOutcome::NoData, m_metrics.atr14, 0.0);
        return hasAtr;
    }

    bool conditions()
    {
        const Candle& bar = m_window.back();
        const SignalSettings& signal = m_preset.signal;
        const bool isLong = m_direction == Direction::Long;

        if (!check(SignalCondition::PriceBreakout,
                   outcomeOf(isLong ? bar.close > m_breakout : bar.close < m_breakout), bar.close, m_breakout, isLong))
            return false;

        const auto& volume = m_metrics.volumeRatio;
        if (!check(SignalCondition::VolumeSurge,
                   volume ? outcomeOf(*volume >= signal.momentumVolumeMultiplier) : CheckOutcome::NoData, volume,
                   signal.momentumVolumeMultiplier))
            return false;

        const double range = bar.high - bar.low;
        if (range > 0.0)
            m_body = std::fabs(bar.close - bar.open) / range;
        if (!check(SignalCondition::BodyRatio, outcomeOf(m_body && *m_body >= signal.momentumBodyRatioMin), m_body,
                   signal.momentumBodyRatioMin))
            return false;

        if (m_hasBook)
            m_imbalance = m_view.book->imbalance;
        const auto signedImbalance = m_imbalance ? std::optional(m_side * *m_imbalance) : std::nullopt;
        if (!check(SignalCondition::L2Imbalance,
                   signedImbalance ? outcomeOf(*signedImbalance >= signal.l2ImbalanceThreshold)
                                   : CheckOutcome::NoData,
                   signedImbalance, signal.l2ImbalanceThreshold, true, m_preset.allowMissing.l2Imbalance))
            return false;

        if (!checkVwapGap(bar.close))
            return false;

        const double previous = m_window[m_window.size() - 2].close;
        return check(SignalCondition::Crossing, outcomeOf(isLong ? previous <= m_breakout : previous >= m_breakout),
                     previous, m_breakout, !isLong);
    }

    bool checkVwapGap(double close)
    {
        const double largest = m_preset.signal.vwapGapMaxAtr * *m_metrics.atr14;
        if (!m_metrics.vwap)
            return check(SignalCondition::VwapGap, CheckOutcome::NoData, {}, largest, false);
        const double gap = (close - *m_metrics.vwap) * m_side;
        if (gap < 0.0)
            return check(SignalCondition::VwapGap, CheckOutcome::Fail, gap, 0.0, true);
        return check(SignalCondition::VwapGap, outcomeOf(gap <= largest), gap, largest, false);
    }

    // Entry, stop, targets: false where there is nothing to place.
    bool plan()
    {
        const Instrument& instrument = *m_view.instrument;
        if (m_hasBook) {
            m_entry = m_direction == Direction::Long ? *m_view.book->bestAsk : *m_view.book->bestBid;
        } else {
            const auto close = instrument.quantizePrice(m_window.back().close, QuantizeFor::Nearest);
            if (!close) {
                check(SignalCondition::TooFar, CheckOutcome::NoData, {}, {}, false);
                return false;
            }
            m_entry = *close;
        }

        const double entry = instrument.toDouble(m_entry);
        const double limit = m_preset.maxDistanceFromLevelBps();
        const double distance = distanceBps(m_direction, entry, m_breakout);
        if (!check(SignalCondition::TooFar, outcomeOf(distance <= limit), distance, limit, false))
            return false;

        StopInput input{m_window, m_direction, entry, *m_metrics.atr14, {}, takerFeeBps(), instrument.tick,
                        m_settings};
        if (m_hasBook)
            input.spread = m_view.book->spread;
        const auto stop = planStop(input, m_preset);
        if (!stop) {
            check(SignalCondition::BadStop, CheckOutcome::NoData);
            return false;
        }
        const StopBounds bounds = stopBounds(input, m_preset);
        const double risk = m_side * (entry - *stop);
        const bool isTooNear = risk < bounds.nearest;
        const bool isTooWide = risk > bounds.farthest * (1.0 + 1e-9);
        const auto rounded = instrument.quantizePrice(
            *stop, m_direction == Direction::Long ? QuantizeFor::StopOfLong : QuantizeFor::StopOfShort);
        if (!check(SignalCondition::BadStop, outcomeOf(!isTooNear && !isTooWide && rounded), risk,
                   isTooWide ? bounds.farthest : bounds.nearest, !isTooWide))
            return false;
        if (risk <= 0.0 || !rounded)
            return false;
        m_stop = *rounded;
        return checkEdge(entry, risk);
    }

    bool checkEdge(double entry, double risk)
    {
        m_cost = entry * (2.0 * takerFeeBps() + m_preset.execution.expectedSlippageBps) * 1e-4;
        const double reward = m_preset.position.targets.front().r * risk;
        const double net = reward - m_cost - fundingCost(entry);
        const bool passes = planTargets() && net >= m_settings.minEdgeR * risk;
        return check(SignalCondition::NoEdge, outcomeOf(passes), net / risk, m_settings.minEdgeR);
    }

    // From the rounded stop, each rounded as the resting order will be. False
    // where a short's target lies below zero: there is no such trade.
    bool planTargets()
    {
        const Instrument& instrument = *m_view.instrument;
        const QuantizeFor purpose =
            m_direction == Direction::Long ? QuantizeFor::PassiveSell : QuantizeFor::PassiveBuy;
        const double risk = static_cast<double>(m_entry - m_stop);
        for (const TargetLevel& target : m_preset.position.targets) {
            const double ticks = static_cast<double>(m_entry.ticks) + risk * target.r;
            const auto price = instrument.quantizePrice(ticks * instrument.tick, purpose);
            if (!price)
                return false;
            m_targets.push_back({target.r, *price, target.sizeFrac});
        }
        return true;
    }

    double takerFeeBps() const { return m_view.takerFeeBps.value_or(m_preset.execution.takerFeeBps); }

    double fundingCost(double entry) const
    {
        return m_view.fundingRate
            ? expectedFunding(entry, m_side * *m_view.fundingRate,
                              fundingTimesWithinHold(m_view.now, m_view.nextFundingTime,
                                                     m_view.instrument->fundingInterval, maxHold(m_preset)))
            : 0.0;
    }

    Signal makeSignal(double score, const AllowMissing& missing)
    {
        const Candle& bar = m_window.back();
        Signal signal;
        signal.symbol = m_view.instrument->id;
        signal.direction = m_direction;
        signal.strategy = Strategy::Momentum;
        signal.barOpen = bar.openTime;
        signal.barClose = bar.openTime + m_view.interval;
        signal.levelId = m_level.id;
        signal.level = m_level.price;
        signal.breakoutPrice = m_breakout;
        signal.levelStrength = m_level.strength;
        signal.entry = m_entry;
        signal.stop = m_stop;
        signal.targets = std::move(m_targets);
        signal.confidence = momentumConfidence(score, *m_metrics.volumeRatio, *m_body, m_imbalance);
        signal.rewardRisk = static_cast<double>(signal.targets.front().price - m_entry)
            / static_cast<double>(m_entry - m_stop);
        signal.atr14 = *m_metrics.atr14;
        signal.costPerUnit = m_cost;
        signal.correlation = m_metrics.correlation;
        signal.missing = missing;
        signal.missing.l2Imbalance = signal.missing.l2Imbalance || !m_imbalance;
        signal.reason = std::string("close ") + fixed(bar.close, m_view.instrument->tickSize.decimals())
            + (m_direction == Direction::Long ? " over " : " under ")
            + fixed(m_breakout, m_view.instrument->tickSize.decimals() + 1) + ", volume "
            + fixed(*m_metrics.volumeRatio, 2) + "x, body " + fixed(*m_body, 2);
        return signal;
    }

    const MarketView& m_view;
    const CandleMetrics& m_metrics;
    const Preset& m_preset;
    const Level& m_level;
    const AnalysisSettings& m_settings;
    Account m_account;
    std::span<const Candle> m_window;
    Direction m_direction;
    double m_side;
    double m_breakout;
    bool m_hasBook;
    SignalVerdict m_verdict;
    std::optional<double> m_body;
    std::optional<double> m_imbalance;
    double m_cost = 0.0;
    Price m_entry;
    Price m_stop;
    std::vector<SignalTarget> m_targets;
};

} // namespace

double distanceBps(Direction direction, double entry, double breakoutPrice)
{
    return signOf(direction) * (entry / breakoutPrice - 1.0) * 1e4;
}

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
    if (view.history.empty() || view.history.back().openTime != metrics.openTime)
        failInvariant("metrics of another bar than the view's");
    if (preset.position.targets.empty())
        failInvariant("preset without targets");
    return Evaluation(view, metrics, preset, level, settings, account).run(score, missing);
}

} // namespace breakline
