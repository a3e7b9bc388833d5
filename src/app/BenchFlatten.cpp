// SPDX-License-Identifier: GPL-3.0-or-later
// From the press of flatten, five positions being open, until the venue is flat.
#include "app/BenchDrill.h"
#include "app/BenchResult.h"
#include "app/StoredSession.h"
#include "core/Rng.h"

#include <QTemporaryDir>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace breakline {

namespace {

constexpr std::size_t kFlattens = 40;
constexpr int kSymbols = 40;
constexpr std::size_t kPositions = 5;
constexpr Duration kWithin = Duration::minutes(1); ///< after the fifth has opened
constexpr double kAimMs = 100.0;
constexpr std::uint64_t kMostSessions = 200;
constexpr Duration kSession = Duration::hours(2);

struct Flattens {
    std::vector<double> wholeMs; ///< our wall time and the venue's time
    std::vector<double> venueMs;
    std::vector<double> wallMs;
};

/// What the venue says of its account is what the session says of it: flat.
Expected<void> checkFlat(StoredSession& session)
{
    const auto report = session.venue().report();
    const auto json = nlohmann::json::parse(report.value_or(std::string()), nullptr, false);
    if (!json.is_object() || !json.contains("positions"))
        return fail(ErrorCode::Corrupt, "the venue gives no account of its positions");
    for (const auto& position : json["positions"])
        if (position["closed_ms"].is_null())
            return fail(ErrorCode::Corrupt, "the venue still holds a position after a flatten");
    return {};
}

Expected<void> measureSession(Flattens& measured, std::uint64_t seed, Duration roundTrip)
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    auto setup = prepareBenchDrill(seed, roundTrip, kSymbols);
    if (!setup)
        return std::unexpected(setup.error());
    const std::string preset = setup->meta.presetId;
    const auto opened =
        StoredSession::open(std::move(*setup), folder.filePath(QStringLiteral("session")).toStdString());
    if (!opened)
        return std::unexpected(opened.error());
    StoredSession& session = **opened;
    SessionRunner& runner = session.runner();
    const PositionManager& positions = session.session().positions();
    const Timestamp end = runner.now() + kSession;
    Rng delays(seed, "flatten pressed");
    std::uint64_t command = 0;
    session.submit({++command, CommandKind::Start, preset});
    while (runner.now() < end && measured.wholeMs.size() < kFlattens) {
        if (!runner.step(end))
            break;
        if (positions.open().size() < kPositions)
            continue;
        // Soon after, entries and targets use up what the venue allows a second.
        const Timestamp moment = runner.now() + Duration {delays.integer(0, kWithin.ms)};
        while (runner.now() < moment && !runner.failure())
            runner.step(moment);
        if (positions.open().size() < kPositions)
            continue;
        const Timestamp pressed = runner.now();
        const auto begun = std::chrono::steady_clock::now();
        session.submit({++command, CommandKind::PanicExit, {}});
        const Timestamp limit = pressed + Duration::minutes(1);
        while (positions.hasPositions() && runner.now() < limit)
            runner.step(limit);
        const double wall =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
        if (positions.hasPositions())
            return fail(ErrorCode::Corrupt, "a flatten was not over within a minute");
        const auto venue = static_cast<double>((runner.now() - pressed).ms);
        if (const auto flat = checkFlat(session); !flat)
            return flat;
        measured.wholeMs.push_back(wall + venue);
        measured.venueMs.push_back(venue);
        measured.wallMs.push_back(wall);
        // Until its receipt, then on.
        while (session.session().flattener().isActive() && runner.step(end)) { }
        session.submit({++command, CommandKind::Resume, {}});
    }
    if (const auto failure = runner.failure())
        return fail(ErrorCode::Unavailable, *failure);
    return {};
}

Expected<BenchResult> flatten(std::int64_t roundTripMs)
{
    Flattens measured;
    for (std::uint64_t seed = 1; measured.wholeMs.size() < kFlattens && seed <= kMostSessions; ++seed)
        if (const auto done = measureSession(measured, seed, Duration {roundTripMs}); !done)
            return std::unexpected(done.error());
    BenchResult result;
    result.name = fmt::format("flatten_{}ms", roundTripMs);
    result.unit = "ms";
    result.median = medianOf(measured.wholeMs);
    result.p50 = quantileOf(measured.wholeMs, 0.5);
    result.p99 = quantileOf(measured.wholeMs, 0.99);
    result.p999 = quantileOf(measured.wholeMs, 0.999);
    result.runs = static_cast<int>(measured.wholeMs.size());
    result.beside = {"the venue's own time for it", medianOf(measured.venueMs)};
    const auto slow = std::ranges::count_if(measured.wholeMs, [roundTripMs](double ms) {
        return ms > static_cast<double>(roundTripMs) + kAimMs;
    });
    result.note = fmt::format(
        "flatten pressed at any moment of the minute after the fifth position opened until the "
        "venue is flat, over loopback in lock step: our time on the wall, {:.2f} ms in the median "
        "and {:.2f} ms at p99, and the venue's by its clock, each private request taking {} ms; {} "
        "took more than {} ms longer than that",
        medianOf(measured.wallMs).value_or(0.0), quantileOf(measured.wallMs, 0.99).value_or(0.0), roundTripMs,
        slow, kAimMs);
    return result;
}

} // namespace

Expected<BenchResult> benchFlatten0()
{
    return flatten(0);
}
Expected<BenchResult> benchFlatten50()
{
    return flatten(50);
}
Expected<BenchResult> benchFlatten250()
{
    return flatten(250);
}

} // namespace breakline
