// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryTrades.h"

#include "trading/LogComponent.h"
#include "trading/LogLevel.h"
#include "trading/LogSentences.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr Duration kBar = Duration::minutes(5);
constexpr std::int64_t kBarsBefore = 5;
constexpr std::int64_t kBarsAfter = 12;
/// As many as the search for levels looks at.
constexpr std::int64_t kMostBarsBefore = 150;
constexpr std::int64_t kMostBars = 300;

/// Of a level's id, symbol:type:firstTouchMs:ticks; empty where it is none.
std::optional<Timestamp> firstTouchOf(const std::string& levelId)
{
    const std::size_t end = levelId.rfind(':');
    if (end == std::string::npos || end == 0)
        return std::nullopt;
    const std::size_t begin = levelId.rfind(':', end - 1);
    if (begin == std::string::npos)
        return std::nullopt;
    const auto time = parseTimestamp(std::string_view(levelId).substr(begin + 1, end - begin - 1));
    return time ? std::optional(*time) : std::nullopt;
}

void addSignal(StoryTrade& trade, const SignalRow& signal)
{
    trade.strategy = signal.strategy;
    trade.levelId = signal.levelId;
    trade.level = signal.level;
    trade.firstTouch = firstTouchOf(signal.levelId);
    trade.signalled = signal.time;
    trade.plannedEntry = signal.entry;
    trade.plannedStop = signal.stop;
    trade.confidence = signal.confidence;
}

void addFills(StoryTrade& trade, const StoryRows& rows)
{
    const Side entrySide = trade.side == "long" ? Side::Buy : Side::Sell;
    for (const FillRow& fill : rows.fills) {
        if (fill.traceId != trade.traceId || fill.symbol != trade.symbol)
            continue;
        StoryFill one;
        one.time = fill.time;
        one.isEntry = fill.side == entrySide;
        one.quantity = fill.quantity;
        one.price = fill.price;
        one.fee = fill.fee;
        one.liquidity = toText(fill.liquidity);
        const auto order = std::ranges::find_if(rows.orders, [&](const OrderRow& row) {
            return !fill.clientId.empty() && row.clientId == fill.clientId;
        });
        if (order != rows.orders.end())
            one.role = toText(order->intent);
        trade.fills.push_back(std::move(one));
    }
}

void addTargets(StoryTrade& trade, const StoryRows& rows)
{
    for (const OrderRow& order : rows.orders) {
        if (order.traceId != trade.traceId || order.symbol != trade.symbol
            || order.intent != OrderIntent::Target || !order.price)
            continue;
        StoryTarget target;
        target.from = order.time;
        target.to = trade.closed;
        target.price = *order.price;
        target.quantity = order.quantity;
        target.filled = order.filledQuantity;
        target.status = toText(order.status);
        for (const FillRow& fill : rows.fills)
            if (fill.clientId == order.clientId)
                target.to = fill.time;
        trade.targets.push_back(std::move(target));
    }
}

/// The log's lines of the trade: its signal, how its stop moved, and what else was said
/// but for the orders, which stand among the fills.
void addLog(StoryTrade& trade, const std::vector<LogRow>& log)
{
    for (const LogRow& row : log) {
        if (row.traceId != trade.traceId || row.symbol != trade.symbol)
            continue;
        const auto level = parseLogLevel(row.level);
        if (!level || *level <= LogLevel::Info) {
            if (trade.signal.empty() && row.component == component::kSignals)
                trade.signal = row.message;
            continue;
        }
        if (row.component == component::kPositions && row.message.starts_with(kStopShownSentence)) {
            const auto price =
                Decimal::parse(std::string_view(row.message).substr(kStopShownSentence.size()));
            if (price && trade.stops.back().price != *price)
                trade.stops.push_back({row.time, *price});
            continue;
        }
        if (row.component != component::kOrders || *level >= LogLevel::Warning)
            trade.notes.push_back({row.time, row.level, row.message});
    }
}

/// `factor` bars of the grid of the epoch as one.
std::vector<Candle> joined(std::span<const Candle> candles, Duration interval)
{
    std::vector<Candle> result;
    for (const Candle& candle : candles) {
        const Timestamp open = candle.openTime.floorTo(interval);
        if (result.empty() || result.back().openTime != open) {
            result.push_back(candle);
            result.back().openTime = open;
            continue;
        }
        Candle& bar = result.back();
        bar.high = std::max(bar.high, candle.high);
        bar.low = std::min(bar.low, candle.low);
        bar.close = candle.close;
        bar.volume += candle.volume;
    }
    return result;
}

} // namespace

std::vector<StoryTrade> storyTrades(const StoryRows& rows)
{
    std::vector<StoryTrade> trades;
    for (const PositionRow& position : rows.positions) {
        StoryTrade trade;
        trade.positionId = position.positionId;
        trade.traceId = position.traceId;
        trade.symbol = position.symbol;
        trade.side = position.side;
        trade.quantity = position.quantity;
        trade.entryPrice = position.entryPrice;
        trade.initialStop = position.initialStop;
        trade.exitPrice = position.exitPrice;
        trade.opened = position.opened;
        trade.closed = position.closed;
        trade.realised = position.realisedPnl;
        trade.fees = position.fees;
        trade.funding = position.funding;
        trade.net = position.realisedPnl - position.fees - position.funding;
        trade.netR = position.netR;
        trade.exitReason = position.exitReason;
        trade.unprotectedMs = position.unprotectedMs;
        trade.stops.push_back({position.opened, position.initialStop});
        // Rows of several positions may lack a trace; none of them is this one's alone.
        if (!trade.traceId.empty()) {
            const auto signal = std::ranges::find_if(rows.signalRows, [&](const SignalRow& row) {
                return row.traceId == trade.traceId && row.symbol == trade.symbol;
            });
            if (signal != rows.signalRows.end())
                addSignal(trade, *signal);
            const auto costs = std::ranges::find(rows.costSheets, trade.traceId, &CostSheetRow::traceId);
            if (costs != rows.costSheets.end()) {
                trade.costForecast = costs->forecast;
                trade.costs = costs->realised;
                trade.costErrorR = costs->errorR;
            }
            addFills(trade, rows);
            addTargets(trade, rows);
            addLog(trade, rows.log);
        }
        trades.push_back(std::move(trade));
    }
    std::ranges::stable_sort(trades, {}, &StoryTrade::opened);
    return trades;
}

void addChart(StoryTrade& trade, std::span<const Candle> candles)
{
    const Timestamp entered = trade.signalled.value_or(trade.opened);
    const Timestamp touched = std::min(trade.firstTouch.value_or(entered), entered);
    const Timestamp from = std::max(touched - kBar * kBarsBefore, entered - kBar * kMostBarsBefore);
    const auto begin = std::ranges::lower_bound(candles, from.floorTo(kBar), {}, &Candle::openTime);
    const auto end = trade.closed
        ? std::ranges::upper_bound(candles, *trade.closed + kBar * kBarsAfter, {}, &Candle::openTime)
        : candles.end();
    if (begin >= end) {
        trade.noChart = "the recording holds no candles of it";
        return;
    }
    const std::span<const Candle> shown(begin, end);
    const std::int64_t factor = (std::ssize(shown) + kMostBars - 1) / kMostBars;
    trade.chart = StoryChart {kBar * factor, joined(shown, kBar * factor)};
}

} // namespace breakline
