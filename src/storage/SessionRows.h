// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "execution/CostSheet.h"
#include "execution/Order.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace breakline {

// The rows of a session, as the CSV files show them: one struct a file, fields
// in the file's order after seq, time_ms, time_iso, trace_id. Exact values are
// decimals. Rows with a key are written again when they change; the export
// shows their last state at their first place and with their first time. The
// rows from client ids on are what a restart or SQL needs; of them decisions,
// levels and cost sheets alone are exported.

struct TransitionRow {
    Timestamp time;
    std::string traceId;
    std::string from, to, trigger, reason;

    friend bool operator==(const TransitionRow&, const TransitionRow&) = default;
};

struct CandidateRow {
    Timestamp time;
    std::string traceId;
    std::string symbol;
    std::int64_t rank = 0;
    double score = 0.0;
    bool passed = true;
    std::string refusedBy;

    friend bool operator==(const CandidateRow&, const CandidateRow&) = default;
};

struct SignalRow { ///< key: signalId
    Timestamp time;
    std::string traceId;
    std::string signalId, symbol, strategy, side, levelId;
    double level = 0.0;
    Decimal entry, stop;
    double confidence = 0.0;
    std::string status, reason;
    std::string missing = {}; ///< inputs that allow_missing let pass, by blanks
    std::optional<double> costR = std::nullopt; ///< fees and slippage of the round trip

    friend bool operator==(const SignalRow&, const SignalRow&) = default;
};

struct OrderRow { ///< key: clientId, or venueId for the venue's own
    Timestamp time; ///< first intended, or first seen
    std::string traceId;
    std::string clientId, venueId, symbol;
    Side side = Side::Buy;
    OrderType type = OrderType::Market;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    bool reduceOnly = false;
    OrderIntent intent = OrderIntent::Entry;
    Decimal quantity;
    std::optional<Decimal> price, triggerPrice;
    OrderStatus status = OrderStatus::Intent;
    Decimal filledQuantity;
    std::optional<Decimal> averagePrice;

    friend bool operator==(const OrderRow&, const OrderRow&) = default;
};

struct FillRow { ///< key: venueTradeId
    Timestamp time;
    std::string traceId;
    std::string venueTradeId, clientId, symbol;
    Side side = Side::Buy;
    Decimal quantity, price, fee;
    Liquidity liquidity = Liquidity::Taker;

    friend bool operator==(const FillRow&, const FillRow&) = default;
};

struct PositionRow { ///< key: positionId
    Timestamp time;
    std::string traceId;
    std::string positionId, symbol, side;
    Decimal quantity; ///< initial
    Decimal entryPrice;
    Decimal initialStop;
    std::optional<Decimal> exitPrice; ///< average
    Timestamp opened;
    std::optional<Timestamp> closed;
    Decimal realisedPnl, fees, funding;
    std::optional<double> netR; ///< after fees and funding; empty while open
    std::string exitReason; ///< empty while open
    std::int64_t unprotectedMs = 0;

    friend bool operator==(const PositionRow&, const PositionRow&) = default;
};

struct EquityRow {
    Timestamp time;
    std::string traceId;
    Decimal wallet, unrealised, equity;

    friend bool operator==(const EquityRow&, const EquityRow&) = default;
};

struct LogRow {
    Timestamp time;
    std::string traceId;
    std::string level, component, state, symbol, message;

    friend bool operator==(const LogRow&, const LogRow&) = default;
};

/// A record of network, venue, host or window, which may differ between two
/// equal runs; the fields of LogRow, exported to a file of its own.
struct WallLogRow {
    LogRow record;

    friend bool operator==(const WallLogRow&, const WallLogRow&) = default;
};

/// What a client order id stands for: it is a hash of these, so the mapping can
/// be computed, and is kept so that nobody has to.
struct ClientIdRow { ///< key: clientId
    Timestamp time;
    std::string traceId;
    std::string clientId;
    std::string role; ///< of the order in its transaction, e.g. entry, stop, target1
    std::int64_t slice = 0;
    std::int64_t attempt = 0;

    friend bool operator==(const ClientIdRow&, const ClientIdRow&) = default;
};

struct CheckpointRow { ///< key: checkpointId
    Timestamp time;
    std::string traceId;
    std::string checkpointId;
    std::string type; ///< scan_start ... warning
    std::string status; ///< pending, in_progress, completed, failed, skipped
    std::optional<std::int64_t> durationMs;
    std::string symbol, message;

    friend bool operator==(const CheckpointRow&, const CheckpointRow&) = default;
};

/// A named fact that must survive a restart, such as the kill switch's latch or
/// the day's baseline; an empty value is a value.
struct StateRow { ///< key: key
    Timestamp time;
    std::string traceId;
    std::string key, value;

    friend bool operator==(const StateRow&, const StateRow&) = default;
};

/// A break of a level in a scanned symbol, traded or not; written again when a
/// retest of it was selected.
struct BreakRow { ///< key: breakId
    Timestamp time; ///< close of the bar that broke
    std::string traceId;
    std::string breakId, symbol, levelId;
    std::string side; ///< in which price left
    double level = 0.0;
    std::optional<double> extreme; ///< since, when it was written
    bool used = false;

    friend bool operator==(const BreakRow&, const BreakRow&) = default;
};

/// One evaluation of one symbol at the close of a bar, and what became of it;
/// written again while it goes on.
struct DecisionRow { ///< key: traceId
    Timestamp time; ///< the close
    std::string traceId;
    std::string symbol;
    std::string outcome; ///< the refusal, "signal", or how the trade ended
    std::string stage, gate; ///< that decided; empty while nothing has
    std::optional<double> value, threshold; ///< of that gate
    std::string unit;
    std::string soleBlockers; ///< gates, by blanks
    std::optional<double> neededChange; ///< of the value of the first of them
    std::string gates; ///< all in their order, as strategy/GateCodec.h writes them
    std::string levelIds = {}; ///< of the levels that were tried, in the order of their gates, by blanks

    friend bool operator==(const DecisionRow&, const DecisionRow&) = default;
};

/// What gates of one kind share: the bytes of a decision name it by its number.
struct GateKindRow {
    Timestamp time;
    std::string traceId; ///< of the first decision with one
    std::int64_t number = 0;
    std::string stage, scope, name, unit, bound;
    std::optional<double> threshold;

    friend bool operator==(const GateKindRow&, const GateKindRow&) = default;
};

/// What a trade was to cost, and what it cost. Written when its entry is approved, and
/// again when it is over; of an entry that filled nothing the forecast is all there is.
struct CostSheetRow { ///< key: traceId
    Timestamp time; ///< of the approval
    std::string traceId;
    std::string symbol, side;
    std::optional<Decimal> middle; ///< of the book at the approval
    Decimal plannedEntry, stop;
    std::optional<double> priorErrorR; ///< of the forecasts before it; empty: too few
    double sizeFactor = 1.0; ///< that it led to
    CostSheet forecast;
    std::optional<CostSheet> realised;
    std::optional<Decimal> errorUsd; ///< of the forecast, positive where it cost more
    std::optional<double> errorBps, errorR;

    friend bool operator==(const CostSheetRow&, const CostSheetRow&) = default;
};

/// A level that a decision rested on, and what became of it. As at its last write:
/// when the first decision rested on it, and at each change of touches or fate.
struct LevelRow { ///< key: levelId
    Timestamp time; ///< close of the bar of that first decision
    std::string traceId; ///< of that decision
    std::string symbol, levelId, type;
    double price = 0.0; ///< not rounded to tick
    std::string methods; ///< by blanks; empty where no method found it, as of an opening range
    std::optional<Timestamp> born; ///< close; empty where the bars held do not say
    Timestamp firstTouch; ///< open of the bar
    std::optional<Timestamp> lastTouch;
    std::optional<std::int64_t> touches;
    std::optional<double> strength, enhancedStrength, baseHeight;
    std::string fate; ///< active, broken, retested, expired; empty: not known
    std::optional<Timestamp> fateTime; ///< close, of its last change

    friend bool operator==(const LevelRow&, const LevelRow&) = default;
};

using SessionRow = std::variant<TransitionRow, CandidateRow, SignalRow, OrderRow, FillRow, PositionRow,
                                EquityRow, LogRow, WallLogRow, ClientIdRow, CheckpointRow, StateRow, BreakRow,
                                DecisionRow, GateKindRow, CostSheetRow, LevelRow>;

} // namespace breakline
