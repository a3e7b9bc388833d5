// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/EntryValidator.h"
#include "strategy/Filters.h"
#include "strategy/FlowFilters.h"
#include "strategy/GateTrace.h"
#include "strategy/SignalSelection.h"

#include <cstddef>
#include <string_view>

namespace breakline {

// What the strategy room's verdicts say, as gates. Each takes over what was
// decided; nothing is judged again.

/// Stage scan. The first filter that refuses has decided.
void append(GateTrace& trace, const FilterResults& filters);
/// Stage level: how many there are, of one at least.
void appendLevelCount(GateTrace& trace, std::size_t levels);
/// Each verdict is an alternative: its level, then the conditions. Where none came
/// to a signal, the refusal of the first strategy that may signal has decided. Strategies
/// that the plan does not have are left out, unless there is no other. `symbol` is of the
/// levels' ids.
void append(GateTrace& trace, const SelectionAccount& account, std::string_view symbol);
/// Stage signal, scope "entry", and the confidence.
void append(GateTrace& trace, const EntryReport& report);
/// Stage signal, scope "flow".
void append(GateTrace& trace, const FlowReport& report);

} // namespace breakline
