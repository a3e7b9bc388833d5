// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/TradeEnd.h"

#include "core/Invariant.h"
#include "market/CandleSeries.h"
#include "position/FrozenRisk.h"
#include "position/PositionLedger.h"

#include <algorithm>
#include <string>

namespace breakline {

namespace {

/// Large enough that parts of it are whole lots, and no minimum is in the way.
constexpr Quantity kSize {1'000'000};
constexpr int kAtrBars = 14;

Decimal rateOf(double bps)
{
    const auto rate = Decimal::fromDouble(bps, 6, Rounding::HalfEven);
    if (!rate)
        failInvariant("a fee in bps is finite");
    return *rate * Decimal::fromUnits(1, 4);
}

/// One trade on its way through the bars.
class Imagined {
public:
    Imagined(const ImaginedTrade& trade, const Instrument& instrument, std::span<const Candle> bars,
             std::size_t decided, Duration interval, const ImaginedRules& rules)
        : m_trade(trade)
        , m_instrument(instrument)
        , m_bars(bars)
        , m_decided(decided)
        , m_interval(interval)
        , m_rules(rules)
        , m_isLong(trade.direction == Direction::Long)
        , m_side(signOf(trade.direction))
        , m_stop(trade.stop)
        , m_trail(trade.direction)
        , m_ledger(trade.direction, instrument)
        , m_before(activityOf(windowTo(decided), rules.exits.activityDropBars))
    {
    }

    TradeEnd run(std::span<const FundingTime> funding)
    {
        if (!enter())
            return m_end;
        auto due = std::ranges::upper_bound(funding, m_opened, {}, &FundingTime::time);
        for (std::size_t i = m_decided + 1; i < m_bars.size(); ++i) {
            const Candle& bar = m_bars[i];
            for (; due != funding.end() && due->time <= bar.openTime; ++due)
                pay(*due, bar);
            if (within(bar))
                return m_end;
            judge(i);
        }
        m_end.fate = ImaginedFate::Open;
        m_end.netR = m_risk->totalR(m_ledger.realised(), m_ledger.unrealised(priceOf(m_bars.back().close)),
                                    m_ledger.fees() + m_ledger.funding());
        return m_end;
    }

private:
    std::span<const Candle> windowTo(std::size_t bar) const
    {
        const auto known = m_bars.first(bar + 1);
        return known.last(std::min(known.size(), kDecisionWindow));
    }
    Price priceOf(double value) const
    {
        const auto price = m_instrument.quantizePrice(value, QuantizeFor::Nearest);
        if (!price)
            failInvariant("a price of a closed bar is positive");
        return *price;
    }
    /// Not before `b` on the losing side.
    bool isAtOrWorse(Price a, Price b) const { return m_isLong ? a <= b : a >= b; }
    bool isBeyond(Price a, Price b) const { return m_isLong ? a > b : a < b; }

    /// What taking at a price comes to; never below a tick.
    Price taken(Price price, Side side) const
    {
        const double slipped =
            m_instrument.toDouble(price) * (1.0 + signOf(side) * m_rules.slippageBps * 1e-4);
        const auto filled = m_instrument.quantizePrice(
            slipped, side == Side::Buy ? QuantizeFor::AggressiveBuy : QuantizeFor::AggressiveSell);
        return filled ? *filled : Price {1};
    }

    bool refuse(ImaginedFate fate)
    {
        m_end.fate = fate;
        return false;
    }

    bool enter()
    {
        if (m_decided + 1 >= m_bars.size()
            || m_bars[m_decided + 1].openTime != m_bars[m_decided].openTime + m_interval)
            return refuse(ImaginedFate::NoBar);
        const Candle& bar = m_bars[m_decided + 1];
        const Price open = priceOf(bar.open);
        const double expected = m_instrument.toDouble(m_trade.entry);
        if (isAtOrWorse(open, m_trade.stop))
            return refuse(ImaginedFate::Touched);
        if (m_side * (bar.open - expected) > expected * m_rules.maxEntrySlippageBps * 1e-4)
            return refuse(ImaginedFate::RanAway);
        const Side side = m_isLong ? Side::Buy : Side::Sell;
        const Price filled = taken(open, side);
        auto risk = FrozenRisk::make(m_trade.direction, m_instrument.toDecimal(filled), m_trade.stop, kSize,
                                     m_instrument);
        if (!risk)
            return refuse(ImaginedFate::Touched);
        auto ladder = TargetLadder::make(*risk, m_rules.legs, m_instrument);
        if (!ladder || (!ladder->levels().empty() && isBeyond(open, ladder->levels().front().price)))
            return refuse(ImaginedFate::Touched);
        m_risk = std::move(*risk);
        m_ladder = std::move(*ladder);
        for (const TargetOrder& order : m_ladder->reconcile(kSize).place)
            m_ladder->orderPlaced(order.level, order.quantity);
        m_opened = bar.openTime;
        m_end.entry = filled;
        book(side, filled, kSize, m_rules.entryFeeBps, ExitReason::Manual, bar.openTime);
        return true;
    }

    void book(Side side, Price price, Quantity quantity, double feeBps, ExitReason reason, Timestamp time)
    {
        const LedgerFill fill {std::to_string(++m_fills),
                               side,
                               price,
                               quantity,
                               m_instrument.notional(price, quantity) * rateOf(feeBps),
                               reason,
                               time};
        if (!m_ledger.apply(fill))
            failInvariant("a fill of an open position is booked");
    }

    bool leave(Price price, double feeBps, Quantity quantity, ExitReason reason, const Candle& bar)
    {
        book(m_isLong ? Side::Sell : Side::Buy, price, quantity, feeBps, reason, bar.openTime);
        if (!m_ledger.isFlat())
            return false;
        m_end.fate = ImaginedFate::Ended;
        m_end.reason = reason;
        m_end.netR = m_ledger.netR(m_risk->initialRiskUsd());
        m_end.left = bar.openTime;
        return true;
    }
    bool leaveAll(Price price, ExitReason reason, const Candle& bar)
    {
        return leave(taken(price, m_isLong ? Side::Sell : Side::Buy), m_rules.takerFeeBps,
                     m_ledger.quantity(), reason, bar);
    }

    void pay(const FundingTime& funding, const Candle& bar)
    {
        const auto rate = Decimal::fromDouble(funding.rate, 12, Rounding::HalfEven);
        if (!rate)
            return; // no rate of a venue
        m_ledger.applyFunding("funding " + std::to_string(funding.time.ms),
                              m_instrument.notional(priceOf(bar.open), m_ledger.quantity()) * *rate
                                  * static_cast<std::int64_t>(m_side));
    }

    /// What happens in a bar, the worse first. True at its end.
    bool within(const Candle& bar)
    {
        const Price open = priceOf(bar.open);
        if (isAtOrWorse(open, m_stop))
            return leaveAll(open, m_stopReason, bar);
        if (m_exit)
            return leaveAll(open, *m_exit, bar);
        if (isAtOrWorse(priceOf(m_isLong ? bar.low : bar.high), m_stop))
            return leaveAll(m_stop, m_stopReason, bar);
        const Price best = priceOf(m_isLong ? bar.high : bar.low);
        for (std::size_t i = 0; i < m_ladder->levels().size(); ++i) {
            const TargetLadder::Level& level = m_ladder->levels()[i];
            if (level.working.isZero() || !isBeyond(best, level.price))
                continue;
            const Quantity quantity = level.working;
            m_ladder->orderFilled(static_cast<int>(i), quantity);
            if (leave(level.price, m_rules.makerFeeBps, quantity, ExitReason::Target, bar))
                return true;
        }
        return false;
    }

    /// What the close of a bar calls for.
    void judge(std::size_t index)
    {
        const Candle& bar = m_bars[index];
        const double best = m_isLong ? bar.high : bar.low;
        if (!m_best || m_side * (best - *m_best) > 0.0)
            m_best = best;
        m_trail.observe(priceOf(best));
        const auto window = windowTo(index);
        const Timestamp close = bar.openTime + m_interval;
        const double pnlR = m_risk->pnlR(bar.close);
        ExitRuleQuestion rule;
        rule.direction = m_trade.direction;
        rule.candles = window;
        rule.bars = (close - m_opened).ms / m_interval.ms;
        rule.entry = m_risk->entryAverage().toDouble();
        rule.best = m_best;
        rule.before = m_before;
        rule.level = m_trade.level;
        if (m_rules.exits.failedBreakoutEnabled)
            rule.atr = lastAverageTrueRange(window, kAtrBars, m_rules.atrMode);
        rule.age = close - m_opened;
        rule.pnlR = pnlR;
        ExitQuestion question;
        question.age = rule.age;
        question.pnlR = pnlR;
        question.firstTargetFilled = m_ladder->firstTargetFilled();
        question.rule = exitRule(rule, m_rules.exits);
        m_exit = exitDue(question, m_rules.times, {});
        if (!m_exit)
            moveStop(window, close);
    }

    void moveStop(std::span<const Candle> window, Timestamp close)
    {
        const Price mark = priceOf(window.back().close);
        const double bestR = m_risk->pnlR(m_instrument.toDouble(*m_trail.extreme()));
        const bool hasTarget = m_ladder->firstTargetFilled();
        TrailingStop::Question question {bestR, hasTarget, mark, m_stop, std::nullopt};
        if (m_rules.chandelier)
            if (const auto stops = lastChandelierStops(window, m_rules.chandelier->bars,
                                                       m_rules.chandelier->multiple, m_rules.atrMode))
                question.chandelier = m_isLong ? stops->forLong : stops->forShort;
        const auto trail = m_trail.move(question, m_rules.trailing, m_rules.stops, m_instrument, close);
        std::optional<Price> breakeven;
        if (m_stopReason == ExitReason::Stop && breakevenDue(bestR, hasTarget, m_rules.breakeven)) {
            const auto target = breakevenPrice(m_trade.direction, m_risk->entryAverage(),
                                               2.0 * m_rules.takerFeeBps, m_rules.breakeven, m_instrument);
            if (target && moreProtective(m_trade.direction, *target, m_stop)
                && breakevenHasRoom(m_trade.direction, *target, mark, m_rules.stops))
                breakeven = *target;
        }
        const auto move = chooseStopMove(m_trade.direction, trail, breakeven);
        if (!move)
            return;
        if (move->kind == StopMoveKind::Trailing)
            m_trail.moved(move->price, close);
        m_stop = move->price;
        m_stopReason = move->kind == StopMoveKind::Trailing ? ExitReason::Trailing : ExitReason::Breakeven;
    }

    const ImaginedTrade& m_trade;
    const Instrument& m_instrument;
    std::span<const Candle> m_bars;
    std::size_t m_decided;
    Duration m_interval;
    const ImaginedRules& m_rules;
    bool m_isLong;
    double m_side;
    Price m_stop;
    ExitReason m_stopReason = ExitReason::Stop;
    TrailingStop m_trail;
    PositionLedger m_ledger;
    std::optional<BarActivity> m_before;
    std::optional<FrozenRisk> m_risk; ///< from the entry on
    std::optional<TargetLadder> m_ladder;
    std::optional<double> m_best;
    std::optional<ExitReason> m_exit; ///< at the next open
    Timestamp m_opened;
    int m_fills = 0;
    TradeEnd m_end;
};

} // namespace

std::string_view toText(ImaginedFate fate)
{
    switch (fate) {
    case ImaginedFate::NoBar: return "no_bar";
    case ImaginedFate::RanAway: return "ran_away";
    case ImaginedFate::Touched: return "touched";
    case ImaginedFate::Open: return "open";
    case ImaginedFate::Ended: return "ended";
    }
    return {};
}

TradeEnd tradeEnd(const ImaginedTrade& trade, const Instrument& instrument, std::span<const Candle> bars,
                  std::size_t decided, Duration interval, std::span<const FundingTime> funding,
                  const ImaginedRules& rules)
{
    return Imagined(trade, instrument, bars, decided, interval, rules).run(funding);
}

} // namespace breakline
