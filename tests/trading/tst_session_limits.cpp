// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/FaultyRun.h"
#include "fixtures/SimulatedRun.h"

#include <QTest>

using namespace breakline;

namespace {

std::vector<VenuePositionRecord> openAtVenue(SimulatedExchange& exchange)
{
    std::vector<VenuePositionRecord> open;
    for (const VenuePositionRecord& record : exchange.positionRecords())
        if (!record.closed)
            open.push_back(record);
    return open;
}

std::size_t entriesAfter(MemoryJournal& journal, Timestamp time)
{
    std::size_t count = 0;
    for (const OrderRow& row : journal.orders())
        count += row.intent == OrderIntent::Entry && row.time > time;
    return count;
}

/// The generated market, in which one symbol is settled at a chosen minute
/// without having been announced before: what nobody could have avoided.
class SettlingMarket final : public MarketSource {
public:
    SettlingMarket(std::unique_ptr<GeneratedMarket> market, SymbolId symbol, Timestamp settlement)
        : m_market(std::move(market))
        , m_symbol(symbol)
        , m_settlement(settlement)
    {
    }
    const InstrumentTable& instruments() const override { return m_market->instruments(); }
    Timestamp start() const override { return m_market->start(); }
    Duration interval(SymbolId symbol) const override { return m_market->interval(symbol); }
    std::vector<GridCandle> history(SymbolId symbol) const override { return m_market->history(symbol); }
    std::optional<GridCandle> bar(SymbolId symbol, Timestamp openTime) override
    {
        auto bar = m_market->bar(symbol, openTime);
        m_isDue = m_isDue || openTime >= m_settlement - m_market->interval(symbol);
        return symbol == m_symbol && openTime >= m_settlement ? std::nullopt : bar;
    }
    Timestamp listing(SymbolId symbol) const override { return m_market->listing(symbol); }
    std::optional<Timestamp> delivery(SymbolId symbol) const override
    {
        if (symbol != m_symbol)
            return std::nullopt;
        return m_isDue ? m_settlement : m_settlement + Duration::days(7);
    }
    std::optional<Timestamp> end() const override { return std::nullopt; }
    std::optional<Decimal> fundingRate(SymbolId symbol, Timestamp time) const override
    {
        return m_market->fundingRate(symbol, time);
    }
    std::optional<double> openInterest(SymbolId symbol, Timestamp time) const override
    {
        return m_market->openInterest(symbol, time);
    }

private:
    std::unique_ptr<GeneratedMarket> m_market;
    SymbolId m_symbol;
    Timestamp m_settlement;
    bool m_isDue = false;
};

} // namespace

/// Limits, latches and the venue's own endings, over whole sessions.
class SessionLimitsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void drawdownFlattensAndEndsInEmergency();
    void theDailyLimitLatchesUntilTheNextDay();
    void lossesInARowLatchUntilReleased();
    void aHeldSymbolIsSettled();
    void fundingOfAPositionHeldAtTheEndIsInTheLedger();
    void anOldMarkIsAskedFor();
    void withoutANewerMarkTheEquityIsUnknown();
    void unprotectedTimeEqualsTheVenues();
};

void SessionLimitsTest::drawdownFlattensAndEndsInEmergency()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options, [](Preset& preset) { preset.risk.killSwitchLossLimit = 0.002; });
    run.command(CommandKind::Start);
    bool heldAtTrigger = false;
    QVERIFY(run.runUntil(
        [&] {
            const bool killed = run.session().machine().state() == TradingState::Emergency;
            heldAtTrigger = heldAtTrigger || (killed && run.session().positions().hasPositions());
            return killed;
        },
        Duration::days(5)));
    QVERIFY(heldAtTrigger);
    QVERIFY(run.session().machine().gate().has(GateReason::KillLatch));
    QVERIFY(run.session().flattener().isActive());
    QVERIFY(run.session().risk().monitor().state().killCause == KillCause::Drawdown);
    QVERIFY(run.runUntil([&] { return run.session().isFinished(); }, Duration::seconds(10)));
    QVERIFY(openAtVenue(run.exchange()).empty());
    QVERIFY(run.session().desk().liveOrders().empty());
    QCOMPARE(run.session().orchestrator().stopReason(), std::string("kill_switch"));
    // Who reads the log or the transitions sees the value and its limit.
    const auto says = [](const std::string& text) {
        return text.starts_with("kill switch: drawdown 0.00") && text.ends_with(" against 0.002");
    };
    QVERIFY(std::ranges::any_of(run.journal().all<LogRow>(), [&](const LogRow& row) {
        return row.level == "RISK" && says(row.message);
    }));
    QVERIFY(std::ranges::any_of(run.journal().all<TransitionRow>(), [&](const TransitionRow& row) {
        return row.to == "EMERGENCY" && says(row.reason);
    }));
    QCOMPARE(run.session().monitoring().status().session, SessionStatus::Failed);
    QCOMPARE(run.journal().positions().back().exitReason, std::string("kill_switch"));
    // By the exchange's own books the fall was what it was said to be.
    const VenueTotals totals = run.exchange().totals();
    QVERIFY(totals.wallet < *run.session().risk().monitor().state().day.highWater * Decimal::literal("0.998"));
    const Timestamp killed = run.runner().now();
    run.runFor(Duration::hours(12));
    QCOMPARE(entriesAfter(run.journal(), killed), std::size_t {0});
    QCOMPARE(run.session().machine().state(), TradingState::Emergency);
}

void SessionLimitsTest::theDailyLimitLatchesUntilTheNextDay()
{
    FaultyRun run(1, [](SessionSettings& settings) { settings.preset.risk.killSwitchLossLimit = 0.5; });
    run.command(CommandKind::Start);
    QVERIFY(run.holdsOne());
    const ManagedPosition& position = *run.session().positions().open().front();
    const SymbolId symbol = position.plan.symbol;
    const Instrument& instrument = run.exchange().instruments().at(symbol);
    const double quantity = instrument.toDouble(position.ledger.quantity());
    // So far against us that four in a hundred of the equity are gone; the limit is three.
    const double distance = 0.04 * run.session().risk().equity()->toDouble() / quantity;
    const double crashed =
        position.ledger.entryAverage()->toDouble() - signOf(position.plan.direction) * distance;
    bool isCrashed = true;
    run.gateway.filter = [&](ExchangeEvent& event) {
        const auto* ticker = std::get_if<Ticker>(&event);
        return !isCrashed || ticker == nullptr || ticker->symbol != symbol;
    };
    Ticker ticker = run.exchange().ticker(symbol);
    ticker.mark = Price {static_cast<std::int64_t>(crashed / instrument.tick)};
    run.post(ticker);
    // One reading closes the gate, a second at least 250 ms later sets the latch.
    QVERIFY(run.gate().has(GateReason::LimitReading));
    QVERIFY(!run.gate().has(GateReason::DailyLossLatch));
    const Timestamp read = run.now();
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::DailyLossLatch); }, Duration::seconds(1)));
    const Timestamp latched = run.now();
    QVERIFY(latched - read >= Duration::milliseconds(250));
    QVERIFY(isRunning(run.state()));
    QVERIFY(!run.gate().has(GateReason::KillLatch));
    isCrashed = false;
    const Timestamp nextDay = latched.floorTo(Duration::days(1)) + Duration::days(1);
    const Timestamp ends = std::max(nextDay, latched + Duration::hours(4));
    QVERIFY(run.runUntil([&] { return run.now() >= ends - Duration::seconds(1); }, Duration::days(2)));
    QVERIFY(run.gate().has(GateReason::DailyLossLatch));
    QCOMPARE(entriesAfter(run.journal, latched), std::size_t {0});
    // What was open was managed to its end, without a flatten.
    QVERIFY(!run.session().positions().hasPositions());
    QVERIFY(!run.session().flattener().receipt().has_value());
    QVERIFY(run.runUntil([&] { return !run.gate().has(GateReason::DailyLossLatch); }, Duration::minutes(10)));
    const std::size_t orders = run.session().desk().orderCount();
    QVERIFY(run.runUntil([&] { return run.session().desk().orderCount() > orders; }, Duration::hours(24)));
}

void SessionLimitsTest::lossesInARowLatchUntilReleased()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options, [](Preset& preset) {
        preset.risk.maxConsecutiveLosses = 1;
        preset.risk.killSwitchLossLimit = 0.9;
    });
    run.command(CommandKind::Start);
    const EntryGate& gate = run.session().machine().gate();
    QVERIFY(run.runUntil([&] { return gate.has(GateReason::LossStreakLatch); }, Duration::days(5)));
    const PositionRow lost = [&] {
        PositionRow newest;
        for (const PositionRow& row : run.journal().positions())
            if (row.closed && (!newest.closed || *row.closed >= *newest.closed))
                newest = row;
        return newest;
    }();
    QVERIFY(lost.netR && *lost.netR <= -0.1);
    const Timestamp latched = run.runner().now();
    run.runFor(Duration::minutes(30));
    QCOMPARE(entriesAfter(run.journal(), latched), std::size_t {0});
    run.command(CommandKind::Rearm);
    QVERIFY(!gate.has(GateReason::LossStreakLatch));
    QVERIFY(isRunning(run.session().machine().state()));
    QVERIFY(run.stop());
}

void SessionLimitsTest::aHeldSymbolIsSettled()
{
    const auto make = [] {
        GeneratorSettings settings;
        auto market = GeneratedMarket::make(settings);
        if (!market)
            qFatal("%s", market.error().message.c_str());
        return std::move(*market);
    };
    SessionSettings settings;
    settings.sessionId = "settled";
    settings.venue = "sim";
    settings.preset = demoPreset();
    // Where and when the first position is held for long.
    SymbolId symbol;
    Timestamp settlement;
    {
        MemoryJournal journal;
        SimulationRunner runner(settings, VenueSettings {}, BookModel {}, make(), journal, nullptr);
        runner.submit({1, CommandKind::Start, {}});
        const Timestamp until = runner.now() + Duration::hours(12);
        while (runner.session().positions().closedCount() == 0 && runner.step(until)) { }
        const auto records = runner.exchange().positionRecords();
        const auto closed = std::ranges::find_if(records, [](const auto& record) { return record.closed.has_value(); });
        QVERIFY(closed != records.end());
        symbol = closed->symbol;
        settlement = closed->closed->floorTo(Duration::minutes(1));
        QVERIFY(settlement > closed->opened + Duration::minutes(1));
    }
    MemoryJournal journal;
    SimulationRunner runner(settings, VenueSettings {}, BookModel {},
                            std::make_unique<SettlingMarket>(make(), symbol, settlement), journal, nullptr);
    runner.submit({1, CommandKind::Start, {}});
    runner.runUntil(settlement - Duration::milliseconds(1));
    QVERIFY(runner.session().positions().find(symbol) != nullptr);
    runner.runUntil(settlement + Duration::seconds(2));
    QVERIFY(runner.session().positions().find(symbol) == nullptr);
    const std::string name = runner.exchange().instruments().at(symbol).symbol;
    const PositionRow row = [&] {
        for (const PositionRow& one : journal.positions())
            if (one.symbol == name)
                return one;
        return PositionRow {};
    }();
    QCOMPARE(row.exitReason, std::string("settlement"));
    QVERIFY(row.closed && *row.closed == settlement);
    QVERIFY(isRunning(runner.session().machine().state()));
    QCOMPARE(runner.session().desk().liveOrders(symbol).size(), std::size_t {0});
    // Nothing is sent to leave what is gone or entered there any more. (A target
    // that the venue cancelled first may have been tried once more in that instant.)
    runner.runUntil(settlement + Duration::hours(3));
    for (const OrderRow& order : journal.orders()) {
        if (order.symbol != name || order.clientId.empty())
            continue;
        QVERIFY(order.time <= settlement);
        QVERIFY(order.time < settlement || order.status == OrderStatus::Rejected);
        QVERIFY(order.intent != OrderIntent::Exit);
    }
    runner.submit({2, CommandKind::Stop, "duration"});
    runner.runUntil(runner.now() + Duration::seconds(10));
    QCOMPARE(runner.session().machine().state(), TradingState::Stopped);
    const VenueTotals totals = runner.exchange().totals();
    QVERIFY(totals.wallet
            == totals.start + runner.session().positions().realised() - runner.session().positions().fees()
                - runner.session().positions().funding());
}

void SessionLimitsTest::fundingOfAPositionHeldAtTheEndIsInTheLedger()
{
    SimulatedRunOptions options;
    options.symbolCount = 40;
    options.records = false;
    SimulatedRun run(options, [](Preset& preset) { preset.risk.killSwitchLossLimit = 0.9; });
    run.command(CommandKind::Start);
    const auto isPaid = [&] {
        return std::ranges::any_of(openAtVenue(run.exchange()), [](const VenuePositionRecord& record) {
            return !record.funding.isZero();
        });
    };
    QVERIFY(run.runUntil(isPaid, Duration::days(8)));
    const VenueTotals held = run.exchange().totals();
    QVERIFY(run.session().positions().funding() == held.funding);
    QVERIFY(held.wallet == held.start + held.realised - held.fees - held.funding);
    // Left where it is: its stop and targets stay, and so do its books.
    run.command(CommandKind::Stop, "interrupt:leave");
    QVERIFY(run.runUntil([&] { return run.session().machine().state() == TradingState::Stopped; },
                         Duration::minutes(2)));
    const VenueTotals totals = run.exchange().totals();
    QVERIFY(!totals.funding.isZero());
    QVERIFY(run.session().positions().funding() == totals.funding);
    // Of a part that is closed the venue books eight places; the average has more.
    const Decimal apart = run.session().positions().realised() - totals.realised;
    const Decimal unit = Decimal::literal("0.00000001");
    QVERIFY(apart < unit && -apart < unit);
    QVERIFY(run.session().positions().fees() == totals.fees);
    Decimal rows;
    for (const PositionRow& row : run.journal().positions())
        rows += row.funding;
    QVERIFY(rows == totals.funding);
}

void SessionLimitsTest::anOldMarkIsAskedFor()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(run.holdsOne());
    const SymbolId symbol = run.session().positions().open().front()->plan.symbol;
    // Its ticker falls silent.
    run.gateway.filter = [symbol](ExchangeEvent& event) {
        const auto* ticker = std::get_if<Ticker>(&event);
        return ticker == nullptr || ticker->symbol != symbol;
    };
    QVERIFY(run.runUntil([&] { return !run.session().risk().equity().has_value(); }, Duration::minutes(1)));
    const int asked = run.gateway.asked[Asked::Tickers];
    // The next reading, the wallet's poll at the latest, asks for it.
    QVERIFY(run.runUntil([&] { return run.session().risk().equity().has_value(); }, Duration::seconds(50)));
    QVERIFY(run.gateway.asked[Asked::Tickers] > asked);
    QVERIFY(!run.gate().has(GateReason::EquityUnknown));
    const VenueTotals totals = run.exchange().totals();
    QVERIFY(*run.session().risk().equity() == totals.wallet + totals.unrealised);
}

void SessionLimitsTest::withoutANewerMarkTheEquityIsUnknown()
{
    FaultyRun run;
    run.command(CommandKind::Start);
    QVERIFY(run.holdsOne());
    const SymbolId symbol = run.session().positions().open().front()->plan.symbol;
    run.gateway.filter = [symbol](ExchangeEvent& event) {
        if (auto* tickers = std::get_if<TickersAnswer>(&event))
            std::erase_if(tickers->tickers, [symbol](const Ticker& ticker) { return ticker.symbol == symbol; });
        const auto* ticker = std::get_if<Ticker>(&event);
        return ticker == nullptr || ticker->symbol != symbol;
    };
    QVERIFY(run.runUntil([&] { return run.gate().has(GateReason::EquityUnknown); }, Duration::seconds(60)));
    run.gateway.filter = {};
    QVERIFY(run.runUntil([&] { return !run.gate().has(GateReason::EquityUnknown); }, Duration::seconds(60)));
}

void SessionLimitsTest::unprotectedTimeEqualsTheVenues()
{
    for (const std::uint64_t seed : {1, 5, 9}) {
        SimulatedRunOptions options;
        options.seed = seed;
        options.symbolCount = 40;
        options.records = false;
        SimulatedRun run(options);
        run.command(CommandKind::Start);
        run.runFor(Duration::hours(24));
        QVERIFY(run.stop());
        const auto records = run.exchange().positionRecords();
        const auto rows = run.journal().positions();
        QVERIFY(!rows.empty());
        QCOMPARE(rows.size(), records.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            QCOMPARE(rows[i].unprotectedMs, records[i].unprotectedMs);
        // And so does what is made of them.
        DurationHistogram ofVenue;
        for (const VenuePositionRecord& record : records)
            ofVenue.add(Duration {record.unprotectedMs});
        QVERIFY(run.session().positions().unprotectedTimes() == ofVenue);
        QVERIFY(ofVenue.longest() <= Duration::milliseconds(20));
    }
}

QTEST_GUILESS_MAIN(SessionLimitsTest)
#include "tst_session_limits.moc"
