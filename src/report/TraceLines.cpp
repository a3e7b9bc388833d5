// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/TraceLines.h"

#include "report/LevelIds.h"

#include <nlohmann/json.hpp>

namespace breakline {

namespace {

using TraceJson = nlohmann::ordered_json;

TraceJson known(std::optional<double> value)
{
    return value ? TraceJson(*value) : TraceJson(nullptr);
}

TraceJson named(std::string_view text)
{
    return text.empty() ? TraceJson(nullptr) : TraceJson(text);
}

std::string_view componentOf(GateStage stage)
{
    switch (stage) {
    case GateStage::Scan: return "scanner";
    case GateStage::Level:
    case GateStage::Signal: return "signals";
    case GateStage::Risk: return "risk";
    case GateStage::Execution: return "execution";
    case GateStage::Exit: return "positions";
    }
    return {};
}

/// Whether the scope is a strategy's, whose conditions are asked to find a signal.
bool isOfStrategy(const Gate& gate)
{
    return !gate.scope.empty() && gate.scope != "entry" && gate.scope != "flow";
}

TraceJson lineOf(const RecordedDecision& decision, GateStage stage, std::string_view step)
{
    TraceJson line;
    line["time_ms"] = decision.row.time.ms;
    line["component"] = componentOf(stage);
    line["stage"] = step;
    line["symbol"] = decision.row.symbol;
    line["trace_id"] = decision.row.traceId;
    return line;
}

/// What kept the evaluation from its signal, in one code; that of the gate that
/// decided where it came further.
std::string endOf(const Gate& decision)
{
    if (decision.stage == GateStage::Scan)
        return reasonOf(decision).starts_with("data:") ? reasonOf(decision) : "signal:gate:filters";
    if (isOfStrategy(decision) && decision.name == "strategy")
        return "signal:gate:no_strategy";
    return reasonOf(decision);
}

} // namespace

std::string_view stepOf(const Gate& gate)
{
    switch (gate.stage) {
    case GateStage::Scan: return "SCANNING";
    case GateStage::Level: return "LEVEL_BUILDING";
    case GateStage::Signal: return isOfStrategy(gate) ? "SIGNAL_WAIT" : "SIGNAL";
    case GateStage::Risk: return "SIZING";
    case GateStage::Execution: return "EXECUTION";
    case GateStage::Exit: return "MANAGING";
    }
    return {};
}

std::string reasonOf(const Gate& gate)
{
    switch (gate.stage) {
    case GateStage::Scan: return gate.name == "bar" ? "data:stale" : "filter:" + gate.fullName();
    case GateStage::Level: return "signal:gate:no_levels";
    case GateStage::Signal: return "signal:" + gate.fullName();
    case GateStage::Risk: return "risk:" + gate.fullName();
    case GateStage::Execution: return "exec:" + gate.fullName();
    case GateStage::Exit: return "exit:" + gate.fullName();
    }
    return {};
}

std::string traceLines(const RecordedDecision& decision)
{
    std::string text;
    LevelIds levelIds(decision.row.levelIds);
    const Gate* decided = nullptr;
    for (const Gate& gate : decision.gates) {
        TraceJson line = lineOf(decision, gate.stage, stepOf(gate));
        line["metric"] = gate.fullName();
        line["value"] = known(gate.value);
        line["threshold"] = known(gate.threshold);
        line["bound"] = gate.threshold ? TraceJson(toText(gate.bound)) : TraceJson(nullptr);
        line["unit"] = named(gate.unit);
        // What has no data passes where the plan lets it be missing.
        line["passed"] = !gate.refuses;
        line["has_data"] = gate.outcome != CheckOutcome::NoData;
        line["reason"] = gate.refuses || gate.stage == GateStage::Exit ? TraceJson(reasonOf(gate)) : nullptr;
        line["decided"] = gate.decided;
        if (isLevelTried(gate))
            line["level_id"] = named(levelIds.next());
        text += line.dump() + '\n';
        if (gate.decided)
            decided = &gate;
    }
    TraceJson line = decided ? lineOf(decision, decided->stage, stepOf(*decided))
                             : lineOf(decision, GateStage::Signal, "SIGNAL");
    line["metric"] = "outcome";
    line["passed"] = decided == nullptr || !decided->refuses;
    line["reason"] = decided ? TraceJson(endOf(*decided)) : TraceJson(nullptr);
    line["payload"] = {{"outcome", decision.row.outcome}, {"gates", decision.gates.size()}};
    text += line.dump() + '\n';
    return text;
}

} // namespace breakline
