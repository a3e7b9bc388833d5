// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Bound.h"
#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "execution/CostSheet.h"
#include "market/Candle.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

// A session from its start to flat, as its rows tell it: values without words. Every
// count is of rows; what no row tells is empty.

/// What was run, and how it ended.
struct StoryHead {
    std::string session, presetId, presetHash, venue, data;
    std::uint64_t seed = 0;
    std::optional<Timestamp> from; ///< the market's first moment, or the first row
    std::optional<Timestamp> to; ///< of the closing report, or the newest row
    bool isFinished = false; ///< otherwise it runs, or was cut off
    std::string finalState; ///< the last one it was in
    std::string stopReason; ///< empty while unfinished
};

struct StoryFigures {
    std::size_t transitions = 0, scans = 0, evaluations = 0, candidates = 0, signals = 0, orders = 0,
                fills = 0;
    std::size_t opened = 0, closed = 0, won = 0, lost = 0; ///< positions; neither: net of exactly 0
    std::size_t refused = 0; ///< evaluations
    std::string gate; ///< "scan:volume_surge_5m", that decided most of them
    std::size_t refusedByGate = 0;
    std::optional<std::int64_t> longestUnprotectedMs; ///< of a position
};

struct StoryStep {
    Timestamp time;
    std::string from, to, trigger, reason;
};

enum class StoryEventKind : std::uint8_t {
    Quiet, ///< scans that came to no signal
    Transitions, ///< others than those of a scan that came to nothing
    Opened,
    Closed
};

/// A line of the chronicle. Counts of quiet ones are of (end of the line before, its
/// own end], so that all of them add up to the session's.
struct StoryEvent {
    StoryEventKind kind = StoryEventKind::Quiet;
    Timestamp from, to;
    std::vector<StoryStep> steps; ///< of Transitions
    std::size_t trade = 0; ///< index, of Opened and Closed
    std::size_t scans = 0, candidates = 0, evaluations = 0, alarms = 0;
    std::size_t refused = 0; ///< evaluations
    std::string gate; ///< "scan:volume_surge_5m", that decided most of them
    std::size_t refusedByGate = 0;
};

struct StoryFill {
    Timestamp time;
    bool isEntry = false; ///< in the position's direction
    std::string role; ///< the order's intent; empty: an order of the venue's own
    Decimal quantity, price, fee;
    std::string liquidity;
};

/// A trigger that the venue showed, from then on.
struct StoryStop {
    Timestamp time;
    Decimal price;
};

struct StoryTarget {
    Timestamp from; ///< intended
    std::optional<Timestamp> to; ///< last fill, or the position's end
    Decimal price, quantity, filled;
    std::string status;
};

struct StoryNote {
    Timestamp time;
    std::string level, text; ///< of the log
};

/// Bars around a trade; its lines are those of the trade.
struct StoryChart {
    Duration interval; ///< 5 minutes, or a multiple where it takes too many of them
    std::vector<Candle> candles; ///< ascending; gaps may occur
};

struct StoryTrade {
    std::string positionId, traceId, symbol, side, strategy;
    std::string levelId;
    std::optional<double> level;
    std::optional<Timestamp> firstTouch; ///< of the level
    std::optional<Timestamp> signalled; ///< the close that it is of
    std::string signal; ///< the log's words for it
    std::optional<Decimal> plannedEntry, plannedStop;
    std::optional<double> confidence;
    Decimal quantity, entryPrice, initialStop;
    std::optional<Decimal> exitPrice;
    Timestamp opened;
    std::optional<Timestamp> closed;
    Decimal realised, fees, funding; ///< fees and funding are positive when paid
    Decimal net; ///< realised - fees - funding
    std::optional<double> netR;
    std::string exitReason;
    std::int64_t unprotectedMs = 0;
    std::optional<CostSheet> costForecast, costs; ///< before it, and as they came
    std::optional<double> costErrorR; ///< of the forecast, positive where it cost more
    std::vector<StoryFill> fills;
    std::vector<StoryStop> stops; ///< the first is the initial one
    std::vector<StoryTarget> targets;
    std::vector<StoryNote> notes;
    std::optional<StoryChart> chart;
    std::string noChart; ///< why there is none
};

/// Warnings, errors and critical lines of the log that are alike but for numbers.
struct StoryAlarm {
    std::string level, component, symbol; ///< symbol: empty where there is none, or several
    std::string message; ///< of the first
    std::size_t count = 0;
    Timestamp first, last;
    bool isWall = false; ///< of host, network or window: in wall time, the others in the venue's
};

/// A signal that was not executed.
struct StoryRefusal {
    Timestamp time;
    std::string symbol, strategy, side;
    std::string stage; ///< at which; empty where no decision was written
    std::string reason;
    double confidence = 0.0;
};

/// An evaluation that one gate alone refused, of what was asked.
struct StoryNearMiss {
    Timestamp time;
    std::string symbol, stage, gate, unit;
    Bound bound = Bound::AtLeast;
    double value = 0.0, threshold = 0.0;
    double distancePct = 0.0; ///< of the threshold
};

struct StoryLedger {
    std::optional<Decimal> start, end; ///< equity
    Decimal realised, unrealised, fees,
        funding; ///< sums of the positions' rows; the last equity row's unrealised
    std::optional<Decimal> transfers; ///< contained in start; empty: unknown
    std::optional<Decimal> difference; ///< end - (start + realised + unrealised - fees - funding)
    /// Whether the closing report says the same sums; empty: there is none.
    std::optional<bool> agrees;
};

struct Story {
    StoryHead head;
    StoryFigures figures;
    std::vector<StoryEvent> chronicle;
    std::vector<StoryTrade> trades;
    std::vector<StoryAlarm> alarms;
    /// The latest stage first, then the most confident; `refusedSignals` with those left out.
    std::vector<StoryRefusal> refusals;
    std::size_t refusedSignals = 0;
    /// The closest first, past the scan before those of the scan; at most a few of one gate.
    std::vector<StoryNearMiss> nearMisses;
    std::size_t soleBlocked = 0; ///< evaluations that one gate alone refused
    StoryLedger ledger;
};

/// Shared between threads, immutable.
using StoryPtr = std::shared_ptr<const Story>;

} // namespace breakline
