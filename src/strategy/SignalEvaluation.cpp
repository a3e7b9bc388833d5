// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/SignalEvaluation.h"

#include "core/Invariant.h"
#include "strategy/LevelEvents.h"

#include <charconv>

namespace breakline {

namespace {

constexpr std::size_t kMinBars = 20;

} // namespace

SignalEvaluation::SignalEvaluation(Strategy strategy, const MarketView& view, const CandleMetrics& metrics,
                                   const Preset& preset, const Level& level, const AnalysisSettings& settings,
                                   Account account)
    : m_view(view)
    , m_metrics(metrics)
    , m_preset(preset)
    , m_level(level)
    , m_settings(settings)
    , m_account(account)
    , m_window(view.candles())
    , m_hasBook(view.book && view.book->bestBid && view.book->bestAsk
                && view.now - view.bookAsOf <= settings.maxBookAge)
    , m_strategy(strategy)
{
    if (view.history.empty() || view.history.back().openTime != metrics.openTime)
        failInvariant("metrics of another bar than the view's");
    if (preset.position.targets.empty())
        failInvariant("preset without targets");
    m_verdict.strategy = strategy;
    m_verdict.levelId = level.id;
    m_verdict.level = level.price;
}

std::string SignalEvaluation::fixed(double value, int decimals)
{
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
    return end.ec == std::errc {} ? std::string(buffer, end.ptr) : std::string("?");
}

std::string SignalEvaluation::priceText(double price, int moreDecimals) const
{
    return fixed(price, m_view.instrument->tickSize.decimals() + moreDecimals);
}

void SignalEvaluation::setDirection(Direction direction)
{
    m_direction = direction;
    m_verdict.direction = direction;
    m_side = static_cast<double>(signOf(direction));
}

bool SignalEvaluation::check(SignalCondition condition, CheckOutcome outcome, std::optional<double> value,
                             std::optional<double> threshold, Bound bound, bool allowedMissing)
{
    SignalCheck& record = m_verdict.checks[m_verdict.checkCount++];
    record = {condition, outcome, allowedMissing, bound, value, threshold};
    if (record.passes())
        return true;
    if (!m_verdict.refusal)
        m_verdict.refusal = record;
    return m_account == Account::Explain;
}

bool SignalEvaluation::checkStrategy()
{
    const bool isAllowed = m_preset.strategies.has(m_strategy);
    check(SignalCondition::Strategy, outcomeOf(isAllowed));
    return isAllowed; // it has nothing more to say
}

bool SignalEvaluation::checkSideFilter()
{
    const IntendedSide side = m_preset.intendedSide;
    const bool isAllowed =
        side == IntendedSide::Both || (side == IntendedSide::Long) == (m_direction == Direction::Long);
    return check(SignalCondition::SideFilter, outcomeOf(isAllowed));
}

bool SignalEvaluation::checkBarsAndAtr()
{
    const bool enoughBars = m_window.size() >= kMinBars;
    check(SignalCondition::Bars, outcomeOf(enoughBars), static_cast<double>(m_window.size()),
          static_cast<double>(kMinBars));
    if (!enoughBars)
        return false;
    const bool hasAtr = m_metrics.atr14 && *m_metrics.atr14 > 0.0;
    check(SignalCondition::Atr, m_metrics.atr14 ? outcomeOf(hasAtr) : CheckOutcome::NoData, m_metrics.atr14,
          0.0, Bound::MoreThan);
    return hasAtr;
}

bool SignalEvaluation::checkImbalance()
{
    if (m_hasBook)
        m_imbalance = m_view.book->imbalance;
    const auto inFavour = m_imbalance ? std::optional(m_side * *m_imbalance) : std::nullopt;
    const double threshold = m_preset.signal.l2ImbalanceThreshold;
    return check(SignalCondition::L2Imbalance,
                 inFavour ? outcomeOf(*inFavour >= threshold) : CheckOutcome::NoData, inFavour, threshold,
                 Bound::AtLeast, m_preset.allowMissing.l2Imbalance);
}

bool SignalEvaluation::findEntry()
{
    if (m_hasBook) {
        m_entry = m_direction == Direction::Long ? *m_view.book->bestAsk : *m_view.book->bestBid;
        return true;
    }
    const auto close = m_view.instrument->quantizePrice(m_window.back().close, QuantizeFor::Nearest);
    if (!close) {
        check(SignalCondition::TooFar, CheckOutcome::NoData, {}, {}, Bound::AtMost);
        return false;
    }
    m_entry = *close;
    return true;
}

bool SignalEvaluation::planBreak(double breakoutPrice)
{
    if (!findEntry())
        return false;
    const double limit = m_preset.maxDistanceFromLevelBps();
    const double distance = distanceBps(m_direction, entryPrice(), breakoutPrice);
    return check(SignalCondition::TooFar, outcomeOf(distance <= limit), distance, limit, Bound::AtMost)
        && judgeStop(planStop(stopInput(), m_preset));
}

StopInput SignalEvaluation::stopInput() const
{
    StopInput input {
        m_window,  m_direction, entryPrice(), *m_metrics.atr14, {}, takerFeeBps(), m_view.instrument->tick,
        m_settings};
    if (m_hasBook)
        input.spread = m_view.book->spread;
    return input;
}

bool SignalEvaluation::judgeStop(std::optional<double> stop)
{
    if (!stop) {
        check(SignalCondition::BadStop, CheckOutcome::NoData);
        return false;
    }
    const double entry = entryPrice();
    const StopBounds bounds = stopBounds(stopInput(), m_preset);
    const double risk = m_side * (entry - *stop);
    const bool isTooNear = risk < bounds.nearest;
    const bool isTooWide = risk > bounds.farthest * (1.0 + 1e-9);
    const auto rounded = m_view.instrument->quantizePrice(
        *stop, m_direction == Direction::Long ? QuantizeFor::StopOfLong : QuantizeFor::StopOfShort);
    // The bound that failed, else the nearer one.
    const bool isFarBound = isTooWide || (!isTooNear && bounds.farthest - risk < risk - bounds.nearest);
    if (!check(SignalCondition::BadStop, outcomeOf(!isTooNear && !isTooWide && rounded), risk,
               isFarBound ? bounds.farthest : bounds.nearest, isFarBound ? Bound::AtMost : Bound::AtLeast))
        return false;
    if (risk <= 0.0 || !rounded)
        return false;
    m_stop = *rounded;
    return checkEdge(entry, risk);
}

bool SignalEvaluation::checkEdge(double entry, double risk)
{
    m_cost = entry * (2.0 * takerFeeBps() + m_preset.execution.expectedSlippageBps) * 1e-4;
    const double reward = m_preset.position.targets.front().r * risk;
    const double net = reward - m_cost - fundingCost(entry);
    const bool passes = planTargets() && net >= m_settings.minEdgeR * risk;
    return check(SignalCondition::NoEdge, outcomeOf(passes), net / risk, m_settings.minEdgeR);
}

// From the rounded stop, each rounded as the resting order will be. False
// where a short's target lies below zero: there is no such trade.
bool SignalEvaluation::planTargets()
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

double SignalEvaluation::takerFeeBps() const
{
    return m_view.takerFeeBps.value_or(m_preset.execution.takerFeeBps);
}

double SignalEvaluation::fundingCost(double entry) const
{
    return m_view.fundingRate
        ? expectedFunding(entry, m_side * *m_view.fundingRate,
                          fundingTimesWithinHold(m_view.now, m_view.nextFundingTime,
                                                 m_view.instrument->fundingInterval, maxHold(m_preset)))
        : 0.0;
}

Signal SignalEvaluation::makeSignal(const AllowMissing& missing)
{
    const Candle& bar = m_window.back();
    Signal signal;
    signal.symbol = m_view.instrument->id;
    signal.direction = m_direction;
    signal.strategy = m_strategy;
    signal.barOpen = bar.openTime;
    signal.barClose = bar.openTime + m_view.interval;
    signal.levelId = m_level.id;
    signal.level = m_level.price;
    signal.levelStrength = m_level.strength;
    signal.entry = m_entry;
    signal.stop = m_stop;
    signal.targets = std::move(m_targets);
    signal.rewardRisk =
        static_cast<double>(signal.targets.front().price - m_entry) / static_cast<double>(m_entry - m_stop);
    signal.atr14 = *m_metrics.atr14;
    signal.costPerUnit = m_cost;
    signal.correlation = m_metrics.correlation;
    signal.missing = missing;
    signal.missing.l2Imbalance = signal.missing.l2Imbalance || !m_imbalance;
    return signal;
}

} // namespace breakline
