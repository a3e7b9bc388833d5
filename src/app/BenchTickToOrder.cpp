// SPDX-License-Identifier: GPL-3.0-or-later
// From a public frame to the order that it causes, beside bare QWebSockets.
#include "app/BenchLink.h"
#include "app/BenchMarketReel.h"
#include "app/BenchResult.h"
#include "storage/SqliteJournal.h"

#include <QTemporaryDir>
#include <QThread>
#include <QWebSocket>

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace breakline {

namespace {

constexpr int kSymbols = 12;
constexpr int kLevels = 200;
constexpr std::size_t kReelFrames = 40'000;
constexpr int kWarmUp = 50;
constexpr int kTicks = 500; ///< measured, of either side in turn
constexpr int kRounds = 4; ///< in which they take turns
constexpr std::int64_t kGapNs = 4'000'000;

/// One order's way, in nanoseconds of the steady clock.
struct Way {
    std::int64_t sent = 0; ///< the peer writes the frame
    std::int64_t read = 0; ///< the network thread is awake and has received it, or a frame before it
    std::int64_t handled = 0; ///< its trade is handed to the trading thread
    std::int64_t intended = 0; ///< its intent is with the journal
    std::int64_t durable = 0; ///< the trading thread hears that it is durable
    std::int64_t wired = 0; ///< the kernel has the order's frame for the peer

    double wake() const { return static_cast<double>(read - sent) * 1e-3; }
    double in() const { return static_cast<double>(handled - read) * 1e-3; }
    double decided() const { return static_cast<double>(intended - handled) * 1e-3; }
    double journal() const { return static_cast<double>(durable - intended) * 1e-3; }
    double out() const { return static_cast<double>(wired - durable) * 1e-3; }
    double inside() const { return in() + decided() + out(); }
    double outside() const { return wake() + inside(); }
};

std::string tickHead(const std::string& symbol)
{
    return R"({"topic":"publicTrade.)" + symbol + R"(","type":"snapshot","ts":1767607200000,"data":[{"T":1767607200000,"s":")"
        + symbol + R"(","S":"Buy","v":"1","p":"10000","L":"PlusTick","i":")";
}

constexpr const char* kTickEnd = R"(","BT":false}]})";

/// An entry with its stop at each trade of the first symbol, sent once its
/// intent is durable: the session's order of things with the least of a decision.
class Trader {
public:
    Trader(BenchLink& link, SqliteJournal& journal)
        : m_link(link)
        , m_journal(journal)
    {
        QObject::connect(&journal, &SessionJournal::durable, &journal, [this](JournalTicket upTo) { send(upTo); });
        link.setListener([this](const ExchangeEvent& event) {
            ++m_events;
            if (const auto* trade = std::get_if<TradePrint>(&event); trade != nullptr && trade->symbol == SymbolId {0})
                decide(*trade);
        });
    }
    ~Trader() { m_link.setListener({}); }
    Trader(const Trader&) = delete;
    Trader& operator=(const Trader&) = delete;

    std::uint64_t events() const { return m_events; }
    std::vector<Way> takeWays() { return std::exchange(m_ways, {}); }

private:
    struct Waiting {
        JournalTicket ticket = 0;
        OrderRequest order;
        Way way;
    };

    void decide(const TradePrint& trade)
    {
        Waiting waiting;
        waiting.way.sent = static_cast<std::int64_t>(trade.id);
        waiting.way.handled = BenchWirePeer::nowNs();
        waiting.way.read = m_link.clock().firstLookFrom(waiting.way.sent).value_or(waiting.way.sent);
        const Instrument& rules = m_link.instruments().at(trade.symbol);
        OrderRequest& order = waiting.order;
        order.clientId = "t" + std::to_string(trade.id);
        order.symbol = trade.symbol;
        order.type = OrderType::Limit;
        order.timeInForce = TimeInForce::ImmediateOrCancel;
        order.quantity = Quantity {10};
        order.price = trade.price;
        order.stop = AttachedStop {Price {trade.price.ticks - 100}, TriggerBy::MarkPrice};
        OrderRow row;
        row.time = trade.time;
        row.clientId = order.clientId;
        row.symbol = rules.symbol;
        row.side = order.side;
        row.type = order.type;
        row.timeInForce = order.timeInForce;
        row.quantity = rules.toDecimal(order.quantity);
        row.price = rules.toDecimal(trade.price);
        waiting.ticket = m_journal.writeIntent(std::move(row));
        m_link.gateway().prepareOrder(order);
        waiting.way.intended = BenchWirePeer::nowNs();
        m_waiting.push_back(std::move(waiting));
    }

    void send(JournalTicket upTo)
    {
        while (!m_waiting.empty() && m_waiting.front().ticket <= upTo) {
            Waiting& first = m_waiting.front();
            first.way.durable = BenchWirePeer::nowNs();
            m_link.gateway().placeOrder(first.order);
            m_ways.push_back(first.way);
            m_waiting.pop_front();
        }
    }

    BenchLink& m_link;
    SqliteJournal& m_journal;
    std::uint64_t m_events = 0;
    std::deque<Waiting> m_waiting;
    std::vector<Way> m_ways;
};

/// The least that Qt can do: a frame of the first symbol's trades in, a ready
/// text out, in one thread.
class BareTrader {
public:
    BareTrader(std::uint16_t port, const std::string& symbol)
        : m_head(QStringLiteral("{\"topic\":\"publicTrade.%1\"").arg(QString::fromStdString(symbol)))
    {
        m_thread.start();
        m_context.moveToThread(&m_thread);
        QMetaObject::invokeMethod(
            &m_context,
            [this, port] {
                m_market = new QWebSocket;
                m_trade = new QWebSocket;
                QObject::connect(m_market, &QWebSocket::textMessageReceived, &m_context, [this](const QString& text) {
                    if (!text.startsWith(m_head))
                        return;
                    m_reads.push_back(BenchWirePeer::nowNs());
                    m_trade->sendTextMessage(m_order);
                    m_trade->flush();
                });
                for (QWebSocket* socket : {m_market, m_trade})
                    QObject::connect(socket, &QWebSocket::connected, &m_context, [this, socket] {
                        if (auto* transport = socket->findChild<QAbstractSocket*>())
                            transport->setSocketOption(QAbstractSocket::LowDelayOption, 1);
                        ++m_up;
                    });
                m_market->open(QUrl(QStringLiteral("ws://127.0.0.1:%1/v5/public/linear").arg(port)));
                m_trade->open(QUrl(QStringLiteral("ws://127.0.0.1:%1/v5/trade").arg(port)));
            },
            Qt::BlockingQueuedConnection);
        while (m_up < 2)
            QThread::msleep(1);
    }
    ~BareTrader()
    {
        QMetaObject::invokeMethod(
            &m_context,
            [this] {
                delete m_market;
                delete m_trade;
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    BareTrader(const BareTrader&) = delete;
    BareTrader& operator=(const BareTrader&) = delete;

    /// What is sent from now on: an order of the other side's.
    void setOrder(const std::string& order)
    {
        QMetaObject::invokeMethod(
            &m_context, [this, text = QString::fromStdString(order)] { m_order = text; }, Qt::BlockingQueuedConnection);
    }

    /// When each frame of that symbol was received.
    std::vector<std::int64_t> takeReads()
    {
        std::vector<std::int64_t> reads;
        QMetaObject::invokeMethod(
            &m_context, [&] { reads = std::exchange(m_reads, {}); }, Qt::BlockingQueuedConnection);
        return reads;
    }

private:
    const QString m_head;
    QThread m_thread;
    QObject m_context;
    QWebSocket* m_market = nullptr;
    QWebSocket* m_trade = nullptr;
    std::atomic<int> m_up = 0;
    QString m_order;
    std::vector<std::int64_t> m_reads;
};

double middle(const std::vector<Way>& ways, double (Way::*part)() const, double share)
{
    std::vector<double> values;
    for (const Way& way : ways)
        values.push_back((way.*part)());
    return quantileOf(std::move(values), share).value_or(0.0);
}

Expected<BenchResult> measure(int rate)
{
    const bool isPinned = benchCores() > 1;
    const int peerCore = isPinned ? 1 : -1;
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    // Its writing is counted apart and must not take the core from the others.
    const auto journal = [&] {
        const BenchPin pin(isPinned ? 1 : 0);
        return SqliteJournal::open(folder.filePath(QStringLiteral("session.sqlite")));
    }();
    if (!journal)
        return std::unexpected(journal.error());
    const BenchPin pin(0); // the network thread is started from here
    auto link = BenchLink::open(kSymbols, peerCore);
    if (!link)
        return std::unexpected(link.error());
    auto barePeer = BenchWirePeer::start(peerCore);
    if (!barePeer)
        return std::unexpected(barePeer.error());
    BenchLink& own = **link;
    const std::string symbol = own.instruments().at(SymbolId {0}).symbol;
    const MarketReel reel = makeMarketReel(own.instruments(), kReelFrames, kLevels, false);
    BareTrader bare((*barePeer)->port(), symbol);
    Trader trader(own, **journal);

    std::vector<Way> ways;
    std::vector<double> beside, besideOutside;
    const auto takeTurn = [&](int ticks) -> Expected<void> {
        own.peer().pace(reel.wire, rate, ticks, kGapNs, tickHead(symbol), kTickEnd);
        own.waitUntil([&] { return own.peer().isIdle(); }, ticks * 20 + 30'000);
        const auto orders = own.peer().takeTicks();
        auto turn = trader.takeWays();
        if (orders.size() != static_cast<std::size_t>(ticks) || turn.size() != orders.size())
            return fail(ErrorCode::Unavailable, fmt::format("{} ticks, {} orders: {}", ticks, orders.size(), own.problem()));
        for (std::size_t i = 0; i < turn.size(); ++i) {
            // Each order is that of its tick.
            if (turn[i].sent != orders[i].sentNs
                || orders[i].order.find("\"orderLinkId\":\"t" + std::to_string(turn[i].sent) + "\"") == std::string::npos)
                return fail(ErrorCode::Corrupt, "an order does not belong to its tick: " + orders[i].order);
            turn[i].wired = orders[i].orderNs;
        }
        ways.insert(ways.end(), turn.begin(), turn.end());

        // The same bytes out of the other.
        bare.setOrder(orders.back().order);
        (*barePeer)->pace(reel.wire, rate, ticks, kGapNs, tickHead(symbol), kTickEnd);
        const std::int64_t begin = BenchWirePeer::nowNs();
        while (!(*barePeer)->isIdle() && BenchWirePeer::nowNs() - begin < 60'000'000'000)
            QThread::msleep(5);
        const auto plain = (*barePeer)->takeTicks();
        const auto reads = bare.takeReads();
        if (plain.size() != orders.size() || reads.size() != plain.size() || plain.back().order != orders.back().order)
            return fail(ErrorCode::Corrupt, "the bare sockets sent other orders");
        for (std::size_t i = 0; i < plain.size(); ++i) {
            beside.push_back(static_cast<double>(plain[i].orderNs - reads[i]) * 1e-3);
            besideOutside.push_back(static_cast<double>(plain[i].orderNs - plain[i].sentNs) * 1e-3);
        }
        return {};
    };
    // The first ten orders take a second: the limit is learnt from their answers.
    if (const auto done = takeTurn(kWarmUp); !done)
        return std::unexpected(done.error());
    ways.clear();
    beside.clear();
    besideOutside.clear();
    for (int round = 0; round < kRounds; ++round)
        if (const auto done = takeTurn(kTicks / kRounds); !done)
            return std::unexpected(done.error());

    std::vector<double> inside;
    for (const Way& way : ways)
        inside.push_back(way.inside());
    BenchResult result;
    result.name = fmt::format("tick_to_order_{}", rate);
    result.unit = "us";
    result.median = medianOf(inside);
    result.p50 = result.median;
    result.p99 = quantileOf(inside, 0.99);
    result.runs = static_cast<int>(inside.size());
    result.beside = {"QWebSocket frame in, ready text out", medianOf(beside)};
    const auto both = [&](double (Way::*part)() const) {
        return fmt::format("{:.0f} (p99 {:.0f})", middle(ways, part, 0.5), middle(ways, part, 0.99));
    };
    result.note = fmt::format(
        "frame received by the network thread to the order's frame in the kernel, on the trade socket, at {} other "
        "frames/s, without the journal's wait of {} us; its parts: to the trading thread {}, decision and intent {}, "
        "durable to the wire {} us (the order is built while the journal writes; on the trade socket none is signed); from the frame's "
        "arrival in the kernel {} us, beside {:.0f} (p99 {:.0f}); beside inside p99 {:.0f}; network and trading thread "
        "on one core, journal and peer on another",
        rate, both(&Way::journal), both(&Way::in), both(&Way::decided), both(&Way::out), both(&Way::outside),
        medianOf(besideOutside).value_or(0.0), quantileOf(besideOutside, 0.99).value_or(0.0),
        quantileOf(beside, 0.99).value_or(0.0));
    return result;
}

} // namespace

Expected<BenchResult> benchTickToOrder1000()
{
    return measure(1000);
}

Expected<BenchResult> benchTickToOrder10000()
{
    return measure(10'000);
}

Expected<BenchResult> benchTickToOrder40000()
{
    return measure(40'000);
}

} // namespace breakline
