// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/TradeCommand.h"

#include "app/ExitCode.h"
#include "app/Interrupts.h"
#include "app/SessionReport.h"
#include "app/StoredSession.h"
#include "strategy/PresetLoader.h"
#include "trading/WallClock.h"

#include <QElapsedTimer>
#include <QThread>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace breakline {

namespace {

/// Between two looks at the interrupt and, paced, at the wall clock.
constexpr Duration kStride = Duration::seconds(10);
/// So long a venue in real time is waited for where nothing is at stake.
constexpr Duration kVenueGone = Duration::minutes(1);

class TradeRun {
public:
    TradeRun(StoredSession& simulated, const TradeOptions& options)
        : m_simulated(simulated)
        , m_options(options)
        , m_start(simulated.start())
    {
        const auto end = simulated.venue().endOfData();
        m_dataEnd = end;
        if (options.duration)
            m_stopAt = m_start + *options.duration;
        if (end) {
            // A minute before the market ends, so that the flatten has one.
            const Timestamp last = *end - Duration::seconds(60);
            if (!m_stopAt || last < *m_stopAt) {
                m_stopAt = last;
                m_reason = "until_end";
            }
        }
    }

    /// The session goes on from an earlier run: says when the account has been compared.
    void wentOn()
    {
        m_wentOn = m_simulated.runner().now();
        m_comparisons = m_simulated.session().reconciler().status().comparisons;
    }

    enum class End { Finished, LeftAtOnce, VenueLost };

    End run()
    {
        SessionRunner& runner = m_simulated.runner();
        announceStates();
        runner.setInterruptCheck([this] { return interrupts() > m_seenInterrupts; });
        // The venue of another process has a speed of its own.
        if (m_options.speed && !m_options.session.remote)
            m_clock.emplace(runner.now(), *m_options.speed);
        // A resumed session was started, and perhaps stopped, before.
        const RecordedCommands& before = m_simulated.recordedCommands();
        if (!before.isStopping && m_options.session.onStart != "adopt")
            m_simulated.submit({3, CommandKind::OnStart, m_options.session.onStart});
        if (!before.isStarted)
            m_simulated.submit({1, CommandKind::Start, m_simulated.meta().presetId});
        bool stopping = before.isStopping;
        while (!runner.session().isFinished()) {
            m_seenInterrupts = interrupts();
            if (m_seenInterrupts >= 2)
                return End::LeftAtOnce;
            if (m_seenInterrupts == 1 && !stopping) {
                stopping = true;
                m_simulated.submit(
                    {2, CommandKind::Stop, m_options.leaveOnStop ? "interrupt:leave" : "interrupt"});
                continue;
            }
            if (!stopping && m_stopAt && runner.now() >= *m_stopAt) {
                stopping = true;
                m_simulated.submit({2, CommandKind::Stop, m_reason});
                continue;
            }
            const std::string& failure = runner.session().orchestrator().failure();
            if (!stopping && !failure.empty()) {
                // Without a window nobody can put it right.
                stopping = true;
                fmt::print(stderr, "breakline: the session cannot go on and ends: {}\n", failure);
                m_simulated.submit({2, CommandKind::Stop, "error"});
                continue;
            }
            if (const auto lost = runner.failure()) {
                fmt::print(stderr, "breakline: {}\n", *lost);
                return End::VenueLost;
            }
            if (stopping && isGivenUp()) {
                fmt::print(stderr, "breakline: nothing is open as far as this session knows, and the venue has not "
                                   "been there for a minute to say so\n");
                return End::VenueLost;
            }
            if (stopping && m_dataEnd && runner.now() > *m_dataEnd)
                break; // no market is left to flatten in; what is open is listed
            Timestamp limit = runner.now() + kStride;
            if (!stopping && m_stopAt && *m_stopAt < limit)
                limit = *m_stopAt;
            m_simulated.poll();
            if (m_clock && !pace(limit))
                continue;
            while (runner.step(limit) && !runner.session().isFinished() && (stopping || failure.empty()))
                tellCompared();
            tellCompared();
            progress();
        }
        return End::Finished;
    }

private:
    /// A venue that is gone cannot confirm that all is flat. With something open the
    /// flatten is tried for as long as it takes.
    bool isGivenUp()
    {
        const TradingSession& session = m_simulated.session();
        const auto& connection = session.orchestrator().connection();
        if (!m_simulated.runner().isRealTime() || isExposed(session) || !connection || connection->privateUp)
            return false;
        return m_simulated.runner().now() - connection->since > kVenueGone;
    }

    /// Pulls `limit` back to what the wall clock allows; false: not yet time.
    bool pace(Timestamp& limit)
    {
        const Timestamp allowed = m_clock->now();
        if (allowed <= m_simulated.runner().now()) {
            QThread::msleep(5);
            return false;
        }
        if (allowed < limit)
            limit = allowed;
        return true;
    }

    void tellCompared()
    {
        const TradingSession& session = m_simulated.session();
        if (!m_wentOn || session.reconciler().status().comparisons == m_comparisons)
            return;
        std::size_t bare = 0;
        const auto open = session.positions().open();
        for (const ManagedPosition* position : open)
            bare += position->stopShown ? 0U : 1U;
        if (bare > 0)
            return; // the watchdog is at it
        const std::size_t contested = session.reconciler().contested().size();
        fmt::print(stderr, "the account was compared with the venue's after {} ms: {}{}\n",
                   (m_simulated.runner().now() - *m_wentOn).ms,
                   open.empty() ? std::string("nothing of this session is open")
                                : fmt::format("{} open, each with its stop", open.size()),
                   contested > 0 ? fmt::format("; {} contested", contested) : std::string());
        m_wentOn.reset();
    }

    void announceStates()
    {
        if (m_options.json)
            return;
        fmt::print("session {} in {}\n", m_simulated.meta().id, m_simulated.folder().path().toStdString());
        m_simulated.session().decisions().setObserver(
            [](std::uint64_t, Timestamp time, const std::string& line) {
                constexpr std::string_view kinds[] = {"|transition|", "|position_opened|",
                                                      "|position_closed|", "|flat|"};
                for (const std::string_view kind : kinds)
                    if (const std::size_t at = line.find(kind); at != std::string::npos) {
                        fmt::print("{} {}\n", toIso8601(time), line.substr(at + 1));
                        std::fflush(stdout);
                        return;
                    }
            });
    }

    void progress()
    {
        if (!m_options.json || !m_stopAt)
            return;
        const std::int64_t total = (*m_stopAt - m_start).ms;
        const std::int64_t done = (m_simulated.runner().now() - m_start).ms;
        const std::int64_t tenth = total > 0 ? std::min<std::int64_t>(done * 10 / total, 10) : 10;
        if (tenth <= m_progress)
            return;
        m_progress = tenth;
        fmt::print(stderr, "{} % of {}, {} positions closed\n", tenth * 10, toIso8601(*m_stopAt),
                   m_simulated.session().positions().closedCount());
    }

    StoredSession& m_simulated;
    const TradeOptions& m_options;
    Timestamp m_start;
    std::optional<Timestamp> m_stopAt;
    std::optional<Timestamp> m_dataEnd;
    std::string m_reason = "duration";
    std::optional<ScaledClock> m_clock; ///< empty: as fast as it goes
    std::int64_t m_progress = 0;
    int m_seenInterrupts = 0;
    std::optional<Timestamp> m_wentOn; ///< until that has been said
    std::uint64_t m_comparisons = 0;
};

} // namespace

int runTrade(const TradeOptions& options)
{
    QElapsedTimer wall;
    wall.start();
    auto setup = prepareSession(options.session);
    if (!setup) {
        fmt::print(stderr, "breakline: {}\n", setup.error().message);
        return exitCodeOfPreparing(setup.error());
    }
    printMessages(setup->messages);
    if (setup->settings.preset.id == "breakout_v1_demo")
        fmt::print(stderr, "{}\n", setup->settings.preset.summary);
    for (const std::string& input : missingNames(setup->settings.preset.allowMissing))
        fmt::print(stderr, "let pass where there is no data: {}\n", input);
    auto session = StoredSession::open(std::move(*setup), options.session.sessionDir);
    if (!session) {
        fmt::print(stderr, "breakline: {}\n", session.error().message);
        return exitCodeOfOpening(session.error());
    }
    const auto tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
    const bool isResumed = (*session)->isResumed();
    if (const auto caughtUp = (*session)->catchUpWithRecording(tell); !caughtUp) {
        fmt::print(stderr, "breakline: {}\n", caughtUp.error().message);
        return kExitRuntime;
    }
    countInterrupts();

    TradeRun run(**session, options);
    if (isResumed)
        run.wentOn();
    if (const TradeRun::End end = run.run(); end != TradeRun::End::Finished) {
        const std::string how = end == TradeRun::End::LeftAtOnce ? "left at once" : "left unfinished";
        tellLeft((*session)->session(), how + (options.session.remote ? "; stops stay at the venue" : ""),
                 (*session)->folder().path().toStdString());
        return isExposed((*session)->session()) ? kExitExposed : kExitRuntime;
    }
    const auto report = (*session)->finish((*session)->start(), static_cast<double>(wall.elapsed()) / 1000.0);
    for (const std::string& problem : report.problems)
        fmt::print(stderr, "breakline: {}\n", problem);
    if ((*session)->session().orchestrator().isRefusedBySelfTest())
        listSelfTest((*session)->session());
    if (report.exitCode == kExitExposed)
        listExposure((*session)->session());
    if (options.json)
        fmt::print("{}\n", report.json);
    else
        fmt::print("ended {}: {} positions closed{}\n", toText(report.finalState),
                   (*session)->session().positions().closedCount(),
                   report.costR ? fmt::format(", costs {:.2f} R a trade", *report.costR) : std::string());
    return report.exitCode;
}

} // namespace breakline
