// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

enum class CheckpointType : std::uint8_t {
    ScanStart,
    ScanComplete,
    LevelBuildingStart,
    LevelBuildingComplete,
    SignalDetected,
    SignalValidated,
    PositionSizing,
    OrderPlaced,
    OrderFilled,
    PositionOpened,
    StopLossSet,
    TakeProfitSet,
    PositionManaged,
    PositionClosed,
    Error,
    Warning
};
inline constexpr std::size_t kCheckpointTypeCount = 16;

enum class CheckpointStatus : std::uint8_t { Pending, InProgress, Completed, Failed, Skipped };

/// "scan_start" ...; "pending", "in_progress" ...
std::string_view toText(CheckpointType type);
std::string_view toText(CheckpointStatus status);

/// One step of the work that was reached. (SPEC 11.1)
struct Checkpoint {
    std::uint64_t id = 0; ///< counts from 1 in the session; given by the monitoring
    CheckpointType type = CheckpointType::ScanStart;
    CheckpointStatus status = CheckpointStatus::Completed;
    Timestamp time;
    std::optional<std::int64_t> durationMs; ///< since the in_progress of its kind, symbol and subject
    std::string traceId;
    std::string symbol;
    std::string subject; ///< client order id or signal id, where several may be under way
    std::string message;

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

} // namespace breakline
