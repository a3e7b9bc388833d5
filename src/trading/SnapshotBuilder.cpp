// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SnapshotBuilder.h"

#include "strategy/PresetLoader.h"
#include "trading/ChartHistory.h"
#include "trading/ChartReader.h"
#include "trading/TradingSession.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::size_t kMostSheets = 100;
constexpr std::size_t kMostCheckpoints = 200; ///< of a snapshot; the window keeps more

/// The bounds that the preset sets for a filter.
void addBounds(FilterView& view, const FilterResult& result, const Preset& preset)
{
    switch (result.filter) {
    case Filter::AtrRange:
        view.minimum = preset.volatility.atrRangeMin;
        view.maximum = preset.volatility.atrRangeMax;
        break;
    case Filter::MaxSpread: view.maximum = preset.liquidity.maxSpreadBps; break;
    case Filter::BollingerWidth: view.maximum = preset.volatility.bbWidthPercentileMax; break;
    case Filter::Correlation: view.maximum = preset.risk.correlationLimit; break;
    case Filter::DataHealth: break; // a count of faults, not a setting
    default: view.minimum = result.threshold; break;
    }
}

} // namespace

SnapshotBuilder::SnapshotBuilder(TradingSession& session)
    : m_session(session)
{
}

TradingSnapshotPtr SnapshotBuilder::build()
{
    auto snapshot = std::make_shared<TradingSnapshot>();
    addStatus(*snapshot);
    addConnection(*snapshot);
    addCandidates(*snapshot);
    addPositions(*snapshot);
    addCosts(*snapshot);
    addOrders(*snapshot);
    addChart(*snapshot);
    addEquity(*snapshot);
    return snapshot;
}

void SnapshotBuilder::addStatus(TradingSnapshot& snapshot) const
{
    const TradingSession& s = m_session;
    snapshot.time = s.now();
    snapshot.sessionId = s.m_settings.sessionId;
    snapshot.venue = s.m_settings.venue;
    snapshot.preset = s.m_settings.preset.id;
    snapshot.isSimulated = s.m_settings.isSimulated;
    snapshot.state = s.m_machine.state();
    const EntryGate& gate = s.m_machine.gate();
    snapshot.commands = s.m_machine.availableCommands(gate.has(GateReason::LossStreakLatch));
    for (const EntryGate::Entry& entry : gate.entries())
        snapshot.gateReasons.push_back({std::string(toText(entry.reason)), entry.detail, entry.since});
    const auto& history = s.m_machine.history();
    const std::size_t first = history.size() > 50 ? history.size() - 50 : 0;
    for (std::size_t i = first; i < history.size(); ++i) {
        const TransitionRecord& record = history[i];
        snapshot.transitions.push_back({record.time, record.from, record.to,
                                        std::string(record.trigger ? toText(*record.trigger) : "forced"),
                                        record.reason,
                                        s.m_machine.transitionCount() - (history.size() - 1 - i)});
    }
    std::uint64_t sequence = s.m_log.count() - s.m_log.recent().size();
    for (const LogRow& row : s.m_log.recent())
        snapshot.log.push_back({row.time, row.level, row.component, row.symbol, row.message, ++sequence});
    const auto& checkpoints = s.m_monitoring.recent();
    const auto shown = std::min<std::size_t>(checkpoints.size(), kMostCheckpoints);
    snapshot.checkpoints.assign(checkpoints.end() - static_cast<std::ptrdiff_t>(shown), checkpoints.end());
    for (const Instrument& instrument : s.m_board.instruments().all())
        if (instrument.status == InstrumentStatus::Trading)
            snapshot.symbols.push_back(instrument.symbol);
    snapshot.scans = s.m_scanning.completed();
    snapshot.monitoring = s.m_monitoring.status();
    snapshot.signals = s.m_signals.count();
    snapshot.inputs = s.m_sequencer.count();
    snapshot.flatten = s.m_flattener.receipt();
    snapshot.isExposed = s.m_flattener.isActive() || !s.m_positions.open().empty()
        || !s.m_desk.liveOrders().empty() || s.m_desk.liveVenueOrders() > 0;
    snapshot.unprotected = s.m_positions.unprotectedTimes();
    snapshot.health = s.m_health.readings();
    if (!s.m_settings.isMarketDataOnly)
        snapshot.reconciliation = s.m_reconciler.status();
    snapshot.selfTest = s.m_selfTest.status();
    snapshot.contests = s.m_reconciler.contests();
    if (const auto& waited = s.m_firstStop.waitsFor())
        snapshot.firstStop = s.m_board.instrument(*waited).symbol;
    snapshot.rearm = s.m_risk.rearmView();
    if (s.m_risk.wallet())
        snapshot.walletBalance = s.m_risk.wallet()->walletBalance.toDouble();
    if (const auto equity = s.m_risk.equity()) {
        snapshot.equityNow = equity->toDouble();
        if (const auto& dayStart = s.m_risk.monitor().state().day.dayStartEquity)
            snapshot.dailyPnl = (*equity - *dayStart).toDouble();
    }
}

void SnapshotBuilder::addConnection(TradingSnapshot& snapshot) const
{
    VenueView& view = snapshot.connection;
    view.id = m_session.m_settings.venue;
    view.isMarketDataOnly = m_session.m_settings.isMarketDataOnly;
    const auto& connection = m_session.m_orchestrator.connection();
    if (!connection)
        return;
    view.isPublicUp = connection->marketUp;
    if (!view.isMarketDataOnly)
        view.isPrivateUp = connection->privateUp;
    view.detail = connection->reason;
    view.since = connection->since;
    view.reconnects = std::max(0, connection->timesUp - 1);
}

int SnapshotBuilder::levelCount(const ScanResult& result)
{
    if (result.passed)
        return static_cast<int>(result.levels.size());
    // The scan looks for no levels of a refused symbol; a reader still may.
    auto& [barClose, count] = m_levelCounts[result.symbol];
    const auto bars = m_session.m_board.candles(result.symbol).all();
    if (barClose != result.barClose && !bars.empty()
        && bars.back().openTime + MarketBoard::kInterval == result.barClose) {
        barClose = result.barClose;
        count = static_cast<int>(findLevels(bars, m_session.m_board.instrument(result.symbol),
                                            m_session.m_settings.preset.levels, m_session.m_settings.analysis)
                                     .size());
    }
    return count;
}

void SnapshotBuilder::addCandidates(TradingSnapshot& snapshot)
{
    const auto& last = m_session.m_scanning.last();
    if (!last)
        return;
    const auto& outcomes = m_session.m_signals.outcomes();
    for (const ScanResult& result : last->results) {
        CandidateView view;
        view.symbol = m_session.m_board.instrument(result.symbol).symbol;
        view.rank = result.rank.value_or(0);
        view.score = result.score.total;
        view.passed = result.passed;
        view.levels = levelCount(result);
        for (const FilterResult& filter : result.filters.results)
            if (filter.outcome != CheckOutcome::Skipped) {
                FilterView shown;
                shown.name = toText(filter.filter);
                shown.result = toText(filter.outcome);
                shown.isAllowedMissing = filter.outcome == CheckOutcome::NoData && filter.allowedMissing;
                shown.value = filter.value;
                shown.threshold = filter.threshold;
                addBounds(shown, filter, m_session.m_settings.preset);
                view.filters.push_back(std::move(shown));
            }
        if (const auto outcome = outcomes.find(result.symbol); outcome != outcomes.end())
            view.outcome = outcome->second;
        snapshot.candidates.push_back(std::move(view));
    }
}

void SnapshotBuilder::addPositions(TradingSnapshot& snapshot) const
{
    for (const ManagedPosition* position : m_session.m_positions.open()) {
        const SymbolId symbol = position->plan.symbol;
        const Instrument& instrument = m_session.m_board.instrument(symbol);
        PositionView view;
        view.id = position->id;
        view.traceId = position->plan.traceId;
        view.symbol = instrument.symbol;
        view.direction = position->plan.direction;
        view.quantity = instrument.toDouble(position->ledger.quantity());
        view.entry = position->ledger.entryAverage()->toDouble();
        if (position->stopShown)
            view.stop = instrument.toDouble(*position->stopShown);
        if (position->ladder)
            for (const TargetLadder::Level& level : position->ladder->levels())
                if (level.filled < level.planned)
                    view.targets.push_back(instrument.toDouble(level.price));
        if (const auto mark = m_session.m_board.mark(symbol)) {
            view.mark = instrument.toDouble(*mark);
            view.pnlUsd = position->ledger.unrealised(*mark).toDouble();
        }
        view.pnlR = m_session.m_positions.pnlR(*position);
        view.opened = *position->ledger.opened();
        view.unprotectedMs = position->unprotected.totalAt(m_session.now()).ms;
        view.stopMode = toText(position->lifecycle.stopStage());
        view.priceDecimals = instrument.tickSize.decimals();
        snapshot.positions.push_back(std::move(view));
    }
}

void SnapshotBuilder::addCosts(TradingSnapshot& snapshot) const
{
    const auto number = [](const std::optional<Decimal>& amount) {
        return amount ? std::optional(amount->toDouble()) : std::nullopt;
    };
    const auto figures = [&number](const CostSheet& sheet) {
        return CostFigures {.entryPrice = number(sheet.entryPrice),
                            .entrySlippageBps = sheet.entrySlippageBps,
                            .fees = (sheet.entryFee + sheet.exitFee).toDouble(),
                            .funding = number(sheet.funding),
                            .exitPrice = number(sheet.exitPrice),
                            .exitSlippageBps = sheet.exitSlippageBps,
                            .liquidationDistance = number(sheet.liquidationDistance),
                            .lossR = sheet.lossR};
    };
    for (const CostSheetRow* row : m_session.m_costs.newest(kMostSheets)) {
        CostSheetView view;
        view.traceId = row->traceId;
        view.symbol = row->symbol;
        view.direction = row->side == toText(Direction::Long) ? Direction::Long : Direction::Short;
        view.time = row->time;
        view.forecast = figures(row->forecast);
        if (row->realised)
            view.realised = figures(*row->realised);
        view.worstLossR = row->forecast.worstLossR;
        view.errorR = row->errorR;
        view.sizeFactor = row->sizeFactor;
        if (const auto symbol = m_session.m_board.instruments().find(row->symbol))
            view.priceDecimals = m_session.m_board.instrument(*symbol).tickSize.decimals();
        snapshot.costSheets.push_back(std::move(view));
    }
}

void SnapshotBuilder::addOrders(TradingSnapshot& snapshot) const
{
    const auto add = [&](const TrackedOrder& order) {
        const OrderRequest& request = order.request();
        const Instrument& instrument = m_session.m_board.instrument(request.symbol);
        OrderView view;
        view.clientId = order.clientId();
        view.traceId = order.traceId();
        view.symbol = instrument.symbol;
        view.side = request.side;
        view.type = request.type;
        view.intent = order.intent();
        view.status = order.status();
        view.quantity = instrument.toDouble(request.quantity);
        view.filled = instrument.toDouble(order.filled());
        if (request.price)
            view.price = instrument.toDouble(*request.price);
        if (request.trigger)
            view.trigger = instrument.toDouble(*request.trigger);
        view.time = order.intendedAt();
        view.priceDecimals = instrument.tickSize.decimals();
        snapshot.orders.push_back(std::move(view));
    };
    for (const TrackedOrder* order : m_session.m_desk.liveOrders())
        add(*order);
    const auto newest = m_session.m_desk.newest(50);
    for (auto it = newest.rbegin(); it != newest.rend(); ++it)
        if ((*it)->isFinal())
            add(**it);
}

SymbolId SnapshotBuilder::chooseSymbol()
{
    // A person's choice stands. Without one: a position that has just come, else
    // what was shown before, else the best candidate, else BTC.
    if (const auto selected = m_session.m_orchestrator.selectedSymbol())
        return *selected;
    const auto open = m_session.m_positions.open();
    const std::uint64_t opened = m_session.m_positions.openedCount();
    if (opened != m_positionsSeen && !open.empty()) {
        m_positionsSeen = opened;
        const auto newest = std::ranges::max_element(open, {}, [](const ManagedPosition* position) {
            return position->ledger.opened().value_or(Timestamp {});
        });
        m_shown = (*newest)->plan.symbol;
    }
    const auto& last = m_session.m_scanning.last();
    if (!m_shown && last && last->candidates > 0)
        m_shown = last->results.front().symbol;
    return m_shown.value_or(m_session.m_board.reference().value_or(SymbolId {0}));
}

void SnapshotBuilder::addChart(TradingSnapshot& snapshot)
{
    const InstrumentTable& table = m_session.m_board.instruments();
    if (table.size() == 0)
        return;
    const SymbolId shown = chooseSymbol();
    const SymbolId* symbol = &shown;
    const Instrument& instrument = table.at(*symbol);
    ChartView& chart = snapshot.chart;
    chart.symbol = instrument.symbol;
    chart.priceDecimals = instrument.tickSize.decimals();
    const auto bars = m_session.m_board.candles(*symbol).all();
    chart.candles.assign(bars.begin(), bars.end());
    if (const auto& forming = m_session.m_board.forming(*symbol);
        forming && (bars.empty() || forming->openTime > bars.back().openTime)) {
        chart.candles.push_back(*forming);
        chart.lastIsForming = true;
    }
    chart.levels = m_session.m_charts->levels(*symbol);
    PositionLines lines = positionLines(m_session, *symbol);
    chart.entry = lines.entry;
    chart.stop = lines.stop;
    chart.targets = std::move(lines.targets);
    const Timestamp since = bars.empty() ? Timestamp {} : bars.front().openTime;
    for (KeyedMarker& marked : chartMarkers(m_session, *symbol, since))
        chart.markers.push_back(std::move(marked.marker));
    if (const auto price = m_session.m_board.last(*symbol))
        chart.last = instrument.toDouble(*price);
    chart.lastTradeTime = m_session.m_board.lastTradeTime(*symbol);
    snapshot.chartPast = m_session.m_charts->past(*symbol);
}

void SnapshotBuilder::addEquity(TradingSnapshot& snapshot)
{
    if (snapshot.equityNow && (m_equity.empty() || snapshot.time - m_equity.back().time >= m_equitySpacing)) {
        m_equity.push_back({snapshot.time, *snapshot.equityNow});
        // Twice as wide apart whenever there are too many: a bounded curve of any length.
        if (m_equity.size() > 500) {
            for (std::size_t i = 0; i < m_equity.size() / 2; ++i)
                m_equity[i] = m_equity[2 * i];
            m_equity.resize(m_equity.size() / 2);
            m_equitySpacing = m_equitySpacing * 2;
        }
    }
    snapshot.equity = m_equity;
}

} // namespace breakline
