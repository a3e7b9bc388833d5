// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitLink.h"

#include <utility>

namespace breakline {

namespace {

/// What is handed over at once: all of a burst together would be out of the
/// processor's cache, and wait, before the first of it is looked at.
constexpr std::size_t kBatch = 64;
const QString kOverflow = QStringLiteral("more came than could be handled");

} // namespace

/// What lives on the network thread. One call into the trading thread carries
/// what one pass of the event loop has read, kBatch values at most.
class BybitLink::Side final : public QObject {
public:
    Side(BybitLink& link, bybit::BybitNetworkSettings settings, const Clock& clock)
        : m_link(link)
        , m_mostQueued(settings.mostQueued)
        , m_time(clock)
        , m_network(std::move(settings), m_time, [this](Delivery&& delivery) { add(std::move(delivery)); })
    {
        connect(&m_network, &bybit::BybitNetwork::problem, &link, &BybitLink::problem, Qt::QueuedConnection);
    }

    bybit::BybitNetwork& network() { return m_network; }

private:
    void add(Delivery&& delivery)
    {
        if (m_isOverflown && isDroppedNow(delivery))
            return;
        if (m_batch.empty())
            m_batch.reserve(kBatch);
        m_batch.push_back(std::move(delivery));
        if (m_batch.size() == kBatch) {
            handOver();
            return;
        }
        if (m_isFlushing)
            return;
        m_isFlushing = true;
        QMetaObject::invokeMethod(this, [this] { flush(); }, Qt::QueuedConnection);
    }

    void flush()
    {
        m_isFlushing = false;
        if (!m_batch.empty())
            handOver();
        // Never conflated: what cannot be followed is ended, and begun anew once
        // the trading thread has caught up. Until then it is told of no connection.
        if (m_link.m_queued > m_mostQueued && !m_isOverflown) {
            m_network.reconnect(kOverflow);
            m_hasDropped = false;
            m_isOverflown = true;
        }
    }

    /// While the trading thread catches up. Ends at the first delivery after it
    /// has, or, where something of this connection is lost by then, with another.
    bool isDroppedNow(const Delivery& delivery)
    {
        if (m_link.m_queued < m_mostQueued / 2) {
            if (!m_hasDropped) {
                m_isOverflown = false;
                return false;
            }
            if (!std::exchange(m_isEnding, true))
                // Not from inside the reading of a frame.
                QMetaObject::invokeMethod(
                    this,
                    [this] {
                        m_isOverflown = m_isEnding = m_hasDropped = false;
                        m_network.reconnect(kOverflow);
                    },
                    Qt::QueuedConnection);
        }
        if (std::holds_alternative<CallAnswer>(delivery.content))
            return false; // each call has its end, also on the trade socket
        const auto* event = std::get_if<ExchangeEvent>(&delivery.content);
        if (event != nullptr && std::holds_alternative<ClockReading>(*event))
            return false; // told once for each change
        const auto* connection = event != nullptr ? std::get_if<ConnectionChanged>(event) : nullptr;
        if (connection != nullptr && !connection->marketUp && !connection->privateUp)
            return false;
        m_hasDropped = true;
        return true;
    }

    void handOver()
    {
        auto batch = std::make_shared<std::vector<Delivery>>(std::move(m_batch));
        m_batch.clear();
        m_link.m_queued.fetch_add(batch->size());
        BybitLink& link = m_link;
        QMetaObject::invokeMethod(&link, [&link, batch] { link.takeBatch(*batch); }, Qt::QueuedConnection);
    }

    BybitLink& m_link;
    const std::size_t m_mostQueued;
    RealNetworkTime m_time;
    std::vector<Delivery> m_batch;
    bool m_isFlushing = false;
    bool m_isOverflown = false;
    bool m_isEnding = false; ///< the overflow
    bool m_hasDropped = false; ///< something since the connection was ended
    bybit::BybitNetwork m_network;
};

BybitLink::BybitLink(bybit::BybitNetworkSettings settings, const Clock& clock, Opening opening, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
    const OrderEntry orderEntry = settings.credentials ? orderEntryTo(settings.rest, settings.ws) : OrderEntry::Refused;
    if (orderEntry == OrderEntry::Refused)
        settings.credentials.reset();
    settings.isStepped = false;
    settings.spareBooks = m_spareBooks;
    NetworkPort& port = *this;
    m_gateway = std::make_unique<BybitGateway>(port, orderEntry, BybitGateway::Delivering::AsTheyCome);
    m_settings = std::move(settings);
    if (opening == Opening::AtOnce)
        start();
}

void BybitLink::start()
{
    m_thread.setObjectName(QStringLiteral("network"));
    m_thread.start();
    QObject starter;
    starter.moveToThread(&m_thread);
    QMetaObject::invokeMethod(
        &starter,
        [this, &starter, own = thread()] {
            m_side = new Side(*this, std::move(m_settings), m_clock);
            starter.moveToThread(own);
        },
        Qt::BlockingQueuedConnection);
}

BybitLink::~BybitLink()
{
    if (m_side != nullptr)
        QMetaObject::invokeMethod(
            m_side, [this] { delete std::exchange(m_side, nullptr); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void BybitLink::recall(const ExchangeEvent& event)
{
    m_gateway->recall(event);
    std::visit(
        [this](const auto& value) {
            if constexpr (requires { value.request; })
                m_recalled.answered(value.request);
        },
        event);
}

void BybitLink::reopen(const std::vector<Instrument>& instruments)
{
    start();
    const RecalledCalls recalled = std::exchange(m_recalled, {});
    for (NetworkCommand& command : recalled.reopening(instruments))
        send(std::move(command));
    for (Delivery& delivery : recalled.lost(m_clock.now()))
        m_gateway->take(std::move(delivery));
}

void BybitLink::send(NetworkCommand command)
{
    if (m_side == nullptr) {
        m_recalled.note(command);
        return;
    }
    if (const auto* call = std::get_if<NetworkCall>(&command);
        call != nullptr && m_beforeChange && bybit::changesState(*call))
        m_beforeChange();
    Side* side = m_side;
    QMetaObject::invokeMethod(
        side,
        [side, command = std::move(command)]() mutable {
            std::vector<NetworkCommand> commands;
            commands.push_back(std::move(command));
            side->network().perform(std::move(commands));
        },
        Qt::QueuedConnection);
}

void BybitLink::takeBatch(std::vector<Delivery>& batch)
{
    m_queued.fetch_sub(batch.size());
    for (Delivery& delivery : batch) {
        m_gateway->take(std::move(delivery));
        if (auto* event = std::get_if<ExchangeEvent>(&delivery.content))
            if (auto* book = std::get_if<BookSnapshot>(event))
                m_handled.push_back(std::move(*book));
    }
    if (!m_handled.empty())
        m_spareBooks->give(m_handled);
}

void BybitLink::requestStatus()
{
    if (m_side == nullptr)
        return;
    Side* side = m_side;
    QMetaObject::invokeMethod(
        side,
        [this, side] {
            QMetaObject::invokeMethod(
                this, [this, now = side->network().status()] { Q_EMIT status(now); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

bybit::BybitNetworkSettings bybitMarketData()
{
    bybit::BybitNetworkSettings settings;
    settings.rest = QUrl(QStringLiteral("https://api.bybit.com"));
    settings.ws = QUrl(QStringLiteral("wss://stream.bybit.com"));
    settings.userAgent = QByteArrayLiteral("Breakline");
    // What an account without a discount pays: without a key nobody can be asked.
    settings.feeRates = bybit::FeeRates {Decimal::literal("0.00055"), Decimal::literal("0.0002")};
    return settings;
}

} // namespace breakline
