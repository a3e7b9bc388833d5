// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BenchLink.h"

#include "app/BenchVenue.h"

#include <algorithm>
#include <chrono>

#ifdef Q_OS_LINUX
#include <pthread.h>
#include <time.h>
#endif

namespace breakline {

Timestamp BenchClock::now() const
{
    if (std::this_thread::get_id() != m_owner) {
#ifdef Q_OS_LINUX
        clockid_t clock = 0;
        if (!m_isKnown && pthread_getcpuclockid(pthread_self(), &clock) == 0) {
            m_clock = clock;
            m_isKnown = true;
        }
#endif
        const std::size_t at = m_looked.load(std::memory_order_relaxed);
        m_looks[at % kLooks].store(BenchWirePeer::nowNs(), std::memory_order_relaxed);
        m_looked.store(at + 1, std::memory_order_release);
    }
    return Timestamp {std::chrono::duration_cast<std::chrono::milliseconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count()};
}

std::optional<double> BenchClock::networkCpuSeconds() const
{
#ifdef Q_OS_LINUX
    timespec time {};
    if (m_isKnown && clock_gettime(m_clock, &time) == 0)
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
#endif
    return std::nullopt;
}

std::optional<std::int64_t> BenchClock::firstLookFrom(std::int64_t ns) const
{
    const std::size_t end = m_looked.load(std::memory_order_acquire);
    std::optional<std::int64_t> first;
    for (std::size_t back = 1; back <= std::min(end, kLooks / 2); ++back) {
        const std::int64_t look = m_looks[(end - back) % kLooks].load(std::memory_order_relaxed);
        if (look < ns)
            return first;
        first = look;
    }
    return std::nullopt;
}

Expected<std::unique_ptr<BenchLink>> BenchLink::open(int symbols, int peerCore)
{
    std::unique_ptr<BenchLink> link(new BenchLink);
    auto venue = startBenchVenue(symbols, WhenAlone::Freeze, 60.0);
    if (!venue)
        return std::unexpected(venue.error());
    link->m_venue = std::move(*venue);
    auto peer = BenchWirePeer::start(peerCore);
    if (!peer)
        return std::unexpected(peer.error());
    link->m_peer = std::move(*peer);

    const VenueEndpoint& endpoint = link->m_venue->endpoint();
    bybit::BybitNetworkSettings settings;
    settings.rest = QUrl(QString::fromStdString(endpoint.rest));
    settings.ws = QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(link->m_peer->port()));
    settings.credentials = bybit::BybitCredentials {endpoint.key.key, endpoint.key.secret};
    settings.feeRates = bybit::FeeRates {Decimal::literal("0.00055"), Decimal::literal("0.0002")};
    link->m_link = std::make_unique<BybitLink>(std::move(settings), link->m_clock);
    BenchLink& self = *link;
    QObject::connect(link->m_link.get(), &BybitLink::problem, link->m_link.get(),
                     [&self](const QString& text) { self.m_problem = text.toStdString(); });
    QObject::connect(&link->gateway(), &ExchangeGateway::event, &link->gateway(), [&self](const ExchangeEvent& event) {
        if (self.m_listener)
            self.m_listener(event);
        if (self.m_holds && self.m_holds())
            self.m_loop.quit();
    });

    bool isUp = false;
    link->setListener([&](const ExchangeEvent& event) {
        if (const auto* connection = std::get_if<ConnectionChanged>(&event))
            isUp = connection->marketUp && connection->privateUp;
        if (const auto* answer = std::get_if<InstrumentsAnswer>(&event))
            if (auto table = InstrumentTable::make(answer->instruments))
                self.m_instruments = std::move(*table);
    });
    link->gateway().connectToVenue();
    link->gateway().requestInstruments();
    const bool isReady = link->waitUntil([&] { return isUp && self.m_instruments.size() > 0; });
    link->setListener({});
    if (!isReady)
        return fail(ErrorCode::Unavailable, "the gateway did not come up: " + link->m_problem);
    return link;
}

bool BenchLink::waitUntil(const std::function<bool()>& holds, int mostMs)
{
    if (holds())
        return true;
    m_holds = holds;
    QTimer deadline;
    deadline.setSingleShot(true);
    QObject::connect(&deadline, &QTimer::timeout, &m_loop, &QEventLoop::quit);
    deadline.start(mostMs);
    m_loop.exec();
    m_holds = {};
    return holds();
}

} // namespace breakline
