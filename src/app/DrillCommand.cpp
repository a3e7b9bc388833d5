// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillCommand.h"

#include "app/ExitCode.h"
#include "app/FaultFile.h"
#include "app/Interrupts.h"
#include "app/Presets.h"
#include "app/SessionReport.h"
#include "drill/DrillSeries.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace breakline {

namespace {

constexpr std::uint64_t kUsualRuns = 100;
/// Of so many random runs each kind of fault has to have changed something.
constexpr std::uint64_t kRunsWithEveryKind = 200;
constexpr qint64 kShrinkMs = 120'000;
constexpr qint64 kProgressMs = 10'000;

/// Tells how far it is, now and then.
class Progress {
public:
    Progress() { m_since.start(); }
    void tell(const DrillTotals& totals)
    {
        if (m_since.elapsed() < kProgressMs)
            return;
        m_since.restart();
        fmt::print(stderr, "{} runs, {} positions, {} invariants broken\n", totals.runs, totals.positions,
                   totals.broken.size());
    }

private:
    QElapsedTimer m_since;
};

std::vector<std::string_view> kindsWithoutEffect(const DrillTotals& totals)
{
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        const auto kind = static_cast<FaultKind>(i);
        if (hasToChangeSomething(kind) ? !totals.kinds[i].changed
                                       : canHappen(kind) && totals.kinds[i].injected == 0)
            names.push_back(toText(kind));
    }
    return names;
}

/// Writes the script beside the user; the command that repeats the run.
std::string writeDown(const DrillOptions& options, DrillInvariant invariant, const BrokenDrill& broken)
{
    const std::string name = fmt::format("drill-{}-{}.json", broken.seed, toText(invariant));
    QFile file(QString::fromStdString(name));
    const std::string text = toJson(broken.faults);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0
        || !file.flush())
        fmt::print(stderr, "breakline: {} cannot be written: {}\n{}\n", name,
                   file.errorString().toStdString(), text);
    return fmt::format("breakline drill --preset {} --seed {} --faults {}", options.preset, broken.seed,
                       name);
}

nlohmann::ordered_json report(const DrillOptions& options, std::uint64_t seed, const DrillTotals& totals,
                              const std::map<DrillInvariant, std::string>& commands, bool holds,
                              double wallSeconds)
{
    nlohmann::ordered_json json;
    json["schema"] = "breakline.drill/1";
    json["seed"] = seed;
    json["preset"] = options.preset;
    json["verdict"] = holds ? "held" : "broken";
    json["runs"] = totals.runs;
    json["runs_without_position"] = totals.runsWithoutPosition;
    json["virtual_seconds"] = static_cast<double>(totals.length.ms) / 1000.0;
    json["wall_seconds"] = wallSeconds;
    json["faults"] = nlohmann::ordered_json::object();
    json["kinds_without_effect"] = kindsWithoutEffect(totals);
    for (std::size_t i = 0; i < kFaultKindCount; ++i)
        json["faults"][std::string(toText(static_cast<FaultKind>(i)))] = totals.kinds[i].injected;
    json["crashes"] = 0;
    json["orders"] = totals.orders;
    json["fills"] = totals.fills;
    json["positions"] = totals.positions;
    json["invariants"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        const InvariantFinding& finding = totals.findings.of(invariant);
        const auto command = commands.find(invariant);
        json["invariants"].push_back(
            {{"name", toText(invariant)},
             {"checked", finding.checked},
             {"broken", finding.broken},
             {"reproduce", command != commands.end() ? command->second : std::string()}});
    }
    json["max_unprotected_ms"] = totals.longestUnprotected.ms;
    json["orders_lost"] = totals.ordersLost;
    json["orders_doubled"] = totals.ordersDoubled;
    json["ledger_difference"] = totals.ledgerDifference.toString();
    return json;
}

void tellPerson(const DrillTotals& totals, const std::map<DrillInvariant, std::string>& commands, bool holds,
                bool isEveryKindWanted, double wallSeconds)
{
    fmt::print("{} runs of {} positions, {} orders and {} fills in {:.1f} s; {} runs without a position\n",
               totals.runs, totals.positions, totals.orders, totals.fills, wallSeconds,
               totals.runsWithoutPosition);
    fmt::print("longest without a stop: {} ms\n", totals.longestUnprotected.ms);
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        const InvariantFinding& finding = totals.findings.of(invariant);
        fmt::print("{:<26} {:>9} looked at, {} broken\n", toText(invariant), finding.checked, finding.broken);
        if (const auto command = commands.find(invariant); command != commands.end())
            fmt::print("    {}\n    again: {}\n", totals.broken.at(invariant).what, command->second);
    }
    const auto idle = kindsWithoutEffect(totals);
    if (!idle.empty())
        fmt::print("{}: {}\n",
                   isEveryKindWanted ? "faults that changed nothing, which so many runs may not leave"
                                     : "faults that changed nothing",
                   fmt::join(idle, " "));
    fmt::print("{}\n", holds ? "held" : "BROKEN");
}

} // namespace

int runDrills(const DrillOptions& options)
{
    std::vector<std::string> messages;
    auto preset = findPreset(options.preset, messages);
    printMessages(messages);
    if (!preset) {
        fmt::print(stderr, "breakline: {}\n", preset.error().message);
        return kExitUsage;
    }
    DrillSeriesSettings settings;
    settings.preset = std::move(*preset);
    settings.seed = options.seed ? *options.seed : QRandomGenerator::global()->generate();
    if (!options.seed)
        fmt::print(stderr, "seed {}\n", settings.seed);
    if (options.faults) {
        auto script = readFaults(*options.faults);
        if (!script) {
            fmt::print(stderr, "breakline: {}\n", script.error().message);
            return kExitUsage;
        }
        settings.faults = std::move(*script);
    }
    settings.runs = options.runs;
    if (!options.runs && !options.wall)
        settings.runs = options.faults ? 1 : kUsualRuns;

    countInterrupts();
    QElapsedTimer wall;
    wall.start();
    Progress progress;
    DrillSeries series(
        settings,
        [&](const DrillTotals& totals) {
            progress.tell(totals);
            return interrupts() > 0 || (options.wall && wall.elapsed() >= options.wall->ms);
        },
        [] {
            QElapsedTimer shrinking;
            shrinking.start();
            return [shrinking] { return shrinking.elapsed() >= kShrinkMs || interrupts() > 0; };
        });
    const DrillTotals& totals = series.run();
    const double wallSeconds = static_cast<double>(wall.elapsed()) / 1000.0;

    std::map<DrillInvariant, std::string> commands;
    for (const auto& [invariant, broken] : totals.broken)
        commands.emplace(invariant, writeDown(options, invariant, broken));
    const bool isEveryKindWanted = !options.faults && totals.runs >= kRunsWithEveryKind;
    const bool holds =
        !totals.findings.isAnyBroken() && !(isEveryKindWanted && !kindsWithoutEffect(totals).empty());
    if (options.json)
        fmt::print("{}\n", report(options, settings.seed, totals, commands, holds, wallSeconds).dump());
    else
        tellPerson(totals, commands, holds, isEveryKindWanted, wallSeconds);
    return holds ? kExitOk : kExitCheckFailed;
}

} // namespace breakline
