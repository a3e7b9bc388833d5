// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/RecordedDecisions.h"
#include "strategy/GateTrace.h"

#include <string>
#include <string_view>

namespace breakline {

/// The step of the trading cycle in which a gate was asked: SCANNING,
/// LEVEL_BUILDING, SIGNAL_WAIT (a strategy's conditions), SIGNAL (what a signal has
/// to pass), SIZING, EXECUTION or MANAGING.
std::string_view stepOf(const Gate& gate);
/// Why it refuses, or would: filter:NAME, data:stale, signal:STRATEGY:CONDITION,
/// signal:NAME, signal:gate:no_levels, risk:NAME, exec:NAME, exit:NAME.
std::string reasonOf(const Gate& gate);

/// An evaluation as lines of JSON, each with its line end: one a gate in the order in
/// which they were asked, then one for what the whole came to. time_ms is the close
/// that was evaluated, of later steps too.
std::string traceLines(const RecordedDecision& decision);

} // namespace breakline
