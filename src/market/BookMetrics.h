// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/Instrument.h"
#include "market/MarketEvents.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// Value resting within a distance of mid, in quote. A side is truncated where
/// the last level known lies inside the band: there may be more.
struct DepthBand {
    double bidUsd = 0.0;
    double askUsd = 0.0;
    bool bidTruncated = false;
    bool askTruncated = false;

    double total() const { return bidUsd + askUsd; }
};

/// What a book says at one moment. Distances are measured from mid; without
/// both sides there is no mid, no spread, and the bands are 0.
struct BookMetrics {
    Timestamp time; ///< of the book
    std::optional<Price> bestBid;
    std::optional<Price> bestAsk;
    std::optional<double> mid;
    std::optional<double> spread;    ///< ask - bid, price
    std::optional<double> spreadBps; ///< of mid
    DepthBand within50bps; ///< 0.5 %
    DepthBand within30bps; ///< 0.3 %
    DepthBand within5bps;
    /// (bids - asks) / (bids + asks) of the notional of the ten best levels a
    /// side, in [-1, 1]; empty for a book without levels.
    std::optional<double> imbalance;

    bool isEmpty() const { return !bestBid && !bestAsk; }
};

/// Corrupt where the book is crossed, unsorted or holds a size that is not positive.
Expected<void> checkBook(const BookSnapshot& book);

/// Measures a book; the same errors as checkBook().
Expected<BookMetrics> measureBook(const BookSnapshot& book, const Instrument& instrument);

} // namespace breakline
