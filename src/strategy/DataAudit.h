// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"
#include "market/FaultyRow.h"

#include <cstddef>
#include <optional>
#include <span>

namespace breakline {

/// How good the candles of one symbol are over a window that ends at a time. The
/// scores lie in 0 to 1; one that cannot be told is empty.
struct DataAudit {
    Timestamp from; ///< the window is (from, to], of closes
    Timestamp to;
    Duration interval;
    std::size_t expected = 0; ///< bars that close in the window
    std::size_t bars = 0; ///< sound ones
    std::size_t missing = 0; ///< bars, at its beginning and end too
    std::size_t gaps = 0; ///< opens more than 1.5 intervals apart
    std::size_t invalid = 0, negativeSizes = 0, misplaced = 0, duplicates = 0;
    std::size_t teleports = 0; ///< range over 5 times the ATR(14) before it
    std::size_t spikes = 0; ///< ATR(14) moved by more than twice the one before it
    std::optional<Duration> age; ///< of the newest close
    std::optional<double> completeness; ///< 1 - 5 * gaps / expected
    std::optional<double> freshness; ///< 1 - age / (2 * interval)
    std::optional<double> consistency; ///< 1 - 10 * faulty rows / rows
    std::optional<double> stability; ///< 1 - 5 * (teleports + spikes) / (bars - 14)
    std::optional<double> overall; ///< 0.3, 0.2, 0.3 and 0.2 of them

    std::size_t errors() const { return invalid + negativeSizes + misplaced + duplicates; }
    friend bool operator==(const DataAudit&, const DataAudit&) = default;
};

/// `candles`: sound bars, ascending; of them those that closed by `to` are looked at.
/// Bars that are missing at the window's beginning are a gap, whether there are earlier
/// ones or not; at its end they are what freshness tells. Rows are the bars and the
/// faulty ones. A bar is measured by the ATR before it, which does not contain it.
DataAudit auditCandles(std::span<const Candle> candles, std::span<const FaultyRow> faulty, Duration interval,
                       Timestamp to, Duration window = Duration::hours(48));

} // namespace breakline
