// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Levels.h"

#include "market/CandleSeries.h"
#include "market/Indicators.h"
#include "strategy/LevelStrength.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace breakline {

namespace {

constexpr std::size_t kMinBars = 20;
constexpr std::array<std::size_t, 4> kDonchianPeriods {10, 15, 20, 30};
constexpr std::size_t kDonchianBars = 10;
constexpr std::uint8_t kSwingKey = 4; // keys 0-3 are the Donchian periods
constexpr std::uint8_t kVolumeKey = 5;
constexpr std::size_t kVolumePercentile = 85;
constexpr std::ptrdiff_t kBarsBetweenTouches = 3;
constexpr double kPierceShare = 0.002;
constexpr std::size_t kLeastBaseBars = 5;
constexpr std::size_t kMostBaseBars = 20;
constexpr std::size_t kMaxCandidates = kDonchianPeriods.size() * kDonchianBars + 2 * kDecisionWindow;

std::uint8_t methodOf(std::uint8_t key)
{
    return key == kSwingKey ? kSwingMethod : key == kVolumeKey ? kVolumeMethod : kDonchianMethod;
}

struct Candidate {
    double price;
    std::uint8_t key;

    friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// The window by column and the two candidate lists; lives on the stack.
class LevelFinder {
public:
    LevelFinder(std::span<const Candle> bars, double atr)
        : m_count(bars.size())
        , m_atr(atr)
        , m_tolerance(0.5 * atr)
        , m_bars(bars)
    {
        for (std::size_t i = 0; i < m_count; ++i) {
            m_high[i] = bars[i].high;
            m_low[i] = bars[i].low;
            m_close[i] = bars[i].close;
            m_volumeSum += bars[i].volume;
        }
        collectDonchian();
        collectSwings();
        collectVolume();
    }

    void find(LevelType type, int minTouches, double tick, std::vector<Level>& out)
    {
        const bool isResistance = type == LevelType::Resistance;
        auto& list = isResistance ? m_resistances : m_supports;
        const std::span<Candidate> all = std::span(list.items).first(list.count);
        // Resistances ascend, supports descend; equal prices of one origin are one.
        std::ranges::sort(all, [&](const Candidate& a, const Candidate& b) {
            if (a.price != b.price)
                return isResistance ? a.price < b.price : a.price > b.price;
            return a.key < b.key;
        });
        const auto repeated = std::ranges::unique(all);
        const std::size_t count = static_cast<std::size_t>(repeated.begin() - all.begin());

        std::size_t begin = 0;
        while (begin < count) {
            std::size_t end = begin + 1;
            while (end < count && std::fabs(all[end].price - all[begin].price) <= m_tolerance)
                ++end;
            addLevel(type, all.subspan(begin, end - begin), minTouches, tick, out);
            begin = end;
        }
    }

private:
    struct List {
        std::array<Candidate, kMaxCandidates> items; // only the first `count` are set
        std::size_t count = 0;

        void add(double price, std::uint8_t key) { items[count++] = {price, key}; }
    };

    void collectDonchian()
    {
        // The channel moves little from bar to bar: what repeats the bar before is
        // not even listed.
        std::array<double, kDonchianPeriods.size()> lastHigh {};
        std::array<double, kDonchianPeriods.size()> lastLow {};
        for (std::size_t back = 0; back < kDonchianBars && back < m_count; ++back) {
            const std::size_t last = m_count - 1 - back;
            double high = m_high[last];
            double low = m_low[last];
            std::size_t length = 1;
            for (std::size_t p = 0; p < kDonchianPeriods.size() && kDonchianPeriods[p] <= last + 1; ++p) {
                for (; length < kDonchianPeriods[p]; ++length) {
                    high = std::max(high, m_high[last - length]);
                    low = std::min(low, m_low[last - length]);
                }
                if (high != lastHigh[p])
                    m_resistances.add(high, static_cast<std::uint8_t>(p));
                if (low != lastLow[p])
                    m_supports.add(low, static_cast<std::uint8_t>(p));
                lastHigh[p] = high;
                lastLow[p] = low;
            }
        }
    }

    void collectSwings()
    {
        for (std::size_t i = 2; i + 2 < m_count; ++i) {
            const double high = m_high[i];
            if (high > m_high[i - 1] && high > m_high[i + 1] && high > m_high[i - 2] && high > m_high[i + 2])
                m_resistances.add(high, kSwingKey);
            const double low = m_low[i];
            if (low < m_low[i - 1] && low < m_low[i + 1] && low < m_low[i - 2] && low < m_low[i + 2])
                m_supports.add(low, kSwingKey);
        }
    }

    void collectVolume()
    {
        std::array<double, kDecisionWindow> volumes;
        for (std::size_t i = 0; i < m_count; ++i)
            volumes[i] = m_bars[i].volume;
        // Place and share in whole numbers, so that no rounding moves the place.
        const std::size_t place = kVolumePercentile * (m_count - 1) / 100;
        const double share = static_cast<double>(kVolumePercentile * (m_count - 1) % 100) / 100.0;
        const auto at = volumes.begin() + static_cast<std::ptrdiff_t>(place);
        const auto end = volumes.begin() + static_cast<std::ptrdiff_t>(m_count);
        std::nth_element(volumes.begin(), at, end);
        const double next = at + 1 == end ? *at : *std::min_element(at + 1, end);
        const double threshold = *at + share * (next - *at);
        for (std::size_t i = 0; i < m_count; ++i)
            if (m_bars[i].volume >= threshold) {
                m_resistances.add(m_high[i], kVolumeKey);
                m_supports.add(m_low[i], kVolumeKey);
            }
    }

    int closesAbove(double line) const
    {
        std::int64_t count = 0; // as wide as a double, which lets the loop vectorise
        for (std::size_t i = 0; i < m_count; ++i)
            count += m_close[i] > line ? 1 : 0;
        return static_cast<int>(count);
    }
    int closesBelow(double line) const
    {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < m_count; ++i)
            count += m_close[i] < line ? 1 : 0;
        return static_cast<int>(count);
    }

    // Between two touching bars price left the level by at least one ATR.
    bool leftBetween(bool isResistance, double price, std::size_t from, std::size_t to) const
    {
        for (std::size_t i = from + 1; i < to; ++i)
            if (isResistance ? m_low[i] <= price - m_atr : m_high[i] >= price + m_atr)
                return true;
        return false;
    }

    // From the bar given to the last, at most the newest 20.
    std::optional<double> heightFrom(std::size_t bar) const
    {
        const std::size_t count = std::min(m_count - bar, kMostBaseBars);
        if (count < kLeastBaseBars)
            return std::nullopt;
        double high = m_high[m_count - 1];
        double low = m_low[m_count - 1];
        for (std::size_t i = m_count - count; i < m_count; ++i) {
            high = std::max(high, m_high[i]);
            low = std::min(low, m_low[i]);
        }
        return high - low;
    }

    void addLevel(LevelType type, std::span<const Candidate> cluster, int minTouches, double tick,
                  std::vector<Level>& out) const
    {
        const bool isResistance = type == LevelType::Resistance;
        // A cluster is sorted, so its median is its middle.
        const std::size_t middle = cluster.size() / 2;
        const double price = cluster.size() % 2 == 1
            ? cluster[middle].price
            : (cluster[middle - 1].price + cluster[middle].price) / 2.0;

        const std::array<double, kDecisionWindow>& extremes = isResistance ? m_high : m_low;
        std::array<std::uint16_t, kDecisionWindow> touching;
        std::size_t touchCount = 0;
        for (std::size_t i = 0; i < m_count; ++i) {
            touching[touchCount] = static_cast<std::uint16_t>(i);
            touchCount += std::fabs(extremes[i] - price) <= m_tolerance ? 1 : 0;
        }
        if (touchCount == 0)
            return;

        int touches = 1;
        std::size_t lastCounted = touching[0];
        std::size_t lastButOne = lastCounted;
        double touchVolume = m_bars[touching[0]].volume;
        for (std::size_t t = 1; t < touchCount; ++t) {
            const std::size_t before = touching[t - 1];
            const std::size_t here = touching[t];
            touchVolume += m_bars[here].volume;
            const auto between = static_cast<std::ptrdiff_t>(here - before) - 1;
            if (between >= kBarsBetweenTouches || leftBetween(isResistance, price, before, here)) {
                ++touches;
                lastButOne = lastCounted;
                lastCounted = here;
            }
        }
        if (touches < minTouches)
            return;

        Level level;
        level.type = type;
        level.price = price;
        for (const Candidate& candidate : cluster)
            level.methods |= methodOf(candidate.key);
        level.firstTouch = m_bars[touching[0]].openTime;
        level.lastTouch = m_bars[touching[touchCount - 1]].openTime;
        level.touches = touches;
        level.volume = touchVolume / static_cast<double>(touchCount);
        if (touches >= 2)
            level.baseHeight = heightFrom(lastButOne);
        std::optional<double> volumeRatio;
        if (m_volumeSum > 0.0)
            volumeRatio = level.volume / (m_volumeSum / static_cast<double>(m_count));
        const int pierces = isResistance ? closesAbove(price * (1.0 + kPierceShare))
                                         : closesBelow(price * (1.0 - kPierceShare));
        const double spanHours = static_cast<double>((level.lastTouch - level.firstTouch).ms) / 3'600'000.0;
        level.strength = levelStrength(touches, spanHours, volumeRatio, pierces, static_cast<int>(m_count));
        // A hair up, since a price midway between two ticks carries binary noise.
        level.id = {type, level.firstTouch, static_cast<std::int64_t>(std::floor(price / tick + 0.5 + 1e-7))};
        out.push_back(level);
    }

    std::size_t m_count;
    double m_atr;
    double m_tolerance;
    std::span<const Candle> m_bars;
    std::array<double, kDecisionWindow> m_high;
    std::array<double, kDecisionWindow> m_low;
    std::array<double, kDecisionWindow> m_close;
    double m_volumeSum = 0.0;
    List m_resistances;
    List m_supports;
};

// Strongest by `value` first; of equal ones the one touched later, the one nearer
// to the last close, the lower.
template<double Level::*value>
void sortByStrength(std::vector<Level>& levels, double lastClose)
{
    std::ranges::sort(levels, [&](const Level& a, const Level& b) {
        if (a.*value != b.*value)
            return a.*value > b.*value;
        if (a.lastTouch != b.lastTouch)
            return a.lastTouch > b.lastTouch;
        const double awayA = std::fabs(a.price - lastClose);
        const double awayB = std::fabs(b.price - lastClose);
        if (awayA != awayB)
            return awayA < awayB;
        if (a.price != b.price)
            return a.price < b.price;
        return a.type < b.type;
    });
}

// Of levels of one type nearer than `separation` only the strongest stays.
void dropOverlaps(std::vector<Level>& levels, double separation)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto end = levels.begin() + static_cast<std::ptrdiff_t>(kept);
        const bool isNear = std::any_of(levels.begin(), end, [&](const Level& other) {
            return other.type == levels[i].type && std::fabs(other.price - levels[i].price) < separation;
        });
        if (!isNear && kept++ != i)
            levels[kept - 1] = levels[i];
    }
    levels.resize(kept);
}

// Removes what overlaps and ranks what is left, which the bonuses are for: a
// cascade is of all that was found, since no neighbours are left afterwards.
void thinAndRank(std::vector<Level>& levels, double atr, double lastClose, const LevelSettings& settings)
{
    std::array<double, 2 * kMaxCandidates> prices;
    for (std::size_t i = 0; i < levels.size(); ++i)
        prices[i] = levels[i].price;
    const std::span<const double> all = std::span(prices).first(levels.size());
    sortByStrength<&Level::strength>(levels, lastClose);
    dropOverlaps(levels, 2.0 * atr);
    for (Level& level : levels) {
        level.roundBonus = roundNumberBonus(level.price, atr, settings);
        level.cascadeBonus = cascadeBonus(cascadeNeighbours(level.price, all, settings), settings);
        level.enhancedStrength = std::clamp(level.strength + level.roundBonus + level.cascadeBonus, 0.0, 1.0);
    }
    sortByStrength<&Level::enhancedStrength>(levels, lastClose);
}

} // namespace

std::string methodNames(std::uint8_t methods, std::string_view quote, std::string_view separator)
{
    std::string text;
    const auto add = [&](LevelMethod method, std::string_view name) {
        if ((methods & method) == 0)
            return;
        if (!text.empty())
            text += separator;
        text.append(quote).append(name).append(quote);
    };
    add(kDonchianMethod, "donchian");
    add(kSwingMethod, "swing");
    add(kVolumeMethod, "volume");
    return text;
}

std::string toText(const LevelId& id, std::string_view symbol)
{
    // A number of 64 bits has at most 20 characters.
    std::array<char, 20> digits;
    const auto number = [&digits](std::int64_t value) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
        return std::string_view(digits.data(), end.ptr);
    };
    std::string text;
    text.reserve(symbol.size() + 56);
    text.append(symbol).append(":").append(toText(id.type)).append(":").append(number(id.firstTouch.ms));
    text.append(":").append(number(id.ticks));
    return text;
}

void findLevels(std::span<const Candle> candles, const Instrument& instrument, const LevelSettings& levels,
                const AnalysisSettings& settings, std::vector<Level>& out)
{
    out.clear();
    const auto window = candles.last(std::min(candles.size(), kDecisionWindow));
    if (window.size() < kMinBars + settings.excludeLastBars)
        return;
    const auto bars = window.first(window.size() - settings.excludeLastBars);
    const auto atr = lastAverageTrueRange(bars, 14, settings.atrMode);
    if (!atr || *atr <= 0.0)
        return;
    LevelFinder finder(bars, *atr);
    finder.find(LevelType::Resistance, levels.minTouches, instrument.tick, out);
    finder.find(LevelType::Support, levels.minTouches, instrument.tick, out);
    thinAndRank(out, *atr, bars.back().close, levels);
}

std::vector<Level> findLevels(std::span<const Candle> candles, const Instrument& instrument,
                              const LevelSettings& levels, const AnalysisSettings& settings)
{
    std::vector<Level> out;
    findLevels(candles, instrument, levels, settings, out);
    return out;
}

std::span<const Level> strongestLevels(std::span<const Level> levels, std::size_t count)
{
    return levels.first(std::min(levels.size(), count));
}

std::vector<Level> recentLevels(std::span<const Level> levels, Timestamp reference, Duration age)
{
    std::vector<Level> recent;
    for (const Level& level : levels)
        if (reference - level.lastTouch <= age)
            recent.push_back(level);
    return recent;
}

} // namespace breakline
