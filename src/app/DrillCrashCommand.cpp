// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillCrashCommand.h"

#include "app/DrillAsked.h"
#include "app/DrillCrashSeries.h"
#include "app/DrillReport.h"
#include "app/ExitCode.h"
#include "app/Interrupts.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace breakline {

namespace {

constexpr std::uint64_t kUsualPoints = 40;
constexpr qint64 kCrashProgressMs = 10'000;

std::string commandOf(const CrashRunSettings& run, DrillInvariant invariant)
{
    std::string command = fmt::format("breakline drill --preset {} --seed {}", run.preset, run.seed);
    if (run.faults)
        command += " --faults " + writeDown(*run.faults, run.seed, invariant);
    if (run.killAt.empty())
        return command + " --crash-list";
    for (const CrashPoint& point : run.killAt)
        command += " --crash-at " + toText(point);
    return command;
}

std::map<std::string, std::uint64_t> byFamily(const std::map<std::string, std::uint64_t>& killedAt)
{
    std::map<std::string, std::uint64_t> families;
    for (const auto& [name, kills] : killedAt)
        families[name.substr(0, name.find('.'))] += kills;
    return families;
}

/// The value below which so much of it lies; empty without any.
std::optional<std::int64_t> quantile(std::vector<std::int64_t> values, double share)
{
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values);
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    return values[at];
}

nlohmann::ordered_json report(const DrillOptions& options, std::uint64_t seed, const CrashTotals& totals,
                              const BrokenReports& broken, double wallSeconds)
{
    nlohmann::ordered_json json;
    json["schema"] = "breakline.drill/1";
    json["seed"] = seed;
    json["preset"] = options.preset;
    json["verdict"] = totals.findings.isAnyBroken() ? "broken" : "held";
    json["runs"] = totals.runs;
    json["virtual_seconds"] = static_cast<double>(totals.length.ms) / 1000.0;
    json["wall_seconds"] = wallSeconds;
    json["faults"] = totals.faults;
    json["crashes"] = totals.crashes;
    json["crash_points"] = totals.points;
    json["crashes_by_family"] = byFamily(totals.killedAt);
    json["crashes_not_passed"] = totals.notPassed;
    for (const auto& [name, share] : {std::pair("restart_ms_p50", 0.5), std::pair("restart_ms_p99", 0.99)}) {
        const auto value = quantile(totals.restartMs, share);
        json[name] = value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
    }
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

void tellPerson(const CrashTotals& totals, const BrokenReports& broken, double wallSeconds)
{
    fmt::print("{} runs with {} kills at {} points, {} positions, {} orders and {} fills in {:.1f} s\n",
               totals.runs, totals.crashes, totals.points, totals.positions, totals.orders, totals.fills,
               wallSeconds);
    for (const auto& [family, kills] : byFamily(totals.killedAt))
        fmt::print("    {:<8} {:>6} kills\n", family, kills);
    if (totals.notPassed > 0)
        fmt::print("{} kills did not come: the session had ended before\n", totals.notPassed);
    if (const auto half = quantile(totals.restartMs, 0.5))
        fmt::print("from the start to the venue: half of the restarts within {} ms, all within {} ms\n",
                   *half, *quantile(totals.restartMs, 1.0));
    fmt::print("longest without a stop: {} ms\n", totals.longestUnprotected.ms);
    tellInvariants(totals.findings, broken);
    fmt::print("{}\n", totals.findings.isAnyBroken() ? "BROKEN" : "held");
}

int tell(const DrillOptions& options, std::uint64_t seed, const CrashTotals& totals, double wallSeconds)
{
    BrokenReports broken;
    for (const auto& [invariant, first] : totals.broken)
        broken.emplace(invariant, BrokenReport {first.what, commandOf(first.run, invariant)});
    if (options.json)
        fmt::print("{}\n", report(options, seed, totals, broken, wallSeconds).dump());
    else
        tellPerson(totals, broken, wallSeconds);
    return totals.findings.isAnyBroken() ? kExitCheckFailed : kExitOk;
}

int tellPoints(const DrillOptions& options, const CrashRunSettings& run)
{
    const auto outcome = runCrash(run);
    if (!outcome) {
        fmt::print(stderr, "breakline: {}\n", outcome.error().message);
        return kExitRuntime;
    }
    if (options.json) {
        nlohmann::ordered_json json;
        json["schema"] = "breakline.crash-list/1";
        json["seed"] = run.seed;
        json["preset"] = run.preset;
        json["points"] = outcome->passes;
        fmt::print("{}\n", json.dump());
    } else {
        for (const auto& [name, passes] : outcome->passes)
            fmt::print("{:<44} {:>8}\n", name, passes);
    }
    CrashTotals totals;
    add(totals, run, *outcome);
    if (!totals.findings.isAnyBroken())
        return kExitOk;
    for (const auto& [invariant, first] : totals.broken)
        fmt::print(stderr, "breakline: {} is broken without a kill: {}\n", toText(invariant), first.what);
    return kExitCheckFailed;
}

int killAtPoints(const DrillOptions& options, CrashRunSettings run)
{
    for (const std::string& text : options.crashAt) {
        auto point = parseCrashPoint(text);
        if (!point) {
            fmt::print(stderr, "breakline: --crash-at: {}\n", point.error().message);
            return kExitUsage;
        }
        run.killAt.push_back(std::move(*point));
    }
    QElapsedTimer wall;
    wall.start();
    CrashTotals totals;
    totals.points = 1;
    for (const Duration away : CrashSeriesSettings {}.away) {
        run.away = away;
        const auto outcome = runCrash(run);
        if (!outcome) {
            fmt::print(stderr, "breakline: {}\n", outcome.error().message);
            return kExitRuntime;
        }
        if (outcome->kills == 0) {
            const CrashPoint& point = run.killAt.front();
            const auto found = outcome->passes.find(point.name);
            fmt::print(stderr,
                       "breakline: --crash-at {}: this run passes it {} times; --crash-list has them all\n",
                       toText(point), found != outcome->passes.end() ? found->second : 0);
            return kExitUsage;
        }
        add(totals, run, *outcome);
    }
    return tell(options, run.seed, totals, static_cast<double>(wall.elapsed()) / 1000.0);
}

int killInSeries(const DrillOptions& options, const CrashRunSettings& run)
{
    CrashSeriesSettings settings;
    settings.run = run;
    settings.points = options.runs;
    if (!options.runs && !options.wall)
        settings.points = kUsualPoints;
    QElapsedTimer wall, told;
    wall.start();
    told.start();
    CrashSeries series(settings, [&](const CrashTotals& totals) {
        if (told.elapsed() >= kCrashProgressMs) {
            told.restart();
            fmt::print(stderr, "{} kills at {} points, {} invariants broken\n", totals.crashes, totals.points,
                       totals.broken.size());
        }
        return interrupts() > 0 || (options.wall && wall.elapsed() >= options.wall->ms);
    });
    if (const auto ran = series.run(); !ran) {
        fmt::print(stderr, "breakline: {}\n", ran.error().message);
        return kExitRuntime;
    }
    return tell(options, run.seed, series.totals(), static_cast<double>(wall.elapsed()) / 1000.0);
}

} // namespace

int runCrashDrills(const DrillOptions& options)
{
    auto asked = readAsked(options);
    if (!asked) {
        fmt::print(stderr, "breakline: {}\n", asked.error().message);
        return kExitUsage;
    }
    CrashRunSettings run;
    run.program = QCoreApplication::applicationFilePath();
    run.preset = options.preset;
    run.seed = asked->seed;
    run.faults = std::move(asked->faults);
    countInterrupts();
    if (options.crashList)
        return tellPoints(options, run);
    return options.crashAt.empty() ? killInSeries(options, run) : killAtPoints(options, std::move(run));
}

} // namespace breakline
