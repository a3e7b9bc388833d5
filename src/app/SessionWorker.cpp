// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionWorker.h"

#include "storage/CsvExport.h"

#include <fmt/format.h>

#include <cstdio>

namespace breakline {

namespace {
constexpr int kTickMs = 10;
/// Wall time of one stride: commands are taken between strides.
constexpr qint64 kStrideMs = 8;
} // namespace

SessionWorker::SessionWorker(SimulationOptions options, double speed, std::string sessionDir)
    : m_options(std::move(options))
    , m_speed(speed)
    , m_sessionDir(std::move(sessionDir))
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
    m_timer.stop();
    m_clock.reset();
    m_flattenMs.reset();
    auto setup = prepareSimulation(m_options);
    if (!setup) {
        Q_EMIT failed(QString::fromStdString(setup.error().message));
        return false;
    }
    auto session = StoredSession::open(std::move(*setup), m_sessionDir);
    if (!session) {
        Q_EMIT failed(QString::fromStdString(session.error().message));
        return false;
    }
    const auto tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
    if (const auto caughtUp = (*session)->catchUpWithRecording(tell); !caughtUp) {
        Q_EMIT failed(QString::fromStdString(caughtUp.error().message));
        return false;
    }
    m_session = std::move(*session);
    m_session->log().installQtMessageBridge();
    m_stopAt.reset();
    if (const auto end = m_session->venue().endOfData())
        m_stopAt = *end - Duration::seconds(60);
    connect(&m_session->session().orchestrator(), &TradingOrchestrator::replied, this,
            &SessionWorker::replied);
    if (m_session->recordedCommands().isStarted)
        startPacing();
    return true;
}

void SessionWorker::startPacing()
{
    m_clock.emplace(m_session->runner().now(), m_speed);
    m_wall.start();
    m_timer.start();
}

void SessionWorker::submit(const UserCommand& command)
{
    if (!m_session) {
        Q_EMIT replied({command.id, command.kind, false, "there is no session", {}});
        return;
    }
    UserCommand actual = command;
    if (command.kind == CommandKind::Start && !command.argument.empty()
        && command.argument != m_session->meta().presetId) {
        // Another plan is another session, from the market's first moment.
        if (isAvailable(CommandKind::Start, m_session->session().machine().state(), false)) {
            close();
            m_options.preset = command.argument;
            m_sessionDir.clear();
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
    m_session->submit(actual);
    if (command.kind == CommandKind::Start && !m_clock)
        startPacing();
}

void SessionWorker::advance()
{
    if (!m_session || !m_clock)
        return;
    SessionRunner& runner = m_session->runner();
    m_session->poll();
    Timestamp target = m_clock->now();
    if (m_stopAt && target > *m_stopAt)
        target = *m_stopAt;
    QElapsedTimer stride;
    stride.start();
    while (runner.step(target))
        if (stride.elapsed() >= kStrideMs)
            break;
    if (const auto lost = runner.failure()) {
        m_timer.stop();
        m_clock.reset();
        Q_EMIT failed(QString::fromStdString(*lost));
        return;
    }
    if (m_flattenWall.isValid() && !m_flattenMs && runner.session().flattener().receipt())
        m_flattenMs = m_flattenWall.elapsed();
    if (m_stopAt && runner.now() >= *m_stopAt && !runner.session().isFinished()) {
        // The data end: what is open is left while there is a market.
        m_stopAt.reset();
        m_session->submit({0, CommandKind::Stop, "until_end"});
    }
}

void SessionWorker::makeSnapshot()
{
    if (!m_session)
        return;
    m_session->poll();
    auto snapshot = std::make_shared<TradingSnapshot>(*m_session->session().snapshot());
    // Between two inputs the market's clock goes on.
    snapshot->time = m_session->runner().now();
    if (snapshot->flatten && m_flattenMs)
        snapshot->flatten->wallMs = *m_flattenMs;
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

void SessionWorker::close()
{
    m_timer.stop();
    m_clock.reset();
    if (!m_session)
        return;
    if (m_session->runner().failure()) {
        m_session.reset(); // unfinished, so that it can go on
        return;
    }
    const double wall = m_wall.isValid() ? static_cast<double>(m_wall.elapsed()) / 1000.0 : 0.0;
    if (const auto report = m_session->finish(m_session->start(), wall); !report)
        Q_EMIT failed(QString::fromStdString(report.error().message));
    m_session.reset();
}

} // namespace breakline
