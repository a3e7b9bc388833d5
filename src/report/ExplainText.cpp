// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ExplainText.h"

#include "report/CostSheetText.h"
#include "report/LevelIds.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace breakline {

namespace {

using Json = nlohmann::ordered_json;

Json number(std::optional<double> value)
{
    return value ? Json(*value) : Json(nullptr);
}

std::string shown(std::optional<double> value)
{
    return value ? fmt::format("{:.9g}", *value) : std::string("unknown");
}

std::string_view words(Bound bound)
{
    switch (bound) {
    case Bound::AtLeast: return "at least";
    case Bound::MoreThan: return "more than";
    case Bound::AtMost: return "at most";
    case Bound::LessThan: return "less than";
    }
    return "";
}

std::string lineOf(const Gate& gate)
{
    const char* mark = gate.outcome == CheckOutcome::Pass ? "pass"
        : gate.outcome == CheckOutcome::Fail              ? "FAIL"
                                                          : "none";
    std::string line = fmt::format("  {}  {:<28}", mark, gate.fullName());
    if (gate.value || gate.threshold) {
        const bool isExempt = !gate.value && gate.outcome == CheckOutcome::Pass;
        line += isExempt ? std::string(" exempt") : ' ' + shown(gate.value);
        if (gate.threshold)
            line +=
                fmt::format("{} {} {}", isExempt ? " from" : ",", words(gate.bound), shown(gate.threshold));
        if (!gate.unit.empty())
            line += fmt::format(" {}", gate.unit);
    }
    if (gate.outcome == CheckOutcome::NoData)
        line += gate.refuses ? "  no data" : "  no data, let pass";
    else if (gate.outcome == CheckOutcome::Fail && !gate.refuses)
        line += "  weighs, does not refuse";
    if (gate.decided && gate.refuses)
        line += "  <- decided";
    if (gate.isSoleBlocker) {
        line += "  of what was asked nothing else refused";
        if (const auto change = gate.neededChange())
            line += fmt::format(", {:+.9g} and it had come past this gate", *change);
    }
    return line + '\n';
}

} // namespace

std::string explainJson(const std::string& session, const RecordedDecision& decision)
{
    Json json;
    json["schema"] = "breakline.explain/1";
    json["session"] = session;
    json["symbol"] = decision.row.symbol;
    json["time_ms"] = decision.row.time.ms;
    json["trace_id"] = decision.row.traceId;
    json["outcome"] = decision.row.outcome;
    json["gates"] = Json::array();
    LevelIds levelIds(decision.row.levelIds);
    for (const Gate& gate : decision.gates) {
        Json one;
        one["stage"] = toText(gate.stage);
        one["name"] = gate.fullName();
        one["value"] = number(gate.value);
        one["threshold"] = number(gate.threshold);
        one["unit"] = gate.unit;
        one["result"] = toText(gate.outcome);
        one["margin"] = number(gate.margin());
        one["decided"] = gate.decided;
        one["sole_blocker"] = gate.isSoleBlocker;
        one["needed_change"] = number(gate.neededChange());
        if (isLevelTried(gate)) {
            const std::string_view id = levelIds.next();
            one["level_id"] = id.empty() ? Json(nullptr) : Json(id);
        }
        json["gates"].push_back(std::move(one));
    }
    json["cost_sheet"] = decision.costs ? costSheetJson(*decision.costs) : Json(nullptr);
    return json.dump();
}

std::string explainText(const RecordedDecision& decision)
{
    std::string text = fmt::format("{} at the close of {}\n{}\n", decision.row.symbol,
                                   toIso8601(decision.row.time), decision.row.outcome);
    std::optional<GateStage> stage;
    LevelIds levelIds(decision.row.levelIds);
    for (const Gate& gate : decision.gates) {
        // Each level that was tried heads what was asked of it.
        if (isLevelTried(gate)) {
            const std::string_view id = levelIds.next();
            text += fmt::format("level {}{}{}\n", shown(gate.value), id.empty() ? "" : "  ", id);
            stage = GateStage::Signal;
            continue;
        }
        if (gate.stage != stage)
            text += fmt::format("{}\n", toText(gate.stage));
        stage = gate.stage;
        text += lineOf(gate);
    }
    if (decision.costs)
        text += costSheetText(*decision.costs);
    return text;
}

} // namespace breakline
