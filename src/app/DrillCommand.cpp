// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillCommand.h"

#include "app/DrillAsked.h"
#include "app/DrillCrashCommand.h"
#include "app/DrillReport.h"
#include "app/ExitCode.h"
#include "app/Interrupts.h"
#include "drill/DrillSeries.h"

#include <QElapsedTimer>

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

/// What nearly all runs are.
DrillWay wayOf(const DrillOptions& options)
{
    return options.isOverWire ? DrillWay::OverWire : DrillWay::InProcess;
}

std::vector<std::string_view> kindsWithoutEffect(const DrillTotals& totals, DrillWay way)
{
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        const auto kind = static_cast<FaultKind>(i);
        if (hasToChangeSomething(kind, way) ? !totals.kinds[i].changed
                                            : canHappen(kind, way) && totals.kinds[i].injected == 0)
            names.push_back(toText(kind));
    }
    return names;
}

nlohmann::ordered_json report(const DrillOptions& options, std::uint64_t seed, const DrillTotals& totals,
                              const BrokenReports& broken, bool holds, double wallSeconds)
{
    nlohmann::ordered_json json;
    json["schema"] = "breakline.drill/1";
    json["seed"] = seed;
    json["preset"] = options.preset;
    json["verdict"] = holds ? "held" : "broken";
    json["runs"] = totals.runs;
    json["runs_over_wire"] = totals.runsOverWire;
    json["runs_without_position"] = totals.runsWithoutPosition;
    json["virtual_seconds"] = static_cast<double>(totals.length.ms) / 1000.0;
    json["wall_seconds"] = wallSeconds;
    json["faults"] = nlohmann::ordered_json::object();
    json["kinds_without_effect"] = kindsWithoutEffect(totals, wayOf(options));
    for (std::size_t i = 0; i < kFaultKindCount; ++i)
        json["faults"][std::string(toText(static_cast<FaultKind>(i)))] = totals.kinds[i].injected;
    json["crashes"] = 0;
    json["orders"] = totals.orders;
    json["fills"] = totals.fills;
    json["positions"] = totals.positions;
    json["invariants"] = invariantsOf(totals.findings, broken);
    json["max_unprotected_ms"] = totals.longestUnprotected.ms;
    json["orders_lost"] = totals.ordersLost;
    json["orders_doubled"] = totals.ordersDoubled;
    json["ledger_difference"] = totals.ledgerDifference.toString();
    return json;
}

void tellPerson(const DrillOptions& options, const DrillTotals& totals, const BrokenReports& broken,
                bool holds, bool isEveryKindWanted, double wallSeconds)
{
    fmt::print(
        "{} runs, {} over the wire, of {} positions, {} orders and {} fills in {:.1f} s; {} runs without a "
        "position\n",
        totals.runs, totals.runsOverWire, totals.positions, totals.orders, totals.fills, wallSeconds,
        totals.runsWithoutPosition);
    fmt::print("longest without a stop: {} ms\n", totals.longestUnprotected.ms);
    tellInvariants(totals.findings, broken);
    const auto idle = kindsWithoutEffect(totals, wayOf(options));
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
    if (options.crash || options.crashList || !options.crashAt.empty())
        return runCrashDrills(options);
    auto asked = readAsked(options);
    if (!asked) {
        fmt::print(stderr, "breakline: {}\n", asked.error().message);
        return kExitUsage;
    }
    DrillSeriesSettings settings;
    settings.preset = std::move(asked->preset);
    settings.seed = asked->seed;
    settings.faults = std::move(asked->faults);
    settings.isOverWire = options.isOverWire;
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

    BrokenReports broken;
    for (const auto& [invariant, first] : totals.broken)
        broken.emplace(
            invariant,
            BrokenReport {first.what,
                          fmt::format("breakline drill --preset {} --seed {} --faults {}{}", options.preset,
                                      first.seed, writeDown(first.faults, first.seed, invariant),
                                      first.way == DrillWay::OverWire ? " --over-wire" : "")});
    const bool isEveryKindWanted = !options.faults && totals.runs >= kRunsWithEveryKind;
    const bool holds = !totals.findings.isAnyBroken()
        && !(isEveryKindWanted && !kindsWithoutEffect(totals, wayOf(options)).empty());
    if (options.json)
        fmt::print("{}\n", report(options, settings.seed, totals, broken, holds, wallSeconds).dump());
    else
        tellPerson(options, totals, broken, holds, isEveryKindWanted, wallSeconds);
    return holds ? kExitOk : kExitCheckFailed;
}

} // namespace breakline
