// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/bybit/BybitRecords.h"
#include "market/MarketEvents.h"

namespace breakline::bybit {

/// One symbol's book, kept from a snapshot and the deltas after it. A delta
/// that does not follow, or a book that crosses, ends it until the next
/// snapshot. Bids descend, asks ascend.
class BookKeeper {
public:
    enum class Result : std::uint8_t {
        Changed,
        Waiting, ///< no snapshot yet: nothing was done
        Gap, ///< just now it was lost
        Crossed ///< likewise
    };

    static constexpr std::size_t kMostLevels = 200;

    Result apply(const BookCounts& counts);
    void clear() { m_isValid = false; }
    bool isValid() const { return m_isValid; }
    /// At most kMostLevels a side; only while valid.
    const BookSnapshot& book() const { return m_book; }
    std::int64_t updateId() const { return m_updateId; }

private:
    static void change(std::vector<BookLevel>& side, std::span<const BookLevel> levels, bool descends);

    BookSnapshot m_book;
    std::int64_t m_updateId = 0;
    bool m_isValid = false;
};

} // namespace breakline::bybit
