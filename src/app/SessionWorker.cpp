// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionWorker.h"

#include "app/ExitCode.h"
#include "app/SessionReport.h"
#include "storage/CsvExport.h"

#include <fmt/format.h>

#include <cstdio>

namespace breakline {

namespace {
constexpr int kTickMs = 10;
/// Wall time of one stride: commands are taken between strides.
constexpr qint64 kStrideMs = 8;
/// How far a venue with a speed of its own is let go at once.
constexpr Duration kAhead = Duration::seconds(10);
} // namespace

SessionWorker::SessionWorker(SessionOptions options, double speed)
    : m_options(std::move(options))
    , m_speed(speed)
    , m_givenPreset(m_options.simulation.preset)
    , m_otherVenue(m_options.remote)
    , m_timer(this)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &SessionWorker::advance);
}

SessionWorker::~SessionWorker() = default;

void SessionWorker::open()
{
    openSession();
}

bool SessionWorker::openSession()
{
    m_isOpening = true;
    auto setup = prepareSession(m_options);
    m_isOpening = false;
    if (m_isClosed)
        return false;
    if (!setup) {
        Q_EMIT failed(QString::fromStdString(setup.error().message), exitCodeOfPreparing(setup.error()));
        return false;
    }
    if (const auto begun = begin(std::move(*setup)); !begun) {
        Q_EMIT failed(begun.error().message, begun.error().exitCode);
        return false;
    }
    return true;
}

std::expected<void, SessionWorker::Failure> SessionWorker::begin(SessionSetup setup)
{
    m_timer.stop();
    m_clock.reset();
    m_flattenMs.reset();
    printMessages(setup.messages);
    auto session = StoredSession::open(std::move(setup), m_options.sessionDir);
    if (!session)
        return std::unexpected(
            Failure {QString::fromStdString(session.error().message), exitCodeOfOpening(session.error())});
    // Also of what a resumed session went through before.
    (*session)->session().keepCharts();
    const auto tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
    if (const auto caughtUp = (*session)->catchUpWithRecording(tell); !caughtUp)
        return std::unexpected(Failure {QString::fromStdString(caughtUp.error().message), kExitRuntime});
    m_session = std::move(*session);
    Q_EMIT opened(m_session->folder().path());
    if (m_givenPresetId.empty())
        m_givenPresetId = m_session->meta().presetId;
    // A venue with a speed of its own is waited for; no command may wait with it.
    if (m_options.remote)
        m_session->runner().setInterruptCheck([] { return true; });
    m_stopAt.reset();
    if (const auto end = m_session->venue().endOfData())
        m_stopAt = *end - Duration::seconds(60);
    connect(&m_session->session().orchestrator(), &TradingOrchestrator::replied, this,
            &SessionWorker::replied);
    if (m_session->recordedCommands().isStarted) {
        startPacing();
        if (!m_session->recordedCommands().isStopping)
            tellStartChoice();
    }
    return {};
}

void SessionWorker::tellStartChoice()
{
    if (m_options.onStart != toText(m_session->session().orchestrator().startChoice()))
        m_session->submit({0, CommandKind::OnStart, m_options.onStart});
}

void SessionWorker::startPacing()
{
    if (!m_options.remote)
        m_clock.emplace(m_session->runner().now(), m_speed);
    m_wall.start();
    m_timer.start();
}

void SessionWorker::submit(const UserCommand& command)
{
    if (command.kind == CommandKind::OnStart) {
        // For the next start, of whichever session that will be.
        const bool isKnown = startChoiceOf(command.argument).has_value();
        if (isKnown)
            m_options.onStart = command.argument;
        Q_EMIT replied({command.id, command.kind, isKnown, isKnown ? "" : "no such choice", {}});
        return;
    }
    if (!m_session) {
        Q_EMIT replied({command.id, command.kind, false, "there is no session", {}});
        return;
    }
    UserCommand actual = command;
    if (command.kind == CommandKind::Start && !command.argument.empty()
        && command.argument != m_session->meta().presetId) {
        // Another plan is another session, from the market's first moment.
        if (isAvailable(CommandKind::Start, m_session->session().machine().state(), false)) {
            leaveSession();
            m_options.simulation.preset = command.argument == m_givenPresetId ? m_givenPreset : command.argument;
            m_options.sessionDir.clear();
            if (!openSession()) {
                Q_EMIT replied({command.id, command.kind, false, "the session could not be opened", {}});
                return;
            }
        }
    }
    if (command.kind == CommandKind::PanicExit || command.kind == CommandKind::KillSwitch
        || command.kind == CommandKind::Stop) {
        m_flattenMs.reset();
        m_flattenWall.start();
    }
    if (command.kind == CommandKind::Start)
        tellStartChoice();
    m_session->submit(actual);
    if (command.kind == CommandKind::Start && !m_timer.isActive())
        startPacing();
}

void SessionWorker::advance()
{
    if (!m_session)
        return;
    SessionRunner& runner = m_session->runner();
    m_session->poll();
    // In real time the inputs come by this thread's event loop.
    if (!runner.isRealTime())
        stride(runner);
    if (const auto lost = runner.failure()) {
        m_timer.stop();
        m_clock.reset();
        Q_EMIT failed(QString::fromStdString(*lost), kExitRuntime);
        return;
    }
    if (m_flattenWall.isValid() && !m_flattenMs && runner.session().flattener().receipt())
        m_flattenMs = m_flattenWall.nsecsElapsed() / 1'000'000 + 1;
    if (m_stopAt && runner.now() >= *m_stopAt && !runner.session().isFinished()) {
        // The data end: what is open is left while there is a market.
        m_stopAt.reset();
        m_session->submit({0, CommandKind::Stop, "until_end"});
    }
    if (m_next && runner.session().isFinished())
        changeVenue();
}

void SessionWorker::stride(SessionRunner& runner)
{
    Timestamp target = m_clock ? m_clock->now() : runner.now() + kAhead;
    if (m_stopAt && target > *m_stopAt)
        target = *m_stopAt;
    QElapsedTimer wall;
    wall.start();
    while (runner.step(target))
        if (wall.elapsed() >= kStrideMs)
            break;
}

void SessionWorker::openVenue(const std::string& venue)
{
    if (m_next || m_isOpening) {
        Q_EMIT venueRefused(tr("Another venue is being opened already."));
        return;
    }
    SessionOptions options = m_options;
    options.sessionDir.clear();
    options.remote = venue == "bybit" ? std::optional(bybitVenue()) : std::nullopt;
    // Other addresses than the usual ones are those that the program was given.
    if (m_otherVenue && m_otherVenue->name == venue)
        options.remote = m_otherVenue;
    m_isOpening = true;
    auto setup = prepareSession(options);
    m_isOpening = false;
    if (m_isClosed)
        return; // the window went away meanwhile
    if (!setup) {
        Q_EMIT venueRefused(QString::fromStdString(setup.error().message));
        return;
    }
    m_next.emplace(Next {std::move(options), std::move(*setup)});
    const bool isActive = m_timer.isActive() && !m_session->session().isFinished()
        && m_session->session().machine().state() != TradingState::Idle;
    if (isActive)
        submit({0, CommandKind::Stop, "command"});
    else
        changeVenue();
}

void SessionWorker::changeVenue()
{
    Next next = std::move(*std::exchange(m_next, std::nullopt));
    leaveSession();
    SessionOptions before = std::exchange(m_options, std::move(next.options));
    if (const auto begun = begin(std::move(next.setup)); !begun) {
        Q_EMIT venueRefused(begun.error().message);
        m_options = std::move(before);
        m_options.sessionDir.clear();
        openSession();
    }
}

void SessionWorker::makeSnapshot()
{
    if (!m_session) {
        Q_EMIT snapshotReady(nullptr);
        return;
    }
    m_session->poll();
    auto snapshot = std::make_shared<TradingSnapshot>(*m_session->session().snapshot());
    // Between two inputs the market's clock goes on.
    snapshot->time = m_session->runner().now();
    m_session->venue().describe(snapshot->connection);
    m_session->describeHost(snapshot->health);
    if (snapshot->flatten)
        snapshot->flatten->wallMs = m_flattenMs;
    Q_EMIT snapshotReady(snapshot);
}

void SessionWorker::exportTo(const QString& folder)
{
    if (!m_session) {
        Q_EMIT exported(false, tr("There is no session to export."));
        return;
    }
    m_session->settle();
    const auto done = exportSession(m_session->folder().path(), folder);
    Q_EMIT exported(done.has_value(), done ? folder : QString::fromStdString(done.error().message));
}

int SessionWorker::close()
{
    m_isClosed = true;
    leaveSession();
    return m_exitCode;
}

void SessionWorker::leaveSession()
{
    m_timer.stop();
    m_clock.reset();
    if (m_session)
        if (const int code = endSession(); m_exitCode == kExitOk)
            m_exitCode = code;
}

int SessionWorker::endSession()
{
    const std::unique_ptr<StoredSession> session = std::move(m_session);
    const TradingSession& trading = session->session();
    if (!session->isStarted() && trading.machine().state() == TradingState::Idle) {
        session->discard();
        return kExitOk;
    }
    const bool isLost = session->runner().failure().has_value();
    if (isLost || isExposed(trading) || trading.flattener().isActive()) {
        tellLeft(trading, "left unfinished", session->folder().path().toStdString());
        return isExposed(trading) ? kExitExposed : kExitRuntime;
    }
    const double wall = m_wall.isValid() ? static_cast<double>(m_wall.elapsed()) / 1000.0 : 0.0;
    const ClosingReport report = session->finish(session->start(), wall);
    for (const std::string& problem : report.problems)
        fmt::print(stderr, "breakline: {}\n", problem);
    // A person may go home with a flat session that is idle.
    return report.finalState == TradingState::Idle && report.problems.empty() ? kExitOk : report.exitCode;
}

} // namespace breakline
