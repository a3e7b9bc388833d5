// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillReport.h"

#include "app/FaultFile.h"

#include <QFile>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace breakline {

nlohmann::ordered_json invariantsOf(const DrillFindings& findings, const BrokenReports& broken)
{
    auto json = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        const InvariantFinding& finding = findings.of(invariant);
        const auto found = broken.find(invariant);
        json.push_back({{"name", toText(invariant)},
                        {"checked", finding.checked},
                        {"broken", finding.broken},
                        {"reproduce", found != broken.end() ? found->second.command : std::string()}});
    }
    return json;
}

void tellInvariants(const DrillFindings& findings, const BrokenReports& broken)
{
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        const InvariantFinding& finding = findings.of(invariant);
        fmt::print("{:<26} {:>9} looked at, {} broken\n", toText(invariant), finding.checked, finding.broken);
        if (const auto found = broken.find(invariant); found != broken.end())
            fmt::print("    {}\n    again: {}\n", found->second.what, found->second.command);
    }
}

std::string writeDown(const FaultScript& faults, std::uint64_t seed, DrillInvariant invariant)
{
    const std::string name = fmt::format("drill-{}-{}.json", seed, toText(invariant));
    QFile file(QString::fromStdString(name));
    const std::string text = toJson(faults);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0
        || !file.flush())
        fmt::print(stderr, "breakline: {} cannot be written: {}\n{}\n", name,
                   file.errorString().toStdString(), text);
    return name;
}

} // namespace breakline
