// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/DensityDetector.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr std::int64_t kRangeBps = 50;
constexpr double kLookupBps = 10.0;
constexpr double kConfirmBps = 30.0;
constexpr Duration kMostAway = Duration::seconds(60);

std::size_t indexOf(Side side)
{
    return side == Side::Buy ? 0 : 1;
}

} // namespace

std::string_view toText(WallState state)
{
    switch (state) {
    case WallState::Tracked: return "tracked";
    case WallState::Eaten: return "eaten";
    case WallState::Cancelled: return "cancelled";
    case WallState::OutOfRange: return "out_of_range";
    }
    return "";
}

DensityDetector::DensityDetector(const DensitySettings& settings, double eatenRatio)
    : m_settings(settings)
    , m_eatenRatio(eatenRatio)
    , m_bucketTicks(std::max(settings.bucketTicks, 1))
{
}

// The nearest multiple of the bucket, half up. Prices are positive.
std::int64_t DensityDetector::bucketOf(Price price) const
{
    return (2 * price.ticks + m_bucketTicks) / (2 * m_bucketTicks);
}

void DensityDetector::reset()
{
    m_history.clear();
    m_lower.clear();
    m_upper.clear();
    m_walls.clear();
    m_traded.clear();
}

void DensityDetector::onTrade(const TradePrint& print)
{
    if (m_walls.empty())
        return;
    const Side eaten = opposite(print.takerSide);
    const std::int64_t bucket = bucketOf(print.price);
    for (std::size_t i = 0; i < m_walls.size(); ++i)
        if (m_walls[i].state == WallState::Tracked && m_walls[i].side == eaten && m_walls[i].bucket == bucket)
            m_traded[i].sinceSample += print.quantity.lots;
}

// mid2 is twice the mid in ticks, so that distances are exact.
void DensityDetector::collect(const BookSnapshot& book, Side side, std::int64_t mid2)
{
    auto& farthest = m_farthest[indexOf(side)];
    farthest.reset();
    for (const BookLevel& level : side == Side::Buy ? book.bids : book.asks) {
        if (std::abs(2 * level.price.ticks - mid2) * 10'000 > kRangeBps * mid2)
            break;
        const std::int64_t number = bucketOf(level.price);
        if (farthest == number)
            m_buckets.back().size += level.quantity.lots;
        else
            m_buckets.push_back({side, number, level.quantity.lots});
        farthest = number;
    }
}

void DensityDetector::forget(std::size_t entries)
{
    for (; entries > 0; --entries) {
        for (const std::int64_t size : m_history.front().sizes) {
            auto& half = !m_upper.empty() && size >= *m_upper.begin() ? m_upper : m_lower;
            half.erase(half.find(size));
        }
        m_history.pop_front();
    }
}

void DensityDetector::remember(Timestamp now)
{
    const auto window =
        Duration::milliseconds(static_cast<std::int64_t>(m_settings.lookbackWindowS * 1000.0));
    std::size_t old = 0;
    while (old < m_history.size() && now - m_history[old].time >= window)
        ++old;
    forget(old);
    Entry entry {now, {}};
    entry.sizes.reserve(m_buckets.size());
    for (const Bucket& bucket : m_buckets) {
        entry.sizes.push_back(bucket.size);
        (!m_upper.empty() && bucket.size >= *m_upper.begin() ? m_upper : m_lower).insert(bucket.size);
    }
    m_history.push_back(std::move(entry));
    // Equal sizes may stand in both halves: only their order counts.
    while (m_lower.size() > m_upper.size())
        m_upper.insert(m_lower.extract(std::prev(m_lower.end())));
    while (m_upper.size() > m_lower.size() + 1)
        m_lower.insert(m_upper.extract(m_upper.begin()));
}

std::optional<double> DensityDetector::threshold() const
{
    if (!hasEnough() || m_upper.empty())
        return std::nullopt;
    const auto middle = static_cast<double>(*m_upper.begin());
    const double median =
        m_upper.size() > m_lower.size() ? middle : (static_cast<double>(*m_lower.rbegin()) + middle) / 2.0;
    return m_settings.kDensity * median;
}

void DensityDetector::follow(DensityWall& wall, Traded& traded, Timestamp now, double threshold)
{
    const auto& farthest = m_farthest[indexOf(wall.side)];
    const bool isSeen =
        farthest && (wall.side == Side::Buy ? wall.bucket >= *farthest : wall.bucket <= *farthest);
    if (!isSeen) {
        if (now - wall.lastSeen > kMostAway)
            wall.state = WallState::OutOfRange;
        return;
    }
    std::int64_t size = 0;
    for (const Bucket& bucket : m_buckets)
        if (bucket.side == wall.side && bucket.number == wall.bucket)
            size = bucket.size;
    if (size > wall.size) {
        // What comes back counts against what was eaten first: no credit for a refill.
        const std::int64_t back = std::min(size - wall.size, wall.eaten + wall.pulled);
        const std::int64_t ofEaten = std::min(back, wall.eaten);
        wall.eaten -= ofEaten;
        wall.pulled -= back - ofEaten;
    } else {
        // A trade may be told one sample before the book shows it.
        const std::int64_t byTrades = std::min(wall.size - size, traded.sinceSample + traded.before);
        wall.eaten += byTrades;
        wall.pulled += wall.size - size - byTrades;
        const std::int64_t ofBefore = std::min(byTrades, traded.before);
        traded.sinceSample -= byTrades - ofBefore;
    }
    traded = {0, traded.sinceSample};
    wall.size = size;
    wall.lastSeen = now;
    wall.strength = static_cast<double>(size) / threshold;
    if (wall.strength >= 1.0) {
        wall.greatestStrength = std::max(wall.greatestStrength, wall.strength);
        if (size > wall.initialSize) {
            wall.initialSize = size;
            wall.eaten = wall.pulled = 0;
        }
    }
    if (wall.eatenRatio() >= m_eatenRatio)
        wall.state = WallState::Eaten;
    else if (size == 0)
        wall.state = WallState::Cancelled;
}

void DensityDetector::sample(const BookSnapshot& book, Timestamp now)
{
    if (book.bids.empty() || book.asks.empty())
        return;
    m_buckets.clear();
    const std::int64_t mid2 = book.bids.front().price.ticks + book.asks.front().price.ticks;
    collect(book, Side::Buy, mid2);
    collect(book, Side::Sell, mid2);
    remember(now);
    const auto least = threshold();
    if (!least || *least <= 0.0)
        return;

    for (std::size_t i = 0; i < m_walls.size(); ++i)
        if (m_walls[i].state == WallState::Tracked)
            follow(m_walls[i], m_traded[i], now, *least);
    for (std::size_t i = m_walls.size(); i-- > 0;)
        if (m_walls[i].state != WallState::Tracked && now - m_walls[i].lastSeen > kRemembered) {
            m_walls.erase(m_walls.begin() + static_cast<std::ptrdiff_t>(i));
            m_traded.erase(m_traded.begin() + static_cast<std::ptrdiff_t>(i));
        }
    for (const Bucket& bucket : m_buckets) {
        const double strength = static_cast<double>(bucket.size) / *least;
        if (strength < 1.0)
            continue;
        const bool isKnown = std::ranges::any_of(m_walls, [&](const DensityWall& wall) {
            return wall.state == WallState::Tracked && wall.side == bucket.side
                && wall.bucket == bucket.number;
        });
        if (isKnown)
            continue;
        m_walls.push_back({bucket.side, bucket.number, bucket.size, bucket.size, 0, 0, strength, strength,
                           WallState::Tracked, now, now});
        m_traded.emplace_back();
    }
}

const DensityWall* DensityDetector::wallAt(Side side, double price, double tick) const
{
    const DensityWall* nearest = nullptr;
    double nearestAway = 0.0;
    for (const DensityWall& wall : m_walls) {
        if (wall.state != WallState::Tracked || wall.side != side)
            continue;
        const double at = static_cast<double>(wall.bucket * m_bucketTicks) * tick;
        const double away = std::fabs(at - price);
        if (away > kLookupBps * 1e-4 * price || (nearest != nullptr && away >= nearestAway))
            continue;
        nearest = &wall;
        nearestAway = away;
    }
    return nearest;
}

std::optional<std::vector<PriceZone>> DensityDetector::zones(double tick) const
{
    if (!hasEnough())
        return std::nullopt;
    std::vector<PriceZone> zones;
    const double half = static_cast<double>(m_bucketTicks) * tick / 2.0;
    for (const DensityWall& wall : m_walls) {
        if (wall.state != WallState::Tracked)
            continue;
        const double price = static_cast<double>(wall.bucket * m_bucketTicks) * tick;
        zones.push_back({price - half, price + half});
    }
    return zones;
}

DensityConfirmation confirmByWalls(std::span<const DensityWall> walls, Direction direction, double level,
                                   double bucketPrice, double minStrength, double eatenRatio, Timestamp now)
{
    DensityConfirmation confirmation;
    const Side opposing = direction == Direction::Long ? Side::Sell : Side::Buy;
    for (const DensityWall& wall : walls) {
        const double price = static_cast<double>(wall.bucket) * bucketPrice;
        if (wall.side != opposing || wall.greatestStrength < minStrength
            || now - wall.lastSeen > DensityDetector::kRemembered
            || std::fabs(price - level) > kConfirmBps * 1e-4 * level)
            continue;
        confirmation.bestEatenRatio = std::max(confirmation.bestEatenRatio.value_or(0.0), wall.eatenRatio());
    }
    if (confirmation.bestEatenRatio)
        confirmation.outcome =
            *confirmation.bestEatenRatio >= eatenRatio ? WallConfirmation::Eaten : WallConfirmation::Standing;
    return confirmation;
}

} // namespace breakline
