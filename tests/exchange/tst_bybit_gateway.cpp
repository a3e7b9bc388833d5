// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitGateway.h"
#include "exchange/bybit/BybitLink.h"
#include "exchange/bybit/RecalledCalls.h"

#include <QTest>

using namespace breakline;

namespace {

/// Keeps what is sent; answers are the test's.
class FakePort final : public NetworkPort {
public:
    void send(NetworkCommand command) override { commands.push_back(std::move(command)); }
    const NetworkCall& call(std::size_t i) const { return std::get<NetworkCall>(commands.at(i)); }

    std::vector<NetworkCommand> commands;
};

struct Rig {
    explicit Rig(OrderEntry entry = OrderEntry::Allowed,
                 BybitGateway::Delivering delivering = BybitGateway::Delivering::AsTheyCome)
        : gateway(port, entry, delivering)
    {
        QObject::connect(&gateway, &ExchangeGateway::event, &gateway,
                         [this](const ExchangeEvent& event) { events.push_back(event); });
    }

    template<class Content>
    void answer(std::size_t command, Content content, DeliverySource source = DeliverySource::Answer)
    {
        gateway.take({source, CallAnswer {port.call(command).number, port.call(command).request, std::move(content)}});
    }
    RequestAnswer refusal(std::size_t command, AnswerClass result, OrderEndReason reason = OrderEndReason::None)
    {
        RequestAnswer value;
        value.request = port.call(command).request;
        value.result = result;
        value.reason = reason;
        return value;
    }

    FakePort port;
    BybitGateway gateway;
    std::vector<ExchangeEvent> events;
};

OrderRequest order(const std::string& clientId, bool reduceOnly = false)
{
    OrderRequest request;
    request.clientId = clientId;
    request.quantity = Quantity {1};
    request.reduceOnly = reduceOnly;
    return request;
}

} // namespace

class BybitGatewayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsAreNumberedAndHavePriorities()
    {
        Rig rig;
        OrderRequest stop = order("s", true);
        stop.type = OrderType::StopMarket;
        OrderRequest target = order("t", true);
        target.type = OrderType::Limit;
        OrderRequest leave = target;
        leave.timeInForce = TimeInForce::ImmediateOrCancel;
        QCOMPARE(rig.gateway.requestInstruments(), 1U);
        QCOMPARE(rig.gateway.placeOrder(order("a")), 2U);
        QCOMPARE(rig.gateway.placeOrder(order("b", true)), 3U);
        QCOMPARE(rig.gateway.placeOrder(stop), 4U);
        QCOMPARE(rig.gateway.cancelOrder({}, "a"), 5U);
        QCOMPARE(rig.gateway.requestOrder({}, "a"), 6U);
        QCOMPARE(rig.gateway.setPositionStop({}, Price {1}, TriggerBy::MarkPrice), 7U);
        QCOMPARE(rig.gateway.requestAccount(), 8U);
        QCOMPARE(rig.gateway.requestTickers(), 9U);
        QCOMPARE(rig.gateway.placeOrder(target), 10U);
        QCOMPARE(rig.gateway.placeOrder(leave), 11U);
        const std::vector<RequestPriority> wanted {
            RequestPriority::Account, RequestPriority::Entry,   RequestPriority::Exit,
            RequestPriority::Stop,    RequestPriority::Cancel,  RequestPriority::OrderQuery,
            RequestPriority::Stop,    RequestPriority::Account, RequestPriority::Account,
            RequestPriority::Account, RequestPriority::MarketData, RequestPriority::RestingExit,
            RequestPriority::Exit};
        QCOMPARE(rig.port.commands.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QCOMPARE(rig.port.call(i).number, i + 1);
            QCOMPARE(rig.port.call(i).priority, wanted[i]);
        }
        QVERIFY(std::holds_alternative<WalletCall>(rig.port.call(7).content));
        QVERIFY(std::holds_alternative<PositionsCall>(rig.port.call(8).content));
        QVERIFY(std::holds_alternative<OpenOrdersCall>(rig.port.call(9).content));
        QVERIFY(rig.events.empty());
    }

    void anAccountIsWholeWithItsLastPart()
    {
        Rig rig;
        const RequestId request = rig.gateway.requestAccount();
        WalletUpdate wallet;
        wallet.walletBalance = Decimal::fromUnits(5);
        rig.answer(2, std::vector<OrderUpdate>(1));
        rig.answer(0, wallet);
        QVERIFY(rig.events.empty());
        rig.answer(1, std::vector<PositionUpdate>(2));
        QCOMPARE(rig.events.size(), std::size_t(1));
        const auto& account = std::get<AccountAnswer>(rig.events[0]);
        QCOMPARE(account.request, request);
        QCOMPARE(account.wallet, wallet);
        QCOMPARE(account.positions.size(), std::size_t(2));
        QCOMPARE(account.orders.size(), std::size_t(1));
    }

    void executionsAreAskedForAsTheAccountIs()
    {
        Rig rig;
        const RequestId request = rig.gateway.requestExecutions(Timestamp {7});
        QCOMPARE(rig.port.call(0).priority, RequestPriority::Account);
        QCOMPARE(std::get<ExecutionsCall>(rig.port.call(0).content).since, Timestamp {7});
        rig.answer(0, ExecutionsAnswer {request, std::vector<Execution>(2)});
        QCOMPARE(rig.events.size(), std::size_t(1));
        QCOMPARE(std::get<ExecutionsAnswer>(rig.events[0]).request, request);
        QCOMPARE(std::get<ExecutionsAnswer>(rig.events[0]).executions.size(), std::size_t(2));
        // One that a program left without its answer is lost, as any other.
        RecalledCalls recalled;
        rig.gateway.requestExecutions(Timestamp {8});
        recalled.note(rig.port.commands[0]);
        recalled.note(rig.port.commands[1]);
        recalled.answered(request);
        const auto lost = recalled.lost(Timestamp {9});
        QCOMPARE(lost.size(), std::size_t(1));
        const auto& answer = std::get<CallAnswer>(lost[0].content);
        QCOMPARE(answer.request, request + 1);
        QCOMPARE(std::get<RequestAnswer>(answer.content).result, AnswerClass::Unknown);
    }

    void aFailedPartEndsTheAccountOnce()
    {
        Rig rig;
        const RequestId request = rig.gateway.requestAccount();
        rig.answer(0, WalletUpdate {});
        rig.answer(1, rig.refusal(1, AnswerClass::Unknown));
        rig.answer(2, rig.refusal(2, AnswerClass::RateLimited));
        QCOMPARE(rig.events.size(), std::size_t(1));
        QCOMPARE(std::get<RequestAnswer>(rig.events[0]).request, request);
        QCOMPARE(std::get<RequestAnswer>(rig.events[0]).result, AnswerClass::Unknown);
    }

    void aTakenIdOfOurOwnUnknownCreateMeansItArrived()
    {
        Rig rig;
        rig.gateway.placeOrder(order("mine"));
        rig.answer(0, rig.refusal(0, AnswerClass::Unknown));
        rig.gateway.placeOrder(order("mine"));
        rig.answer(1, rig.refusal(1, AnswerClass::Invalid, OrderEndReason::DuplicateClientId));
        QCOMPARE(std::get<RequestAnswer>(rig.events[1]).result, AnswerClass::Ok);
        QCOMPARE(std::get<RequestAnswer>(rig.events[1]).reason, OrderEndReason::None);
        // A third time it is a mistake of ours, and so is another's id.
        rig.gateway.placeOrder(order("mine"));
        rig.answer(2, rig.refusal(2, AnswerClass::Invalid, OrderEndReason::DuplicateClientId));
        QCOMPARE(std::get<RequestAnswer>(rig.events[2]).result, AnswerClass::Invalid);
        rig.gateway.placeOrder(order("other"));
        rig.answer(3, rig.refusal(3, AnswerClass::Invalid, OrderEndReason::DuplicateClientId));
        QCOMPARE(std::get<RequestAnswer>(rig.events[3]).reason, OrderEndReason::DuplicateClientId);
    }

    void whereOrdersAreRefusedNothingLeaves()
    {
        Rig rig(OrderEntry::Refused);
        const std::vector<RequestId> requests {
            rig.gateway.placeOrder(order("a")), rig.gateway.cancelOrder({}, "a"), rig.gateway.cancelAll({}),
            rig.gateway.setPositionStop({}, Price {1}, TriggerBy::MarkPrice),
            rig.gateway.setLeverage({}, Decimal::fromUnits(3))};
        QVERIFY(rig.port.commands.empty());
        QVERIFY(rig.events.empty()); // never from inside the call
        QCoreApplication::processEvents();
        QCOMPARE(rig.events.size(), requests.size());
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const auto& answer = std::get<RequestAnswer>(rig.events[i]);
            QCOMPARE(answer.request, requests[i]);
            QCOMPARE(answer.result, AnswerClass::Invalid);
            QVERIFY(answer.message.find("market data only") != std::string::npos);
        }
        QCOMPARE(std::get<RequestAnswer>(rig.events[0]).clientId, std::string("a"));
        rig.gateway.requestTickers();
        QCOMPARE(rig.port.commands.size(), std::size_t(1));
    }

    void onlyThisMachineTakesOrders_data()
    {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("ws");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("loopback") << "http://127.0.0.1:8080" << "ws://127.0.0.1:8080" << true;
        QTest::newRow("loopback, version 6") << "http://[::1]:8080" << "ws://[::1]:8080" << true;
        QTest::newRow("the venue") << "https://api.bybit.com" << "wss://stream.bybit.com" << false;
        QTest::newRow("half") << "http://127.0.0.1:8080" << "wss://stream.bybit.com" << false;
        QTest::newRow("other half") << "https://api.bybit.com" << "ws://127.0.0.1:8080" << false;
        QTest::newRow("a name that sounds like it") << "http://127.0.0.1.example.com" << "ws://127.0.0.1" << false;
        QTest::newRow("a neighbour") << "http://192.168.0.2:8080" << "ws://192.168.0.2:8080" << false;
        QTest::newRow("nothing") << "" << "" << false;
    }

    void onlyThisMachineTakesOrders()
    {
        QFETCH(QString, rest);
        QFETCH(QString, ws);
        QFETCH(bool, allowed);
        QCOMPARE(orderEntryTo(QUrl(rest), QUrl(ws)), allowed ? OrderEntry::Allowed : OrderEntry::Refused);
    }

    void heldAnswersComeInTheOrderOfTheirRequests()
    {
        Rig rig(OrderEntry::Allowed, BybitGateway::Delivering::Held);
        rig.gateway.requestTickers();
        rig.gateway.requestTickers();
        rig.gateway.placeOrder(order("a"));
        rig.answer(1, TickersAnswer {2, {}});
        rig.answer(0, TickersAnswer {1, {}});
        rig.answer(2, rig.refusal(2, AnswerClass::Ok), DeliverySource::Trade);
        rig.gateway.take({DeliverySource::Private, ExchangeEvent(WalletUpdate {})});
        rig.gateway.take({DeliverySource::Public, ExchangeEvent(TradePrint {})});
        QVERIFY(rig.events.empty());
        QVERIFY(!rig.gateway.holds(DeliverySource::Connection));
        QVERIFY(rig.gateway.holds(DeliverySource::Answer));
        rig.gateway.deliver(DeliverySource::Answer);
        QVERIFY(!rig.gateway.holds(DeliverySource::Answer));
        rig.gateway.deliver(DeliverySource::Private);
        rig.gateway.deliver(DeliverySource::Trade);
        rig.gateway.deliver(DeliverySource::Public);
        QCOMPARE(rig.events.size(), std::size_t(5));
        QCOMPARE(std::get<TickersAnswer>(rig.events[0]).request, 1U);
        QCOMPARE(std::get<TickersAnswer>(rig.events[1]).request, 2U);
        QVERIFY(std::holds_alternative<WalletUpdate>(rig.events[2]));
        QVERIFY(std::holds_alternative<RequestAnswer>(rig.events[3]));
        QVERIFY(std::holds_alternative<TradePrint>(rig.events[4]));
    }
};

QTEST_GUILESS_MAIN(BybitGatewayTest)
#include "tst_bybit_gateway.moc"
