// SPDX-License-Identifier: GPL-3.0-or-later
#include "market/Tape.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::size_t kFirstPrints = 256;
constexpr std::size_t kFirstSeconds = 256;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr Duration kMinMeanCover = Duration::minutes(15);

// Rings are indexed by running number: `number & (size - 1)`.
template<class T>
T& slot(std::vector<T>& ring, std::uint64_t number)
{
    return ring[number & (ring.size() - 1)];
}

template<class T>
void doubleRing(std::vector<T>& ring, std::uint64_t begin, std::uint64_t end)
{
    std::vector<T> larger(ring.size() * 2);
    for (std::uint64_t number = begin; number < end; ++number)
        slot(larger, number) = slot(ring, number);
    ring = std::move(larger);
}

} // namespace

Tape::Tape(Timestamp coveredSince)
    : m_prints(kFirstPrints)
    , m_windows{Window{10'000, 0, {}}, Window{60'000, 0, {}}, Window{300'000, 0, {}}}
    , m_seconds(kFirstSeconds)
    , m_coveredSince(coveredSince)
    , m_windowsCoveredSince(coveredSince)
{
}

bool Tape::add(const TradePrint& print)
{
    if (m_lastTime && print.id <= m_lastId)
        return false;
    const std::int64_t ms = m_lastTime ? std::max(print.time.ms, m_lastTime->ms) : print.time.ms;
    // What has left the windows goes when somebody asks, or for want of room.
    if (m_printsEnd - m_windows.back().begin == m_prints.size()
        || m_secondsEnd - m_secondsBegin == m_seconds.size())
        evict(ms);
    makeRoomForPrint();

    const bool isBuy = print.takerSide == Side::Buy;
    slot(m_prints, m_printsEnd) = {ms, isBuy ? print.quantity.lots : -print.quantity.lots};
    ++m_printsEnd;
    for (Window& window : m_windows) {
        ++window.sums.count;
        if (isBuy) {
            ++window.sums.buys;
            window.sums.buyVolume += print.quantity;
        } else {
            window.sums.sellVolume += print.quantity;
        }
    }
    countInHour(ms);
    m_lastPrice = print.price;
    m_lastTime = Timestamp{ms};
    m_lastId = print.id;
    return true;
}

void Tape::restartCoverage(Timestamp time)
{
    for (Window& window : m_windows) {
        window.begin = m_printsEnd;
        window.sums = {};
    }
    m_secondsBegin = m_secondsEnd;
    m_hourCount = 0;
    m_coveredSince = time;
    m_windowsCoveredSince = time;
}

TapeStats Tape::stats(Timestamp asOf)
{
    evict(asOf.ms);
    TapeStats stats;
    stats.asOf = asOf;
    stats.covered = std::max(asOf - m_coveredSince, Duration{});
    stats.last10s = m_windows[0].sums;
    stats.last60s = m_windows[1].sums;
    stats.last300s = m_windows[2].sums;
    const Duration windowsCovered = asOf - m_windowsCoveredSince;
    if (windowsCovered >= Duration::seconds(10))
        stats.tradesPerSecond10s = static_cast<double>(stats.last10s.count) / 10.0;
    if (windowsCovered >= Duration::seconds(60))
        stats.tradesPerMinute = static_cast<double>(stats.last60s.count);
    if (stats.covered >= kMinMeanCover) {
        const double minutes = static_cast<double>(std::min(stats.covered.ms, kHourMs)) / 60'000.0;
        stats.meanTradesPerMinute1h = static_cast<double>(m_hourCount) / minutes;
    }
    stats.lastPrice = m_lastPrice;
    stats.lastTime = m_lastTime;
    return stats;
}

void Tape::evict(std::int64_t nowMs)
{
    for (Window& window : m_windows) {
        const std::int64_t leftAt = nowMs - window.lengthMs;
        while (window.begin < m_printsEnd && slot(m_prints, window.begin).ms <= leftAt)
            removeOldest(window);
    }
    while (m_secondsBegin < m_secondsEnd) {
        const Second& oldest = slot(m_seconds, m_secondsBegin);
        if (oldest.second * 1000 + 999 > nowMs - kHourMs)
            break;
        m_hourCount -= oldest.count;
        ++m_secondsBegin;
    }
}

void Tape::removeOldest(Window& window)
{
    const std::int64_t lots = slot(m_prints, window.begin).signedLots;
    --window.sums.count;
    if (lots > 0) {
        --window.sums.buys;
        window.sums.buyVolume -= Quantity{lots};
    } else {
        window.sums.sellVolume -= Quantity{-lots};
    }
    ++window.begin;
}

void Tape::makeRoomForPrint()
{
    // The longest window holds the oldest print that is still wanted.
    const std::uint64_t oldest = m_windows.back().begin;
    if (m_printsEnd - oldest < m_prints.size())
        return;
    if (m_prints.size() < kMaxPrints) {
        doubleRing(m_prints, oldest, m_printsEnd);
        return;
    }
    m_windowsCoveredSince = std::max(m_windowsCoveredSince, Timestamp{slot(m_prints, oldest).ms});
    for (Window& window : m_windows)
        if (window.begin == oldest)
            removeOldest(window);
}

void Tape::countInHour(std::int64_t ms)
{
    const std::int64_t second = Timestamp{ms}.floorTo(Duration::seconds(1)).ms / 1000;
    ++m_hourCount;
    if (m_secondsBegin < m_secondsEnd && slot(m_seconds, m_secondsEnd - 1).second == second) {
        ++slot(m_seconds, m_secondsEnd - 1).count;
        return;
    }
    // An hour has 3600 seconds and the one begun: the ring stops at 4096.
    if (m_secondsEnd - m_secondsBegin == m_seconds.size())
        doubleRing(m_seconds, m_secondsBegin, m_secondsEnd);
    slot(m_seconds, m_secondsEnd) = {second, 1};
    ++m_secondsEnd;
}

} // namespace breakline
