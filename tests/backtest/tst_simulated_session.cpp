// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/SimulatedRun.h"
#include "trading/ClientIds.h"
#include "trading/InputCodec.h"

#include <QTest>

#include <set>

using namespace breakline;

namespace {

constexpr std::size_t kSeeds = 4;
constexpr std::uint64_t kSeed[kSeeds] = {1, 3, 6, 12};
constexpr int kSymbols[kSeeds] = {40, 12, 40, 40};
constexpr Duration kLength = Duration::hours(24);

Decimal signedBy(Side side, const Decimal& value)
{
    return side == Side::Buy ? value : -value;
}

/// One position recomputed from the venue's executions alone.
struct RecomputedPosition {
    std::string symbol;
    Timestamp opened;
    std::optional<Timestamp> closed;
    Decimal quantity; ///< signed, open now
    Decimal entered, entryValue; ///< of what increased it
    Decimal left, exitValue; ///< of what reduced it
    Decimal largest; ///< magnitude
    Decimal realised, fees, funding;
    bool isLong = true;
    std::string lastClientId; ///< of the fill that made it flat
    std::string lastVenueId;
};

class Ledger {
public:
    void apply(const Execution& execution, const Instrument& instrument)
    {
        auto& open = m_open[instrument.symbol];
        if (execution.kind == ExecutionKind::Funding) {
            if (open)
                accounts[*open].funding += execution.fee;
            return;
        }
        const Decimal quantity = instrument.toDecimal(execution.quantity);
        const Decimal value = instrument.notional(execution.price, execution.quantity);
        if (!open) {
            open = accounts.size();
            RecomputedPosition account;
            account.symbol = instrument.symbol;
            account.opened = execution.time;
            account.isLong = execution.side == Side::Buy;
            accounts.push_back(std::move(account));
        }
        RecomputedPosition& account = accounts[*open];
        account.quantity += signedBy(execution.side, quantity);
        account.fees += execution.fee;
        if ((execution.side == Side::Buy) == account.isLong) {
            account.entered += quantity;
            account.entryValue += value;
            account.largest = std::max(account.largest, account.quantity.abs());
        } else {
            account.left += quantity;
            account.exitValue += value;
        }
        if (account.quantity.isZero()) {
            account.closed = execution.time;
            account.realised = account.isLong ? account.exitValue - account.entryValue
                                              : account.entryValue - account.exitValue;
            account.lastClientId = execution.clientId;
            account.lastVenueId = execution.venueId;
            open.reset();
        }
    }
    bool isFlat() const
    {
        return std::ranges::all_of(m_open, [](const auto& entry) { return !entry.second; });
    }

    std::vector<RecomputedPosition> accounts;

private:
    std::map<std::string, std::optional<std::size_t>> m_open;
};

std::string at(const std::string& what, std::size_t index)
{
    return what + " " + std::to_string(index);
}

} // namespace

/// Whole sessions on the generated market, every figure of the journal computed
/// again from the exchange's own books.
class SimulatedSessionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void endsStoppedAndFlat_data() { seeds(); }
    void endsStoppedAndFlat();
    void fillsAreTheVenuesExecutions_data() { seeds(); }
    void fillsAreTheVenuesExecutions();
    void ordersAreTheVenuesOrders_data() { seeds(); }
    void ordersAreTheVenuesOrders();
    void positionsFollowFromFillsAlone_data() { seeds(); }
    void positionsFollowFromFillsAlone();
    void exitReasonsFollowFromTheLastFill_data() { seeds(); }
    void exitReasonsFollowFromTheLastFill();
    void everyPositionIsTheVenuesRecord_data() { seeds(); }
    void everyPositionIsTheVenuesRecord();
    void moneyAddsUp_data() { seeds(); }
    void moneyAddsUp();
    void stopsMoveInFavourOnly_data() { seeds(); }
    void stopsMoveInFavourOnly();
    void targetsNeverExceedThePosition_data() { seeds(); }
    void targetsNeverExceedThePosition();
    void clientIdsCanBeComputedAgain_data() { seeds(); }
    void clientIdsCanBeComputedAgain();
    void transitionsAreAChain_data() { seeds(); }
    void transitionsAreAChain();
    void signalsEndAndAreCounted_data() { seeds(); }
    void signalsEndAndAreCounted();
    void everyStepThatBeginsEnds_data() { seeds(); }
    void everyStepThatBeginsEnds();
    void checkpointsCarryTraceAndDuration_data() { seeds(); }
    void checkpointsCarryTraceAndDuration();
    void theStatusCountsTheRows_data() { seeds(); }
    void theStatusCountsTheRows();
    void theRunsTogetherShowWhatTheyAreFor();

private:
    void seeds();
    SimulatedRun& run();
    std::vector<CheckpointRow> checkpoints(const std::string& type);

    std::vector<std::unique_ptr<SimulatedRun>> m_runs;
    std::vector<Timestamp> m_stopped;
    bool m_allStopped = true;
};

void SimulatedSessionTest::seeds()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kSeeds; ++i)
        QTest::addRow("seed %d", static_cast<int>(kSeed[i])) << static_cast<int>(i);
}

SimulatedRun& SimulatedSessionTest::run()
{
    QFETCH(int, index);
    return *m_runs[static_cast<std::size_t>(index)];
}

void SimulatedSessionTest::initTestCase()
{
    for (std::size_t i = 0; i < kSeeds; ++i) {
        SimulatedRunOptions options;
        options.seed = kSeed[i];
        options.symbolCount = kSymbols[i];
        m_runs.push_back(std::make_unique<SimulatedRun>(options));
        SimulatedRun& one = *m_runs.back();
        one.command(CommandKind::Start);
        one.runFor(kLength);
        m_stopped.push_back(one.runner().now());
        m_allStopped = one.stop() && m_allStopped;
    }
}

void SimulatedSessionTest::endsStoppedAndFlat()
{
    SimulatedRun& r = run();
    QCOMPARE(r.session().machine().state(), TradingState::Stopped);
    QVERIFY(r.session().isFinished());
    QVERIFY(!r.session().positions().hasPositions());
    QVERIFY(r.session().desk().liveOrders().empty());
    QCOMPARE(r.session().desk().liveVenueOrders(), std::size_t{0});
    for (const OrderUpdate& order : r.exchange().allOrders())
        QVERIFY2(isFinal(order.status), order.venueId.c_str());
    for (const VenuePositionRecord& record : r.exchange().positionRecords())
        QVERIFY(record.closed.has_value());
    QVERIFY(r.session().flattener().receipt().has_value());
    QCOMPARE(r.session().orchestrator().stopReason(), std::string("duration"));
    for (const LogRow& row : r.journal().all<LogRow>())
        QVERIFY2(row.level != "ERROR" && row.level != "CRITICAL" && row.level != "error" && row.level != "critical",
                 row.message.c_str());
}

void SimulatedSessionTest::fillsAreTheVenuesExecutions()
{
    SimulatedRun& r = run();
    std::vector<Execution> trades;
    for (const Execution& execution : r.exchange().allExecutions())
        if (execution.kind != ExecutionKind::Funding)
            trades.push_back(execution);
    const auto fills = r.journal().all<FillRow>();
    QCOMPARE(fills.size(), trades.size());
    QCOMPARE(r.session().desk().fillCount(), static_cast<std::uint64_t>(trades.size()));
    for (std::size_t i = 0; i < fills.size(); ++i) {
        const Execution& trade = trades[i];
        const Instrument& instrument = r.exchange().instruments().at(trade.symbol);
        QVERIFY(fills[i].time == trade.time);
        QCOMPARE(fills[i].venueTradeId, trade.venueTradeId);
        QCOMPARE(fills[i].clientId, trade.clientId);
        QCOMPARE(fills[i].symbol, instrument.symbol);
        QCOMPARE(fills[i].side, trade.side);
        QVERIFY(fills[i].quantity == instrument.toDecimal(trade.quantity));
        QVERIFY(fills[i].price == instrument.toDecimal(trade.price));
        QVERIFY(fills[i].fee == trade.fee);
        QCOMPARE(fills[i].liquidity, trade.liquidity);
        QVERIFY(!fills[i].traceId.empty());
    }
}

void SimulatedSessionTest::ordersAreTheVenuesOrders()
{
    SimulatedRun& r = run();
    std::map<std::string, OrderRow> rows;
    for (const OrderRow& row : r.journal().orders())
        QVERIFY(rows.emplace(row.clientId.empty() ? row.venueId : row.clientId, row).second);
    // Averages from the executions, not from anybody's running sum.
    std::map<std::string, std::pair<Decimal, Decimal>> filled;
    for (const Execution& trade : r.exchange().allExecutions()) {
        if (trade.kind == ExecutionKind::Funding)
            continue;
        const Instrument& instrument = r.exchange().instruments().at(trade.symbol);
        auto& [quantity, value] = filled[trade.venueId];
        quantity += instrument.toDecimal(trade.quantity);
        value += instrument.notional(trade.price, trade.quantity);
    }
    for (const OrderUpdate& order : r.exchange().allOrders()) {
        const std::string key = order.clientId.empty() ? order.venueId : order.clientId;
        const auto found = rows.find(key);
        QVERIFY2(found != rows.end(), key.c_str());
        const OrderRow& row = found->second;
        const Instrument& instrument = r.exchange().instruments().at(order.symbol);
        QCOMPARE(row.clientId, order.clientId);
        QCOMPARE(row.venueId, order.venueId);
        QCOMPARE(row.symbol, instrument.symbol);
        QCOMPARE(row.side, order.side);
        QCOMPARE(row.type, order.type);
        QCOMPARE(row.timeInForce, order.timeInForce);
        QCOMPARE(row.reduceOnly, order.reduceOnly);
        QCOMPARE(std::string(toText(row.status)), std::string(toText(order.status)));
        QVERIFY(row.quantity == instrument.toDecimal(order.quantity));
        QVERIFY(row.filledQuantity == instrument.toDecimal(order.filled));
        QCOMPARE(row.price.has_value(), order.price.has_value());
        if (row.price)
            QVERIFY(*row.price == instrument.toDecimal(*order.price));
        QCOMPARE(row.triggerPrice.has_value(), order.trigger.has_value());
        if (row.triggerPrice)
            QVERIFY(*row.triggerPrice == instrument.toDecimal(*order.trigger));
        QCOMPARE(row.averagePrice.has_value(), !order.filled.isZero());
        if (row.averagePrice) {
            const auto& [quantity, value] = filled.at(order.venueId);
            QVERIFY(row.filledQuantity == quantity);
            QVERIFY((*row.averagePrice - value.dividedBy(quantity, 18, Rounding::HalfEven)).abs()
                    <= Decimal::literal("0.000000000000000001"));
        }
        rows.erase(found);
    }
    // What is left never reached the venue: withdrawn, or refused before or by it.
    for (const auto& [key, row] : rows) {
        QVERIFY2(row.status == OrderStatus::Cancelled || row.status == OrderStatus::Rejected, key.c_str());
        QVERIFY(row.filledQuantity.isZero());
    }
}

void SimulatedSessionTest::positionsFollowFromFillsAlone()
{
    SimulatedRun& r = run();
    Ledger ledger;
    for (const Execution& execution : r.exchange().allExecutions())
        ledger.apply(execution, r.exchange().instruments().at(execution.symbol));
    const auto rows = r.journal().positions();
    QCOMPARE(rows.size(), ledger.accounts.size());
    QCOMPARE(r.session().positions().openedCount(), static_cast<std::uint64_t>(rows.size()));
    QCOMPARE(r.session().positions().closedCount(), static_cast<std::uint64_t>(rows.size()));
    std::set<std::string> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const PositionRow& row = rows[i];
        const RecomputedPosition& account = ledger.accounts[i];
        QVERIFY2(ids.insert(row.positionId).second, row.positionId.c_str());
        QCOMPARE(row.symbol, account.symbol);
        QCOMPARE(row.side, std::string(account.isLong ? "long" : "short"));
        QVERIFY(row.opened == account.opened && row.time == account.opened);
        QVERIFY(row.closed == account.closed);
        QVERIFY2(row.quantity == account.largest, at(row.positionId, i).c_str());
        QVERIFY(row.entryPrice == account.entryValue.dividedBy(account.entered, 18, Rounding::HalfEven));
        QVERIFY(row.exitPrice
                && *row.exitPrice == account.exitValue.dividedBy(account.left, 18, Rounding::HalfEven));
        QVERIFY(row.realisedPnl == account.realised);
        QVERIFY(row.fees == account.fees);
        QVERIFY(row.funding == account.funding);
        // The stop lies on the losing side; R is from there, and does not move.
        const Decimal distance
            = account.isLong ? row.entryPrice - row.initialStop : row.initialStop - row.entryPrice;
        QVERIFY(!distance.isNegative() && !distance.isZero());
        const Decimal net = account.realised - account.fees - account.funding;
        QVERIFY(row.netR.has_value());
        const double expected = net.toDouble() / (distance * row.quantity).toDouble();
        QVERIFY2(std::abs(*row.netR - expected) <= 1e-9 * std::max(1.0, std::abs(expected)), row.positionId.c_str());
    }
}

void SimulatedSessionTest::exitReasonsFollowFromTheLastFill()
{
    SimulatedRun& r = run();
    QFETCH(int, index);
    const Timestamp stopped = m_stopped[static_cast<std::size_t>(index)];
    Ledger ledger;
    for (const Execution& execution : r.exchange().allExecutions())
        ledger.apply(execution, r.exchange().instruments().at(execution.symbol));
    std::map<std::string, OrderRow> orders;
    for (const OrderRow& row : r.journal().orders())
        orders.emplace(row.venueId, row);
    const auto rows = r.journal().positions();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const OrderRow& order = orders.at(ledger.accounts[i].lastVenueId);
        switch (order.intent) {
        case OrderIntent::Target: QCOMPARE(rows[i].exitReason, std::string("target")); break;
        case OrderIntent::Stop: {
            // Beyond the entry in favour: at breakeven, or trailed. Where it began: the stop.
            const bool isLong = rows[i].side == "long";
            const bool moved = *order.triggerPrice != rows[i].initialStop;
            const bool isBeyond =
                isLong ? *order.triggerPrice > rows[i].entryPrice : *order.triggerPrice < rows[i].entryPrice;
            QCOMPARE(moved, isBeyond);
            if (moved)
                QVERIFY2(rows[i].exitReason == "breakeven" || rows[i].exitReason == "trailing",
                         rows[i].exitReason.c_str());
            else
                QCOMPARE(rows[i].exitReason, std::string("stop"));
            break;
        }
        default:
            QCOMPARE(order.intent, OrderIntent::Exit);
            if (order.time >= stopped)
                QCOMPARE(rows[i].exitReason, std::string("session_end"));
            else if (order.type == OrderType::Limit) // only what is in no hurry rests
                QVERIFY2(rows[i].exitReason == "no_progress" || rows[i].exitReason == "max_hold"
                             || rows[i].exitReason == "weak_impulse" || rows[i].exitReason == "activity_drop",
                         rows[i].exitReason.c_str());
            else
                QVERIFY2(rows[i].exitReason == "no_progress" || rows[i].exitReason == "slippage"
                             || rows[i].exitReason == "max_hold" || rows[i].exitReason == "stop"
                             || rows[i].exitReason == "weak_impulse" || rows[i].exitReason == "activity_drop"
                             || rows[i].exitReason == "failed_breakout",
                         rows[i].exitReason.c_str());
        }
    }
}

void SimulatedSessionTest::everyPositionIsTheVenuesRecord()
{
    SimulatedRun& r = run();
    const auto rows = r.journal().positions();
    const auto records = r.exchange().positionRecords();
    QCOMPARE(rows.size(), records.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Instrument& instrument = r.exchange().instruments().at(records[i].symbol);
        QCOMPARE(rows[i].symbol, instrument.symbol);
        QVERIFY(rows[i].opened == records[i].opened);
        QVERIFY(rows[i].closed == records[i].closed);
        QVERIFY(rows[i].quantity == instrument.toDecimal(records[i].maxQuantity.magnitude()));
        QVERIFY(rows[i].realisedPnl == records[i].realisedPnl);
        QVERIFY(rows[i].fees == records[i].fees);
        QVERIFY(rows[i].funding == records[i].funding);
        QCOMPARE(rows[i].unprotectedMs, records[i].unprotectedMs);
        QVERIFY(rows[i].unprotectedMs <= 1500);
    }
}

void SimulatedSessionTest::moneyAddsUp()
{
    SimulatedRun& r = run();
    const VenueTotals totals = r.exchange().totals();
    Decimal realised, fees, funding;
    for (const PositionRow& row : r.journal().positions()) {
        realised += row.realisedPnl;
        fees += row.fees;
        funding += row.funding;
    }
    QVERIFY(realised == totals.realised);
    QVERIFY(fees == totals.fees);
    QVERIFY(funding == totals.funding);
    QVERIFY(totals.unrealised.isZero());
    QVERIFY(totals.wallet == totals.start + realised - fees - funding);
    QVERIFY(r.session().positions().realised() == realised);
    QVERIFY(r.session().positions().fees() == fees);
    QVERIFY(r.session().positions().funding() == funding);

    const auto equity = r.journal().all<EquityRow>();
    QVERIFY(!equity.empty());
    QVERIFY(equity.front().wallet == totals.start);
    QVERIFY(equity.back().wallet == totals.wallet);
    const auto executions = r.exchange().allExecutions();
    Ledger ledger;
    std::size_t next = 0;
    int atFlat = 0;
    for (const EquityRow& row : equity) {
        QVERIFY(row.equity == row.wallet + row.unrealised);
        for (; next < executions.size() && executions[next].time < row.time; ++next)
            ledger.apply(executions[next], r.exchange().instruments().at(executions[next].symbol));
        const bool between = next == executions.size() || executions[next].time > row.time;
        if (!between || !ledger.isFlat())
            continue;
        Decimal wallet = totals.start;
        for (const RecomputedPosition& account : ledger.accounts)
            wallet += account.realised - account.fees - account.funding;
        QVERIFY(row.wallet == wallet);
        QVERIFY(row.unrealised.isZero());
        ++atFlat;
    }
    QVERIFY(atFlat > 1);
    // A row each closed bar of five minutes, from the first on.
    std::set<std::int64_t> closes;
    for (const EquityRow& row : equity)
        if (row.time.ms % 300'000 == 0)
            closes.insert(row.time.ms);
    QVERIFY(closes.size() >= static_cast<std::size_t>(kLength.ms / 300'000) - 1);
}

void SimulatedSessionTest::stopsMoveInFavourOnly()
{
    SimulatedRun& r = run();
    std::map<std::uint32_t, PositionUpdate> positions;
    int moves = 0;
    for (const Record& record : r.recorder().records) {
        if (record.kind != RecordKind::Input)
            continue;
        const Input input = *InputCodec::decode(record.payload);
        const auto* event = std::get_if<ExchangeEvent>(&input);
        const auto* update = event != nullptr ? std::get_if<PositionUpdate>(event) : nullptr;
        if (update == nullptr)
            continue;
        auto& before = positions[update->symbol.index];
        if (!before.quantity.isZero() && !update->quantity.isZero() && before.stop) {
            QVERIFY2(update->stop.has_value(), "a stop was lost");
            const int sign = update->quantity.lots > 0 ? 1 : -1;
            QVERIFY((update->stop->ticks - before.stop->ticks) * sign >= 0);
            moves += update->stop != before.stop;
        }
        before = *update;
    }
    if (r.settings().sessionId == "simulated-1")
        QVERIFY(moves > 0);
}

void SimulatedSessionTest::targetsNeverExceedThePosition()
{
    SimulatedRun& r = run();
    std::map<std::uint32_t, Quantity> positions;
    std::map<std::string, OrderUpdate> working;
    Timestamp instant;
    bool moved = false;
    int checked = 0;
    const auto check = [&] {
        if (!std::exchange(moved, false))
            return true;
        std::map<std::uint32_t, Quantity> sums;
        for (const auto& [id, order] : working)
            sums[order.symbol.index] += order.quantity - order.filled;
        for (const auto& [symbol, sum] : sums) {
            // At flat the orders are on their way out.
            if (!positions[symbol].isZero() && sum > positions[symbol].magnitude())
                return false;
            ++checked;
        }
        return true;
    };
    for (const Record& record : r.recorder().records) {
        if (record.kind != RecordKind::Input)
            continue;
        if (record.time != instant) {
            QVERIFY2(check(), std::to_string(instant.ms).c_str());
            instant = record.time;
        }
        const Input input = *InputCodec::decode(record.payload);
        const auto* event = std::get_if<ExchangeEvent>(&input);
        if (event == nullptr)
            continue;
        if (const auto* update = std::get_if<PositionUpdate>(event)) {
            positions[update->symbol.index] = update->quantity;
            moved = true;
        } else if (const auto* order = std::get_if<OrderUpdate>(event);
                   order != nullptr && order->reduceOnly && order->type == OrderType::Limit
                   && order->timeInForce == TimeInForce::GoodTillCancel) {
            if (isFinal(order->status))
                working.erase(order->clientId);
            else
                working[order->clientId] = *order;
            moved = true;
        }
    }
    QVERIFY(check());
    QVERIFY(checked > 0);
    QVERIFY(working.empty());
}

void SimulatedSessionTest::clientIdsCanBeComputedAgain()
{
    SimulatedRun& r = run();
    std::set<std::string> seen;
    const auto computed = [&](const OrderRow& row) {
        std::vector<std::string> roles;
        switch (row.intent) {
        case OrderIntent::Entry: roles = {"entry"}; break;
        case OrderIntent::Target: roles = {"target0", "target1", "target2", "target3", "target4", "target5"}; break;
        case OrderIntent::Stop: roles = {"stop"}; break;
        case OrderIntent::AddOn: roles = {"add_on", "add_on2", "add_on3"}; break;
        default: roles = {"exit", "trim", "flatten"};
        }
        for (const std::string& role : roles)
            for (int slice = 0; slice < 16; ++slice)
                for (int attempt = 0; attempt < 16; ++attempt)
                    if (clientOrderId(r.settings().sessionId, row.traceId, role, slice, attempt) == row.clientId)
                        return true;
        return false;
    };
    for (const OrderRow& row : r.journal().orders()) {
        if (row.clientId.empty())
            continue;
        QVERIFY(seen.insert(row.clientId).second);
        QVERIFY(row.clientId.size() <= 36);
        QVERIFY2(computed(row), row.clientId.c_str());
    }
    QVERIFY(!seen.empty());
    QCOMPARE(seen.size(), r.session().desk().orderCount());
}

void SimulatedSessionTest::transitionsAreAChain()
{
    SimulatedRun& r = run();
    const auto rows = r.journal().all<TransitionRow>();
    QCOMPARE(static_cast<std::uint64_t>(rows.size()), r.session().machine().transitionCount());
    std::string state = "IDLE";
    Timestamp time;
    for (const TransitionRow& row : rows) {
        QCOMPARE(row.from, state);
        QVERIFY(row.time >= time);
        state = row.to;
        time = row.time;
    }
    QCOMPARE(state, std::string("STOPPED"));
}

void SimulatedSessionTest::signalsEndAndAreCounted()
{
    SimulatedRun& r = run();
    const auto signalRows = r.journal().signalRows();
    QCOMPARE(static_cast<std::uint64_t>(signalRows.size()), r.session().signalManager().count());
    std::set<std::string> executed;
    for (const SignalRow& row : signalRows) {
        QVERIFY2(row.status != "active" && row.status != "pending", row.signalId.c_str());
        QVERIFY(!row.reason.empty());
        if (row.status == "executed")
            executed.insert(row.traceId);
    }
    // One trace from the signal to the position.
    const auto positions = r.journal().positions();
    for (const PositionRow& row : positions)
        QVERIFY2(executed.contains(row.traceId), row.traceId.c_str());
    QCOMPARE(executed.size(), positions.size());
}

std::vector<CheckpointRow> SimulatedSessionTest::checkpoints(const std::string& type)
{
    auto rows = run().journal().all<CheckpointRow>();
    std::erase_if(rows, [&type](const CheckpointRow& row) { return row.type != type; });
    return rows;
}

void SimulatedSessionTest::everyStepThatBeginsEnds()
{
    std::map<std::string, std::size_t> begun, ended;
    std::int64_t number = 0;
    for (const CheckpointRow& row : run().journal().all<CheckpointRow>()) {
        QCOMPARE(row.checkpointId, std::to_string(++number));
        if (row.status == "in_progress")
            ++begun[row.type];
        // Fills are timed from the sending of their order, they have no beginning of their own.
        else if (row.durationMs && row.type != "order_filled")
            ++ended[row.type == "scan_complete" ? "scan_start"
                        : row.type == "level_building_complete" ? "level_building_start"
                                                                : row.type];
        QVERIFY(row.status == "in_progress" || row.status == "completed" || row.status == "failed"
                || row.status == "skipped");
        QVERIFY(!row.durationMs || *row.durationMs >= 0);
    }
    QCOMPARE(ended, begun);
    for (const char* type : {"scan_start", "level_building_start", "signal_validated", "position_sizing",
                             "order_placed", "position_opened", "stop_loss_set", "take_profit_set",
                             "position_managed"}) // a close begins only where we left the position
        QVERIFY2(begun[type] > 0, type);
    QCOMPARE(begun["scan_start"], static_cast<std::size_t>(run().session().scanning().completed()));
}

void SimulatedSessionTest::checkpointsCarryTraceAndDuration()
{
    SimulatedRun& r = run();
    for (const CheckpointRow& row : r.journal().all<CheckpointRow>())
        QVERIFY2(!row.traceId.empty() || row.type == "warning", row.type.c_str());
    const auto fills = r.journal().all<FillRow>();
    const auto filled = checkpoints("order_filled");
    QCOMPARE(filled.size(), fills.size());
    for (std::size_t i = 0; i < fills.size(); ++i) {
        QCOMPARE(filled[i].traceId, fills[i].traceId);
        QCOMPARE(filled[i].symbol, fills[i].symbol);
        // Only of an order of ours is known when it was sent.
        QCOMPARE(filled[i].durationMs.has_value(), !fills[i].clientId.empty());
    }
    // What has opened, in the order of opening, and what was said of its entry before.
    auto opened = checkpoints("position_opened");
    std::erase_if(opened, [](const CheckpointRow& row) { return row.status != "completed"; });
    const auto positions = r.journal().positions();
    QCOMPARE(opened.size(), positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        QCOMPARE(opened[i].traceId, positions[i].traceId);
        QVERIFY(opened[i].durationMs.has_value());
    }
    for (const char* type : {"position_managed"}) {
        auto rows = checkpoints(type);
        std::erase_if(rows, [](const CheckpointRow& row) { return row.status != "completed"; });
        QCOMPARE(rows.size(), positions.size());
    }
    const auto signalRows = r.journal().signalRows();
    const auto detected = checkpoints("signal_detected");
    QCOMPARE(detected.size(), signalRows.size());
    for (std::size_t i = 0; i < detected.size(); ++i)
        QCOMPARE(detected[i].traceId, signalRows[i].traceId);
    for (const CheckpointRow& row : checkpoints("order_placed"))
        QVERIFY(row.status != "completed" || row.durationMs.has_value());
}

void SimulatedSessionTest::theStatusCountsTheRows()
{
    SimulatedRun& r = run();
    const MonitoringStatus status = r.session().snapshot()->monitoring;
    std::uint64_t scanning = 0, symbols = 0, candidates = 0;
    for (const TransitionRow& row : r.journal().all<TransitionRow>())
        scanning += row.to == "SCANNING";
    std::set<std::string> orders;
    for (const Execution& execution : r.exchange().allExecutions())
        if (execution.kind != ExecutionKind::Funding)
            orders.insert(execution.venueId);
    for (const CheckpointRow& row : checkpoints("scan_complete"))
        symbols += std::stoull(row.message);
    candidates = r.journal().all<CandidateRow>().size();
    QCOMPARE(status.cycles, scanning);
    QCOMPARE(status.counts.symbolsScanned, symbols);
    QCOMPARE(status.counts.candidates, candidates);
    QCOMPARE(status.counts.signals, static_cast<std::uint64_t>(r.journal().signalRows().size()));
    QCOMPARE(status.counts.positionsOpened, static_cast<std::uint64_t>(r.journal().positions().size()));
    QCOMPARE(status.counts.ordersExecuted, static_cast<std::uint64_t>(orders.size()));
    QCOMPARE(r.session().snapshot()->scans, r.session().scanning().completed());
    QCOMPARE(status.state, TradingState::Stopped);
    QCOMPARE(status.session, SessionStatus::Completed);
    QVERIFY(status.started == r.start());
    QVERIFY(status.ended == r.journal().all<TransitionRow>().back().time);
    QVERIFY(status.lastCycleMs.has_value());
    QCOMPARE(status.sessionId, r.session().settings().sessionId);
}

void SimulatedSessionTest::theRunsTogetherShowWhatTheyAreFor()
{
    QVERIFY(m_allStopped);
    std::set<std::string> sides, reasons;
    std::size_t positions = 0, sliced = 0;
    for (const auto& one : m_runs) {
        for (const PositionRow& row : one->journal().positions()) {
            sides.insert(row.side);
            reasons.insert(row.exitReason);
            ++positions;
        }
        std::map<std::string, int> slices;
        for (const OrderRow& row : one->journal().orders())
            if (row.intent == OrderIntent::Entry && !row.filledQuantity.isZero())
                ++slices[row.traceId];
        for (const auto& [trace, count] : slices)
            sliced += count >= 2;
    }
    QCOMPARE(sides, (std::set<std::string>{"long", "short"}));
    QVERIFY(reasons.contains("stop"));
    QVERIFY(reasons.size() >= 3);
    QVERIFY(positions >= 12);
    QVERIFY(sliced >= 1);
}

QTEST_GUILESS_MAIN(SimulatedSessionTest)
#include "tst_simulated_session.moc"
