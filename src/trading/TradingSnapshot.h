// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/DurationHistogram.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "execution/Order.h"
#include "market/Candle.h"
#include "strategy/LevelHistory.h"
#include "trading/ContestChoice.h"
#include "trading/HealthReading.h"
#include "trading/Checkpoint.h"
#include "trading/MonitoringStatus.h"
#include "trading/ReconciliationStatus.h"
#include "trading/SelfTestStatus.h"
#include "trading/TradingState.h"
#include "trading/UserCommand.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

// What the window shows: plain immutable values, made on the trading thread, at
// most one a frame. Prices are doubles here: nothing that is shown decides.
// An empty optional is shown as unknown. Texts of the engine are codes or English
// sentences; the window puts them into the language of its user.

struct TransitionView {
    Timestamp time;
    TradingState from = TradingState::Idle;
    TradingState to = TradingState::Idle;
    std::string trigger;
    std::string reason;
    std::uint64_t sequence = 0; ///< 1 for the session's first; 0: not numbered
};

struct FilterView {
    std::string name;
    std::string result; ///< pass, fail, no_data
    std::optional<double> value;
    std::optional<double> threshold = std::nullopt; ///< what the value was held against
    std::optional<double> minimum = std::nullopt; ///< the preset's bounds: at least one, or none
    std::optional<double> maximum = std::nullopt;
    bool isAllowedMissing = false; ///< there is no data, and the preset lets that pass

    bool passes() const { return result == "pass" || isAllowedMissing; }
};

struct CandidateView {
    std::string symbol;
    int rank = 0; ///< 0: refused
    std::optional<double> score;
    bool passed = false;
    std::vector<FilterView> filters;
    int levels = 0;
    std::string outcome; ///< why no entry came of it at the last close; empty before
};

struct OrderView {
    std::string clientId;
    std::string symbol;
    Side side = Side::Buy;
    OrderType type = OrderType::Market;
    OrderIntent intent = OrderIntent::Entry;
    OrderStatus status = OrderStatus::Intent;
    double quantity = 0.0;
    double filled = 0.0;
    std::optional<double> price;
    std::optional<double> trigger;
    Timestamp time;
    std::optional<int> priceDecimals = std::nullopt; ///< of the symbol's tick
    std::string traceId = {};
};

struct PositionView {
    std::string id;
    std::string symbol;
    Direction direction = Direction::Long;
    double quantity = 0.0;
    double entry = 0.0;
    std::optional<double> stop;
    std::vector<double> targets;
    std::optional<double> mark;
    std::optional<double> pnlUsd;
    std::optional<double> pnlR;
    Timestamp opened;
    std::int64_t unprotectedMs = 0;
    std::string stopMode; ///< initial, breakeven
    std::optional<int> priceDecimals = std::nullopt; ///< of the symbol's tick
    std::string traceId = {};
};

/// Of a cost sheet, before a trade or after it; fees are those of entry and exit.
struct CostFigures {
    std::optional<double> entryPrice;
    std::optional<double> entrySlippageBps;
    std::optional<double> fees;
    std::optional<double> funding;
    std::optional<double> exitPrice;
    std::optional<double> exitSlippageBps;
    std::optional<double> liquidationDistance;
    std::optional<double> lossR;

    friend bool operator==(const CostFigures&, const CostFigures&) = default;
};

struct CostSheetView {
    std::string traceId;
    std::string symbol;
    Direction direction = Direction::Long;
    Timestamp time; ///< of the approval
    CostFigures forecast;
    std::optional<CostFigures> realised; ///< empty before the trade is over
    std::optional<double> worstLossR;
    std::optional<double> errorR; ///< of the forecast, positive where it cost more
    double sizeFactor = 1.0; ///< what earlier errors left of the quantity
    std::optional<int> priceDecimals = std::nullopt; ///< of the symbol's tick

    friend bool operator==(const CostSheetView&, const CostSheetView&) = default;
};

struct LevelView {
    double price = 0.0;
    bool isResistance = true;
    double strength = 0.0; ///< 0..1
    int touches = 0;
    std::uint8_t methods = 0; ///< LevelMethod bits; 0: not known
    std::optional<Timestamp> firstTouch = std::nullopt; ///< open time of the bar
    std::optional<Timestamp> born = std::nullopt; ///< close of the first bar that held it
    std::optional<LevelFate> fate = std::nullopt;

    friend bool operator==(const LevelView&, const LevelView&) = default;
};

struct MarkerView {
    enum class Kind : std::uint8_t { SignalLong, SignalShort, Fill };
    Kind kind = Kind::Fill;
    Timestamp time;
    double price = 0.0;
    Side side = Side::Buy;
    std::string text; ///< of a signal: what became of it
    std::optional<OrderIntent> intent = std::nullopt; ///< of a fill
    std::string traceId = {};

    friend bool operator==(const MarkerView&, const MarkerView&) = default;
};

/// The chart's symbol: closed 5m candles, the forming one last if there is one.
struct ChartView {
    std::string symbol;
    std::vector<Candle> candles;
    bool lastIsForming = false;
    std::vector<LevelView> levels;
    std::optional<double> entry;
    std::optional<double> stop;
    std::vector<double> targets;
    std::vector<MarkerView> markers;
    std::optional<double> last;
    std::optional<Timestamp> lastTradeTime;
    std::optional<int> priceDecimals = std::nullopt; ///< of the symbol's tick
};

struct ChartPast;

struct EquityPoint {
    Timestamp time;
    double equity = 0.0;
};

struct LogView {
    Timestamp time;
    std::string level;
    std::string component;
    std::string symbol;
    std::string message;
    std::uint64_t sequence = 0; ///< 1 for the session's first; 0: not numbered
};

/// One gate reason that keeps entries closed, by name, with its value.
struct GateReasonView {
    std::string name;
    std::string detail;
    std::optional<Timestamp> since = std::nullopt;
};

/// The result of the last flatten, from the press to two flat answers.
struct FlattenReceipt {
    Timestamp started;
    Timestamp finished;
    std::int64_t venueMs = 0;
    std::optional<std::int64_t> wallMs = std::nullopt; ///< real time, begun milliseconds count
    int positionsClosed = 0;
    int ordersCancelled = 0;
};

/// How much of a request budget is left, as the venue told it last.
struct RequestBudgetView {
    std::string endpoint;
    int limit = 0;
    int left = 0;
    std::optional<Timestamp> resets;
};

/// The way to the venue. What is not known is empty.
struct VenueView {
    std::string id; ///< "sim", "bybit"
    std::string rest; ///< addresses; empty: no wire
    std::string ws;
    bool isMarketDataOnly = false; ///< orders are refused
    std::optional<bool> isPublicUp;
    std::optional<bool> isPrivateUp; ///< empty: there is none
    std::string detail; ///< of the last change of connection
    std::optional<Timestamp> since; ///< of the last change of connection
    int reconnects = 0;
    std::optional<std::int64_t> clockOffsetMs; ///< venue minus this host
    std::optional<std::int64_t> roundTripMs;
    std::vector<RequestBudgetView> budgets;
};

/// What a re-arm would change, as texts of exact amounts; empty: unknown.
struct RearmView {
    bool isKillLatched = false;
    bool isLossLatched = false;
    std::string cause; ///< of the kill latch
    std::string equity;
    std::string highWater;
    std::string dayStart;
    int consecutiveLosses = 0;
    int maxConsecutiveLosses = 0;
};

struct TradingSnapshot {
    Timestamp time; ///< venue time
    std::string sessionId;
    std::string venue;
    std::string preset;
    bool isSimulated = true;
    TradingState state = TradingState::Idle;
    std::vector<CommandKind> commands; ///< available in this state
    std::vector<GateReasonView> gateReasons;
    std::vector<TransitionView> transitions; ///< newest last, at most 50
    std::vector<CandidateView> candidates;
    std::vector<PositionView> positions;
    std::vector<CostSheetView> costSheets; ///< newest first, at most 100
    std::vector<OrderView> orders; ///< live ones, then the newest ended ones
    std::vector<EquityPoint> equity; ///< thinned to at most 500 points
    std::vector<LogView> log; ///< newest last, at most 200
    std::vector<Checkpoint> checkpoints; ///< newest last, at most 200
    std::vector<std::string> symbols;
    ChartView chart;
    std::shared_ptr<const ChartPast> chartPast; ///< of the chart's symbol; null: none is kept
    std::optional<double> walletBalance;
    std::optional<double> equityNow;
    std::optional<double> dailyPnl;
    std::optional<FlattenReceipt> flatten;
    bool isExposed = false; ///< a position is open, an order is live or a flatten is under way
    MonitoringStatus monitoring;
    std::uint64_t scans = 0; ///< completed
    std::uint64_t signals = 0;
    std::uint64_t inputs = 0;
    DurationHistogram unprotected; ///< of every position, open ones up to now
    VenueView connection;
    std::vector<HealthReading> health; ///< an input each; empty: not known
    std::optional<ReconciliationStatus> reconciliation; ///< empty: there is no account
    SelfTestStatus selfTest; ///< no results: none was made
    std::vector<ContestView> contests;
    std::string firstStop; ///< symbol whose stop is waited for before another may enter; empty: none
    RearmView rearm;
};

using TradingSnapshotPtr = std::shared_ptr<const TradingSnapshot>;

} // namespace breakline
