// SPDX-License-Identifier: GPL-3.0-or-later
// How long a position stands without its stop, by the venue's clock: until this
// program has it confirmed, and in all, each beside what the venue measured itself.
#include "app/BenchDrill.h"
#include "app/BenchResult.h"
#include "backtest/SimulationRunner.h"
#include "storage/MemoryJournal.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace breakline {

namespace {

constexpr std::size_t kTrades = 1200;
constexpr int kSymbols = 12;
constexpr std::uint64_t kMostSessions = 2000;
constexpr Duration kSession = Duration::minutes(60);

/// Each in ms of the venue's clock; by trade.
struct Protection {
    std::vector<double> first, firstOfVenue; ///< first fill to the first stop
    std::vector<double> total, totalOfVenue; ///< all of the position's unprotected time
    std::uint64_t sessions = 0;
};

/// When the venue made the first stop of the position that opened then.
std::optional<Timestamp> firstStop(const SimulatedExchange& exchange, SymbolId symbol, Timestamp opened)
{
    for (const VenueOrder& order : exchange.orders())
        if (order.origin == OrderOrigin::StopLoss && order.state.symbol == symbol && order.created >= opened)
            return order.created;
    return std::nullopt;
}

Expected<void> measureSession(Protection& measured, std::uint64_t seed, Duration roundTrip)
{
    auto setup = prepareBenchDrill(seed, roundTrip, kSymbols);
    if (!setup)
        return std::unexpected(setup.error());
    MemoryJournal journal;
    SimulationRunner runner(std::move(setup->settings), setup->venue, setup->model, std::move(setup->source),
                            journal, nullptr);
    const PositionManager& positions = runner.session().positions();
    std::set<std::string> confirmed;
    QObject::connect(&positions, &PositionManager::stopShown, &runner, [&](SymbolId symbol) {
        const ManagedPosition* position = positions.find(symbol);
        if (!position || !position->ledger.opened() || !confirmed.insert(position->id).second)
            return;
        const Timestamp opened = *position->ledger.opened();
        if (const auto made = firstStop(runner.exchange(), symbol, opened)) {
            measured.first.push_back(static_cast<double>((runner.session().now() - opened).ms));
            measured.firstOfVenue.push_back(static_cast<double>((*made - opened).ms));
        }
    });
    const Timestamp end = runner.now() + kSession;
    runner.submit({1, CommandKind::Start, setup->meta.presetId});
    runner.runUntil(end);
    runner.submit({2, CommandKind::Stop, "duration"});
    while (!runner.session().isFinished() && runner.now() < end + Duration::minutes(5))
        runner.step(end + Duration::minutes(5));

    const auto ours = journal.positions();
    const auto records = runner.exchange().positionRecords();
    if (ours.size() != records.size())
        return fail(
            ErrorCode::Corrupt,
            fmt::format("seed {}: {} positions of ours, {} of the venue", seed, ours.size(), records.size()));
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (ours[i].unprotectedMs != records[i].unprotectedMs)
            return fail(
                ErrorCode::Corrupt,
                fmt::format("seed {}: {} was unprotected for {} ms by our clock, {} ms by the venue's", seed,
                            ours[i].positionId, ours[i].unprotectedMs, records[i].unprotectedMs));
        measured.total.push_back(static_cast<double>(ours[i].unprotectedMs));
        measured.totalOfVenue.push_back(static_cast<double>(records[i].unprotectedMs));
    }
    ++measured.sessions;
    return {};
}

/// Once for both figures.
Expected<Protection> measure(Duration roundTrip)
{
    static std::map<std::int64_t, Protection> known;
    Protection& measured = known[roundTrip.ms];
    for (std::uint64_t seed = measured.sessions + 1; measured.total.size() < kTrades && seed <= kMostSessions;
         ++seed)
        if (const auto done = measureSession(measured, seed, roundTrip); !done)
            return std::unexpected(done.error());
    return measured;
}

BenchResult resultOf(std::string name, const std::vector<double>& ours, const char* besideName,
                     const std::vector<double>& beside, std::string note)
{
    BenchResult result;
    result.name = std::move(name);
    result.unit = "ms";
    result.median = medianOf(ours);
    result.p50 = quantileOf(ours, 0.5);
    result.p99 = quantileOf(ours, 0.99);
    result.p999 = quantileOf(ours, 0.999);
    result.runs = static_cast<int>(ours.size());
    result.beside = {besideName, medianOf(beside)};
    const auto longest = std::ranges::max_element(ours);
    result.note = fmt::format("{}; longest {} ms", note, longest == ours.end() ? 0.0 : *longest);
    return result;
}

Expected<BenchResult> protection(std::int64_t roundTripMs)
{
    const auto measured = measure(Duration {roundTripMs});
    if (!measured)
        return std::unexpected(measured.error());
    return resultOf(
        fmt::format("protection_{}ms", roundTripMs), measured->first, "the venue itself",
        measured->firstOfVenue,
        fmt::format("first fill to stop confirmed, by the venue's clock, each private request taking "
                    "{} ms; {} sessions",
                    roundTripMs, measured->sessions));
}

Expected<BenchResult> unprotected(std::int64_t roundTripMs)
{
    const auto measured = measure(Duration {roundTripMs});
    if (!measured)
        return std::unexpected(measured.error());
    return resultOf(
        fmt::format("unprotected_{}ms", roundTripMs), measured->total, "the venue itself",
        measured->totalOfVenue,
        fmt::format("unprotected time of a trade, all its fills, by the venue's clock, each private "
                    "request taking {} ms; equal to the venue's own of each trade; {} sessions",
                    roundTripMs, measured->sessions));
}

} // namespace

Expected<BenchResult> benchProtection0()
{
    return protection(0);
}
Expected<BenchResult> benchProtection50()
{
    return protection(50);
}
Expected<BenchResult> benchProtection250()
{
    return protection(250);
}
Expected<BenchResult> benchUnprotected0()
{
    return unprotected(0);
}
Expected<BenchResult> benchUnprotected50()
{
    return unprotected(50);
}
Expected<BenchResult> benchUnprotected250()
{
    return unprotected(250);
}

} // namespace breakline
