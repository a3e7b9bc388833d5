// SPDX-License-Identifier: GPL-3.0-or-later
// What one network thread takes in of public frames, beside QWebSocket alone.
#include "app/BenchLink.h"
#include "app/BenchMarketReel.h"
#include "app/BenchResult.h"

#include <QThread>
#include <QWebSocket>

#include <fmt/format.h>

#ifdef Q_OS_LINUX
#include <time.h>
#endif

namespace breakline {

namespace {

constexpr int kRuns = 7;
constexpr int kSymbols = 12;
constexpr std::size_t kFrames = 40'000; ///< of a reel
constexpr int kRounds = 3; ///< of it in a run
constexpr int kLevels = 200; ///< what the program subscribes to

/// Frames a second, and microseconds of the thread's processor time for one.
struct Rate {
    double frames = 0.0;
    std::optional<double> micros;
};

std::optional<double> threadCpuSeconds()
{
#ifdef Q_OS_LINUX
    timespec time {};
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
#endif
    return std::nullopt;
}

/// A socket that counts and does nothing, on a thread of its own.
class BareReceiver {
public:
    explicit BareReceiver(std::uint16_t port)
    {
        m_thread.start();
        m_context.moveToThread(&m_thread);
        QMetaObject::invokeMethod(
            &m_context,
            [this, port] {
                m_socket = new QWebSocket;
                QObject::connect(m_socket, &QWebSocket::textMessageReceived, &m_context, [this](const QString& text) {
                    m_characters += text.size();
                    if (++m_received < m_expected)
                        return;
                    m_cpu = threadCpuSeconds();
                    m_endNs = BenchWirePeer::nowNs();
                });
                QObject::connect(m_socket, &QWebSocket::connected, &m_context, [this] { m_isUp = true; });
                m_socket->open(QUrl(QStringLiteral("ws://127.0.0.1:%1/v5/public/linear").arg(port)));
            },
            Qt::BlockingQueuedConnection);
        while (!m_isUp)
            QThread::msleep(1);
    }
    ~BareReceiver()
    {
        QMetaObject::invokeMethod(&m_context, [this] { delete m_socket; }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    BareReceiver(const BareReceiver&) = delete;
    BareReceiver& operator=(const BareReceiver&) = delete;

    std::optional<Rate> take(BenchWirePeer& peer, const WireReel& reel)
    {
        const auto frames = static_cast<std::int64_t>(reel.frames()) * kRounds;
        std::optional<double> cpu;
        QMetaObject::invokeMethod(
            &m_context,
            [&] {
                m_endNs = 0;
                m_characters = 0;
                m_expected = m_received + frames;
                cpu = threadCpuSeconds();
            },
            Qt::BlockingQueuedConnection);
        const std::int64_t begin = BenchWirePeer::nowNs();
        peer.blast(reel, kRounds);
        while (m_endNs == 0 && BenchWirePeer::nowNs() - begin < 20'000'000'000)
            QThread::usleep(200);
        if (m_endNs == 0)
            return std::nullopt;
        Rate rate {static_cast<double>(frames) * 1e9 / static_cast<double>(m_endNs - begin), {}};
        if (cpu && m_cpu)
            rate.micros = (*m_cpu - *cpu) * 1e6 / static_cast<double>(frames);
        return rate;
    }
    /// Of the last take().
    std::int64_t characters() const { return m_characters; }

private:
    QThread m_thread;
    QObject m_context;
    QWebSocket* m_socket = nullptr;
    std::atomic<bool> m_isUp = false;
    std::int64_t m_received = 0;
    std::int64_t m_expected = -1;
    std::optional<double> m_cpu;
    std::atomic<std::int64_t> m_endNs = 0;
    std::atomic<std::int64_t> m_characters = 0;
};

/// Counts what the gateway hands over and keeps the last books.
struct Seen {
    explicit Seen(std::size_t symbols)
        : books(symbols)
    {
    }

    void take(const ExchangeEvent& event)
    {
        ++events;
        if (const auto* book = std::get_if<BookSnapshot>(&event)) {
            ++bookEvents;
            if (keeps)
                books[book->symbol.index] = *book;
        } else if (std::holds_alternative<TradePrint>(event)) {
            ++trades;
        } else if (std::holds_alternative<Ticker>(event)) {
            ++tickers;
        }
    }

    bool keeps = false;
    std::uint64_t events = 0, bookEvents = 0, trades = 0, tickers = 0;
    std::vector<BookSnapshot> books;
};

struct Measured {
    std::vector<double> own, ownMicros, beside, besideMicros;
    double bytesAFrame = 0.0;
};

Expected<Measured> measureNetwork()
{
    const bool isPinned = benchCores() > 1;
    const BenchPin pin(0); // and with it the network thread
    auto link = BenchLink::open(kSymbols, isPinned ? 1 : -1);
    if (!link)
        return std::unexpected(link.error());
    BenchLink& own = **link;
    const MarketReel reel = makeMarketReel(own.instruments(), kFrames, kLevels, true);
    const std::uint64_t events = reel.bookEvents + reel.trades + reel.tickerEvents;
    Seen seen(kSymbols);
    own.setListener([&](const ExchangeEvent& event) { seen.take(event); });
    auto barePeer = BenchWirePeer::start(isPinned ? 1 : -1);
    if (!barePeer)
        return std::unexpected(barePeer.error());
    BareReceiver bare((*barePeer)->port());
    // What follows is the trading thread's: not where the network is.
    const BenchPin elsewhere(isPinned ? 1 : 0);

    // One round to compare, before anything is timed.
    seen.keeps = true;
    own.peer().blast(reel.wire, 1);
    own.waitUntil([&] { return seen.events >= events; });
    if (seen.bookEvents != reel.bookEvents || seen.trades != reel.trades || seen.tickers != reel.tickerEvents
        || seen.books != reel.books)
        return fail(ErrorCode::Corrupt, "the gateway made other events or books of the frames: " + own.problem());
    seen.keeps = false;

    Measured result;
    result.bytesAFrame = static_cast<double>(reel.wire.bytes.size()) / static_cast<double>(reel.wire.frames());
    for (int run = 0; run < kRuns; ++run) {
        const std::uint64_t goal = seen.events + events * kRounds;
        const auto cpu = own.clock().networkCpuSeconds();
        const std::int64_t begin = BenchWirePeer::nowNs();
        own.peer().blast(reel.wire, kRounds);
        if (!own.waitUntil([&] { return seen.events >= goal; }))
            return fail(ErrorCode::Unavailable, "frames were lost: " + own.problem());
        const std::int64_t end = BenchWirePeer::nowNs();
        const auto frames = static_cast<double>(reel.wire.frames() * kRounds);
        result.own.push_back(frames * 1e9 / static_cast<double>(end - begin));
        if (const auto after = own.clock().networkCpuSeconds(); cpu && after)
            result.ownMicros.push_back((*after - *cpu) * 1e6 / frames);

        const auto rate = bare.take(**barePeer, reel.wire);
        if (!rate || bare.characters() != static_cast<std::int64_t>(reel.wire.payload) * kRounds)
            return fail(ErrorCode::Corrupt, "the bare socket did not receive the same frames");
        result.beside.push_back(rate->frames);
        if (rate->micros)
            result.besideMicros.push_back(*rate->micros);
    }
    return result;
}

std::string describe(const Measured& measured)
{
    return fmt::format("{} symbols, books of {} levels a side; of ten frames six book changes, three with trades, one "
                       "ticker, {:.0f} bytes each, as fast as a bare socket of another core sends; decoded, checked by "
                       "sequence, books kept and handed to the trading thread whole",
                       kSymbols, kLevels, measured.bytesAFrame);
}

} // namespace

Expected<BenchResult> benchNetworkFrames()
{
    const auto measured = measureNetwork();
    if (!measured)
        return std::unexpected(measured.error());
    BenchResult result;
    result.name = "network_frames";
    result.unit = "frames/s";
    result.median = medianOf(measured->own);
    result.runs = kRuns;
    result.beside = {"QWebSocket that does nothing with them", medianOf(measured->beside)};
    result.note = describe(*measured) + "; network thread on one core, sender and trading thread on the other";
    return result;
}

Expected<BenchResult> benchNetworkFrameCpu()
{
    const auto measured = measureNetwork();
    if (!measured)
        return std::unexpected(measured.error());
    BenchResult result;
    result.name = "network_frame_cpu";
    result.unit = "us";
    result.median = medianOf(measured->ownMicros);
    result.runs = static_cast<int>(measured->ownMicros.size());
    result.beside = {"QWebSocket that does nothing with them", medianOf(measured->besideMicros)};
    result.note = "processor time of the network thread for one frame at most load; the part of QWebSocket itself "
                  "(reading, unframing, UTF-8 to UTF-16) is what stands beside; "
        + describe(*measured);
    return result;
}

} // namespace breakline
