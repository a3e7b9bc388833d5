// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AnalysisOptions.h"
#include "core/Expected.h"
#include "market/Candle.h"
#include "market/Instrument.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// The closed five-minute bars of recorded candles, as a session sees them.
struct RecordedBars {
    InstrumentTable instruments;
    std::vector<std::vector<Candle>> bars; ///< by symbol, ascending
    std::vector<std::string> messages; ///< of the data, for a person

    std::span<const Candle> of(SymbolId symbol) const { return bars[symbol.index]; }
};

/// Reads what `data` names. An error names file, line and fault.
Expected<RecordedBars> readRecordedBars(const std::string& data);

/// A bar that was asked for.
struct AskedBar {
    Timestamp close;
    SymbolId symbol;
    std::size_t index = 0; ///< in the symbol's bars
};

/// In order of close and symbol. An error where the symbol is not in the data.
Expected<std::vector<AskedBar>> barsAsked(const RecordedBars& recorded, const AnalysisOptions& options);

} // namespace breakline
