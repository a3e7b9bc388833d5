// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

namespace breakline {

/// A closed bar for analysis; `open time` is a multiple of its interval.
/// 0 < low <= min(open, close) <= max(open, close) <= high, volume >= 0 in base.
struct Candle {
    Timestamp openTime;
    double open = 0.0;
    double high = 0.0;
    double low = 0.0;
    double close = 0.0;
    double volume = 0.0;

    double typical() const { return (high + low + close) / 3.0; }
    bool isValid() const
    {
        return low > 0.0 && low <= open && low <= close && open <= high && close <= high && volume >= 0.0;
    }

    friend bool operator==(const Candle&, const Candle&) = default;
};

} // namespace breakline
