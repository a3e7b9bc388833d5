// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SimulationDesk.h"

#include "app/SimulationWorker.h"

namespace breakline {

SimulationDesk::SimulationDesk(SimulationOptions options, double speed, const std::string& sessionDir)
    : m_worker(new SimulationWorker(std::move(options), speed, sessionDir))
{
    m_thread.setObjectName(QStringLiteral("trading"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &SimulationWorker::snapshotReady, this, [this](const TradingSnapshotPtr& snapshot) {
        m_snapshotAsked = false;
        Q_EMIT snapshotReady(snapshot);
    });
    connect(m_worker, &SimulationWorker::replied, this, &TradingDesk::replied);
    connect(m_worker, &SimulationWorker::exported, this, &TradingDesk::exported);
    connect(m_worker, &SimulationWorker::failed, this, &SimulationDesk::failed);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, &SimulationWorker::open, Qt::QueuedConnection);
}

SimulationDesk::~SimulationDesk()
{
    QMetaObject::invokeMethod(m_worker, &SimulationWorker::close, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

std::uint64_t SimulationDesk::submit(CommandKind kind, const std::string& argument)
{
    const UserCommand command {++m_lastCommand, kind, argument};
    // Every command has its place in the queue of the trading thread, which
    // holds nothing that takes longer than a stride.
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, command] { worker->submit(command); }, Qt::QueuedConnection);
    return command.id;
}

void SimulationDesk::requestSnapshot()
{
    if (m_snapshotAsked)
        return;
    m_snapshotAsked = true;
    QMetaObject::invokeMethod(m_worker, &SimulationWorker::makeSnapshot, Qt::QueuedConnection);
}

void SimulationDesk::exportSession(const QString& folder)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, folder] { worker->exportTo(folder); }, Qt::QueuedConnection);
}

void SimulationDesk::openVenue(const std::string&)
{
    Q_EMIT venueRefused(tr("the window stays at the simulated exchange"));
}

} // namespace breakline
