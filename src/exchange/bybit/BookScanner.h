// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/bybit/BybitRecords.h"
#include "exchange/bybit/DecimalGrid.h"

#include <string_view>
#include <vector>

namespace breakline::bybit {

/// What stands around the levels of a book frame.
struct BookHead {
    std::string_view symbol;
    std::int64_t depth = 0;
    bool isSnapshot = false;
    std::int64_t time = 0;
    std::int64_t updateId = 0;
    Integer sequence;
    Integer engineTime;
};

/// Reads a book frame in the one form that the venue writes (its keys in its
/// order, no spaces, plain numbers), in one pass over its bytes. False for any
/// other text, right or wrong: the general decoder judges that. Behind the frame
/// stands a NUL.
bool scanBook(std::string_view frame, BookHead& head, std::vector<BookLevelRecord>& bids,
              std::vector<BookLevelRecord>& asks);

/// The same in two steps, because the grids follow from the symbol: `at` is
/// left behind the symbol, and continued from there.
bool scanBookHead(const char*& at, const char* end, BookHead& head);
bool scanBookCounts(const char* at, const char* end, const DecimalGrid& ticks, const DecimalGrid& lots,
                    BookHead& head, std::vector<BookLevel>& bids, std::vector<BookLevel>& asks);

} // namespace breakline::bybit
