// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <optional>
#include <string>

namespace breakline {

/// What is looked at on recorded candles, and for which bars: the last one that
/// closes by `at`, or all that close within [from, to].
struct AnalysisOptions {
    std::string data; ///< folder of candle files, or one of them
    std::string preset;
    std::string symbol; ///< exchange id; empty: all
    std::optional<Timestamp> at;
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
    bool json = false;
};

struct LevelsOptions {
    AnalysisOptions analysis;
};

struct ScanOptions {
    AnalysisOptions analysis;
    bool scans = true; ///< the preset chooses the universe; else every symbol
};

struct SignalsOptions {
    AnalysisOptions analysis;
    bool scans = true; ///< the preset's gates choose the candidates; else every symbol is one
};

struct IndicatorsOptions {
    AnalysisOptions analysis;
};

} // namespace breakline
