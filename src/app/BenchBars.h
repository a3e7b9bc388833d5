// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "market/Candle.h"
#include "market/Instrument.h"

#include <vector>

namespace breakline {

/// Five-minute bars of the first symbol of the seeded market, more than fill two
/// decision windows.
struct BenchBars {
    Instrument instrument;
    std::vector<Candle> bars;
};

Expected<BenchBars> generatedBars();

} // namespace breakline
