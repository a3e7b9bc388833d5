// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// Bars that a decision looks at, the deciding bar included.
inline constexpr std::size_t kDecisionWindow = 150;
/// Five-minute bars of 24 hours.
inline constexpr std::size_t kBarsPerDay = 288;

/// What became of a bar handed to CandleSeries::add().
enum class CandleAddition : std::uint8_t {
    Added,
    AddedAfterGap, ///< stored; bars are missing before it
    Duplicate,     ///< refused: a bar with this open time is the newest already
    OutOfOrder,    ///< refused: older than the newest bar
    Misaligned,    ///< refused: open time is not a multiple of the interval
    Invalid        ///< refused: prices or volume make no sense (Candle::isValid)
};

constexpr bool isStored(CandleAddition addition)
{
    return addition == CandleAddition::Added || addition == CandleAddition::AddedAfterGap;
}

/// The newest closed bars of one symbol and interval, ascending in open time, at
/// most `capacity` of them. Spans handed out hold until the next add().
class CandleSeries {
public:
    explicit CandleSeries(Duration interval = Duration::minutes(5), std::size_t capacity = 300);

    CandleAddition add(const Candle& candle);
    void clear();

    Duration interval() const { return m_interval; }
    bool isEmpty() const { return m_candles.size() == m_begin; }
    std::size_t size() const { return m_candles.size() - m_begin; }
    std::span<const Candle> all() const { return std::span(m_candles).subspan(m_begin); }
    /// The last `count` bars, fewer only while fewer exist.
    std::span<const Candle> window(std::size_t count = kDecisionWindow) const;
    /// The last `count` bars that end at the bar with this open time; empty
    /// where that bar is not held.
    std::span<const Candle> windowEndingAt(Timestamp openTime, std::size_t count = kDecisionWindow) const;
    /// Close time of the newest bar.
    std::optional<Timestamp> lastCloseTime() const;

    /// Bars refused as duplicates and bars found missing, since the start.
    std::uint64_t duplicates() const { return m_duplicates; }
    std::uint64_t missingBars() const { return m_missing; }

private:
    Duration m_interval;
    std::size_t m_capacity;
    // Grows to twice the capacity, then the newest `capacity` bars move to the
    // front: contiguous, and one move a bar on average.
    std::vector<Candle> m_candles;
    std::size_t m_begin = 0;
    std::uint64_t m_duplicates = 0;
    std::uint64_t m_missing = 0;
};

} // namespace breakline
