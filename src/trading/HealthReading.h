// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace breakline {

/// What a session must hear, or have room for, before it may enter.
enum class FeedInput : std::uint8_t {
    MarketData, ///< seconds since the newest of all public streams
    Books, ///< that were lost to a gap and are not whole again
    StreamAgainstRest, ///< bps between the streams' last prices and those asked for
    Clock, ///< ms, the venue's less ours
    RequestBudget, ///< requests that the venue refused for their rate just now
    AccountStream, ///< no value
    Disk, ///< percent in use
    Memory ///< percent in use; of the host alone, which alerts and decides nothing
};
inline constexpr std::size_t kFeedInputCount = 8;

enum class Health : std::uint8_t { Unknown, Green, Red };

/// "market_data" ...
std::string_view toText(FeedInput input);
/// "unknown", "green", "red".
std::string_view toText(Health health);

struct HealthReading {
    FeedInput input = FeedInput::MarketData;
    Health health = Health::Unknown;
    std::optional<double> value = std::nullopt;
    std::optional<double> threshold = std::nullopt; ///< red beyond it
    std::optional<Timestamp> since = std::nullopt; ///< of the health; empty while unknown

    friend bool operator==(const HealthReading&, const HealthReading&) = default;
};

} // namespace breakline
