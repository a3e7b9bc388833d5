// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace breakline {

/// A band of prices in which resting size is dense, both ends inclusive, in quote.
struct PriceZone {
    double low = 0.0;
    double high = 0.0;

    bool holds(double price) const { return price >= low && price <= high; }
    /// To the nearer edge; 0 inside.
    double distanceTo(double price) const
    {
        return price < low ? low - price : price > high ? price - high : 0.0;
    }

    friend bool operator==(const PriceZone&, const PriceZone&) = default;
};

} // namespace breakline
