// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BookKeeper.h"

#include <algorithm>

namespace breakline::bybit {

BookKeeper::Result BookKeeper::apply(const BookCounts& counts)
{
    if (counts.isSnapshot) {
        m_isValid = true;
        m_book.bids.clear();
        m_book.asks.clear();
    } else if (!m_isValid) {
        return Result::Waiting;
    } else if (counts.updateId != m_updateId + 1) {
        m_isValid = false;
        return Result::Gap;
    }
    m_book.symbol = counts.symbol;
    m_book.time = counts.time;
    m_updateId = counts.updateId;
    m_book.sequence = static_cast<std::uint64_t>(counts.sequence.value_or(counts.updateId));
    change(m_book.bids, counts.bids, true);
    change(m_book.asks, counts.asks, false);
    if (!m_book.bids.empty() && !m_book.asks.empty() && m_book.bids.front().price >= m_book.asks.front().price) {
        m_isValid = false;
        return Result::Crossed;
    }
    return Result::Changed;
}

void BookKeeper::change(std::vector<BookLevel>& side, std::span<const BookLevel> levels, bool descends)
{
    const auto isBefore = [descends](const BookLevel& level, Price price) {
        return descends ? level.price > price : level.price < price;
    };
    for (const BookLevel& level : levels) {
        const auto at = std::lower_bound(side.begin(), side.end(), level.price, isBefore);
        const bool isThere = at != side.end() && at->price == level.price;
        if (level.quantity.isZero()) {
            if (isThere)
                side.erase(at);
        } else if (isThere) {
            at->quantity = level.quantity;
        } else {
            side.insert(at, level);
        }
    }
    // What the venue no longer shows it no longer reports on either.
    if (side.size() > kMostLevels)
        side.resize(kMostLevels);
}

} // namespace breakline::bybit
