// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/Checkpoint.h"

namespace breakline {

std::string_view toText(CheckpointType type)
{
    switch (type) {
    case CheckpointType::ScanStart: return "scan_start";
    case CheckpointType::ScanComplete: return "scan_complete";
    case CheckpointType::LevelBuildingStart: return "level_building_start";
    case CheckpointType::LevelBuildingComplete: return "level_building_complete";
    case CheckpointType::SignalDetected: return "signal_detected";
    case CheckpointType::SignalValidated: return "signal_validated";
    case CheckpointType::PositionSizing: return "position_sizing";
    case CheckpointType::OrderPlaced: return "order_placed";
    case CheckpointType::OrderFilled: return "order_filled";
    case CheckpointType::PositionOpened: return "position_opened";
    case CheckpointType::StopLossSet: return "stop_loss_set";
    case CheckpointType::TakeProfitSet: return "take_profit_set";
    case CheckpointType::PositionManaged: return "position_managed";
    case CheckpointType::PositionClosed: return "position_closed";
    case CheckpointType::Error: return "error";
    case CheckpointType::Warning: return "warning";
    }
    return {};
}

std::string_view toText(CheckpointStatus status)
{
    switch (status) {
    case CheckpointStatus::Pending: return "pending";
    case CheckpointStatus::InProgress: return "in_progress";
    case CheckpointStatus::Completed: return "completed";
    case CheckpointStatus::Failed: return "failed";
    case CheckpointStatus::Skipped: return "skipped";
    }
    return {};
}

} // namespace breakline
