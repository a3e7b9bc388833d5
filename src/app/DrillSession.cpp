// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillSession.h"

#include "app/ExitCode.h"
#include "app/SessionReport.h"
#include "app/StoredSession.h"
#include "drill/CrashPorts.h"
#include "drill/DrillPreset.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace breakline {

namespace {

constexpr Duration kStride = Duration::seconds(10);
/// After the stop, so long until it has to be flat.
constexpr Duration kToEnd = Duration::minutes(15);

void say(const nlohmann::ordered_json& line)
{
    fmt::print("{}\n", line.dump());
    std::fflush(stdout);
}

/// Looks at each order: no entry may leave while the gate is closed, or once the
/// session is told to stop.
class EntryWatch {
public:
    void watch(const TradingSession& session) { m_session = &session; }
    void forbidEntries() { m_isForbidden = true; }
    std::uint64_t entries() const { return m_entries; }

    void beforeOrder(const OrderRequest& order)
    {
        if (order.reduceOnly || m_session == nullptr || isOfSelfTest(order))
            return;
        ++m_entries;
        if (m_session->machine().gate().isOpen() && !m_isForbidden)
            return;
        say({{"event", "broken"},
             {"what",
              fmt::format("entry {} left at {} while the gate is closed by {}", order.clientId,
                          toIso8601(m_session->now()),
                          m_isForbidden ? "the end of the drill" : m_session->machine().gate().summary())}});
    }

private:
    /// Rests far from the market while the gate is still closed by the test itself.
    bool isOfSelfTest(const OrderRequest& order) const
    {
        const TrackedOrder* tracked = m_session->desk().find(order.clientId);
        return order.timeInForce == TimeInForce::PostOnly && tracked != nullptr
            && tracked->traceId().starts_with("self_test:");
    }

    const TradingSession* m_session = nullptr;
    bool m_isForbidden = false;
    std::uint64_t m_entries = 0;
};

/// False: the venue was lost.
bool trade(StoredSession& session, Duration length, EntryWatch& entries)
{
    SessionRunner& runner = session.runner();
    const Timestamp stopAt = session.start() + length;
    if (!session.recordedCommands().isStarted)
        session.submit({1, CommandKind::Start, session.meta().presetId});
    bool isStopping = session.recordedCommands().isStopping;
    Timestamp end = isStopping ? runner.now() + kToEnd : Timestamp {};
    while (!runner.session().isFinished() && !(isStopping && runner.now() >= end)) {
        if (runner.failure())
            return false;
        const bool isFailed = !runner.session().orchestrator().failure().empty();
        if (!isStopping && (runner.now() >= stopAt || isFailed)) {
            isStopping = true;
            session.submit({2, CommandKind::Stop, isFailed ? "error" : "duration"});
            entries.forbidEntries();
            end = runner.now() + kToEnd;
            continue;
        }
        const Timestamp stride = runner.now() + kStride;
        const Timestamp limit = std::min(stride, isStopping ? end : stopAt);
        session.poll();
        while (runner.step(limit) && !runner.session().isFinished()) { }
    }
    return true;
}

} // namespace

int runDrillSession(const DrillSessionOptions& options)
{
    std::optional<CrashPoint> killAt;
    if (!options.crashAt.empty()) {
        auto point = parseCrashPoint(options.crashAt);
        if (!point) {
            fmt::print(stderr, "breakline: {}\n", point.error().message);
            return kExitUsage;
        }
        killAt = std::move(*point);
    }
    auto setup = prepareSession(options.session);
    if (!setup) {
        fmt::print(stderr, "breakline: {}\n", setup.error().message);
        return exitCodeOfPreparing(setup.error());
    }
    setup->settings.preset = eager(std::move(setup->settings.preset));
    setup->settings.analysis = eagerAnalysis();

    EntryWatch entries;
    CrashPoints points(std::move(killAt));
    CrashPorts ports(points, [&](const OrderRequest& order) { entries.beforeOrder(order); });
    auto session = StoredSession::open(std::move(*setup), options.session.sessionDir, &ports);
    if (!session) {
        fmt::print(stderr, "breakline: {}\n", session.error().message);
        return exitCodeOfOpening(session.error());
    }
    entries.watch((*session)->session());
    const auto tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
    if (const auto caughtUp = (*session)->catchUpWithRecording(tell); !caughtUp) {
        fmt::print(stderr, "breakline: {}\n", caughtUp.error().message);
        return kExitRuntime;
    }
    if ((*session)->recordedCommands().isStopping)
        entries.forbidEntries();
    say({{"event", "ready"}, {"resumed", (*session)->isResumed()}});

    if (!trade(**session, options.length, entries)) {
        fmt::print(stderr, "breakline: {}\n", (*session)->runner().failure().value_or(std::string()));
        return kExitRuntime;
    }
    const auto report = (*session)->finish((*session)->start(), 0.0);
    for (const std::string& problem : report.problems)
        fmt::print(stderr, "breakline: {}\n", problem);
    nlohmann::ordered_json passes = nlohmann::ordered_json::object();
    for (const auto& [name, count] : points.passes())
        passes[name] = count;
    say({{"event", "ended"},
         {"entries", entries.entries()},
         {"passes", passes},
         {"closing", nlohmann::ordered_json::parse(report.json)}});
    return report.exitCode;
}

} // namespace breakline
