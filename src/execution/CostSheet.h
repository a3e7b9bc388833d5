// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/Instrument.h"
#include "market/MarketEvents.h"

#include <optional>

namespace breakline {

/// What a trade costs from its entry to flat, before it (a forecast) or after it (as it
/// came). Prices and amounts in quote, exact up to their rounding at 12 and 8 places; fees
/// and funding are positive when paid; slippage is adverse-positive (SPEC 7). Empty is
/// unknown: nothing is put in its place.
struct CostSheet {
    Decimal quantity; ///< base; of a trade that is over, what its entry filled
    std::optional<Decimal> entryPrice; ///< average
    std::optional<double> entrySlippageBps; ///< against the book's middle at the approval
    Decimal entryFee;
    Decimal exitFee;
    std::optional<Decimal> funding; ///< of a forecast: until the longest hold
    /// Average of the exit at the stop; of a trade that is over, of all that a stop or an
    /// order at the market left it by.
    std::optional<Decimal> exitPrice;
    /// Against the stop; of an exit at the market against the book's middle when it began.
    std::optional<double> exitSlippageBps;
    std::optional<Decimal> liquidationDistance; ///< price, from the entry; at most the entry
    /// At the stop, slippage, fees and funding that is paid included; of a trade that is
    /// over its net loss, negative where it won.
    std::optional<Decimal> loss;
    std::optional<double> lossR; ///< in the risk on the price distance
    /// Of a forecast alone: the price passes the stop and goes to the liquidation.
    std::optional<Decimal> worstLoss;
    std::optional<double> worstLossR;

    friend bool operator==(const CostSheet&, const CostSheet&) = default;
};

/// What a quantity takes from one side of a book, level by level from the best.
struct BookWalk {
    Decimal value; ///< quote, exact
    Decimal averagePrice; ///< 12 places, half even
};
/// Empty where the levels that are known hold less, or the quantity is not positive.
std::optional<BookWalk> walkBook(const BookSnapshot& book, Side taker, Quantity quantity,
                                 const Instrument& instrument);
/// (best bid + best ask) / 2; empty without both.
std::optional<Decimal> middleOf(const BookSnapshot& book, const Instrument& instrument);

struct CostQuestion {
    Direction direction = Direction::Long;
    Quantity quantity; ///< > 0
    Price plannedEntry;
    Price stop; ///< on the losing side of the planned entry
    const BookSnapshot* book = nullptr; ///< one that may be relied on; null: unknown
    Decimal entryFeeRate; ///< fractions of value
    Decimal exitFeeRate;
    Timestamp now;
    std::optional<Decimal> fundingRate; ///< fraction an interval; longs pay where positive
    std::optional<Timestamp> nextFunding;
    Duration fundingInterval;
    std::optional<Duration> longestHold; ///< empty: funding is unknown
    /// Of the margin that the position would have; empty: unknown. Below 0: not reached.
    std::optional<Decimal> liquidationPrice;
};

/// The forecast. Entry: the whole quantity walks the side that it takes (the upper bound of
/// an entry in slices, or of one that rests). Exit: it walks the other side of the same
/// book, moved so that its middle stands at the stop: exit price = stop * (walk / middle).
/// Fees: value * rate (SPEC 7), of an entry that is not known at the planned price, of an
/// exit at the stop. Funding: planned value * rate * the payments up to now + longest hold, at the rate of
/// now. Loss: (entry - exit) * quantity * side + fees + max(0, funding). Worst: the same
/// with the exit at the liquidation price, where that is more.
CostSheet forecastCosts(const CostQuestion& question, const Instrument& instrument);

/// By how much the costs of a trade differed from their forecast; positive where it cost
/// more. Compared is what came to pass: slippage and fee of what was entered, and of what a
/// stop or an order at the market left, each against the forecast for as much. A target's
/// fill and funding, which depend on how the trade went, are left out.
struct CostError {
    Decimal usd;
    double bps = 0.0; ///< of the value entered, as it was forecast
    std::optional<double> r; ///< empty where the risk is unknown
};

/// Adds up the fills of a trade.
class CostTally {
public:
    explicit CostTally(Direction direction)
        : m_direction(direction)
    {
    }

    /// Of the entry's own orders; not of what is added later.
    void entryFilled(Price price, Quantity quantity, const Decimal& fee);
    /// `reference`: what a stop or an order at the market was to get; empty for a target,
    /// and where nothing of the kind was forecast.
    void exitFilled(Price price, Quantity quantity, const Decimal& fee,
                    const std::optional<Decimal>& reference);

    struct Outcome {
        std::optional<Decimal> middle; ///< of the book at the approval
        std::optional<Decimal> liquidationPrice; ///< as the venue told it
        Decimal funding;
        Decimal net; ///< result after fees and funding
        Decimal riskUsd; ///< R times quantity; not positive: unknown
    };
    /// The sheet of a trade that is over.
    CostSheet realised(const Outcome& outcome, const Instrument& instrument) const;
    /// Empty where the forecast knew no price of entry or exit, or nothing was entered.
    /// `stop` is the forecast's.
    std::optional<CostError> errorOf(const CostSheet& forecast, Price stop, const Decimal& riskUsd,
                                     const Instrument& instrument) const;

private:
    Decimal entryErrorOf(const CostSheet& forecast, const Instrument& instrument) const;
    Decimal exitErrorOf(const CostSheet& forecast, Price stop, const Instrument& instrument) const;

    Direction m_direction;
    Quantity m_entered;
    Quantity m_taken; ///< left with a reference
    Decimal m_entryTicks, m_takenTicks; ///< sums of ticks * lots
    Decimal m_takenReference; ///< sum of reference * lots
    Decimal m_entryFees, m_exitFees, m_takenFees;
};

} // namespace breakline
