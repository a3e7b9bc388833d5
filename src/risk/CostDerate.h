// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace breakline {

/// How far the costs of closed trades went beyond their forecast, in R. The error of a
/// symbol is the 10 % trimmed mean of its newest 20 trades: the tenth part at either end
/// (of 10 to 19 the largest and the smallest) does not count, so that one fill that went
/// wrong says nothing, and what happens to one trade in four does. Of fewer than 10 trades
/// nothing is said; then those of all symbols stand for it. A function of the trades in
/// their order.
class CostErrors {
public:
    static constexpr std::size_t kNewest = 20;
    static constexpr std::size_t kLeast = 10;

    /// A closed trade. What is not finite is left out.
    void add(SymbolId symbol, double errorR);
    /// Empty while there are too few trades.
    std::optional<double> of(SymbolId symbol) const;

private:
    std::map<SymbolId, std::deque<double>> m_bySymbol;
    std::deque<double> m_all;
};

/// The part of a quantity that may still be taken: 1 up to the bound, beyond it
/// (1 + bound) / (1 + error). A trade that loses 1 R by price and `error` R by costs that
/// nobody foresaw then loses at its stop what it had lost at the bound. `bound` >= 0; in
/// (0, 1], 1 where the error is unknown.
double costSizeFactor(std::optional<double> errorR, double bound);

} // namespace breakline
