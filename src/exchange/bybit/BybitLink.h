// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "exchange/bybit/BybitGateway.h"
#include "exchange/bybit/BybitNetwork.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>
#include <vector>

namespace breakline {

/// A gateway to a venue that runs in real time, with its network thread: the
/// order of arrival is the order. Made and used on the trading thread, whose
/// event loop delivers. Orders are possible only towards this machine, where
/// the simulated exchange is; to a real venue there is market data alone, and
/// no setting changes that.
class BybitLink final : public QObject, private NetworkPort {
    Q_OBJECT
public:
    /// `clock` is real time, is read on both threads and outlives this.
    BybitLink(bybit::BybitNetworkSettings settings, const Clock& clock, QObject* parent = nullptr);
    ~BybitLink() override;

    BybitGateway& gateway() { return *m_gateway; }

    /// Allowed where `rest` and `ws` both name this machine by its loopback address.
    static OrderEntry orderEntryTo(const QUrl& rest, const QUrl& ws);

    /// `limits` follows.
    void requestLimits();
    void resetLimits();

Q_SIGNALS:
    void limits(const std::vector<breakline::EndpointStatus>& limits);
    /// For a log; holds no secret.
    void problem(const QString& message);

private:
    class Side;

    void send(NetworkCommand command) override;
    void takeBatch(std::vector<Delivery>& batch);

    QThread m_thread;
    std::unique_ptr<BybitGateway> m_gateway;
    Side* m_side = nullptr; ///< lives and ends on the network thread
    const std::shared_ptr<SpareBooks> m_spareBooks = std::make_shared<SpareBooks>();
    std::vector<BookSnapshot> m_handled; ///< of one batch
    std::atomic<std::size_t> m_queued {0}; ///< deliveries on their way to this thread
};

/// The venue's own addresses.
bybit::BybitNetworkSettings bybitMarketData();

} // namespace breakline
