// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/MarketEvents.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace breakline {

/// Trades inside (asOf - window, asOf].
struct TradeWindow {
    std::int64_t count = 0;
    std::int64_t buys = 0; ///< taker buys
    Quantity buyVolume;
    Quantity sellVolume;

    /// Signed flow: taker buys less taker sells.
    Quantity delta() const { return buyVolume - sellVolume; }
    /// Buys over sells; empty where there are no sells.
    std::optional<double> buySellRatio() const
    {
        return count == buys ? std::nullopt
                             : std::optional(static_cast<double>(buys) / static_cast<double>(count - buys));
    }
};

/// What the tape says at `asOf`. `covered` is how long it has been complete. A
/// window longer than what is covered counts what there is and is no measure
/// of a rate; the rates are empty then.
struct TapeStats {
    Timestamp asOf;
    Duration covered;
    TradeWindow last10s;
    TradeWindow last60s;
    TradeWindow last300s;
    std::optional<double> tradesPerMinute;         ///< over 60 s; needs 60 s covered
    std::optional<double> meanTradesPerMinute1h;   ///< over what is covered of 1 h, to the second; needs 15 min
    std::optional<double> tradesPerSecond10s;      ///< needs 10 s covered
    std::optional<Price> lastPrice;
    std::optional<Timestamp> lastTime;
};

/// The rolling tape of one symbol. Adding and asking is O(1) amortised, memory
/// is bounded, and once it has grown to the market's pace it allocates nothing.
class Tape {
public:
    /// Prints kept for the exact windows; where five minutes hold more, the
    /// windows count as covered only from the oldest print kept.
    static constexpr std::size_t kMaxPrints = std::size_t{1} << 17;

    /// `coveredSince`: every trade after it reaches add(). For a tape seeded with
    /// recent trades that is the time of the oldest of them.
    explicit Tape(Timestamp coveredSince);

    /// Trades come in ascending time; one older than the newest counts as at the
    /// newest's time. An id not above the newest is a repeat and is dropped:
    /// false then.
    bool add(const TradePrint& print);
    /// The stream broke: forgets the prints and counts anew from `time`.
    void restartCoverage(Timestamp time);

    /// `asOf` does not go back.
    TapeStats stats(Timestamp asOf);

    Timestamp coveredSince() const { return m_coveredSince; }
    std::optional<Price> lastPrice() const { return m_lastPrice; }
    std::optional<Timestamp> lastTime() const { return m_lastTime; }

private:
    struct Print {
        std::int64_t ms = 0;
        std::int64_t signedLots = 0;
    };
    struct Second {
        std::int64_t second = 0;
        std::int64_t count = 0;
    };
    struct Window {
        std::int64_t lengthMs = 0;
        std::uint64_t begin = 0; ///< running number of its oldest print
        TradeWindow sums;
    };

    void evict(std::int64_t nowMs);
    void removeOldest(Window& window);
    void makeRoomForPrint();
    void countInHour(std::int64_t ms);

    std::vector<Print> m_prints; ///< ring, size a power of two
    std::uint64_t m_printsEnd = 0;
    std::array<Window, 3> m_windows;
    std::vector<Second> m_seconds; ///< ring of the seconds that had trades
    std::uint64_t m_secondsBegin = 0;
    std::uint64_t m_secondsEnd = 0;
    std::int64_t m_hourCount = 0;
    Timestamp m_coveredSince;
    Timestamp m_windowsCoveredSince;
    std::optional<Price> m_lastPrice;
    std::optional<Timestamp> m_lastTime;
    std::uint64_t m_lastId = 0;
};

} // namespace breakline
