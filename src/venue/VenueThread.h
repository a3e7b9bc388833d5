// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"
#include "venue/VenueServer.h"

#include <QThread>

#include <functional>
#include <memory>
#include <string>

namespace breakline {

/// A venue in a thread of its own, for a program that trades on it over
/// loopback. All calls from the thread that started it.
class VenueThread {
public:
    static Expected<std::unique_ptr<VenueThread>> start(VenueServerOptions options);
    ~VenueThread();
    VenueThread(const VenueThread&) = delete;
    VenueThread& operator=(const VenueThread&) = delete;

    const VenueEndpoint& endpoint() const { return m_endpoint; }
    /// Lets somebody look at the exchange in the venue's thread, and waits for it.
    void look(const std::function<void(const SimulatedExchange&)>& at);
    /// The exchange's own account as of now; waits for the venue's thread.
    std::string report();
    /// The account's sums as of now, in the same way.
    VenueTotals totals();

private:
    VenueThread() = default;

    QThread m_thread;
    std::unique_ptr<QObject> m_context; ///< lives in the thread
    std::unique_ptr<VenueServer> m_server;
    VenueEndpoint m_endpoint;
};

} // namespace breakline
