// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/CostSheet.h"

#include "execution/TradingCosts.h"

#include <algorithm>
#include <vector>

namespace breakline {

namespace {

constexpr int kPricePlaces = 12;
constexpr int kMoneyPlaces = 8;
constexpr int kRatePlaces = 10;

Decimal money(const Decimal& amount)
{
    return amount.rounded(kMoneyPlaces, Rounding::HalfEven);
}

/// The factors are rounded first, so that no product can have too many places.
Decimal share(const Decimal& value, const Decimal& rate)
{
    return money(money(value) * rate.rounded(kRatePlaces, Rounding::HalfEven));
}

Decimal signedBy(Direction direction, const Decimal& amount)
{
    return direction == Direction::Long ? amount : -amount;
}

Decimal averageOf(const Decimal& tickLots, Quantity quantity, const Instrument& instrument)
{
    return (instrument.tickSize * tickLots)
        .dividedBy(Decimal::fromUnits(quantity.lots), kPricePlaces, Rounding::HalfEven);
}

Decimal partOf(const Decimal& amount, const Decimal& part, const Decimal& whole)
{
    return money((amount * part).dividedBy(whole, kPricePlaces, Rounding::HalfEven));
}

std::optional<double> inRisk(const Decimal& amount, const Decimal& riskUsd)
{
    if (riskUsd <= Decimal())
        return std::nullopt;
    return amount.toDouble() / riskUsd.toDouble();
}

/// Payments after now, up to and with the end of the longest hold.
std::optional<std::int64_t> paymentsOf(const CostQuestion& question)
{
    if (!question.nextFunding || !question.longestHold || *question.nextFunding <= question.now
        || question.fundingInterval.ms <= 0)
        return std::nullopt;
    const std::int64_t after = (question.now + *question.longestHold - *question.nextFunding).ms;
    return after < 0 ? 0 : after / question.fundingInterval.ms + 1;
}

} // namespace

std::optional<BookWalk> walkBook(const BookSnapshot& book, Side taker, Quantity quantity,
                                 const Instrument& instrument)
{
    if (quantity.lots <= 0)
        return std::nullopt;
    const std::vector<BookLevel>& levels = taker == Side::Buy ? book.asks : book.bids;
    Quantity left = quantity;
    Decimal tickLots;
    for (const BookLevel& level : levels) {
        const Quantity taken = std::min(left, level.quantity);
        tickLots += Decimal::fromProduct(level.price.ticks, taken.lots, Decimal::fromUnits(1));
        left -= taken;
        if (left.isZero())
            return BookWalk {instrument.notionalUnit * tickLots, averageOf(tickLots, quantity, instrument)};
    }
    return std::nullopt;
}

std::optional<Decimal> middleOf(const BookSnapshot& book, const Instrument& instrument)
{
    if (book.bids.empty() || book.asks.empty())
        return std::nullopt;
    return (instrument.toDecimal(book.bids.front().price) + instrument.toDecimal(book.asks.front().price))
        * Decimal::fromUnits(5, 1);
}

CostSheet forecastCosts(const CostQuestion& question, const Instrument& instrument)
{
    const Direction direction = question.direction;
    const Decimal planned = instrument.toDecimal(question.plannedEntry);
    const Decimal stop = instrument.toDecimal(question.stop);
    CostSheet sheet;
    sheet.quantity = instrument.toDecimal(question.quantity);
    const auto valueAt = [&sheet](const Decimal& price) { return money(price * sheet.quantity); };

    const auto middle = question.book != nullptr ? middleOf(*question.book, instrument) : std::nullopt;
    if (middle) {
        if (const auto walk = walkBook(*question.book, entrySide(direction), question.quantity, instrument)) {
            sheet.entryPrice = walk->averagePrice;
            sheet.entrySlippageBps =
                slippageBps(entrySide(direction), middle->toDouble(), walk->averagePrice.toDouble());
        }
        if (const auto walk = walkBook(*question.book, exitSide(direction), question.quantity, instrument)) {
            sheet.exitPrice =
                (stop * walk->averagePrice).dividedBy(*middle, kPricePlaces, Rounding::HalfEven);
            sheet.exitSlippageBps =
                slippageBps(exitSide(direction), middle->toDouble(), walk->averagePrice.toDouble());
        }
    }
    const Decimal entry = sheet.entryPrice.value_or(planned);
    sheet.entryFee = share(valueAt(entry), question.entryFeeRate);
    sheet.exitFee = share(valueAt(sheet.exitPrice.value_or(stop)), question.exitFeeRate);
    if (const auto payments = paymentsOf(question); payments && question.fundingRate)
        sheet.funding = signedBy(direction, share(valueAt(planned), *question.fundingRate)) * *payments;
    if (question.liquidationPrice)
        sheet.liquidationDistance =
            signedBy(direction, entry - std::max(*question.liquidationPrice, Decimal()));

    if (!sheet.entryPrice || !sheet.exitPrice)
        return sheet;
    const Decimal risk = valueAt((planned - stop).abs());
    const Decimal paid = std::max(sheet.funding.value_or(Decimal()), Decimal());
    const auto lossAt = [&](const Decimal& exit, const Decimal& exitFee) {
        return signedBy(direction, valueAt(entry - exit)) + sheet.entryFee + exitFee + paid;
    };
    sheet.loss = lossAt(*sheet.exitPrice, sheet.exitFee);
    sheet.lossR = inRisk(*sheet.loss, risk);
    if (question.liquidationPrice) {
        const Decimal liquidation = std::max(*question.liquidationPrice, Decimal());
        sheet.worstLoss =
            std::max(*sheet.loss, lossAt(liquidation, share(valueAt(liquidation), question.exitFeeRate)));
        sheet.worstLossR = inRisk(*sheet.worstLoss, risk);
    }
    return sheet;
}

void CostTally::entryFilled(Price price, Quantity quantity, const Decimal& fee)
{
    m_entered += quantity;
    m_entryTicks += Decimal::fromProduct(price.ticks, quantity.lots, Decimal::fromUnits(1));
    m_entryFees += fee;
}

void CostTally::exitFilled(Price price, Quantity quantity, const Decimal& fee,
                           const std::optional<Decimal>& reference)
{
    m_exitFees += fee;
    if (!reference)
        return;
    m_taken += quantity;
    m_takenTicks += Decimal::fromProduct(price.ticks, quantity.lots, Decimal::fromUnits(1));
    m_takenReference += *reference * quantity.lots;
    m_takenFees += fee;
}

CostSheet CostTally::realised(const Outcome& outcome, const Instrument& instrument) const
{
    CostSheet sheet;
    sheet.quantity = instrument.toDecimal(m_entered);
    sheet.entryFee = money(m_entryFees);
    sheet.exitFee = money(m_exitFees);
    sheet.funding = money(outcome.funding);
    sheet.loss = money(-outcome.net);
    sheet.lossR = inRisk(*sheet.loss, outcome.riskUsd);
    if (m_entered.lots > 0) {
        sheet.entryPrice = averageOf(m_entryTicks, m_entered, instrument);
        if (outcome.middle)
            sheet.entrySlippageBps =
                slippageBps(entrySide(m_direction), outcome.middle->toDouble(), sheet.entryPrice->toDouble());
        if (outcome.liquidationPrice)
            sheet.liquidationDistance = signedBy(m_direction, *sheet.entryPrice - *outcome.liquidationPrice);
    }
    if (m_taken.lots > 0) {
        sheet.exitPrice = averageOf(m_takenTicks, m_taken, instrument);
        const Decimal reference =
            m_takenReference.dividedBy(Decimal::fromUnits(m_taken.lots), kPricePlaces, Rounding::HalfEven);
        sheet.exitSlippageBps =
            slippageBps(exitSide(m_direction), reference.toDouble(), sheet.exitPrice->toDouble());
    }
    return sheet;
}

Decimal CostTally::entryErrorOf(const CostSheet& forecast, const Instrument& instrument) const
{
    const Decimal paid = money(instrument.notionalUnit * m_entryTicks);
    const Decimal expected = money(*forecast.entryPrice * instrument.toDecimal(m_entered));
    return signedBy(m_direction, paid - expected) + money(m_entryFees)
        - partOf(forecast.entryFee, instrument.toDecimal(m_entered), forecast.quantity);
}

Decimal CostTally::exitErrorOf(const CostSheet& forecast, Price stop, const Instrument& instrument) const
{
    const Decimal lost =
        money(instrument.lotSize * m_takenReference) - money(instrument.notionalUnit * m_takenTicks);
    const Decimal taken = instrument.toDecimal(m_taken);
    const Decimal expected = money((instrument.toDecimal(stop) - *forecast.exitPrice) * taken);
    return signedBy(m_direction, lost - expected) + money(m_takenFees)
        - partOf(forecast.exitFee, taken, forecast.quantity);
}

std::optional<CostError> CostTally::errorOf(const CostSheet& forecast, Price stop, const Decimal& riskUsd,
                                            const Instrument& instrument) const
{
    if (!forecast.entryPrice || !forecast.exitPrice || m_entered.lots <= 0)
        return std::nullopt;
    CostError error;
    error.usd = entryErrorOf(forecast, instrument) + exitErrorOf(forecast, stop, instrument);
    const Decimal entered = *forecast.entryPrice * instrument.toDecimal(m_entered);
    error.bps = error.usd.toDouble() / entered.toDouble() * 1e4;
    error.r = inRisk(error.usd, riskUsd);
    return error;
}

} // namespace breakline
