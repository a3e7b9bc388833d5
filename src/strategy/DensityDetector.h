// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/MarketEvents.h"
#include "strategy/Preset.h"
#include "market/PriceZone.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

namespace breakline {

/// What became of a wall.
enum class WallState : std::uint8_t {
    Tracked,
    Eaten, ///< traded away
    Cancelled, ///< gone, and not by trades
    OutOfRange ///< not seen for 60 s
};
/// "tracked", "eaten", "cancelled", "out_of_range".
std::string_view toText(WallState state);

/// An unusually large bucket of one side of the book. Sizes in lots.
struct DensityWall {
    Side side = Side::Buy; ///< Buy: of the bids
    std::int64_t bucket = 0; ///< number of the bucket: its price is bucket * bucket ticks
    std::int64_t size = 0; ///< when last seen
    std::int64_t initialSize = 0; ///< the largest while it was a wall
    std::int64_t eaten = 0; ///< of initialSize, gone in trades at its price
    std::int64_t pulled = 0; ///< of initialSize, gone otherwise
    double strength = 0.0; ///< size / threshold, now
    double greatestStrength = 0.0;
    WallState state = WallState::Tracked;
    Timestamp detected;
    Timestamp lastSeen; ///< in the range of the book

    double eatenRatio() const
    {
        return initialSize > 0 ? static_cast<double>(eaten) / static_cast<double>(initialSize) : 0.0;
    }
};

/// Finds walls in the book of one symbol and follows how they go. Sampled once a
/// second; trades come between the samples.
class DensityDetector {
public:
    static constexpr std::size_t kNeededSamples = 30;
    static constexpr Duration kRemembered = Duration::minutes(10); ///< walls that are over

    /// `eatenRatio`: from there on a wall counts as eaten.
    DensityDetector(const DensitySettings& settings, double eatenRatio);

    void onTrade(const TradePrint& print);
    void sample(const BookSnapshot& book, Timestamp now);
    /// The book was lost: what is learnt of it begins anew.
    void reset();

    bool hasEnough() const { return m_history.size() >= kNeededSamples; }
    /// k times the median of all bucket sizes in the window, lots; empty with too few samples.
    std::optional<double> threshold() const;
    /// Those tracked and those that ended in the last 10 minutes, by age.
    std::span<const DensityWall> walls() const { return m_walls; }
    /// Of this side within 10 bps of the price, the nearest tracked; null where there is none.
    const DensityWall* wallAt(Side side, double price, double tick) const;
    /// Prices that the tracked walls cover; empty optional with too few samples.
    std::optional<std::vector<PriceZone>> zones(double tick) const;

private:
    struct Bucket {
        Side side;
        std::int64_t number;
        std::int64_t size;
    };
    /// What was traded at a tracked bucket and has not been seen in the book yet.
    struct Traded {
        std::int64_t sinceSample = 0;
        std::int64_t before = 0;
    };

    std::int64_t bucketOf(Price price) const;
    void collect(const BookSnapshot& book, Side side, std::int64_t mid2);
    void remember(Timestamp now);
    void forget(std::size_t sizes);
    void follow(DensityWall& wall, Traded& traded, Timestamp now, double threshold);

    DensitySettings m_settings;
    double m_eatenRatio;
    std::int64_t m_bucketTicks;
    std::vector<Bucket> m_buckets; ///< of the sample at hand
    /// Farthest bucket of each side that the sample shows, Buy first.
    std::optional<std::int64_t> m_farthest[2];
    struct Entry {
        Timestamp time;
        std::vector<std::int64_t> sizes;
    };
    std::deque<Entry> m_history;
    // Sizes below and from the middle on: the median in the midst of inserts and removals.
    std::multiset<std::int64_t> m_lower;
    std::multiset<std::int64_t> m_upper;
    std::vector<DensityWall> m_walls;
    std::vector<Traded> m_traded; ///< beside m_walls
};

/// Whether a wall in the way of a breakout speaks for it. `NoWall`: nothing to
/// be confirmed by.
enum class WallConfirmation : std::uint8_t { NoWall, Eaten, Standing };
struct DensityConfirmation {
    WallConfirmation outcome = WallConfirmation::NoWall;
    std::optional<double> bestEatenRatio; ///< of such walls
};
/// Walls of the opposing side (asks for a long) of at least this strength that
/// existed within 30 bps of the level in the last 10 minutes.
DensityConfirmation confirmByWalls(std::span<const DensityWall> walls, Direction direction, double level,
                                   double bucketPrice, double minStrength, double eatenRatio, Timestamp now);

} // namespace breakline
