// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AuditCommand.h"

#include "app/AnalysisRun.h"
#include "app/ExitCode.h"
#include "storage/CandleFiles.h"
#include "storage/ClosedBars.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {

/// "98.3 %"; "?" where it cannot be told.
std::string percentText(std::optional<double> share)
{
    return share ? fmt::format("{:.1f} %", *share * 100.0) : std::string("?");
}

constexpr std::string_view kAuditRow =
    "{:14} {:>13} {:>8} {:>6} {:>8} {:>10} {:>7} {:>10} | {:>9} {:>9} {:>11} {:>9} | {:>8}\n";

std::string rowText(const std::string& symbol, const DataAudit& audit)
{
    return fmt::format(kAuditRow, symbol, fmt::format("{}/{}", audit.bars, audit.expected), audit.missing,
                       audit.gaps, audit.invalid + audit.negativeSizes + audit.misplaced, audit.duplicates,
                       audit.teleports + audit.spikes,
                       audit.age ? fmt::format("{} s", audit.age->ms / 1000) : std::string("?"),
                       percentText(audit.completeness), percentText(audit.freshness),
                       percentText(audit.consistency), percentText(audit.stability),
                       percentText(audit.overall));
}

/// The newest close of all of them.
Timestamp newestClose(const CandleFolder& folder)
{
    Timestamp newest;
    for (const CandleFile& file : folder.symbols)
        newest = std::max(newest, file.closedRows().back().openTime + file.interval);
    return newest;
}

} // namespace

std::string auditJson(const std::string& symbol, const DataAudit& audit)
{
    return fmt::format(
        R"({{"symbol":"{}","from_ms":{},"to_ms":{},"interval_ms":{},"expected":{},"bars":{},"missing":{},)"
        R"("gaps":{},"invalid":{},"negative_sizes":{},"misplaced":{},"duplicates":{},"crossed_books":null,)"
        R"("teleports":{},"spikes":{},"age_ms":{},"completeness":{},"freshness":{},"consistency":{},)"
        R"("stability":{},"overall":{}}})",
        symbol, audit.from.ms, audit.to.ms, audit.interval.ms, audit.expected, audit.bars, audit.missing,
        audit.gaps, audit.invalid, audit.negativeSizes, audit.misplaced, audit.duplicates, audit.teleports,
        audit.spikes, audit.age ? std::to_string(audit.age->ms) : "null", jsonNumber(audit.completeness),
        jsonNumber(audit.freshness), jsonNumber(audit.consistency), jsonNumber(audit.stability),
        jsonNumber(audit.overall));
}

int runAudit(const AuditOptions& options)
{
    const auto complain = [](const std::string& what) {
        fmt::print(stderr, "breakline: {}\n", what);
        return kExitUsage;
    };
    const auto folder = readCandles(QString::fromStdString(options.data));
    if (!folder)
        return complain(folder.error().message);
    const std::string wanted = normaliseSymbol(options.symbol);
    const Timestamp to = options.at.value_or(newestClose(*folder));
    std::string text;
    bool isFound = false;
    for (const CandleFile& file : folder->symbols) {
        if (!wanted.empty() && file.symbol != wanted)
            continue;
        isFound = true;
        const auto instrument = makeInstrument(file);
        if (!instrument)
            return complain(instrument.error().message);
        const auto bars = closedBars(file, *instrument, file.interval);
        if (!bars)
            return complain(bars.error().message);
        const DataAudit audit = auditCandles(*bars, file.faulty, file.interval, to, options.window);
        text += options.json ? auditJson(file.symbol, audit) + '\n' : rowText(file.symbol, audit);
    }
    if (!isFound)
        return complain(fmt::format("--symbol: \"{}\" is not in {}", options.symbol, options.data));
    if (!options.json) {
        fmt::print("{:.1f} h before {}\n", static_cast<double>(options.window.ms) / 3'600'000.0,
                   toIso8601(to));
        fmt::print(kAuditRow, "symbol", "bars", "missing", "gaps", "faulty", "duplicates", "jumps", "age",
                   "complete", "fresh", "consistent", "stable", "overall");
    }
    fmt::print("{}", text);
    return kExitOk;
}

} // namespace breakline
