// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ExplainText.h"

#include "report/CostSheetText.h"
#include "report/LevelIds.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

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
        line += "  the only one that refused";
        if (const auto change = gate.neededChange();
            change && std::abs(*change) < std::abs(*gate.threshold) * 1e-9)
            line += *change < 0.0 ? ": passes with anything less" : ": passes with anything more";
        else if (change)
            line += fmt::format(": passes with a value {:+.9g} away", *change);
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
        one["refuses"] = gate.refuses;
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
    std::optional<std::string> heading;
    LevelIds levelIds(decision.row.levelIds);
    for (const Gate& gate : decision.gates) {
        // Each level that was tried heads what was asked of it.
        if (isLevelTried(gate)) {
            const std::string_view id = levelIds.next();
            heading = fmt::format("level {}{}{}{}{}", shown(gate.value),
                                  gate.scope.empty() ? "" : ", tried for a ", gate.scope,
                                  id.empty() ? "" : "  ", id);
            text += *heading + '\n';
            continue;
        }
        // What is asked of the signal is of no level tried.
        const bool isOfLevel = gate.stage == GateStage::Signal && gate.scope != "entry"
            && gate.scope != "flow" && !gate.scope.empty();
        if (const std::string own(gate.scope == "entry"      ? "entry rules of the signal"
                                      : gate.scope == "flow" ? "order flow of the signal"
                                                             : toText(gate.stage));
            !(isOfLevel && heading && heading->starts_with("level ")) && heading != own) {
            heading = own;
            text += own + '\n';
        }
        text += lineOf(gate);
    }
    if (decision.costs)
        text += costSheetText(*decision.costs);
    return text;
}

} // namespace breakline
