// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"
#include "execution/Order.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace breakline {

/// A limit order book of one symbol: price levels, each a first-in first-out
/// queue of orders of any number of participants, matched by price, then time.
/// Whole numbers only, no text, no allocation once its pools have grown; knows
/// nothing of accounts, margin or time. Quantities > 0, prices > 0.
class MatchingEngine {
public:
    using ParticipantId = std::uint32_t;

    /// Names a resting order. Stays safe to use after the order has gone: calls
    /// with a handle that is out of date do nothing.
    struct Handle {
        std::uint32_t slot = kNone;
        std::uint32_t generation = 0;
    };

    /// One match, seen from the order that rested; it trades at its own price.
    struct Fill {
        std::uint64_t order = 0;
        ParticipantId participant = 0;
        Price price;
        Quantity quantity;
        bool completed = false; ///< nothing of the resting order is left
    };

    struct Outcome {
        Quantity filled;
        Quantity rested; ///< what remains in the book, zero where nothing rests
        Handle handle;   ///< of the rest
        OrderEndReason reason = OrderEndReason::None; ///< why a remainder does not rest
    };

    explicit MatchingEngine(std::size_t expectedOrders = 0);

    /// Puts an order at the end of the queue of its price, without matching.
    Handle rest(Side side, Price price, Quantity quantity, std::uint64_t order, ParticipantId participant);

    /// Matches the first order that `taker` would meet at `limit` or better, for
    /// at most `quantity`; empty where there is none.
    std::optional<Fill> takeOne(Side taker, Price limit, Quantity quantity);

    /// Matches up to `quantity` at `limit` or better and hands each Fill to
    /// `onFill`, which must not call back. Returns what was matched.
    template <class OnFill>
    Quantity take(Side taker, Price limit, Quantity quantity, OnFill&& onFill)
    {
        Quantity left = quantity;
        while (left.lots > 0) {
            const std::optional<Fill> fill = takeOne(taker, limit, left);
            if (!fill)
                break;
            left -= fill->quantity;
            onFill(*fill);
        }
        return quantity - left;
    }

    /// A whole limit order: matches, then rests, as its time in force says.
    template <class OnFill>
    Outcome submit(Side side, Price price, Quantity quantity, TimeInForce timeInForce, std::uint64_t order,
                   ParticipantId participant, OnFill&& onFill)
    {
        Outcome outcome;
        if (timeInForce == TimeInForce::PostOnly && crosses(side, price)) {
            outcome.reason = OrderEndReason::PostOnlyWouldTake;
            return outcome;
        }
        if (timeInForce == TimeInForce::FillOrKill && available(side, price, quantity) < quantity) {
            outcome.reason = OrderEndReason::NoLiquidity;
            return outcome;
        }
        outcome.filled = take(side, price, quantity, onFill);
        const Quantity left = quantity - outcome.filled;
        if (left.isZero())
            return outcome;
        if (timeInForce == TimeInForce::ImmediateOrCancel) {
            outcome.reason = OrderEndReason::NoLiquidity;
            return outcome;
        }
        outcome.rested = left;
        outcome.handle = rest(side, price, left, order, participant);
        return outcome;
    }

    /// Returns whether the order was still there.
    bool cancel(Handle handle);
    /// Takes `by` off the order, which keeps its place; all of it is a cancel.
    bool reduce(Handle handle, Quantity by);
    /// What is left of a resting order; zero for one that has gone.
    Quantity remaining(Handle handle) const;

    /// What `taker` could match at `limit` or better, counted no further than `enough`.
    Quantity available(Side taker, Price limit, Quantity enough) const;
    bool crosses(Side taker, Price limit) const;
    std::optional<Price> best(Side side) const;
    Quantity quantityAt(Side side, Price price) const;
    /// Removes all orders of one price, or of both sides.
    void clearLevel(Side side, Price price);
    void clear();
    std::size_t size() const { return m_size; }

private:
    static constexpr std::uint32_t kNone = 0xFFFF'FFFFu;

    struct Node {
        std::int64_t quantity = 0;
        std::int64_t price = 0;
        std::uint64_t order = 0;
        std::uint32_t previous = kNone;
        std::uint32_t next = kNone;
        std::uint32_t participant = 0;
        std::uint32_t generation = 0;
        Side side = Side::Buy;
        bool live = false;
    };
    struct Level {
        std::int64_t rank = 0; ///< price, negated for asks: the larger the better
        std::int64_t total = 0;
        std::uint32_t head = kNone;
        std::uint32_t tail = kNone;
    };
    // The best level is the last: near the market nothing has to move.
    using Ladder = std::vector<Level>;

    static std::int64_t rankOf(Side side, std::int64_t price) { return side == Side::Buy ? price : -price; }
    Ladder& ladder(Side side) { return side == Side::Buy ? m_bids : m_asks; }
    const Ladder& ladder(Side side) const { return side == Side::Buy ? m_bids : m_asks; }
    static std::size_t lowerBound(const Ladder& levels, std::int64_t rank);
    std::uint32_t allocate();
    void release(std::uint32_t slot);
    void unlink(std::uint32_t slot);
    bool isLive(Handle handle) const;

    std::vector<Node> m_nodes;
    std::uint32_t m_free = kNone;
    std::size_t m_size = 0;
    Ladder m_bids;
    Ladder m_asks;
};

} // namespace breakline
