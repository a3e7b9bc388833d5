// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionDesk.h"

#include "app/SessionWorker.h"

namespace breakline {

SessionDesk::SessionDesk(SessionOptions options, double speed)
    : m_worker(new SessionWorker(std::move(options), speed))
{
    m_thread.setObjectName(QStringLiteral("trading"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &SessionWorker::snapshotReady, this, [this](const TradingSnapshotPtr& snapshot) {
        m_snapshotAsked = false;
        if (snapshot)
            Q_EMIT snapshotReady(snapshot);
    });
    connect(m_worker, &SessionWorker::opened, this, &SessionDesk::opened);
    connect(m_worker, &SessionWorker::replied, this, &TradingDesk::replied);
    connect(m_worker, &SessionWorker::exported, this, &TradingDesk::exported);
    connect(m_worker, &SessionWorker::venueRefused, this, &TradingDesk::venueRefused);
    connect(m_worker, &SessionWorker::failed, this, &SessionDesk::failed);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, &SessionWorker::open, Qt::QueuedConnection);
}

SessionDesk::~SessionDesk()
{
    close();
    m_thread.quit();
    m_thread.wait();
}

int SessionDesk::close()
{
    int code = 0;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, &code] { code = worker->close(); }, Qt::BlockingQueuedConnection);
    return code;
}

std::uint64_t SessionDesk::submit(CommandKind kind, const std::string& argument)
{
    const UserCommand command {++m_lastCommand, kind, argument};
    // Every command has its place in the queue of the trading thread, which
    // holds nothing that takes longer than a stride.
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, command] { worker->submit(command); }, Qt::QueuedConnection);
    return command.id;
}

void SessionDesk::requestSnapshot()
{
    if (m_snapshotAsked)
        return;
    m_snapshotAsked = true;
    QMetaObject::invokeMethod(m_worker, &SessionWorker::makeSnapshot, Qt::QueuedConnection);
}

void SessionDesk::exportSession(const QString& folder)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, folder] { worker->exportTo(folder); }, Qt::QueuedConnection);
}

void SessionDesk::openVenue(const std::string& venue)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, venue] { worker->openVenue(venue); }, Qt::QueuedConnection);
}

} // namespace breakline
