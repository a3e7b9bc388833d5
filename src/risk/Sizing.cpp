// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/Sizing.h"

#include "core/Invariant.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

// A cap that is met exactly in decimals may be missed by a hair in binary.
constexpr double kSlack = 1e-9;
// The lot floor only ever lowers risk; the rule's slack is for costs and rounding.
constexpr double kRiskTolerance = 1.1;

class Sizer {
public:
    Sizer(const RiskParameters& parameters, const Instrument& instrument, const SizingInput& input)
        : m_parameters(parameters), m_instrument(instrument), m_input(input)
    {
    }

    PositionSize run()
    {
        if (!(std::isfinite(m_input.equityUsd) && m_input.equityUsd > 0.0
              && std::isfinite(m_input.committedNotionalUsd)))
            return reject(SizeRejection::EquityUnknown);
        m_entry = m_instrument.toDouble(m_input.entry);
        const std::int64_t distanceTicks = (m_input.entry - m_input.stop) * signOf(m_input.direction);
        m_size.stopDistance = static_cast<double>(distanceTicks) * m_instrument.tick;
        if (distanceTicks <= 0 || m_input.entry.ticks <= 0 || m_input.stop.ticks <= 0)
            return reject(SizeRejection::StopOnWrongSide, m_size.stopDistance, 0.0);
        if (m_parameters.riskIncludesCosts)
            m_size.costsPerUnit = m_entry * (2.0 * m_input.takerFeeBps + m_parameters.expectedSlippageBps) * 1e-4;

        const double budget = m_input.equityUsd * m_parameters.riskPerTrade;
        double quantity = budget / (m_size.stopDistance + m_size.costsPerUnit);
        const auto capAt = [&](double notional, SizeCap cap) {
            if (!(notional / m_entry < quantity))
                return;
            quantity = notional / m_entry;
            m_size.cap = cap;
        };
        if (m_parameters.maxPositionSizeUsd)
            capAt(*m_parameters.maxPositionSizeUsd, SizeCap::PositionSize);
        const std::optional<double> depth = depthCap();
        if (depth)
            capAt(*depth, SizeCap::Depth);
        else if (!m_parameters.allowMissingSizingDepth)
            return reject(SizeRejection::DepthMissing);
        const double room = m_parameters.maxLeverage * m_input.equityUsd - m_input.committedNotionalUsd;
        const bool roomBinds = room / m_entry < quantity;
        capAt(std::max(0.0, room), SizeCap::Leverage);
        quantity *= m_input.sizeFactor;

        const auto floored = m_instrument.quantizeQuantity(quantity);
        if (!floored)
            return reject(SizeRejection::OutOfRange);
        m_size.precisionAdjusted = std::fabs(m_instrument.toDouble(*floored) - quantity) > kSlack * quantity;
        m_size.quantity = *floored;
        if (m_input.halve) {
            m_size.precisionAdjusted = m_size.precisionAdjusted || m_size.quantity.lots % 2 != 0;
            m_size.quantity.lots /= 2;
        }
        return validate(budget, room, roomBinds);
    }

private:
    std::optional<double> depthCap() const
    {
        if (!m_input.bidDepthUsd || !m_input.askDepthUsd)
            return std::nullopt;
        const double thinner = std::min(*m_input.bidDepthUsd, *m_input.askDepthUsd);
        if (!(std::isfinite(thinner) && thinner >= 0.0))
            return std::nullopt;
        return m_parameters.maxDepthFraction * thinner;
    }

    PositionSize reject(SizeRejection reason, std::optional<double> value = {}, std::optional<double> threshold = {})
    {
        m_size.valid = false;
        m_size.reason = reason;
        m_size.value = value;
        m_size.threshold = threshold;
        m_size.quantity = Quantity{};
        m_size.notionalUsd = m_size.riskUsd = m_size.riskR = 0.0;
        m_size.targets.clear();
        m_size.runner = Quantity{};
        return m_size;
    }

    PositionSize validate(double budget, double room, bool roomBinds)
    {
        const Quantity quantity = m_size.quantity;
        const Decimal notional = m_instrument.notional(m_input.entry, quantity);
        if (quantity.lots <= 0 || quantity < m_instrument.minQuantity || notional < m_instrument.minNotional) {
            const double minimum = std::max(m_instrument.toDouble(m_instrument.minQuantity) * m_entry,
                                            m_instrument.minNotional.toDouble());
            if (roomBinds)
                return reject(SizeRejection::LeverageRoom, std::max(0.0, room), minimum);
            return reject(SizeRejection::BelowMinimum, notional.toDouble(), minimum);
        }
        m_size.notionalUsd = notional.toDouble();
        const double amount = m_instrument.toDouble(quantity);
        m_size.riskUsd = amount * m_size.stopDistance;
        m_size.riskR = m_size.riskUsd / budget;
        const double risk = amount * (m_size.stopDistance + m_size.costsPerUnit);
        const double limit = kRiskTolerance * m_parameters.riskPerTrade;
        if (risk / m_input.equityUsd > limit * (1.0 + kSlack))
            return reject(SizeRejection::RiskAboveLimit, risk / m_input.equityUsd, limit);

        const double leverage = leverageToSet(m_parameters, m_instrument);
        const double liquidation = isolatedLiquidationPrice(m_input.direction, m_entry, leverage,
                                                            m_instrument.maintenanceMarginRate.toDouble());
        const double distance = (m_entry - liquidation) * signOf(m_input.direction);
        if (distance < 2.0 * m_size.stopDistance * (1.0 - kSlack))
            return reject(SizeRejection::LiquidationTooNear, distance, 2.0 * m_size.stopDistance);
        if (m_input.freeMarginUsd) {
            const double feeBps = m_input.entryFeeBps.value_or(m_input.takerFeeBps);
            const double needed = m_size.notionalUsd * (1.0 / leverage + feeBps * 1e-4);
            if (!(*m_input.freeMarginUsd >= needed))
                return reject(SizeRejection::MarginTooSmall, *m_input.freeMarginUsd, needed);
        }
        if (!m_input.targets.empty()) {
            auto split = splitIntoLegs(m_instrument, quantity, m_input.entry, m_input.stop, m_input.targets);
            if (!split)
                return reject(SizeRejection::TargetNotLegal, m_size.notionalUsd, m_instrument.minNotional.toDouble());
            m_size.targets = std::move(split->targets);
            m_size.runner = split->runner;
        } else {
            m_size.runner = quantity;
        }
        m_size.valid = true;
        return m_size;
    }

    const RiskParameters& m_parameters;
    const Instrument& m_instrument;
    const SizingInput& m_input;
    double m_entry = 0.0;
    PositionSize m_size;
};

} // namespace

std::string_view toText(SizeCap cap)
{
    switch (cap) {
    case SizeCap::None: return "";
    case SizeCap::PositionSize: return "position_size";
    case SizeCap::Depth: return "depth";
    case SizeCap::Leverage: return "leverage";
    }
    return "";
}

PositionSize calculateSize(const RiskParameters& parameters, const Instrument& instrument, const SizingInput& input)
{
    if (input.sizeFactor < 1.0) {
        // A part is no way round a check that refuses the whole.
        SizingInput whole = input;
        whole.sizeFactor = 1.0;
        if (PositionSize size = Sizer(parameters, instrument, whole).run(); !size.valid)
            return size;
    }
    return Sizer(parameters, instrument, input).run();
}

double isolatedLiquidationPrice(Direction direction, double entry, double leverage, double maintenanceRate)
{
    return entry * (1.0 - signOf(direction) * (1.0 / leverage - maintenanceRate));
}

double leverageToSet(const RiskParameters& parameters, const Instrument& instrument)
{
    const double offered = instrument.maxLeverage.toDouble();
    return offered > 0.0 ? std::min(parameters.symbolLeverage, offered) : 1.0;
}

std::string_view toText(SizeRejection reason)
{
    switch (reason) {
    case SizeRejection::None: return "none";
    case SizeRejection::EquityUnknown: return "equity_unknown";
    case SizeRejection::StopOnWrongSide: return "stop_on_wrong_side";
    case SizeRejection::OutOfRange: return "out_of_range";
    case SizeRejection::DepthMissing: return "depth_missing";
    case SizeRejection::LeverageRoom: return "leverage_room";
    case SizeRejection::BelowMinimum: return "below_minimum";
    case SizeRejection::RiskAboveLimit: return "risk_above_limit";
    case SizeRejection::TargetNotLegal: return "target_not_legal";
    case SizeRejection::LiquidationTooNear: return "liquidation_too_near";
    case SizeRejection::MarginTooSmall: return "margin_too_small";
    case SizeRejection::AddedRisk: return "added_risk";
    }
    failInvariant("size rejection without a name");
}

} // namespace breakline
