// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"
#include "risk/RiskParameters.h"
#include "risk/TargetLegs.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace breakline {

/// Why a quantity came out as none; None where it is valid.
enum class SizeRejection : std::uint8_t {
    None,
    EquityUnknown,       ///< equity or the book's notional is unknown, or equity not positive
    OutOfRange,          ///< the quantity does not fit the instrument's lots
    StopOnWrongSide,     ///< signed stop distance <= 0
    DepthMissing,        ///< no depth, and the plan does not let that pass
    LeverageRoom,        ///< the room left under max_leverage is below the minimum order
    BelowMinimum,        ///< below the instrument's minimum quantity or notional
    RiskAboveLimit,      ///< risk > 1.1 times risk_per_trade
    TargetNotLegal,      ///< no split into legs that the instrument takes
    LiquidationTooNear,  ///< |entry - liquidation| < 2 |entry - stop|
    MarginTooSmall,      ///< free margin < initial margin + entry fees
    AddedRisk            ///< an add-on would put more at risk than the position began with
};
/// "equity_unknown" ... ; "none".
std::string_view toText(SizeRejection reason);

struct SizingInput {
    double equityUsd = 0.0;
    Direction direction = Direction::Long;
    Price entry; ///< expected fill
    Price stop;
    std::optional<double> bidDepthUsd; ///< within 0.3 % of mid
    std::optional<double> askDepthUsd;
    double committedNotionalUsd = 0.0; ///< open, working and reserved, all symbols
    double takerFeeBps = 0.0;          ///< account's rate, else the plan's
    std::optional<double> entryFeeBps;  ///< where it is not the taker's: every child rests
    std::optional<double> freeMarginUsd; ///< empty: the caller checks it itself
    std::span<const TargetLeg> targets;  ///< empty: no targets, nothing to check
    bool halve = false;                  ///< risk reduction, see RiskMonitor
    double sizeFactor = 1.0; ///< (0, 1], see CostDerate: of what the caps leave
};

/// A quantity approved by the R model; immutable, used by execution unchanged.
/// riskUsd and riskR are on the price distance, without costs. Where `valid` is
/// false, quantity is 0 and value against threshold say what was in the way.
/// What bound the size beside the risk budget; of several the last.
enum class SizeCap : std::uint8_t { None, PositionSize, Depth, Leverage };
/// "position_size", "depth", "leverage"; empty for none.
std::string_view toText(SizeCap cap);

struct PositionSize {
    SizeCap cap = SizeCap::None;
    Quantity quantity;
    double notionalUsd = 0.0;
    double riskUsd = 0.0;
    double riskR = 0.0; ///< riskUsd / (equity * risk_per_trade), after halving at most 0.5
    double stopDistance = 0.0; ///< price
    double costsPerUnit = 0.0; ///< price; 0 where costs are not included
    bool valid = false;
    bool precisionAdjusted = false; ///< the lot floor took something away
    SizeRejection reason = SizeRejection::None;
    std::optional<double> value;
    std::optional<double> threshold;
    std::vector<SizedTarget> targets;
    Quantity runner;
};

/// The R model: risk budget, then the caps of position size, depth and leverage,
/// then the size factor, the lot floor, halving and validity. Every cap in quote.
/// Refused with a size factor of 1 is refused with any.
PositionSize calculateSize(const RiskParameters& parameters, const Instrument& instrument, const SizingInput& input);

/// Liquidation price of an isolated one-way position, margin at `leverage`
/// without additions: entry * (1 -+ (1/leverage - maintenance rate)); not
/// positive where a long cannot be liquidated above 0.
double isolatedLiquidationPrice(Direction direction, double entry, double leverage, double maintenanceRate);

/// Leverage to set before a symbol's first entry: min(symbolLeverage, instrument's).
double leverageToSet(const RiskParameters& parameters, const Instrument& instrument);

} // namespace breakline
