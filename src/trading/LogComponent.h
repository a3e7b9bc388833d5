// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// Who speaks in the log, and whose request it is: the names by which a reader of
/// either filters.
namespace breakline::component {

inline constexpr std::string_view kExecution = "execution";
inline constexpr std::string_view kFeed = "feed";
inline constexpr std::string_view kFirstStop = "first_stop";
inline constexpr std::string_view kFlatten = "flatten";
inline constexpr std::string_view kOrchestrator = "orchestrator";
inline constexpr std::string_view kOrders = "orders";
inline constexpr std::string_view kPositions = "positions";
inline constexpr std::string_view kReconcile = "reconcile";
inline constexpr std::string_view kRisk = "risk";
inline constexpr std::string_view kScanner = "scanner";
inline constexpr std::string_view kSignals = "signals";

} // namespace breakline::component
