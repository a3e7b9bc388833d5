// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/EntryTransaction.h"
#include "execution/SlicingPlan.h"
#include "position/ExitRules.h"
#include "risk/RiskLimits.h"
#include "risk/Sizing.h"
#include "strategy/GateTrace.h"
#include "trading/CostSheets.h"

#include <optional>
#include <string_view>

namespace breakline {

// What risk, execution and the exit said, as gates. Each takes over what was
// decided; nothing is judged again.

/// Stage risk: what was in the way of a size, or "size" and its risk in R.
void append(GateTrace& trace, const PositionSize& size);
/// Stage risk: the error of the cost forecasts against its bound, in R; beyond it the
/// quantity shrinks and nothing is refused. Nothing where it is unknown.
void append(GateTrace& trace, const CostSizing& costs);
/// Stage risk: every limit on the entry.
void append(GateTrace& trace, const EntryEvaluation& evaluation);
/// Stage execution: why an entry was not cut into slices.
void append(GateTrace& trace, const SlicingRefusal& refusal);
/// Stage execution: what ended an entry of which nothing was filled.
void appendEnd(GateTrace& trace, const EntryRejected& rejected, Side side);
/// Stage execution: the slippage of what was filled (bps) and its share of what was
/// approved; where that is not all, what ended it, which refuses nothing.
void append(GateTrace& trace, const EntryComplete& complete, std::optional<double> slippage, double share);
/// Stage exit: the rule that calls for it, with what it measured.
void append(GateTrace& trace, const ExitSignal& signal);
/// One that refuses and has decided. `name` outlives the trace.
void appendRefusal(GateTrace& trace, GateStage stage, std::string_view name, std::string_view unit = {},
                   std::optional<double> value = {}, std::optional<double> threshold = {},
                   Bound bound = Bound::AtMost);
/// One that was passed. `name` outlives the trace.
void appendPass(GateTrace& trace, GateStage stage, std::string_view name, std::string_view unit = {},
                std::optional<double> value = {}, std::optional<double> threshold = {},
                Bound bound = Bound::AtMost);

} // namespace breakline
