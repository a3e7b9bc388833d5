// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/AddOnSizing.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr double kSlack = 1e-9;

PositionSize refuse(SizeRejection reason, std::optional<double> value = {},
                    std::optional<double> threshold = {})
{
    PositionSize size;
    size.reason = reason;
    size.value = value;
    size.threshold = threshold;
    return size;
}

} // namespace

PositionSize sizeAddOn(const RiskParameters& parameters, const Instrument& instrument,
                       const AddOnSizingInput& input)
{
    if (input.sizeFactor < 1.0) {
        // A part is no way round a check that refuses the whole.
        AddOnSizingInput whole = input;
        whole.sizeFactor = 1.0;
        if (PositionSize size = sizeAddOn(parameters, instrument, whole); !size.valid)
            return size;
    }
    if (!(std::isfinite(input.equityUsd) && input.equityUsd > 0.0
          && std::isfinite(input.committedNotionalUsd)))
        return refuse(SizeRejection::EquityUnknown);
    const int side = signOf(input.direction);
    const double price = instrument.toDouble(input.price);
    const double stop = instrument.toDouble(input.stop);
    PositionSize size;
    size.stopDistance = (price - stop) * side;
    if (!(size.stopDistance > 0.0) || input.price.ticks <= 0)
        return refuse(SizeRejection::StopOnWrongSide, size.stopDistance, 0.0);

    const double open = instrument.toDouble(input.open);
    const double wanted = instrument.toDouble(input.wanted);
    double quantity = wanted;
    if (parameters.maxPositionSizeUsd)
        quantity = std::min(quantity, *parameters.maxPositionSizeUsd / price - open);
    if (input.bidDepthUsd && input.askDepthUsd)
        quantity = std::min(
            quantity,
            parameters.maxDepthFraction * std::min(*input.bidDepthUsd, *input.askDepthUsd) / price - open);
    else if (!parameters.allowMissingSizingDepth)
        return refuse(SizeRejection::DepthMissing);
    const double room = parameters.maxLeverage * input.equityUsd - input.committedNotionalUsd;
    const bool roomBinds = room / price < quantity;
    quantity = std::max(0.0, std::min(quantity, room / price)) * input.sizeFactor;
    const auto floored = instrument.quantizeQuantity(quantity);
    if (!floored)
        return refuse(SizeRejection::OutOfRange);
    size.quantity = *floored;
    if (input.halve)
        size.quantity.lots /= 2;
    size.precisionAdjusted = size.quantity != input.wanted;

    const Decimal notional = instrument.notional(input.price, size.quantity);
    const double minimum =
        std::max(instrument.toDouble(instrument.minQuantity) * price, instrument.minNotional.toDouble());
    if (size.quantity.lots <= 0 || size.quantity < instrument.minQuantity
        || notional < instrument.minNotional)
        return roomBinds ? refuse(SizeRejection::LeverageRoom, std::max(0.0, room), minimum)
                         : refuse(SizeRejection::BelowMinimum, notional.toDouble(), minimum);

    const double added = instrument.toDouble(size.quantity);
    const double whole = open + added;
    const double average = (open * input.openAverage + added * price) / whole;
    size.notionalUsd = notional.toDouble();
    size.riskUsd = whole * std::max(0.0, (average - stop) * side);
    size.riskR = size.riskUsd / input.initialRiskUsd;
    const double limit = input.initialRiskUsd * (1.0 + kSlack);
    const bool isAtBreakeven = (stop - input.openAverage) * side >= -kSlack * price;
    const double atRisk = isAtBreakeven ? size.riskUsd : whole * size.stopDistance;
    if (!(atRisk <= limit))
        return refuse(SizeRejection::AddedRisk, atRisk, input.initialRiskUsd);

    const double leverage = leverageToSet(parameters, instrument);
    const double liquidation = isolatedLiquidationPrice(input.direction, average, leverage,
                                                        instrument.maintenanceMarginRate.toDouble());
    const double toLiquidation = (average - liquidation) * side;
    const double toStop = (average - stop) * side; // negative beyond breakeven
    if (toLiquidation < 2.0 * toStop * (1.0 - kSlack))
        return refuse(SizeRejection::LiquidationTooNear, toLiquidation, 2.0 * toStop);
    if (input.freeMarginUsd) {
        const double feeBps = input.entryFeeBps.value_or(input.takerFeeBps);
        const double needed = size.notionalUsd * (1.0 / leverage + feeBps * 1e-4);
        if (!(*input.freeMarginUsd >= needed))
            return refuse(SizeRejection::MarginTooSmall, *input.freeMarginUsd, needed);
    }
    size.runner = size.quantity;
    size.valid = true;
    return size;
}

} // namespace breakline
