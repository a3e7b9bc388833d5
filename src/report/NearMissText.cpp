// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/NearMissText.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

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

} // namespace

std::string nearMissJson(const std::string& session, const NearMissReport& report)
{
    Json result;
    result["schema"] = "breakline.nearmiss/1";
    result["session"] = session;
    result["evaluated"] = report.evaluated;
    result["signals"] = report.signals;
    result["traded"] = report.traded;
    for (std::size_t i = 0; i < report.endedIn.size(); ++i)
        result["ended_in"][toText(static_cast<GateStage>(i))] = report.endedIn[i];
    result["gates"] = Json::array();
    for (const NearMissLine& line : report.lines) {
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
        result["gates"].push_back(std::move(gate));
    }
    return result.dump();
}

std::string nearMissText(const NearMissReport& report)
{
    std::string text =
        fmt::format("{} evaluations, {} past the signal, {} traded\nended in:", report.evaluated,
                    report.signals, report.traded);
    for (std::size_t i = 0; i < report.endedIn.size(); ++i)
        text += fmt::format(" {} {}", toText(static_cast<GateStage>(i)), report.endedIn[i]);
    text += fmt::format("\n\n{:<36} {:>8} {:>6} {:>8} {:>8}  {:<28} {:>10}  {}\n", "gate", "refused", "%",
                        "no data", "alone", "values p10, p50, p90", "distance",
                        "more with the threshold moved by 5, 10, 20 %");
    for (const NearMissLine& line : report.lines) {
        const std::string values = line.values
            ? fmt::format("{:.5g}, {:.5g}, {:.5g}", line.values->p10, line.values->p50, line.values->p90)
            : std::string("-");
        const std::string distance =
            line.distances ? fmt::format("{:.1f} %", line.distances->p50) : std::string("-");
        const std::string more =
            line.admitted ? fmt::format("{}", fmt::join(*line.admitted, ", ")) : std::string("-");
        text += fmt::format("{:<36} {:>8} {:>6.1f} {:>8} {:>8}  {:<28} {:>10}  {}\n",
                            fmt::format("{}:{}", toText(line.stage), line.name), line.refused,
                            percentOf(line.refused, report.evaluated), line.withoutData, line.alone, values,
                            distance, more);
        if (line.threshold)
            text +=
                fmt::format("    has to be {} {:.9g} {}\n", toText(line.bound), *line.threshold, line.unit);
        if (line.suggestion)
            text += fmt::format(
                "    at {:.9g} it had let pass {} more that nothing else refused; stands on {} refusals\n",
                line.suggestion->threshold, line.suggestion->admitted, line.suggestion->cases);
    }
    return text;
}

} // namespace breakline
