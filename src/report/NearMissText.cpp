// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/NearMissText.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <array>

namespace breakline {

namespace {

using Json = nlohmann::ordered_json;

Json json(const std::optional<Quantiles>& quantiles)
{
    if (!quantiles)
        return nullptr;
    return Json {{"p10", quantiles->p10}, {"p50", quantiles->p50}, {"p90", quantiles->p90}};
}

double percentOf(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string percentName(double share)
{
    return fmt::format("{:.0f}", share * 100.0);
}

/// What the ends stand on and leave out, a line each.
constexpr std::array kNotes {
    "each case stands for itself: slots, limits of risk, sizes and a symbol that is held already are left "
    "out",
    "what tape and book had said is unknown and let pass: in a session fewer may come to a signal",
    "what another plan had done before is left out: the breaks that a retest is of are the session's",
    "in a bar that reaches both the stop comes before the target; stops and trails move at closes alone; no "
    "add-on, no smart placement",
    "where fewer than 30 have ended the mean is chance, and of many thresholds one always looks good"};

Json json(const AdmittedEnds& ends)
{
    return Json {{"admitted", ends.admitted},
                 {"unknown", ends.unknown},
                 {"signals", ends.signalled},
                 {"not_entered", ends.notEntered},
                 {"won", ends.won},
                 {"lost", ends.lost},
                 {"open", ends.open},
                 {"sum_r", ends.sumR},
                 {"mean_r", ends.meanR() ? Json(*ends.meanR()) : Json(nullptr)},
                 {"open_r", ends.openR}};
}

Json json(const GateEnds& gate)
{
    Json ends;
    for (std::size_t i = 0; gate.moves && i < kNearMissMoves.size(); ++i)
        ends[percentName(kNearMissMoves[i])] = json((*gate.moves)[i]);
    if (gate.suggestion)
        ends["suggestion"] = json(*gate.suggestion);
    return ends;
}

std::string placeName(std::size_t place)
{
    return place == kSuggestionPlace ? "suggestion" : percentName(kNearMissMoves[place]);
}

Json json(const ImaginedSignal& trade)
{
    Json by = Json::array();
    for (std::size_t place = 0; place < kNearMissPlaces; ++place)
        if (trade.admittedBy[place])
            by.push_back(placeName(place));
    const TradeEnd& end = trade.end;
    return Json {{"symbol", trade.symbol},
                 {"time_ms", trade.close.ms},
                 {"side", toText(trade.direction)},
                 {"entry", trade.entry.toString()},
                 {"stop", trade.stop.toString()},
                 {"filled", trade.filled ? Json(trade.filled->toString()) : Json(nullptr)},
                 {"end", toText(end.fate)},
                 {"exit_reason", end.reason ? Json(toText(*end.reason)) : Json(nullptr)},
                 {"left_ms", end.reason ? Json(end.left.ms) : Json(nullptr)},
                 {"net_r", end.netR ? Json(*end.netR) : Json(nullptr)},
                 {"admitted_by", std::move(by)}};
}

Json json(const Expected<NearMissEnds>& ends)
{
    if (!ends)
        return Json {{"known", false}, {"reason", ends.error().message}};
    const OwnTradesReckoned& own = ends->own;
    return Json {
        {"known", true},
        {"bars_end_ms", ends->barsEnd ? Json(ends->barsEnd->ms) : Json(nullptr)},
        {"own_trades",
         {{"trades", own.trades}, {"recorded_sum_r", own.recordedR}, {"reckoned_sum_r", own.reckonedR}}},
        {"notes", kNotes}};
}

std::string text(const std::string& what, const AdmittedEnds& ends)
{
    std::string line = fmt::format("    {}: {} admitted, {} signals", what, ends.admitted, ends.signalled);
    if (ends.unknown > 0)
        line += fmt::format(", {} unknown", ends.unknown);
    if (ends.notEntered > 0)
        line += fmt::format(", {} not entered", ends.notEntered);
    if (ends.ended() > 0)
        line += fmt::format("; {} won, {} lost, net {:+.2f} R, mean {:+.3f} R", ends.won, ends.lost,
                            ends.sumR, *ends.meanR());
    if (ends.open > 0)
        line += fmt::format("; {} open, {:+.2f} R at their last close", ends.open, ends.openR);
    return line + '\n';
}

/// Moves that admit the same are told once.
std::string text(const NearMissLine& line, const GateEnds& gate)
{
    if (!gate.moves)
        return line.admitted && line.admitted->back() > 0
            ? "    no key of the plan is this threshold: what became of them is unknown\n"
            : "";
    std::string lines = fmt::format("    {}\n", gate.key);
    for (std::size_t i = 0; i < kNearMissMoves.size(); ++i)
        if (const AdmittedEnds& ends = (*gate.moves)[i];
            ends.admitted > 0 && (i == 0 || ends.admitted != (*gate.moves)[i - 1].admitted))
            lines += text("moved by " + percentName(kNearMissMoves[i]) + " %", ends);
    if (gate.suggestion && gate.suggestion->admitted > 0)
        lines += text("as suggested", *gate.suggestion);
    return lines;
}

std::string text(const Expected<NearMissEnds>& ends)
{
    if (!ends)
        return fmt::format("\nhow they had ended is unknown: {}\n", ends.error().message);
    std::string lines = "\nhow they had ended, on the recorded bars, costs included:\n";
    for (const char* line : kNotes)
        lines += fmt::format("  - {}\n", line);
    const OwnTradesReckoned& own = ends->own;
    if (own.trades > 0)
        lines += fmt::format(
            "  - of the session's own trades {} were reckoned in the same way: {:+.2f} R, recorded "
            "{:+.2f} R\n",
            own.trades, own.reckonedR, own.recordedR);
    return lines;
}

} // namespace

std::string nearMissJson(const std::string& session, const NearMissReport& report,
                         const Expected<NearMissEnds>* ends)
{
    Json result;
    result["schema"] = "breakline.nearmiss/1";
    result["session"] = session;
    result["evaluated"] = report.evaluated;
    result["signals"] = report.signals;
    result["traded"] = report.traded;
    for (std::size_t i = 0; i < report.endedIn.size(); ++i)
        result["ended_in"][toText(static_cast<GateStage>(i))] = report.endedIn[i];
    if (ends != nullptr)
        result["ends"] = json(*ends);
    result["gates"] = Json::array();
    for (std::size_t place = 0; place < report.lines.size(); ++place) {
        const NearMissLine& line = report.lines[place];
        Json gate;
        gate["stage"] = toText(line.stage);
        gate["name"] = line.name;
        gate["unit"] = line.unit;
        gate["bound"] = toText(line.bound);
        gate["threshold"] = line.threshold ? Json(*line.threshold) : Json(nullptr);
        gate["refused"] = line.refused;
        gate["refused_pct"] = percentOf(line.refused, report.evaluated);
        gate["without_data"] = line.withoutData;
        gate["decided"] = line.decided;
        gate["alone"] = line.alone;
        gate["values"] = json(line.values);
        gate["distance_pct"] = json(line.distances);
        gate["admitted"] = nullptr;
        for (std::size_t i = 0; line.admitted && i < kNearMissMoves.size(); ++i)
            gate["admitted"][percentName(kNearMissMoves[i])] = (*line.admitted)[i];
        gate["suggestion"] = nullptr;
        if (line.suggestion)
            gate["suggestion"] = {{"threshold", line.suggestion->threshold},
                                  {"cases", line.suggestion->cases},
                                  {"admitted", line.suggestion->admitted}};
        if (ends != nullptr && *ends) {
            const GateEnds& known = (*ends)->gates[place];
            gate["key"] = known.key.empty() ? Json(nullptr) : Json(known.key);
            gate["ends"] = json(known);
            gate["trades"] = Json::array();
            for (const ImaginedSignal& trade : known.trades)
                gate["trades"].push_back(json(trade));
        }
        result["gates"].push_back(std::move(gate));
    }
    return result.dump();
}

std::string nearMissText(const NearMissReport& report, const Expected<NearMissEnds>* ends)
{
    std::string told =
        fmt::format("{} evaluations, {} past the signal, {} traded\nended in:", report.evaluated,
                    report.signals, report.traded);
    for (std::size_t i = 0; i < report.endedIn.size(); ++i)
        told += fmt::format(" {} {}", toText(static_cast<GateStage>(i)), report.endedIn[i]);
    told += fmt::format("\n\n{:<36} {:>8} {:>6} {:>8} {:>8}  {:<28} {:>10}  {}\n", "gate", "refused", "%",
                        "no data", "alone", "values p10, p50, p90", "distance",
                        "more with the threshold moved by 5, 10, 20 %");
    for (std::size_t place = 0; place < report.lines.size(); ++place) {
        const NearMissLine& line = report.lines[place];
        const std::string values = line.values
            ? fmt::format("{:.5g}, {:.5g}, {:.5g}", line.values->p10, line.values->p50, line.values->p90)
            : std::string("-");
        const std::string distance =
            line.distances ? fmt::format("{:.1f} %", line.distances->p50) : std::string("-");
        const std::string more =
            line.admitted ? fmt::format("{}", fmt::join(*line.admitted, ", ")) : std::string("-");
        told += fmt::format("{:<36} {:>8} {:>6.1f} {:>8} {:>8}  {:<28} {:>10}  {}\n",
                            fmt::format("{}:{}", toText(line.stage), line.name), line.refused,
                            percentOf(line.refused, report.evaluated), line.withoutData, line.alone, values,
                            distance, more);
        if (line.threshold)
            told +=
                fmt::format("    has to be {} {:.9g} {}\n", toText(line.bound), *line.threshold, line.unit);
        if (line.suggestion)
            told += fmt::format(
                "    at {:.9g} it had let pass {} more that nothing else refused; stands on {} refusals\n",
                line.suggestion->threshold, line.suggestion->admitted, line.suggestion->cases);
        if (ends != nullptr && *ends)
            told += text(line, (*ends)->gates[place]);
    }
    if (ends != nullptr)
        told += text(*ends);
    return told;
}

} // namespace breakline
