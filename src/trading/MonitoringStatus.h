// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "trading/ProcessView.h"
#include "trading/TradingState.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

enum class SessionStatus : std::uint8_t { Active, Completed, Stopped, Failed };
std::string_view toText(SessionStatus status);

/// Counts of items, not of checkpoints.
struct SessionCounts {
    std::uint64_t symbolsScanned = 0;
    std::uint64_t candidates = 0;
    std::uint64_t signals = 0;
    std::uint64_t positionsOpened = 0;
    std::uint64_t ordersExecuted = 0; ///< with at least one fill

    friend bool operator==(const SessionCounts&, const SessionCounts&) = default;
};

/// The session at a glance. (SPEC 11.1)
struct MonitoringStatus {
    std::string sessionId;
    std::string preset;
    std::optional<Timestamp> started; ///< empty before the first start
    std::optional<Timestamp> ended; ///< empty while it runs
    SessionStatus session = SessionStatus::Active;
    TradingState state = TradingState::Idle;
    std::uint64_t cycles = 0; ///< transitions to SCANNING
    std::optional<std::int64_t> lastCycleMs; ///< of the last whole cycle
    SessionCounts counts;
    SessionCounts lastCycle; ///< what the last whole cycle added
    std::uint64_t succeeded = 0; ///< steps completed, and failed
    std::uint64_t failed = 0;
    std::optional<double> successRate; ///< succeeded / (succeeded + failed)
    ProcessStatus process; ///< of the present cycle
};

} // namespace breakline
