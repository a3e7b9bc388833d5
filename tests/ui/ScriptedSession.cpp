// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedSession.h"

#include "ScriptedVenues.h"

#include <QTimer>

#include <algorithm>
#include <cmath>
#include <utility>

namespace breakline {

namespace {

constexpr double kTick = 0.1;

double onGrid(double price)
{
    return std::round(price / kTick) * kTick;
}

} // namespace

ScriptedSession::ScriptedSession(QObject* parent)
    : FakeTradingDesk(parent)
{
    snapshot.time = parseTimestamp("2026-01-05T10:00:00Z").value();
    snapshot.sessionId = "20260105-100000-1";
    snapshot.venue = "sim";
    snapshot.connection = scriptedSim(snapshot.time);
    snapshot.reconciliation = ReconciliationStatus {1, snapshot.time, 0, 0, {}};
    snapshot.health = {{FeedInput::MarketData, Health::Green, 0.2, 10.0, snapshot.time},
                       {FeedInput::Books, Health::Green, 0.0, 0.0, snapshot.time},
                       {FeedInput::StreamAgainstRest, Health::Green, 0.0, 10.0, snapshot.time},
                       {FeedInput::Clock},
                       {FeedInput::RequestBudget, Health::Green, 0.0, 0.0, snapshot.time},
                       {FeedInput::AccountStream, Health::Green, std::nullopt, std::nullopt, snapshot.time},
                       {FeedInput::Disk, Health::Green, 41.0, 90.0, snapshot.time},
                       {FeedInput::Memory}};
    snapshot.symbols = {"BTCUSDT",  "ETHUSDT",  "SOLUSDT", "ADAUSDT",
                        "LINKUSDT", "AVAXUSDT", "DOTUSDT", "NEARUSDT"};
    snapshot.walletBalance = m_equity;
    snapshot.equityNow = m_equity;
    snapshot.dailyPnl = 0.0;
    snapshot.chart.symbol = "BTCUSDT";
    makeCandles();
    setCommands();
}

double ScriptedSession::noise()
{
    m_random = m_random * 1664525U + 1013904223U;
    return static_cast<double>(m_random >> 8) / static_cast<double>(1U << 24) - 0.5;
}

void ScriptedSession::makeCandles()
{
    double price = 64'200.0;
    const Timestamp end = snapshot.time;
    for (int i = 320; i > 0; --i) {
        Candle candle;
        candle.openTime = end - Duration::minutes(5) * i;
        candle.open = onGrid(price);
        // A slow wave under a ceiling, so that levels mean something.
        price += noise() * 110.0 + 18.0 * std::sin(i / 23.0) + (price > 64'900.0 ? -40.0 : 6.0);
        candle.close = onGrid(price);
        candle.high = onGrid(std::max(candle.open, candle.close) + std::abs(noise()) * 90.0);
        candle.low = onGrid(std::min(candle.open, candle.close) - std::abs(noise()) * 90.0);
        candle.volume = 20.0 + 60.0 * std::abs(noise()) + std::abs(candle.close - candle.open) * 0.6;
        snapshot.chart.candles.push_back(candle);
    }
    snapshot.chart.last = snapshot.chart.candles.back().close;
    snapshot.chart.lastTradeTime = snapshot.time;
    double high = 0.0;
    double low = 1e12;
    for (std::size_t i = 200; i < snapshot.chart.candles.size(); ++i) {
        high = std::max(high, snapshot.chart.candles[i].high);
        low = std::min(low, snapshot.chart.candles[i].low);
    }
    snapshot.chart.levels = {{onGrid(high), true, 0.92, 5},
                             {onGrid(high - 260.0), true, 0.45, 3},
                             {onGrid(low + 180.0), false, 0.55, 3},
                             {onGrid(low), false, 0.8, 4}};
}

void ScriptedSession::makeCandidates()
{
    snapshot.candidates.clear();
    int rank = 0;
    for (std::size_t i = 0; i < snapshot.symbols.size(); ++i) {
        CandidateView candidate;
        candidate.symbol = snapshot.symbols[i];
        candidate.passed = i < 5;
        candidate.rank = candidate.passed ? ++rank : 0;
        candidate.score = 1.6 - 0.35 * static_cast<double>(i) + 0.05 * noise();
        candidate.levels = 4 - static_cast<int>(i / 2);
        candidate.filters = {
            {"min_24h_volume", "pass", 8.1e8 / static_cast<double>(i + 1), 5e6},
            {"min_oi", "no_data", std::nullopt, std::nullopt},
            {"max_spread", i == 6 ? "fail" : "pass", i == 6 ? 14.2 : 1.1, 10.0},
            {"min_depth_0_5pct", "pass", 412'000.0, 20'000.0},
            {"min_depth_0_3pct", "pass", 233'000.0, 12'000.0},
            {"min_trades_per_minute", "pass", 31.0, 4.0},
            {"atr_range", i == 5 || i == 7 ? "fail" : "pass", i == 5 || i == 7 ? 0.0012 : 0.0064, 0.002},
            {"bb_width", "pass", 44.0, 90.0},
            {"volume_surge_1h", "pass", 1.34 + 0.02 * noise(), 1.0},
            {"volume_surge_5m", i == 5 ? "fail" : "pass", i == 5 ? 0.7 : 1.9, 1.1},
            {"correlation", "pass", 0.41, 0.95},
            {"data_health", "pass", std::nullopt, std::nullopt}};
        candidate.outcome = i == 0 ? "" : i < 5 ? "signal:momentum:price_breakout 64871.2 against 64990.4" : "";
        snapshot.candidates.push_back(candidate);
    }
}

void ScriptedSession::log(const std::string& level, const std::string& component, const std::string& symbol,
                          const std::string& message)
{
    snapshot.log.push_back({snapshot.time, level, component, symbol, message, ++m_logLines});
    if (snapshot.log.size() > 200)
        snapshot.log.erase(snapshot.log.begin());
}

void ScriptedSession::moveTo(TradingState state, const std::string& trigger, const std::string& reason)
{
    snapshot.transitions.push_back(
        {snapshot.time, snapshot.state, state, trigger, reason, ++m_transitions});
    if (snapshot.transitions.size() > 50)
        snapshot.transitions.erase(snapshot.transitions.begin());
    log("INFO", "state", "",
        std::string(toText(snapshot.state)) + " -> " + std::string(toText(state)) + ": " + reason);
    snapshot.state = state;
    m_stateSteps = 0;
    setCommands();
}

void ScriptedSession::setCommands()
{
    snapshot.commands = {CommandKind::PanicExit, CommandKind::KillSwitch};
    const auto add = [this](std::initializer_list<CommandKind> kinds) {
        snapshot.commands.insert(snapshot.commands.end(), kinds);
    };
    if (snapshot.state == TradingState::Idle || snapshot.state == TradingState::Stopped)
        add({CommandKind::Start, CommandKind::Rearm});
    else if (snapshot.state == TradingState::Paused)
        add({CommandKind::Resume, CommandKind::Stop});
    else if (snapshot.state == TradingState::Emergency)
        add({CommandKind::Stop, CommandKind::Rearm});
    else
        add({CommandKind::Pause, CommandKind::Stop});
    snapshot.gateReasons.clear();
    if (snapshot.state == TradingState::Paused)
        snapshot.gateReasons = {{"pause_requested", "pause", snapshot.time}};
    else if (!isRunning(snapshot.state))
        snapshot.gateReasons = {{"not_running", "", snapshot.time}};
    if (snapshot.connection.isMarketDataOnly)
        snapshot.gateReasons.push_back({"market_data_only", "orders to bybit are closed", snapshot.connection.since});
}

void ScriptedSession::tick()
{
    snapshot.time = snapshot.time + Duration::seconds(2);
    ChartView& chart = snapshot.chart;
    const Timestamp bar = snapshot.time.floorTo(Duration::minutes(5));
    double price = chart.last.value_or(64'000.0);
    const double drift = snapshot.positions.empty() ? 1.5 : 2.4;
    price = onGrid(price + noise() * 26.0 + drift);
    if (chart.candles.back().openTime < bar) {
        chart.candles.push_back({bar, price, price, price, price, 0.0});
        if (chart.candles.size() > 400)
            chart.candles.erase(chart.candles.begin());
    }
    Candle& forming = chart.candles.back();
    forming.close = price;
    forming.high = std::max(forming.high, price);
    forming.low = std::min(forming.low, price);
    forming.volume += 0.6 + std::abs(noise()) * 2.0;
    chart.lastIsForming = true;
    chart.last = price;
    chart.lastTradeTime = snapshot.time - Duration::milliseconds(400);
    snapshot.inputs += 37;
    for (PositionView& position : snapshot.positions) {
        if (position.symbol != chart.symbol)
            continue;
        position.mark = price;
        position.pnlUsd = (price - position.entry) * position.quantity;
        position.pnlR = (price - position.entry) / 236.0;
        snapshot.equityNow = m_equity + *position.pnlUsd;
        if (*position.pnlR > 1.0 && position.stopMode == "initial") {
            position.stopMode = "breakeven";
            position.stop = onGrid(position.entry * 1.0005);
            chart.stop = position.stop;
            log("INFO", "position", position.symbol, "stop moved to breakeven");
        }
    }
    if (snapshot.equityNow)
        snapshot.dailyPnl = *snapshot.equityNow - 100'000.0;
    if (m_step % 5 == 0 && snapshot.equityNow)
        snapshot.equity.push_back({snapshot.time, *snapshot.equityNow});
}

void ScriptedSession::open()
{
    ChartView& chart = snapshot.chart;
    const double entry = chart.last.value();
    chart.entry = entry;
    chart.stop = onGrid(entry - 236.0);
    chart.targets = {onGrid(entry + 236.0), onGrid(entry + 472.0)};
    chart.markers.push_back(
        {MarkerView::Kind::SignalLong, snapshot.time, entry, Side::Buy, 
         "executed: all_slices filled 0.850 at 64990.1"});
    chart.markers.push_back(
        {MarkerView::Kind::Fill, snapshot.time, entry, Side::Buy, "", OrderIntent::Entry});
    PositionView position {"p1", "BTCUSDT", Direction::Long, 0.85, entry,    chart.stop, chart.targets, entry,
                           0.0,  0.0,       snapshot.time,   0,    "initial"};
    snapshot.positions.push_back(position);
    PositionView other {"p2", "SOLUSDT", Direction::Short, 120.0, 141.35,   142.4, {140.3, 139.25}, 141.02,
                        39.6, 0.31,      snapshot.time,    0,     "initial"};
    snapshot.positions.push_back(other);
    CostSheetView costs;
    costs.traceId = "BTCUSDT:1:c";
    costs.symbol = "BTCUSDT";
    costs.time = snapshot.time;
    costs.forecast = {.entryPrice = entry + 0.6,
                      .entrySlippageBps = 0.2,
                      .fees = 60.68,
                      .funding = 5.52,
                      .exitPrice = *chart.stop - 1.2,
                      .exitSlippageBps = 0.3,
                      .liquidationDistance = entry * 0.095,
                      .lossR = 1.34};
    costs.worstLossR = 26.5;
    costs.priceDecimals = 1;
    snapshot.costSheets.push_back(costs);
    costs.traceId = "SOLUSDT:1:c";
    costs.symbol = "SOLUSDT";
    costs.direction = Direction::Short;
    costs.forecast = {.entryPrice = 141.34,
                      .entrySlippageBps = 0.7,
                      .fees = 18.66,
                      .funding = {},
                      .exitPrice = 142.42,
                      .exitSlippageBps = 1.4,
                      .liquidationDistance = 13.43,
                      .lossR = 1.19};
    costs.realised = costs.forecast;
    costs.realised->exitPrice = 142.49;
    costs.realised->exitSlippageBps = 6.3;
    costs.realised->funding = 0.0;
    costs.realised->lossR = 1.28;
    costs.worstLossR = 12.9;
    costs.errorR = 0.082;
    costs.sizeFactor = 0.91;
    costs.priceDecimals = 2;
    snapshot.costSheets.push_back(costs);
    for (const std::int64_t ms : {0, 4, 9, 9, 12, 17})
        snapshot.unprotected.add(Duration {ms});
    snapshot.orders = {{"aa1", "BTCUSDT", Side::Sell, OrderType::StopMarket, OrderIntent::Stop,
                        OrderStatus::Untriggered, 0.85, 0.0, std::nullopt, chart.stop, snapshot.time},
                       {"aa2", "BTCUSDT", Side::Sell, OrderType::Limit, OrderIntent::Target,
                        OrderStatus::Acknowledged, 0.425, 0.0, chart.targets[0], std::nullopt, snapshot.time},
                       {"aa3", "BTCUSDT", Side::Sell, OrderType::Limit, OrderIntent::Target,
                        OrderStatus::Acknowledged, 0.425, 0.0, chart.targets[1], std::nullopt, snapshot.time},
                       {"bb1", "SOLUSDT", Side::Buy, OrderType::StopMarket, OrderIntent::Stop,
                        OrderStatus::Untriggered, 120.0, 0.0, std::nullopt, 142.4, snapshot.time},
                       {"bb2", "SOLUSDT", Side::Buy, OrderType::Limit, OrderIntent::Target,
                        OrderStatus::PartiallyFilled, 60.0, 21.0, 140.3, std::nullopt, snapshot.time},
                       {"cc1", "BTCUSDT", Side::Buy, OrderType::Market, OrderIntent::Entry,
                        OrderStatus::Filled, 0.85, 0.85, std::nullopt, std::nullopt, snapshot.time},
                       {"cc2", "LINKUSDT", Side::Buy, OrderType::Limit, OrderIntent::Entry,
                        OrderStatus::Rejected, 40.0, 0.0, 18.412, std::nullopt, snapshot.time}};
    log("INFO", "execution", "BTCUSDT", "entry filled 0.850, stop resting at the exchange after 0 ms");
    log("WARNING", "execution", "LINKUSDT", "entry rejected: would take liquidity");
    snapshot.signals += 3;
}

void ScriptedSession::flatten()
{
    const int positions = static_cast<int>(snapshot.positions.size());
    int orders = 0;
    for (OrderView& order : snapshot.orders) {
        if (!isFinal(order.status)) {
            order.status = OrderStatus::Cancelled;
            ++orders;
        }
    }
    m_equity = snapshot.equityNow.value_or(m_equity);
    if (snapshot.walletBalance)
        snapshot.walletBalance = m_equity;
    if (positions > 0)
        snapshot.chart.markers.push_back({MarkerView::Kind::Fill, snapshot.time, *snapshot.chart.last,
                                          Side::Sell, "", OrderIntent::Exit});
    snapshot.positions.clear();
    snapshot.chart.entry.reset();
    snapshot.chart.stop.reset();
    snapshot.chart.targets.clear();
    snapshot.flatten = FlattenReceipt {
        snapshot.time, snapshot.time + Duration::milliseconds(312), 312, 41, positions, orders};
    log("WARNING", "emergency", "", "flatten: account flat, no orders");
}

void ScriptedSession::step()
{
    ++m_step;
    ++m_stateSteps;
    if (!m_nextVenue.empty())
        enterVenue();
    tick();
    if (!m_running)
        return;
    ++snapshot.monitoring.cycles;
    switch (snapshot.state) {
    case TradingState::Initializing:
        if (m_stateSteps > 8)
            moveTo(TradingState::Scanning, "initialised", "8 instruments");
        break;
    case TradingState::Scanning:
        if (m_stateSteps > 10) {
            ++snapshot.scans;
            makeCandidates();
            moveTo(TradingState::LevelBuilding, "candidates_found", "5 candidates");
        }
        break;
    case TradingState::LevelBuilding:
        if (m_stateSteps > 6)
            moveTo(TradingState::SignalWait, "levels_built", "5 candidates with levels");
        break;
    case TradingState::SignalWait:
        if (m_stateSteps > 30 && snapshot.positions.empty() && !snapshot.connection.isMarketDataOnly)
            moveTo(TradingState::Sizing, "signals_found", "1 signals");
        else if (m_stateSteps > 30)
            moveTo(TradingState::Managing, "positions_open", "no candidates, positions open");
        break;
    case TradingState::Sizing:
        if (m_stateSteps > 5)
            moveTo(TradingState::Execution, "sized", "1 approved");
        break;
    case TradingState::Execution:
        if (m_stateSteps > 8) {
            open();
            moveTo(TradingState::Managing, "entries_opened", "all entries are final, positions are open");
        }
        break;
    case TradingState::Managing:
        if (m_stateSteps > 300)
            moveTo(TradingState::Scanning, "scan_due", "slots are free");
        break;
    default: break;
    }
}

void ScriptedSession::play(int count)
{
    for (int i = 0; i < count; ++i)
        step();
}

std::uint64_t ScriptedSession::submit(CommandKind kind, const std::string& argument)
{
    const std::uint64_t id = FakeTradingDesk::submit(kind, argument);
    QTimer::singleShot(0, this, [this, id, kind, argument] {
        std::string message;
        switch (kind) {
        case CommandKind::Start:
            snapshot.preset = argument;
            m_running = true;
            moveTo(TradingState::Initializing, "start", "start");
            break;
        case CommandKind::Stop:
            flatten();
            moveTo(TradingState::Stopped, "stop", "command");
            m_running = false;
            break;
        case CommandKind::Pause: moveTo(TradingState::Paused, "pause", "pause"); break;
        case CommandKind::Resume:
            moveTo(snapshot.positions.empty() ? TradingState::Scanning : TradingState::Managing, "resume_managing",
                   "resume");
            break;
        case CommandKind::PanicExit:
            flatten();
            if (isRunning(snapshot.state))
                moveTo(TradingState::Paused, "pause", "flat after panic exit");
            message = "flattening";
            break;
        case CommandKind::KillSwitch:
            flatten();
            moveTo(TradingState::Emergency, "kill", "kill switch: command");
            break;
        case CommandKind::Rearm: moveTo(TradingState::Idle, "rearm", "re-armed"); break;
        case CommandKind::Retry: break;
        case CommandKind::OnStart:
        case CommandKind::Resolve:
        case CommandKind::SelectSymbol: break;
        case CommandKind::TimeStop: break;
        case CommandKind::Reload: break;
        }
        Q_EMIT replied({id, kind, true, message, snapshot.time});
    });
    return id;
}

void ScriptedSession::requestSnapshot()
{
    step();
    publish();
}

void ScriptedSession::openVenue(const std::string& venue)
{
    FakeTradingDesk::openVenue(venue);
    m_nextVenue = venue;
}

void ScriptedSession::enterVenue()
{
    flatten();
    snapshot.flatten.reset();
    const bool isLive = std::exchange(m_nextVenue, {}) == "bybit";
    snapshot.sessionId += "-next";
    snapshot.venue = isLive ? "bybit" : "sim";
    snapshot.connection = isLive ? scriptedBybit(snapshot.time) : scriptedSim(snapshot.time);
    snapshot.isSimulated = !isLive;
    snapshot.state = TradingState::Idle;
    snapshot.transitions.clear();
    snapshot.log.clear();
    snapshot.candidates.clear();
    snapshot.orders.clear();
    snapshot.equity.clear();
    snapshot.unprotected = {};
    m_running = false;
    m_logLines = 0;
    m_transitions = 0;
    snapshot.equityNow = isLive ? std::nullopt : std::optional(m_equity);
    snapshot.walletBalance = snapshot.equityNow;
    snapshot.dailyPnl = isLive ? std::nullopt : std::optional(0.0);
    setCommands();
}

void ScriptedSession::exportSession(const QString& folder)
{
    FakeTradingDesk::exportSession(folder);
    QTimer::singleShot(0, this, [this, folder] { Q_EMIT exported(true, folder); });
}

} // namespace breakline
