// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/VenueThread.h"

namespace breakline {

Expected<std::unique_ptr<VenueThread>> VenueThread::start(VenueServerOptions options)
{
    std::unique_ptr<VenueThread> venue(new VenueThread);
    venue->m_thread.setObjectName(QStringLiteral("venue"));
    venue->m_context = std::make_unique<QObject>();
    venue->m_context->moveToThread(&venue->m_thread);
    venue->m_thread.start();
    Expected<VenueEndpoint> endpoint;
    QMetaObject::invokeMethod(
        venue->m_context.get(),
        [&] {
            venue->m_server = std::make_unique<VenueServer>(std::move(options));
            endpoint = venue->m_server->listen();
        },
        Qt::BlockingQueuedConnection);
    if (!endpoint)
        return std::unexpected(endpoint.error());
    venue->m_endpoint = std::move(*endpoint);
    return venue;
}

VenueThread::~VenueThread()
{
    QMetaObject::invokeMethod(m_context.get(), [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void VenueThread::look(const std::function<void(const SimulatedExchange&)>& at)
{
    QMetaObject::invokeMethod(m_context.get(), [&] { at(m_server->exchange()); }, Qt::BlockingQueuedConnection);
}

std::string VenueThread::report()
{
    std::string text;
    QMetaObject::invokeMethod(m_context.get(), [&] { text = m_server->report(); }, Qt::BlockingQueuedConnection);
    return text;
}

VenueTotals VenueThread::totals()
{
    VenueTotals totals;
    look([&](const SimulatedExchange& exchange) { totals = exchange.totals(); });
    return totals;
}

} // namespace breakline
