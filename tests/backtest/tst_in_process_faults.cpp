// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong with messages on purpose, as a session in the same process sees it.
#include "backtest/InProcessGateway.h"
#include "matching/GeneratedMarket.h"
#include "matching/SimulatedExchange.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace breakline;

namespace {

const SymbolId kSymbol {0};
constexpr Duration kLatency = Duration::milliseconds(5);

Fault fault(FaultKind kind, FaultTarget target = FaultTarget::Any, Duration length = {}, Duration at = {})
{
    Fault result;
    result.kind = kind;
    result.target = target;
    result.length = length;
    result.at = at;
    return result;
}

struct Seen {
    Duration at;
    StepPhase phase = StepPhase::None;
    ExchangeEvent event;
};

struct Rig {
    explicit Rig(std::vector<Fault> faults)
    {
        GeneratorSettings market;
        market.symbolCount = 2;
        VenueSettings settings;
        settings.latencyMax = settings.latencyMin = kLatency;
        settings.stopDelayMax = {};
        settings.faults.faults = std::move(faults);
        exchange = std::make_unique<SimulatedExchange>(
            settings, BookModel {}, std::move(*GeneratedMarket::make(market)), gateway.listener());
        gateway.attach(*exchange);
        start = exchange->now();
        QObject::connect(&gateway, &ExchangeGateway::event, &gateway, [this](const ExchangeEvent& event) {
            seen.push_back({exchange->now() - start, phase, event});
        });
        gateway.connectToVenue();
        deliver();
        seen.clear();
    }

    void deliver()
    {
        do {
            for (phase = StepPhase::Connection; phase != StepPhase::Timers;
                 phase = static_cast<StepPhase>(static_cast<std::uint8_t>(phase) + 1))
                gateway.deliver(phase);
            phase = StepPhase::Answers;
            gateway.deliver(phase);
        } while (gateway.holdSnapshots());
    }
    void runTo(Duration time)
    {
        const Timestamp until = start + time;
        while (exchange->now() < until) {
            Timestamp limit = until;
            if (const auto due = gateway.nextDue())
                limit = std::min(limit, std::max(*due, exchange->now()));
            exchange->step(limit);
            gateway.advance();
            deliver();
        }
    }
    OrderRequest order(const std::string& id, Side side = Side::Buy) const
    {
        OrderRequest result;
        result.clientId = id;
        result.symbol = kSymbol;
        result.side = side;
        result.quantity = Quantity {exchange->instruments().at(kSymbol).minQuantity.lots * 10};
        return result;
    }
    template<class T>
    std::vector<std::pair<Duration, T>> all() const
    {
        std::vector<std::pair<Duration, T>> result;
        for (const Seen& each : seen)
            if (const auto* value = std::get_if<T>(&each.event))
                result.emplace_back(each.at, *value);
        return result;
    }
    std::uint64_t injected(FaultKind kind) const
    {
        return exchange->faults().injected()[static_cast<std::size_t>(kind)];
    }

    InProcessGateway gateway;
    std::unique_ptr<SimulatedExchange> exchange;
    Timestamp start;
    StepPhase phase = StepPhase::None;
    std::vector<Seen> seen;
};

} // namespace

class InProcessFaultsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anOrderEndsInExactlyOneAnswer_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("result");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("atMs");
        QTest::addColumn<bool>("isDone");
        QTest::addColumn<bool>("onTrade");
        const auto row = [](FaultKind kind, AnswerClass result, const char* message, int atMs, bool isDone,
                            bool onTrade) {
            QTest::newRow(std::string(toText(kind)).c_str())
                << static_cast<int>(kind) << static_cast<int>(result) << QString::fromLatin1(message) << atMs
                << isDone << onTrade;
        };
        using K = FaultKind;
        using C = AnswerClass;
        row(K::Refuse, C::Invalid, "params error: refused", 5, false, true);
        row(K::Delay, C::Ok, "OK", 1'005, true, true);
        row(K::AnswerLate, C::Ok, "OK", 1'005, true, true);
        row(K::RequestLost, C::Unknown, "no answer in time", 10'000, false, false);
        row(K::AnswerLost, C::Unknown, "no answer in time", 10'000, true, false);
        row(K::AnswerTwice, C::Ok, "OK", 5, true, true);
        row(K::AnswerGarbled, C::Unknown, "no answer in time", 10'000, true, false);
        row(K::AnswerCut, C::Unknown, "the trade socket was lost", 5, true, false);
        row(K::ServerTimeout, C::Unknown, "Server Timeout", 5, true, true);
        row(K::ServerError, C::Unknown, "Internal server error.", 5, true, true);
        row(K::NotDone, C::Transient, "ws trade service is restarting", 5, false, true);
        row(K::RateLimited, C::RateLimited, "Too many visits. Exceeded the API Rate Limit.", 5, false, true);
        row(K::RateLimitedBare, C::RateLimited, "Too many visits. Exceeded the API Rate Limit.", 5, false,
            true);
        row(K::TooManyRequests, C::RateLimited, "System level frequency protection", 5, false, true);
        row(K::Forbidden, C::RateLimited, "Too frequent requests under the same session", 5, false, true);
    }

    void anOrderEndsInExactlyOneAnswer()
    {
        QFETCH(int, kind);
        QFETCH(int, result);
        QFETCH(QString, message);
        QFETCH(int, atMs);
        QFETCH(bool, isDone);
        QFETCH(bool, onTrade);
        Fault first = fault(static_cast<FaultKind>(kind), FaultTarget::Place);
        if (hasLength(first.kind))
            first.length = Duration::seconds(1);
        Rig rig({first});
        const RequestId request = rig.gateway.placeOrder(rig.order("a"));
        rig.runTo(Duration::seconds(40));
        std::vector<Seen> answers;
        for (const Seen& each : rig.seen)
            if (std::holds_alternative<RequestAnswer>(each.event))
                answers.push_back(each);
        QCOMPARE(answers.size(), std::size_t {1});
        const auto& answer = std::get<RequestAnswer>(answers[0].event);
        QCOMPARE(answer.request, request);
        QCOMPARE(static_cast<int>(answer.result), result);
        QCOMPARE(QString::fromStdString(answer.message), message);
        QCOMPARE(answer.clientId, std::string("a"));
        QCOMPARE(answers[0].at.ms, std::int64_t {atMs});
        QCOMPARE(answers[0].phase, onTrade ? StepPhase::TradeFrames : StepPhase::Answers);
        QCOMPARE(rig.exchange->executions().empty(), !isDone);
        QCOMPARE(rig.all<Execution>().empty(), !isDone);
        QCOMPARE(rig.injected(first.kind), std::uint64_t {1});
        // The port goes on as before.
        rig.seen.clear();
        rig.gateway.placeOrder(rig.order("b"));
        rig.runTo(Duration::seconds(80));
        QCOMPARE(rig.all<RequestAnswer>().size(), std::size_t {1});
        QCOMPARE(rig.all<RequestAnswer>()[0].second.result, AnswerClass::Ok);
    }

    void aCutTradeSocketIsBackAfterFiveSecondsAndOrdersGoTheOtherWay()
    {
        Rig rig({fault(FaultKind::AnswerCut, FaultTarget::Place)});
        rig.gateway.placeOrder(rig.order("a"));
        rig.gateway.cancelOrder(kSymbol, "nobody"); // is lost with it
        rig.runTo(Duration::milliseconds(100));
        QCOMPARE(rig.all<RequestAnswer>().size(), std::size_t {2});
        for (const auto& [at, answer] : rig.all<RequestAnswer>()) {
            QCOMPARE(at, kLatency);
            QCOMPARE(answer.result, AnswerClass::Unknown);
        }
        QVERIFY(rig.all<ConnectionChanged>().empty());
        rig.seen.clear();
        rig.gateway.placeOrder(rig.order("b"));
        rig.runTo(Duration::milliseconds(5'004));
        rig.gateway.placeOrder(rig.order("c"));
        rig.runTo(Duration::milliseconds(5'010));
        rig.gateway.placeOrder(rig.order("d"));
        rig.runTo(Duration::seconds(6));
        std::vector<StepPhase> phases;
        for (const Seen& each : rig.seen)
            if (std::holds_alternative<RequestAnswer>(each.event))
                phases.push_back(each.phase);
        QVERIFY((phases == std::vector {StepPhase::Answers, StepPhase::Answers, StepPhase::TradeFrames}));
    }

    void aQuestionEndsInExactlyOneAnswer_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("result");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("atMs");
        const auto row = [](FaultKind kind, AnswerClass result, const char* message, int atMs) {
            QTest::newRow(std::string(toText(kind)).c_str())
                << static_cast<int>(kind) << static_cast<int>(result) << QString::fromLatin1(message) << atMs;
        };
        using K = FaultKind;
        using C = AnswerClass;
        row(K::Refuse, C::Invalid, "params error: refused", 5);
        row(K::Delay, C::Ok, "", 1'005);
        row(K::AnswerLate, C::Ok, "", 1'005);
        row(K::RequestLost, C::Unknown, "no answer in time", 10'000);
        row(K::AnswerLost, C::Unknown, "no answer in time", 10'000);
        row(K::AnswerTwice, C::Ok, "", 5);
        row(K::AnswerGarbled, C::Unknown, "unreadable answer", 5);
        row(K::AnswerCut, C::Unknown, "the connection ended within the answer", 5);
        row(K::ServerTimeout, C::Unknown, "Server Timeout", 5);
        row(K::ServerError, C::Unknown, "Internal server error.", 5);
        row(K::NotDone, C::Transient, "ws trade service is restarting", 5);
        row(K::RateLimited, C::RateLimited, "Too many visits. Exceeded the API Rate Limit.", 5);
        row(K::RateLimitedBare, C::RateLimited, "Too many visits. Exceeded the API Rate Limit.", 5);
        row(K::TooManyRequests, C::RateLimited, "System level frequency protection", 5);
        row(K::Forbidden, C::RateLimited, "Too frequent requests under the same session", 5);
    }

    void aQuestionEndsInExactlyOneAnswer()
    {
        QFETCH(int, kind);
        QFETCH(int, result);
        QFETCH(QString, message);
        QFETCH(int, atMs);
        Fault each = fault(static_cast<FaultKind>(kind), FaultTarget::Question);
        if (hasLength(each.kind))
            each.length = Duration::seconds(1);
        const auto check = [&](auto ask, auto isAnswer) {
            Rig rig({each});
            const RequestId request = ask(rig.gateway);
            rig.runTo(Duration::seconds(40));
            std::vector<Seen> ends;
            for (const Seen& seen : rig.seen)
                if (std::holds_alternative<RequestAnswer>(seen.event) || isAnswer(seen.event))
                    ends.push_back(seen);
            QCOMPARE(ends.size(), std::size_t {1});
            QCOMPARE(ends[0].at.ms, std::int64_t {atMs});
            QCOMPARE(ends[0].phase, StepPhase::Answers);
            QCOMPARE(isAnswer(ends[0].event), result == static_cast<int>(AnswerClass::Ok));
            if (const auto* answer = std::get_if<RequestAnswer>(&ends[0].event)) {
                QCOMPARE(answer->request, request);
                QCOMPARE(static_cast<int>(answer->result), result);
                QCOMPARE(QString::fromStdString(answer->message), message);
            }
            // The same question again is answered.
            rig.seen.clear();
            ask(rig.gateway);
            rig.runTo(Duration::seconds(80));
            QCOMPARE(std::ranges::count_if(rig.seen, [&](const Seen& seen) { return isAnswer(seen.event); }),
                     1);
        };
        const auto is = []<class T>(const T*) {
            return [](const ExchangeEvent& event) { return std::holds_alternative<T>(event); };
        };
        check([](InProcessGateway& gateway) { return gateway.requestAccount(); },
              is(static_cast<const AccountAnswer*>(nullptr)));
        check([](InProcessGateway& gateway) { return gateway.requestOrder(kSymbol, "a"); },
              is(static_cast<const OrderAnswer*>(nullptr)));
        check([](InProcessGateway& gateway) { return gateway.requestInstruments(); },
              is(static_cast<const InstrumentsAnswer*>(nullptr)));
        check(
            [](InProcessGateway& gateway) {
                return gateway.requestExecutions(Timestamp {1'767'607'200'000});
            },
            is(static_cast<const ExecutionsAnswer*>(nullptr)));
    }

    void aLateAnswerShowsWhatWasThenAndOneTooLateIsNobodys()
    {
        Rig rig({fault(FaultKind::AnswerLate, FaultTarget::Question, Duration::seconds(3)),
                 fault(FaultKind::AnswerLate, FaultTarget::Question, Duration::seconds(40))});
        rig.gateway.requestExecutions(rig.start);
        rig.runTo(Duration::milliseconds(10));
        rig.gateway.requestExecutions(rig.start);
        rig.gateway.placeOrder(rig.order("a"));
        rig.runTo(Duration::seconds(60));
        const auto answers = rig.all<ExecutionsAnswer>();
        QCOMPARE(answers.size(), std::size_t {1});
        QCOMPARE(answers[0].first, Duration::milliseconds(3'005));
        QVERIFY(answers[0].second.executions.empty());
        const auto failed = rig.all<RequestAnswer>();
        QCOMPARE(failed.size(), std::size_t {2}); // the order's too
        QCOMPARE(failed[1].first, Duration::milliseconds(10'010));
        QCOMPARE(failed[1].second.result, AnswerClass::Unknown);
        QCOMPARE(rig.exchange->executions().size(), std::size_t {1});
    }

    void pushesAreLostAndComeTwiceAndOutOfOrder()
    {
        Rig plain({});
        Rig lost({fault(FaultKind::PushLost, FaultTarget::Order)});
        Rig twice({fault(FaultKind::PushTwice, FaultTarget::Execution)});
        Rig swapped({fault(FaultKind::PushSwapped, FaultTarget::Position)});
        for (Rig* rig : {&plain, &lost, &twice, &swapped}) {
            rig->gateway.placeOrder(rig->order("a"));
            rig->runTo(Duration::seconds(1));
            rig->gateway.placeOrder(rig->order("b", Side::Sell));
            rig->runTo(Duration::seconds(2));
        }
        const auto orders = plain.all<OrderUpdate>();
        QVERIFY(orders.size() >= 2);
        const auto lostOrders = lost.all<OrderUpdate>();
        QCOMPARE(lostOrders.size(), orders.size() - 1);
        for (std::size_t i = 0; i < lostOrders.size(); ++i)
            QVERIFY(lostOrders[i].second == orders[i + 1].second);
        QCOMPARE(lost.all<Execution>().size(), plain.all<Execution>().size());

        const auto executions = twice.all<Execution>();
        QCOMPARE(executions.size(), plain.all<Execution>().size() + 1);
        QVERIFY(executions[0].second == executions[1].second);

        const auto positions = plain.all<PositionUpdate>();
        const auto swappedPositions = swapped.all<PositionUpdate>();
        QCOMPARE(swappedPositions.size(), positions.size());
        QVERIFY(swappedPositions[0].second == positions[1].second);
        QVERIFY(swappedPositions[1].second == positions[0].second);
    }

    void aBrokenBookIsGivenUpUntilItsSnapshot_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("gap") << static_cast<int>(FaultKind::BookGap);
        QTest::newRow("lost") << static_cast<int>(FaultKind::PushLost);
        QTest::newRow("swapped") << static_cast<int>(FaultKind::PushSwapped);
        QTest::newRow("twice") << static_cast<int>(FaultKind::PushTwice);
    }

    void aBrokenBookIsGivenUpUntilItsSnapshot()
    {
        QFETCH(int, kind);
        Fault broken =
            fault(static_cast<FaultKind>(kind),
                  static_cast<FaultKind>(kind) == FaultKind::BookGap ? FaultTarget::Any : FaultTarget::Book,
                  {}, Duration::seconds(10));
        Rig plain({});
        Rig rig({broken});
        for (Rig* each : {&plain, &rig}) {
            each->gateway.subscribe(StreamKind::Book, kSymbol);
            each->runTo(Duration::seconds(60));
        }
        const auto whole = plain.all<BookSnapshot>();
        const auto books = rig.all<BookSnapshot>();
        QVERIFY(whole.size() > 10);
        std::size_t at = 0;
        while (at < whole.size() && whole[at].first < Duration::seconds(10))
            ++at;
        QVERIFY(at + 2 < whole.size());
        // Up to the first push at or after its time they are equal.
        for (std::size_t i = 0; i < at; ++i)
            QVERIFY(books[i].second == whole[i].second);
        if (broken.kind == FaultKind::PushTwice) {
            // It does not fit behind itself: a snapshot follows in the same instant.
            QVERIFY(books[at].second == whole[at].second);
            QVERIFY(books[at + 1].second == whole[at].second);
            QCOMPARE(books[at + 1].first, whole[at].first);
            QCOMPARE(books.size(), whole.size() + 1);
        } else {
            // One is missing; the next does not fit, and comes as a snapshot instead.
            QCOMPARE(books.size(), whole.size() - 1);
            for (std::size_t i = at; i < books.size(); ++i) {
                QCOMPARE(books[i].first, whole[i + 1].first);
                QVERIFY(books[i].second == whole[i + 1].second);
            }
        }
        QCOMPARE(rig.injected(broken.kind), std::uint64_t {1});
    }

    void aFrozenStreamSaysNothingAndThenGoesOn()
    {
        Rig rig({fault(FaultKind::StreamFrozen, {}, Duration::seconds(20), Duration::milliseconds(10'003))});
        for (const StreamKind kind : {StreamKind::Book, StreamKind::Trades, StreamKind::Ticker})
            rig.gateway.subscribe(kind, kSymbol);
        rig.runTo(Duration::seconds(12));
        rig.gateway.subscribe(StreamKind::Ticker, SymbolId {1});
        rig.gateway.placeOrder(rig.order("a"));
        rig.gateway.requestAccount();
        rig.runTo(Duration::seconds(60));
        QVERIFY(rig.all<ConnectionChanged>().empty());
        int during = 0;
        int after = 0;
        for (const Seen& each : rig.seen)
            if (each.phase == StepPhase::PublicFrames) {
                during += each.at > Duration::milliseconds(10'003) && each.at < Duration::milliseconds(30'003)
                    ? 1
                    : 0;
                after += each.at >= Duration::milliseconds(30'003) ? 1 : 0;
            }
        QCOMPARE(during, 0);
        QVERIFY(after > 10);
        // Private news come, and the one that was asked for meanwhile has its snapshot at the thaw.
        QCOMPARE(rig.all<Execution>().front().first, Duration::milliseconds(12'005));
        QCOMPARE(rig.all<AccountAnswer>().front().first, Duration::milliseconds(12'005));
        Duration first;
        for (const auto& [at, ticker] : rig.all<Ticker>())
            if (ticker.symbol == SymbolId {1} && first == Duration {})
                first = at;
        QCOMPARE(first, Duration::milliseconds(30'003));
        QCOMPARE(rig.injected(FaultKind::StreamFrozen), std::uint64_t {1});
    }

    void aLostConnectionComesBackWhenTheVenueLetsIt_data()
    {
        QTest::addColumn<int>("lengthMs");
        QTest::addColumn<int>("backMs");
        QTest::newRow("half a second") << 500 << 15'001;
        QTest::newRow("just five") << 5'000 << 15'001;
        QTest::newRow("six") << 6'000 << 25'001;
        QTest::newRow("a minute and a half") << 90'000 << 145'001;
    }

    void aLostConnectionComesBackWhenTheVenueLetsIt()
    {
        QFETCH(int, lengthMs);
        QFETCH(int, backMs);
        Rig rig({fault(FaultKind::Disconnected, {}, Duration::milliseconds(lengthMs),
                       Duration::milliseconds(10'001))});
        rig.gateway.subscribe(StreamKind::Ticker, SymbolId {1});
        rig.gateway.subscribe(StreamKind::Book, kSymbol);
        rig.gateway.subscribe(StreamKind::Trades, kSymbol);
        rig.runTo(Duration::milliseconds(9'998));
        rig.gateway.placeOrder(rig.order("a")); // due after the loss
        rig.gateway.requestAccount();
        rig.seen.clear();
        rig.runTo(Duration::milliseconds(10'100));
        rig.gateway.placeOrder(rig.order("b"));
        rig.runTo(Duration::milliseconds(backMs - 1));
        QCOMPARE(rig.all<ConnectionChanged>().size(), std::size_t {1});
        QCOMPARE(rig.all<ConnectionChanged>()[0].first, Duration::milliseconds(10'001));
        QVERIFY(!rig.all<ConnectionChanged>()[0].second.marketUp
                && !rig.all<ConnectionChanged>()[0].second.privateUp);
        // Orders of the trade socket are unknown at once, those sent since are answered by HTTP.
        const auto answers = rig.all<RequestAnswer>();
        QCOMPARE(answers.size(), std::size_t {2});
        QCOMPARE(answers[0].first, Duration::milliseconds(10'001));
        QCOMPARE(answers[0].second.result, AnswerClass::Unknown);
        QCOMPARE(answers[1].first, Duration::milliseconds(10'105));
        QCOMPARE(answers[1].second.result, AnswerClass::Ok);
        QCOMPARE(rig.all<AccountAnswer>().size(), std::size_t {1});
        QCOMPARE(rig.exchange->executions().size(), std::size_t {2});
        for (const Seen& each : rig.seen)
            QVERIFY(each.at <= Duration::milliseconds(10'001)
                    || (each.phase != StepPhase::PublicFrames && each.phase != StepPhase::PrivateFrames));
        rig.seen.clear();
        rig.runTo(Duration::milliseconds(backMs));
        QCOMPARE(rig.seen.size(), std::size_t {3});
        const auto& up = std::get<ConnectionChanged>(rig.seen[0].event);
        QVERIFY(up.marketUp && up.privateUp);
        // In the order in which they were wanted.
        QCOMPARE(std::get<Ticker>(rig.seen[1].event).symbol, SymbolId {1});
        QCOMPARE(std::get<BookSnapshot>(rig.seen[2].event).symbol, kSymbol);
        rig.gateway.placeOrder(rig.order("c"));
        rig.runTo(Duration::milliseconds(backMs + 100));
        QCOMPARE(rig.all<Execution>().size(), std::size_t {1});
        QCOMPARE(rig.injected(FaultKind::Disconnected), std::uint64_t {1});
    }

    void aSocketEndsAtAChosenPush()
    {
        Rig rig({fault(FaultKind::DisconnectAt, FaultTarget::Execution, Duration::seconds(1)),
                 fault(FaultKind::DisconnectAt, FaultTarget::Ticker, Duration::seconds(1),
                       Duration::seconds(20))});
        rig.gateway.subscribe(StreamKind::Ticker, kSymbol);
        rig.gateway.placeOrder(rig.order("a"));
        rig.runTo(Duration::milliseconds(100));
        // The execution came, what follows it in the private stream did not.
        QCOMPARE(rig.all<Execution>().size(), std::size_t {1});
        QVERIFY(rig.all<PositionUpdate>().empty());
        auto states = rig.all<ConnectionChanged>();
        QCOMPARE(states.size(), std::size_t {1});
        QVERIFY(states[0].second.marketUp && !states[0].second.privateUp);
        QCOMPARE(rig.all<RequestAnswer>()[0].second.result, AnswerClass::Ok);
        rig.runTo(Duration::seconds(60));
        states = rig.all<ConnectionChanged>();
        QCOMPARE(states.size(), std::size_t {4});
        QCOMPARE(states[1].first, Duration::milliseconds(5'005));
        QVERIFY(states[1].second.privateUp);
        QVERIFY(states[2].first >= Duration::seconds(20));
        QVERIFY(!states[2].second.marketUp && states[2].second.privateUp);
        QCOMPARE(states[3].first, states[2].first + Duration::seconds(5));
        QVERIFY(states[3].second.marketUp);
    }

    void aClockThatJumpsIsNothingWithoutAWire()
    {
        Fault jump = fault(FaultKind::ClockJump, {}, Duration::seconds(10));
        jump.amount = Decimal::fromUnits(10);
        Rig rig({jump});
        rig.gateway.placeOrder(rig.order("a"));
        rig.runTo(Duration::seconds(1));
        QCOMPARE(rig.all<RequestAnswer>()[0].second.result, AnswerClass::Ok);
        QCOMPARE(rig.injected(FaultKind::ClockJump), std::uint64_t {0});
    }
};

QTEST_GUILESS_MAIN(InProcessFaultsTest)
#include "tst_in_process_faults.moc"
