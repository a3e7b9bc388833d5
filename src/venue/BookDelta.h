// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketEvents.h"

#include <vector>

namespace breakline {

/// The first `depth` levels of both sides.
BookSnapshot cutBook(const BookSnapshot& book, std::size_t depth);

/// What turns `before` into `after`: levels that are new or have changed, and
/// with quantity 0 those that are gone. Bids descend, asks ascend.
struct BookDelta {
    std::vector<BookLevel> bids;
    std::vector<BookLevel> asks;
};

BookDelta deltaOf(const BookSnapshot& before, const BookSnapshot& after);

} // namespace breakline
