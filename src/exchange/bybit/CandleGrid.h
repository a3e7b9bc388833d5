// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Candle.h"
#include "market/Instrument.h"

#include <algorithm>
#include <cmath>

namespace breakline::bybit {

/// The candle with each value as the product of its count and the instrument's
/// step, which is how every price of the session becomes a double; the nearest
/// double to the text may be its neighbour. What is off the grid stays.
inline Candle onGrid(Candle candle, const Instrument& instrument)
{
    const auto place = [](double& value, double step) {
        const double count = std::nearbyint(value / step);
        // Beyond that a double no longer counts one by one.
        if (std::abs(count) < 9e15 && std::abs(value / step - count) < std::max(1e-6, 1e-12 * std::abs(count)))
            value = count * step;
    };
    for (double* price : {&candle.open, &candle.high, &candle.low, &candle.close})
        place(*price, instrument.tick);
    place(candle.volume, instrument.lot);
    return candle;
}

} // namespace breakline::bybit
