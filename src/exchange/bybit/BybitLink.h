// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "exchange/bybit/BybitGateway.h"
#include "exchange/bybit/BybitNetwork.h"
#include "exchange/bybit/RecalledCalls.h"
#include "exchange/VenueLink.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace breakline {

/// A gateway to a venue that runs in real time, with its network thread: the
/// order of arrival is the order. Made and used on the trading thread, whose
/// event loop delivers. Orders are possible only towards this machine, where
/// the simulated exchange is; to a real venue there is market data alone, and
/// no setting changes that.
class BybitLink final : public QObject, public VenueLink, private NetworkPort {
    Q_OBJECT
public:
    /// Whether the session begins here, or goes on: then nothing leaves before reopen().
    enum class Opening { AtOnce, AfterRecall };

    /// `clock` is real time, is read on both threads and outlives this.
    BybitLink(bybit::BybitNetworkSettings settings, const Clock& clock, Opening opening = Opening::AtOnce,
              QObject* parent = nullptr);
    ~BybitLink() override;

    BybitGateway& gateway() override { return *m_gateway; }
    void recall(const ExchangeEvent& event) override;
    void reopen(const std::vector<Instrument>& instruments) override;
    void setBeforeChange(std::function<void()> call) override { m_beforeChange = std::move(call); }

    /// `status` follows.
    void requestStatus();

Q_SIGNALS:
    void status(const breakline::VenueLinkStatus& status);
    /// For a log; holds no secret.
    void problem(const QString& message);

private:
    class Side;

    void start();
    void send(NetworkCommand command) override;
    void takeBatch(std::vector<Delivery>& batch);

    const Clock& m_clock;
    bybit::BybitNetworkSettings m_settings; ///< until start()
    RecalledCalls m_recalled;
    std::function<void()> m_beforeChange;
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
