// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/BookDelta.h"

#include <algorithm>

namespace breakline {

namespace {

template<class IsBetter>
std::vector<BookLevel> sideDelta(const std::vector<BookLevel>& before, const std::vector<BookLevel>& after,
                                 IsBetter isBetter)
{
    std::vector<BookLevel> result;
    auto old = before.begin();
    for (const BookLevel& level : after) {
        while (old != before.end() && isBetter(old->price, level.price))
            result.push_back({(old++)->price, Quantity {}});
        if (old != before.end() && old->price == level.price) {
            if (old->quantity != level.quantity)
                result.push_back(level);
            ++old;
        } else {
            result.push_back(level);
        }
    }
    for (; old != before.end(); ++old)
        result.push_back({old->price, Quantity {}});
    return result;
}

} // namespace

BookSnapshot cutBook(const BookSnapshot& book, std::size_t depth)
{
    BookSnapshot result;
    result.symbol = book.symbol;
    result.time = book.time;
    result.sequence = book.sequence;
    const auto cut = [depth](const std::vector<BookLevel>& levels) {
        return std::vector<BookLevel>(
            levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(std::min(depth, levels.size())));
    };
    result.bids = cut(book.bids);
    result.asks = cut(book.asks);
    return result;
}

BookDelta deltaOf(const BookSnapshot& before, const BookSnapshot& after)
{
    return {sideDelta(before.bids, after.bids, [](Price a, Price b) { return a > b; }),
            sideDelta(before.asks, after.asks, [](Price a, Price b) { return a < b; })};
}

} // namespace breakline
