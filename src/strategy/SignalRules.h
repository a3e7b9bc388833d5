// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Signal.h"

#include <optional>
#include <string_view>

namespace breakline {

/// How far the entries of two signals are apart, in ticks, and up to which distance they
/// are the same: a tick, or duplicateBps.
struct EntryDistance {
    double ticks = 0.0;
    double most = 0.0;
};
EntryDistance entryDistance(const Signal& a, const Signal& b, const AnalysisSettings& settings);

/// Same symbol and direction, and entries no further apart than max(tick, 5 bps).
bool isDuplicate(const Signal& a, const Signal& b, const AnalysisSettings& settings = {});

/// When a signal of which no child was sent is over: its bar's close plus the
/// lifetime; expired from then on, not at that very time.
Timestamp expiryTime(const Signal& signal, const AnalysisSettings& settings = {});
inline bool isExpired(const Signal& signal, Timestamp now, const AnalysisSettings& settings = {})
{
    return now > expiryTime(signal, settings);
}

enum class Invalidation : std::uint8_t {
    TooFar,    ///< price ran further than the limit beyond the breakout price
    ClosedBack ///< a later bar closed back through the level
};
/// "too_far", "closed_back".
std::string_view toText(Invalidation invalidation);

/// By the market's price now, best opposite or last.
std::optional<Invalidation> invalidatedByPrice(const Signal& signal, double price, double maxDistanceBps);
/// By a bar that closed after the signal's.
std::optional<Invalidation> invalidatedByClose(const Signal& signal, const Candle& closed);

} // namespace breakline
