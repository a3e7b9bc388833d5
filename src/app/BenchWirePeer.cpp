// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BenchWirePeer.h"

#include <QtGlobal>

#include <chrono>

#ifdef Q_OS_LINUX

#include <QCryptographicHash>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#endif

namespace breakline {

namespace {

/// Header of an unmasked text frame.
void appendFrame(std::string& bytes, std::string_view text)
{
    bytes += '\x81';
    if (text.size() < 126) {
        bytes += static_cast<char>(text.size());
    } else if (text.size() < 65'536) {
        bytes += '\x7e';
        bytes += static_cast<char>(text.size() >> 8);
        bytes += static_cast<char>(text.size() & 255);
    } else {
        bytes += '\x7f';
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>((text.size() >> shift) & 255);
    }
    bytes += text;
}

} // namespace

void WireReel::add(std::string_view text)
{
    begins.push_back(bytes.size());
    payload += text.size();
    appendFrame(bytes, text);
}

std::string_view WireReel::frame(std::size_t index) const
{
    const std::size_t begin = begins[index];
    const std::size_t end = index + 1 < begins.size() ? begins[index + 1] : bytes.size();
    return std::string_view(bytes).substr(begin, end - begin);
}

std::int64_t BenchWirePeer::nowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

#ifdef Q_OS_LINUX

namespace {

std::string_view between(std::string_view text, std::string_view before, char end)
{
    const std::size_t at = text.find(before);
    if (at == std::string_view::npos)
        return {};
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find(end));
}

/// What the kernel's times are ahead of the steady clock.
std::int64_t realAhead()
{
    timespec real {};
    const std::int64_t before = BenchWirePeer::nowNs();
    clock_gettime(CLOCK_REALTIME, &real);
    const std::int64_t after = BenchWirePeer::nowNs();
    return real.tv_sec * 1'000'000'000LL + real.tv_nsec - (before + after) / 2;
}

bool stayOn(int core)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<std::size_t>(core), &set);
    return pthread_setaffinity_np(pthread_self(), sizeof(set), &set) == 0;
}

} // namespace

class BenchWirePeer::Work {
public:
    ~Work()
    {
        m_isEnding = true;
        if (m_thread.joinable())
            m_thread.join();
        for (const Client& client : m_clients)
            ::close(client.descriptor);
        if (m_listener >= 0)
            ::close(m_listener);
    }

    Expected<void> listen(int core)
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* plain = reinterpret_cast<sockaddr*>(&address);
        if (m_listener < 0 || ::bind(m_listener, plain, size) != 0 || ::listen(m_listener, 16) != 0
            || ::getsockname(m_listener, plain, &size) != 0)
            return fail(ErrorCode::Io, std::string("no port of 127.0.0.1: ") + std::strerror(errno));
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this, core] {
            if (core >= 0)
                stayOn(core);
            run();
        });
        return {};
    }

    std::uint16_t port() const { return m_port; }

    struct Job {
        const WireReel* reel = nullptr;
        int times = 0; ///< blast
        double rate = 0.0; ///< pace
        int ticks = 0;
        std::int64_t gapNs = 0;
        std::string before, after;
    };

    void begin(Job job)
    {
        const std::lock_guard lock(m_mutex);
        m_isIdle = false;
        m_next = std::move(job);
    }
    bool isIdle() const { return m_isIdle; }
    std::vector<WireTick> takeTicks()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_done, {});
    }

private:
    /// For the last orders: a disk may take that long.
    static constexpr std::int64_t kMostWaitNs = 20'000'000'000;

    enum class Kind { Unknown, Public, Private, Trade };
    struct Client {
        int descriptor = -1;
        Kind kind = Kind::Unknown;
        bool isOpen = false;
        std::string input;
    };

    void run()
    {
        while (!m_isEnding) {
            takeJob();
            std::vector<pollfd> watched {{m_listener, POLLIN, 0}};
            for (const Client& client : m_clients)
                watched.push_back({client.descriptor, POLLIN, 0});
            if (::poll(watched.data(), watched.size(), m_job ? 0 : 1) > 0) {
                for (std::size_t i = 1; i < watched.size(); ++i)
                    if (watched[i].revents != 0)
                        readFrom(m_clients[i - 1]);
                std::erase_if(m_clients, [](const Client& client) { return client.descriptor < 0; });
                if (watched[0].revents != 0)
                    accept();
            }
            if (!m_job)
                continue;
            work();
            // A journal or a venue on this core has its turn between two frames.
            std::this_thread::yield();
        }
    }

    void takeJob()
    {
        const std::lock_guard lock(m_mutex);
        if (m_job || !m_next)
            return;
        m_job = std::exchange(m_next, {});
        m_sent = 0;
        m_roundsLeft = m_job->times;
        m_beginNs = BenchWirePeer::nowNs();
        m_ticksLeft = m_job->ticks;
        m_nextTickNs = m_beginNs + m_job->gapNs;
        m_waiting.clear();
        m_done.clear();
    }

    void work()
    {
        const auto market = std::find_if(m_clients.rbegin(), m_clients.rend(),
                                         [](const Client& client) { return client.kind == Kind::Public; });
        if (market == m_clients.rend())
            return;
        if (m_job->times > 0)
            blast(market->descriptor);
        else
            pace(market->descriptor);
    }

    void finish()
    {
        const std::lock_guard lock(m_mutex);
        m_job.reset();
        m_isIdle = true;
    }

    void blast(int descriptor)
    {
        constexpr std::size_t kMost = 256 * 1024;
        const std::string& bytes = m_job->reel->bytes;
        const ssize_t written
            = ::send(descriptor, bytes.data() + m_sent, std::min(kMost, bytes.size() - m_sent), MSG_NOSIGNAL);
        if (written > 0)
            m_sent += static_cast<std::size_t>(written);
        if (written < 0 && errno == EAGAIN) {
            pollfd room {descriptor, POLLOUT, 0};
            ::poll(&room, 1, 1);
        }
        if (m_sent < bytes.size())
            return;
        m_sent = 0;
        if (--m_roundsLeft == 0)
            finish();
    }

    void pace(int descriptor)
    {
        const std::int64_t now = BenchWirePeer::nowNs();
        if (m_ticksLeft > 0 && now >= m_nextTickNs) {
            const std::int64_t stamp = BenchWirePeer::nowNs();
            std::string bytes;
            appendFrame(bytes, m_job->before + std::to_string(stamp) + m_job->after);
            m_waiting.push_back({stamp, 0, {}});
            sendWhole(descriptor, bytes);
            m_nextTickNs += m_job->gapNs;
            if (--m_ticksLeft == 0)
                m_lastTickNs = now;
        }
        // A moment that was lost is not made up for in one burst.
        const auto due = static_cast<std::size_t>(static_cast<double>(now - m_beginNs) * m_job->rate / 1e9);
        if (m_sent < due) {
            sendWhole(descriptor, m_job->reel->frame(m_sent % m_job->reel->frames()));
            ++m_sent;
        }
        if (m_ticksLeft == 0 && (m_waiting.empty() || now - m_lastTickNs > kMostWaitNs))
            finish();
    }

    static void sendWhole(int descriptor, std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t written = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (written < 0 && errno != EAGAIN)
                return;
            if (written > 0)
                bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    void accept()
    {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        ::setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
        m_clients.push_back({descriptor, Kind::Unknown, false, {}});
    }

    void readFrom(Client& client)
    {
        char bytes[16 * 1024];
        alignas(cmsghdr) char control[256];
        iovec part {bytes, sizeof(bytes)};
        msghdr message {};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof(control);
        const ssize_t count = ::recvmsg(client.descriptor, &message, 0);
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0) {
            ::close(client.descriptor);
            client.descriptor = -1;
            return;
        }
        std::int64_t arrived = BenchWirePeer::nowNs();
        for (cmsghdr* each = CMSG_FIRSTHDR(&message); each != nullptr; each = CMSG_NXTHDR(&message, each)) {
            if (each->cmsg_level != SOL_SOCKET || each->cmsg_type != SCM_TIMESTAMPNS)
                continue;
            timespec time {};
            std::memcpy(&time, CMSG_DATA(each), sizeof(time));
            arrived = time.tv_sec * 1'000'000'000LL + time.tv_nsec - realAhead();
        }
        client.input.append(bytes, static_cast<std::size_t>(count));
        if (!client.isOpen)
            shakeHands(client);
        while (client.isOpen && takeFrame(client, arrived)) { }
    }

    void shakeHands(Client& client)
    {
        const std::size_t end = client.input.find("\r\n\r\n");
        if (end == std::string::npos)
            return;
        const std::string head = client.input.substr(0, end);
        client.input.erase(0, end + 4);
        const std::string_view key = between(head, "Sec-WebSocket-Key: ", '\r');
        const QByteArray accept = QCryptographicHash::hash(QByteArray(key.data(), static_cast<qsizetype>(key.size()))
                                                               + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                                           QCryptographicHash::Sha1)
                                      .toBase64();
        sendWhole(client.descriptor,
                  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Accept: "
                      + accept.toStdString() + "\r\n\r\n");
        const std::string_view path = between(head, "GET ", ' ');
        client.kind = path.ends_with("/private") ? Kind::Private
            : path.ends_with("/trade")           ? Kind::Trade
                                                 : Kind::Public;
        client.isOpen = true;
    }

    /// The next whole frame of the client's.
    bool takeFrame(Client& client, std::int64_t arrived)
    {
        const std::string& in = client.input;
        const auto byte = [&in](std::size_t at) { return static_cast<unsigned char>(in[at]); };
        if (in.size() < 6)
            return false;
        std::size_t length = byte(1) & 127U, head = 2;
        if (length == 126) {
            length = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
            head = 4;
        } else if (length == 127) {
            return false; // no client of ours sends as much
        }
        if (in.size() < head + 4 + length)
            return false;
        const int operation = byte(0) & 15;
        std::string text = in.substr(head + 4, length);
        for (std::size_t i = 0; i < length; ++i)
            text[i] = static_cast<char>(text[i] ^ in[head + i % 4]);
        client.input.erase(0, head + 4 + length);
        if (operation == 1)
            answer(client, std::move(text), arrived);
        return true;
    }

    void answer(const Client& client, std::string text, std::int64_t arrived)
    {
        const std::string_view operation = between(text, R"("op":")", '"');
        std::string reply;
        if (operation.starts_with("order.")) {
            reply = R"({"reqId":")" + std::string(between(text, R"("reqId":")", '"'))
                + R"(","retCode":0,"retMsg":"OK","op":")" + std::string(operation)
                + R"(","data":{"orderId":"o","orderLinkId":")"
                + std::string(between(text, R"("orderLinkId":")", '"'))
                + R"("},"header":{"X-Bapi-Limit":"100000","X-Bapi-Limit-Status":"99999"},"connId":"c"})";
            if (!m_waiting.empty()) {
                const std::lock_guard lock(m_mutex);
                m_done.push_back({m_waiting.front().sentNs, arrived, std::move(text)});
                m_waiting.pop_front();
            }
        } else if (client.kind == Kind::Trade) {
            reply = R"({"retCode":0,"retMsg":"OK","op":")" + std::string(operation) + R"(","connId":"c"})";
        } else {
            reply = R"({"success":true,"ret_msg":"","conn_id":"c","req_id":")"
                + std::string(between(text, R"("req_id":")", '"')) + R"(","op":")" + std::string(operation) + R"("})";
        }
        std::string bytes;
        appendFrame(bytes, reply);
        sendWhole(client.descriptor, bytes);
    }

    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::thread m_thread;
    std::atomic<bool> m_isEnding = false;
    std::atomic<bool> m_isIdle = true;
    std::mutex m_mutex;
    std::optional<Job> m_next; ///< guarded
    std::vector<WireTick> m_done; ///< guarded

    // The thread's own.
    std::vector<Client> m_clients;
    std::optional<Job> m_job;
    std::size_t m_sent = 0; ///< bytes of a blast's round, frames of a pace
    int m_roundsLeft = 0;
    int m_ticksLeft = 0;
    std::int64_t m_beginNs = 0, m_nextTickNs = 0, m_lastTickNs = 0;
    std::deque<WireTick> m_waiting;
};

Expected<std::unique_ptr<BenchWirePeer>> BenchWirePeer::start(int core)
{
    std::unique_ptr<BenchWirePeer> peer(new BenchWirePeer);
    if (const auto listening = peer->m_work->listen(core); !listening)
        return std::unexpected(listening.error());
    return peer;
}

BenchPin::BenchPin(int core)
{
    cpu_set_t set;
    if (benchCores() < 2 || pthread_getaffinity_np(pthread_self(), sizeof(set), &set) != 0)
        return;
    m_before.resize(sizeof(set));
    std::memcpy(m_before.data(), &set, sizeof(set));
    stayOn(core);
}

BenchPin::~BenchPin()
{
    if (m_before.empty())
        return;
    cpu_set_t set;
    std::memcpy(&set, m_before.data(), sizeof(set));
    pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
}

int benchCores()
{
    return static_cast<int>(std::thread::hardware_concurrency());
}

#else

class BenchWirePeer::Work {
public:
    struct Job {
        const WireReel* reel = nullptr;
        int times = 0;
        double rate = 0.0;
        int ticks = 0;
        std::int64_t gapNs = 0;
        std::string before, after;
    };
    std::uint16_t port() const { return 0; }
    void begin(const Job&) { }
    bool isIdle() const { return true; }
    std::vector<WireTick> takeTicks() { return {}; }
};

Expected<std::unique_ptr<BenchWirePeer>> BenchWirePeer::start(int)
{
    return fail(ErrorCode::Unavailable, "measured on Linux only");
}

BenchPin::BenchPin(int) { }
BenchPin::~BenchPin() = default;

int benchCores()
{
    return 1;
}

#endif

BenchWirePeer::BenchWirePeer()
    : m_work(std::make_unique<Work>())
{
}

BenchWirePeer::~BenchWirePeer() = default;

std::uint16_t BenchWirePeer::port() const
{
    return m_work->port();
}

void BenchWirePeer::blast(const WireReel& reel, int times)
{
    m_work->begin({&reel, times, 0.0, 0, 0, {}, {}});
}

void BenchWirePeer::pace(const WireReel& reel, double rate, int ticks, std::int64_t gapNs, std::string before,
                         std::string after)
{
    m_work->begin({&reel, 0, rate, ticks, gapNs, std::move(before), std::move(after)});
}

bool BenchWirePeer::isIdle() const
{
    return m_work->isIdle();
}

std::vector<WireTick> BenchWirePeer::takeTicks()
{
    return m_work->takeTicks();
}

} // namespace breakline
