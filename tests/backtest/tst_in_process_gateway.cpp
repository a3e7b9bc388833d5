// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/InProcessGateway.h"
#include "matching/GeneratedMarket.h"
#include "matching/SimulatedExchange.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace breakline;

namespace {

struct Rig {
    Rig()
    {
        GeneratorSettings market;
        market.symbolCount = 1;
        exchange = std::make_unique<SimulatedExchange>(
            VenueSettings {}, BookModel {}, std::move(*GeneratedMarket::make(market)), gateway.listener());
        gateway.attach(*exchange);
        QObject::connect(&gateway, &ExchangeGateway::event, &gateway, [this](const ExchangeEvent& event) {
            if (const auto* answer = std::get_if<ExecutionsAnswer>(&event))
                answers.push_back(*answer);
        });
    }
    void runFor(Duration span)
    {
        const Timestamp until = exchange->now() + span;
        while (exchange->now() < until) {
            exchange->step(until);
            gateway.advance();
            for (const StepPhase phase : {StepPhase::PrivateFrames, StepPhase::TradeFrames,
                                          StepPhase::PublicFrames, StepPhase::Answers})
                gateway.deliver(phase);
        }
    }
    /// Buys and sells in turn.
    void trade(int count)
    {
        for (int i = 0; i < count; ++i) {
            OrderRequest order;
            order.clientId = "o" + std::to_string(++orders);
            order.side = orders % 2 == 1 ? Side::Buy : Side::Sell;
            order.quantity = exchange->instruments().at({0}).minQuantity;
            gateway.placeOrder(order);
            runFor(Duration::milliseconds(60));
        }
    }
    /// The questions that one request for executions takes.
    std::uint64_t questionsFor(Timestamp since)
    {
        const std::uint64_t before = exchange->requestCount();
        answers.clear();
        request = gateway.requestExecutions(since);
        runFor(Duration::seconds(1));
        return exchange->requestCount() - before;
    }

    InProcessGateway gateway;
    std::unique_ptr<SimulatedExchange> exchange;
    std::vector<ExecutionsAnswer> answers;
    RequestId request = 0; ///< the last one
    int orders = 0;
};

} // namespace

/// What is asked of the venue without a wire takes the steps that it takes over one.
class InProcessGatewayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void executionsComeInOrderAndAreCountedInPages()
    {
        Rig rig;
        const Timestamp start = rig.exchange->now();
        QCOMPARE(rig.questionsFor(start), std::uint64_t {1});
        QCOMPARE(rig.answers.size(), std::size_t {1});
        QVERIFY(rig.answers[0].executions.empty());
        QCOMPARE(rig.answers[0].request, rig.request);

        while (rig.exchange->executions().size() < 100)
            rig.trade(1);
        QCOMPARE(rig.exchange->executions().size(), std::size_t {100}); // one an order
        QCOMPARE(rig.questionsFor(start), std::uint64_t {1});
        QVERIFY(rig.answers.at(0).executions == rig.exchange->allExecutions());
        rig.trade(1);
        QCOMPARE(rig.questionsFor(start), std::uint64_t {2});
        QVERIFY(rig.answers.at(0).executions == rig.exchange->allExecutions());
        // From a time on, that time included.
        const Execution& last = rig.exchange->executions().back();
        QCOMPARE(rig.questionsFor(last.time), std::uint64_t {1});
        QCOMPARE(rig.answers.at(0).executions.size(), std::size_t {1});
        QVERIFY(rig.answers[0].executions[0] == last);
        QCOMPARE(rig.questionsFor(last.time + Duration::milliseconds(1)), std::uint64_t {1});
        QVERIFY(rig.answers.at(0).executions.empty());
    }

    void depositsAndWithdrawalsTakeAQuestionEach()
    {
        Rig rig;
        std::vector<TransfersAnswer> answers;
        QObject::connect(&rig.gateway, &ExchangeGateway::event, &rig.gateway, [&](const ExchangeEvent& event) {
            if (const auto* answer = std::get_if<TransfersAnswer>(&event))
                answers.push_back(*answer);
        });
        rig.trade(3); // fees and results are none
        const auto questionsFor = [&](Timestamp since) {
            const std::uint64_t before = rig.exchange->requestCount();
            answers.clear();
            const RequestId request = rig.gateway.requestTransfers(since);
            rig.runFor(Duration::seconds(1));
            return answers.size() == 1 && answers[0].request == request && answers[0].transfers.empty()
                ? rig.exchange->requestCount() - before
                : 0;
        };
        QCOMPARE(questionsFor(rig.exchange->now()), std::uint64_t {2});
        QCOMPARE(questionsFor(rig.exchange->now() - Duration::days(8)), std::uint64_t {4});
    }

    void executionsOfMoreThanAWeekTakeAQuestionAWeek()
    {
        Rig rig;
        const Timestamp start = rig.exchange->now();
        rig.trade(2);
        rig.runFor(start + Duration::days(7) - rig.exchange->now());
        rig.trade(2);
        QCOMPARE(rig.questionsFor(start), std::uint64_t {2});
        QCOMPARE(rig.answers.at(0).executions.size(), rig.exchange->executions().size());
        QVERIFY(rig.answers[0].executions == rig.exchange->allExecutions());
        QCOMPARE(rig.questionsFor(rig.exchange->now() - Duration::days(7)), std::uint64_t {2});
        QCOMPARE(rig.questionsFor(rig.exchange->now() - Duration::days(6)), std::uint64_t {1});
    }
};

QTEST_GUILESS_MAIN(InProcessGatewayTest)
#include "tst_in_process_gateway.moc"
