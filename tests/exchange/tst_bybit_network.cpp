// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitNetwork.h"
#include "fixtures/RawServer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace breakline;
using bybit::BybitNetwork;

namespace {

QByteArray okAnswer(const QByteArray& result)
{
    return R"({"retCode":0,"retMsg":"OK","result":)" + result + R"(,"retExtInfo":{},"time":1000000})";
}

/// As little of the venue as these tests need; what it does to orders is theirs.
class SmallVenue {
public:
    SmallVenue()
        : http([this](QTcpSocket& socket, const QByteArray& request) { answer(socket, request); })
        , m_sockets(QStringLiteral("venue"), QWebSocketServer::NonSecureMode)
    {
        QObject::connect(&m_sockets, &QWebSocketServer::newConnection, &m_sockets, [this] {
            while (QWebSocket* socket = m_sockets.nextPendingConnection()) {
                socket->setParent(&m_sockets);
                const QString path = socket->requestUrl().path();
                (path.endsWith(QLatin1String("trade"))        ? trade
                     : path.endsWith(QLatin1String("linear")) ? market
                                                              : account)
                    = socket;
                QObject::connect(socket, &QWebSocket::textMessageReceived, socket,
                                 [this, socket](const QString& text) { talk(*socket, text); });
            }
        });
        m_sockets.listen(QHostAddress::LocalHost);
    }

    QUrl ws() const { return m_sockets.serverUrl(); }
    int orders() const
    {
        return static_cast<int>(onTrade.size())
            + static_cast<int>(std::count_if(http.requests.begin(), http.requests.end(), [](const QByteArray& request) {
                  return request.startsWith("POST /v5/order/create");
              }));
    }

    RawServer http;
    QWebSocket* market = nullptr;
    QWebSocket* account = nullptr;
    QWebSocket* trade = nullptr;
    QStringList onTrade; ///< orders
    QStringList onMarket; ///< operations
    std::function<void(QWebSocket&, const QString& requestId)> takeOrder;
    std::function<void(QTcpSocket&)> takeRestOrder;
    /// The result of each question for executions.
    std::function<QByteArray(const QByteArray& request)> tellExecutions;
    /// Of each for the transaction log.
    std::function<QByteArray(const QByteArray& request)> tellTransactions;
    std::vector<QTcpSocket*>* parked = nullptr; ///< set: those who ask for transactions are answered later
    QByteArray walletHead = "HTTP/1.1 200 OK\r\n";
    QByteArray walletBody = okAnswer(R"({"list":[{"accountType":"UNIFIED","totalEquity":"5","totalWalletBalance":"5",
        "totalMarginBalance":"5","totalAvailableBalance":"5","totalPerpUPL":"0","totalInitialMargin":"0",
        "totalMaintenanceMargin":"0","coin":[{"coin":"USDT","equity":"5","walletBalance":"5","unrealisedPnl":"0",
        "cumRealisedPnl":"0","totalPositionIM":"0","totalOrderIM":"0"}]}]})");
    std::int64_t timeMs = 1'000'000;

    static void write(QTcpSocket& socket, const QByteArray& body, const QByteArray& head = "HTTP/1.1 200 OK\r\n")
    {
        socket.write(head + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }

private:
    void answer(QTcpSocket& socket, const QByteArray& request)
    {
        if (request.contains(" /v5/market/instruments-info") && !request.contains("PreLaunch"))
            write(socket, okAnswer(R"({"category":"linear","nextPageCursor":"","list":[{"symbol":"BTCUSDT",
                "contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT",
                "settleCoin":"USDT","launchTime":"1","deliveryTime":"0","fundingInterval":480,
                "leverageFilter":{"minLeverage":"1","maxLeverage":"100","leverageStep":"0.01"},
                "priceFilter":{"minPrice":"0.1","maxPrice":"1999999","tickSize":"0.1"},
                "lotSizeFilter":{"maxOrderQty":"100","minOrderQty":"0.001","qtyStep":"0.001","maxMktOrderQty":"50",
                "minNotionalValue":"5"},"riskParameters":{"priceLimitRatioX":"0.05","priceLimitRatioY":"0.05"}}]})"));
        else if (request.contains(" /v5/market/time"))
            write(socket, okAnswer("{\"timeSecond\":\"1000\",\"timeNano\":\"" + QByteArray::number(static_cast<qlonglong>(timeMs))
                                   + "000000\"}"));
        else if (request.contains(" /v5/market/"))
            write(socket, okAnswer(R"({"category":"linear","list":[],"nextPageCursor":""})"));
        else if (request.contains(" /v5/execution/list"))
            write(socket, tellExecutions(request));
        else if (request.contains(" /v5/account/transaction-log"))
            parked ? parked->push_back(&socket) : write(socket, tellTransactions(request));
        else if (request.contains(" /v5/account/wallet-balance"))
            write(socket, walletBody, walletHead);
        else if (request.startsWith("POST /v5/order/create"))
            takeRestOrder(socket);
    }

    void talk(QWebSocket& socket, const QString& text)
    {
        const QJsonObject said = QJsonDocument::fromJson(text.toUtf8()).object();
        const QString operation = said[QLatin1String("op")].toString();
        if (operation == QLatin1String("order.create")) {
            onTrade.append(text);
            takeOrder(socket, said[QLatin1String("reqId")].toString());
        } else if (operation == QLatin1String("auth") && &socket == trade) {
            socket.sendTextMessage(QStringLiteral(R"({"retCode":0,"retMsg":"OK","op":"auth","connId":"c"})"));
        } else {
            if (&socket == market)
                onMarket.append(text);
            socket.sendTextMessage(
                QStringLiteral(R"({"success":true,"ret_msg":"","conn_id":"c","req_id":"%1","op":"%2"})")
                    .arg(said[QLatin1String("req_id")].toString(), operation));
        }
    }

    QWebSocketServer m_sockets;
};

struct Rig {
    explicit Rig(bool connects = true, bool isStepped = false)
        : time(Timestamp {1'000'000})
        , network(settings(isStepped), time,
                  [this](Delivery&& delivery) { deliveries.push_back(std::move(delivery)); })
    {
        call(InstrumentsCall {});
        if (!QTest::qWaitFor([&] { return answers().size() == 1; }))
            qFatal("no instruments");
        deliveries.clear();
        if (!connects)
            return;
        perform(ConnectCall {});
        if (!QTest::qWaitFor([&] { return !connections().empty() && connections().back().privateUp && !network.isBusy(); }))
            qFatal("no connection");
        deliveries.clear();
    }

    bybit::BybitNetworkSettings settings(bool isStepped) const
    {
        bybit::BybitNetworkSettings result;
        result.isStepped = isStepped;
        result.rest = venue.http.url();
        result.ws = venue.ws();
        result.credentials = bybit::BybitCredentials {"KEY", "SECRET"};
        result.feeRates = bybit::FeeRates {};
        return result;
    }

    void perform(NetworkCommand command)
    {
        std::vector<NetworkCommand> commands;
        commands.push_back(std::move(command));
        network.perform(std::move(commands));
    }
    template<class Content>
    void call(Content content, RequestPriority priority = RequestPriority::Account)
    {
        ++number;
        perform(NetworkCall {number, number, priority, std::move(content)});
    }
    void order()
    {
        OrderRequest request;
        request.clientId = "o" + std::to_string(number + 1);
        request.quantity = Quantity {5};
        call(PlaceCall {request}, RequestPriority::Entry);
    }

    std::vector<CallAnswer> answers() const
    {
        std::vector<CallAnswer> result;
        for (const Delivery& delivery : deliveries)
            if (const auto* answer = std::get_if<CallAnswer>(&delivery.content))
                result.push_back(*answer);
        return result;
    }
    RequestAnswer lastAnswer() const { return std::get<RequestAnswer>(answers().back().content); }
    template<class T>
    std::vector<T> all() const
    {
        std::vector<T> result;
        for (const Delivery& delivery : deliveries)
            if (const auto* event = std::get_if<ExchangeEvent>(&delivery.content))
                if (const auto* value = std::get_if<T>(event))
                    result.push_back(*value);
        return result;
    }
    std::vector<ConnectionChanged> connections() const { return all<ConnectionChanged>(); }

    SmallVenue venue;
    SteppedNetworkTime time; // by hand
    std::vector<Delivery> deliveries;
    BybitNetwork network;
    std::uint64_t number = 0;
};

QByteArray execution(const char* symbol, int number, const char* quantity = "0.002")
{
    return QByteArrayLiteral("{\"symbol\":\"") + symbol + "\",\"execId\":\"e" + QByteArray::number(number)
        + "\",\"orderId\":\"v\",\"orderLinkId\":\"\",\"side\":\"Sell\",\"execType\":\"Trade\",\"execPrice\":\"100.5\","
          "\"execQty\":\""
        + quantity + "\",\"execFee\":\"0.01\",\"isMaker\":false,\"execTime\":\""
        + QByteArray::number(1'000'000 + number) + "\"}";
}

QByteArray executionPage(const QByteArray& list, const QByteArray& cursor = {})
{
    return okAnswer("{\"category\":\"linear\",\"nextPageCursor\":\"" + cursor + "\",\"list\":[" + list + "]}");
}

QByteArray transaction(const char* kind, int number, const char* change, const char* currency = "USDT")
{
    return QByteArrayLiteral("{\"id\":\"t") + QByteArray::number(number) + "\",\"symbol\":\"\",\"type\":\"" + kind
        + "\",\"side\":\"None\",\"qty\":\"\",\"tradePrice\":\"\",\"funding\":\"\",\"fee\":\"\",\"cashFlow\":\""
        + change + "\",\"change\":\"" + change + "\",\"cashBalance\":\"7\",\"currency\":\"" + currency
        + "\",\"transactionTime\":\"" + QByteArray::number(1'000'000 + number) + "\"}";
}

QByteArray headerOf(const QByteArray& request, const QByteArray& name)
{
    for (const QByteArray& line : request.split('\n'))
        if (line.startsWith(name + ": "))
            return line.mid(name.size() + 2).trimmed();
    return {};
}

} // namespace

class BybitNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOrderGoesOnTheTradeSocket()
    {
        Rig rig;
        rig.venue.takeOrder = [](QWebSocket& socket, const QString& id) {
            socket.sendTextMessage(QStringLiteral(R"({"reqId":"%1","retCode":0,"retMsg":"OK","op":"order.create",
                "data":{"orderId":"v1","orderLinkId":"o2"},"retExtInfo":{},"header":{"Timenow":"1000000"},"connId":"c"})")
                                       .arg(id));
        };
        rig.order();
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Ok);
        QCOMPARE(rig.lastAnswer().clientId, std::string("o2"));
        QCOMPARE(rig.deliveries.back().source, DeliverySource::Trade);
        QCOMPARE(rig.venue.orders(), 1);
        QCOMPARE(rig.network.outstanding(), std::size_t(0));
    }

    void aPreparedOrderIsSentAsItWouldBeWithout()
    {
        Rig rig;
        const auto sentAs = [&rig](bool isPrepared, std::int64_t preparedLots) {
            rig.venue.takeOrder = [](QWebSocket&, const QString&) {};
            OrderRequest request;
            request.clientId = "same";
            request.type = OrderType::Limit;
            request.price = Price {7};
            request.quantity = Quantity {5};
            OrderRequest prepared = request;
            prepared.quantity = Quantity {preparedLots};
            if (isPrepared)
                rig.perform(PrepareCall {prepared});
            const int before = rig.venue.orders();
            rig.call(PlaceCall {request}, RequestPriority::Entry);
            if (!QTest::qWaitFor([&] { return rig.venue.orders() == before + 1; }))
                qFatal("no order");
            QString sent = rig.venue.onTrade.back();
            sent.remove(QRegularExpression(QStringLiteral("\"reqId\":\"[^\"]*\"")));
            return sent;
        };
        const QString plain = sentAs(false, 0);
        QVERIFY(plain.contains(QStringLiteral("\"orderLinkId\":\"same\"")));
        QCOMPARE(sentAs(true, 5), plain);
        // One of the same id that is not the same order is of no use.
        QCOMPARE(sentAs(true, 6), plain);
        QCOMPARE(rig.venue.orders(), 3); // preparing sends nothing
    }

    void aTradeSocketLostAfterSendingLeavesItUnknown()
    {
        Rig rig;
        rig.venue.takeOrder = [](QWebSocket& socket, const QString&) { socket.abort(); };
        rig.order();
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Unknown);
        QCOMPARE(rig.venue.orders(), 1);
        // While it is down orders go by REST; it comes back after 5 s.
        rig.venue.takeRestOrder = [](QTcpSocket& socket) {
            const QByteArray body = okAnswer(R"({"orderId":"v2","orderLinkId":"o3"})");
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        };
        rig.order();
        QTRY_COMPARE(rig.answers().size(), std::size_t(2));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Ok);
        QCOMPARE(rig.venue.orders(), 2);
        rig.time.advanceTo(rig.time.now() + Duration::seconds(5));
        QTRY_VERIFY(rig.network.tradeSocket()->isUp());
    }

    void anOrderThatIsNotAnsweredIsUnknownInTime()
    {
        Rig rig;
        rig.venue.takeOrder = [](QWebSocket&, const QString&) {};
        rig.order();
        QTRY_COMPARE(rig.venue.orders(), 1);
        // Pings in between find every socket alive.
        rig.time.advanceTo(rig.time.now() + Duration::milliseconds(9'999));
        QVERIFY(rig.answers().empty());
        rig.time.advanceTo(rig.time.now() + Duration::milliseconds(1));
        QCOMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Unknown);
    }

    void aRestOrderWhoseConnectionEndsIsUnknownAndSentOnce()
    {
        Rig rig(false);
        rig.venue.takeRestOrder = [](QTcpSocket& socket) { socket.abort(); };
        rig.order();
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Unknown);
        QCOMPARE(rig.venue.orders(), 1);
    }

    void aGapInTheBookIsAskedForAnew()
    {
        Rig rig;
        rig.perform(StreamCall {StreamKind::Book, SymbolId {0}, true});
        QTRY_COMPARE(rig.venue.onMarket.size(), 1);
        const auto push = [&](const char* kind, int update, const char* bids) {
            rig.venue.market->sendTextMessage(
                QStringLiteral(R"({"topic":"orderbook.200.BTCUSDT","type":"%1","ts":1000001,"data":{"s":"BTCUSDT",
                    "b":[%2],"a":[["100.5","1"]],"u":%3,"seq":%3},"cts":1000001})")
                    .arg(QLatin1String(kind), QLatin1String(bids))
                    .arg(update));
        };
        push("snapshot", 1, R"(["100.0","1"])");
        push("delta", 2, R"(["99.9","0.002"])");
        QTRY_COMPARE(rig.all<BookSnapshot>().size(), std::size_t(2));
        QCOMPARE(rig.all<BookSnapshot>().back().bids.size(), std::size_t(2));
        QCOMPARE(rig.all<BookSnapshot>().back().bids[1], (BookLevel {Price {999}, Quantity {2}}));
        push("delta", 4, R"(["99.8","1"])");
        push("delta", 5, R"(["99.7","1"])");
        QTRY_COMPARE(rig.network.publicSocket().received(), 5U); // the answer to subscribe, and these
        // Off and on again, each 100 ms after the one before.
        rig.time.advanceTo(rig.time.now() + Duration::milliseconds(100));
        QTRY_COMPARE(rig.venue.onMarket.size(), 2);
        QVERIFY(rig.venue.onMarket[1].contains(QStringLiteral("unsubscribe")));
        rig.time.advanceTo(rig.time.now() + Duration::milliseconds(100));
        QTRY_COMPARE(rig.venue.onMarket.size(), 3);
        QVERIFY(rig.venue.onMarket[2].contains(QStringLiteral("\"subscribe\"")));
        QCOMPARE(rig.all<BookSnapshot>().size(), std::size_t(2));
        push("snapshot", 9, R"(["100.1","3"])");
        QTRY_COMPARE(rig.all<BookSnapshot>().size(), std::size_t(3));
        QCOMPARE(rig.all<BookSnapshot>().back().sequence, 9U);
    }

    void aLostMarketSocketIsToldAndItsTopicsComeBack()
    {
        Rig rig;
        rig.perform(StreamCall {StreamKind::Trades, SymbolId {0}, true});
        QTRY_COMPARE(rig.venue.onMarket.size(), 1);
        rig.venue.market->abort();
        QTRY_VERIFY(!rig.connections().empty());
        QVERIFY(!rig.connections().back().marketUp);
        QVERIFY(rig.connections().back().privateUp);
        rig.time.advanceTo(rig.time.now() + Duration::seconds(5));
        QTRY_COMPARE(rig.venue.onMarket.size(), 2);
        QVERIFY(rig.venue.onMarket[1].contains(QStringLiteral("publicTrade.BTCUSDT")));
        QVERIFY(rig.connections().back().marketUp);
    }

    void tooManyWaitUntilTheVenueSays()
    {
        Rig rig(false);
        const QByteArray good = rig.venue.walletBody;
        rig.venue.walletHead = "HTTP/1.1 200 OK\r\nX-Bapi-Limit: 50\r\nX-Bapi-Limit-Status: 0\r\n"
                               "X-Bapi-Limit-Reset-Timestamp: 1000700\r\n";
        rig.venue.walletBody = R"({"retCode":10006,"retMsg":"Too many visits!","result":{},"time":1000000})";
        rig.call(WalletCall {});
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::RateLimited);
        rig.venue.walletHead = "HTTP/1.1 200 OK\r\n";
        rig.venue.walletBody = good;
        const auto asked = rig.venue.http.requests.size();
        rig.call(WalletCall {});
        rig.time.advanceTo(Timestamp {1'000'699});
        QCoreApplication::processEvents();
        QCOMPARE(rig.venue.http.requests.size(), asked);
        rig.time.advanceTo(Timestamp {1'000'700});
        QTRY_COMPARE(rig.answers().size(), std::size_t(2));
        QCOMPARE(std::get<WalletUpdate>(rig.answers().back().content).walletBalance, Decimal::fromUnits(5));
    }

    void aForbiddenAddressWaitsTenMinutes()
    {
        Rig rig(false);
        const QByteArray good = rig.venue.walletBody;
        rig.venue.walletHead = "HTTP/1.1 403 Forbidden\r\n";
        rig.venue.walletBody = "access too frequent";
        rig.call(WalletCall {});
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::RateLimited);
        rig.venue.walletHead = "HTTP/1.1 200 OK\r\n";
        rig.venue.walletBody = good;
        rig.call(WalletCall {});
        rig.time.advanceTo(Timestamp {1'000'000 + 599'999});
        QCoreApplication::processEvents();
        QCOMPARE(rig.answers().size(), std::size_t(1));
        rig.time.advanceTo(Timestamp {1'000'000 + 600'000});
        QTRY_COMPARE(rig.answers().size(), std::size_t(2));
    }

    void signsWithTheVenuesTime()
    {
        Rig rig(false);
        rig.venue.timeMs = 1'000'000 + 4'321;
        rig.perform(ConnectCall {});
        QTRY_VERIFY(!rig.connections().empty() && rig.connections().back().privateUp);
        rig.call(WalletCall {});
        QTRY_VERIFY(rig.venue.http.requests.last().contains("wallet-balance"));
        const QByteArray request = rig.venue.http.requests.last();
        QCOMPARE(headerOf(request, "X-BAPI-TIMESTAMP"), QByteArray("1004321"));
        QCOMPARE(headerOf(request, "X-BAPI-API-KEY"), QByteArray("KEY"));
        bybit::BybitSigner signer("KEY", std::string("SECRET"));
        QCOMPARE(headerOf(request, "X-BAPI-SIGN"),
                 QByteArray::fromStdString(std::string(signer.signRequest(1'004'321, "accountType=UNIFIED").text())));
        QVERIFY(!request.contains("SECRET"));
    }

    void theClockIsToldWhenItChanges()
    {
        Rig rig(false);
        rig.venue.timeMs = 1'000'000 + 612;
        rig.perform(ConnectCall {});
        QTRY_COMPARE(rig.all<ClockReading>().size(), std::size_t(1));
        QCOMPARE(rig.all<ClockReading>()[0].offset, Duration {612});
        const auto asked = [&] {
            return std::count_if(rig.venue.http.requests.begin(), rig.venue.http.requests.end(),
                                 [](const QByteArray& request) { return request.contains("/v5/market/time"); });
        };
        // The first round of five questions tells the same.
        QTRY_VERIFY((rig.time.advanceTo(rig.time.now()), asked() >= 5));
        QCOMPARE(rig.all<ClockReading>().size(), std::size_t(1));
        // Another clock is believed once the better half of the questions says so.
        rig.time.advanceTo(Timestamp {1'000'000 + 300'000});
        rig.venue.timeMs = 1'000'000 + 300'000 + 20;
        QTRY_VERIFY((rig.time.advanceTo(rig.time.now()), asked() >= 10));
        rig.time.advanceTo(Timestamp {1'000'000 + 600'000});
        rig.venue.timeMs = 1'000'000 + 600'000 + 20;
        QTRY_COMPARE((rig.time.advanceTo(rig.time.now()), rig.all<ClockReading>().back().offset), Duration {20});
    }

    void aClockThatJumpsIsFoundWithTheFirstRefusal()
    {
        Rig rig;
        const QByteArray good = rig.venue.walletBody;
        rig.venue.timeMs = 1'000'000 + 7'000;
        rig.venue.walletBody = R"({"retCode":10002,"retMsg":"invalid request","result":{},"retExtInfo":{},"time":1007000})";
        rig.call(WalletCall {});
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Clock);
        QTRY_VERIFY(rig.network.status().clockOffset == Duration::seconds(7));
        rig.venue.walletBody = good;
        rig.call(WalletCall {});
        QTRY_COMPARE(rig.answers().size(), std::size_t(2));
        QVERIFY(std::holds_alternative<WalletUpdate>(rig.answers()[1].content));
        QCOMPARE(headerOf(rig.venue.http.requests.last(), "X-BAPI-TIMESTAMP"), QByteArray("1007000"));
    }

    void executionsAreReadToTheirEnd()
    {
        Rig rig(false);
        // Newest first, in two pages; one is of a symbol that the session does not know.
        rig.venue.tellExecutions = [](const QByteArray& request) {
            return request.contains("cursor=second")
                ? executionPage(execution("BTCUSDT", 2) + ',' + execution("BTCUSDT", 1))
                : executionPage(execution("BTCUSDT", 4) + ',' + execution("BTCPERP", 3), "second");
        };
        rig.call(ExecutionsCall {Timestamp {999'000}});
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        const auto answer = std::get<ExecutionsAnswer>(rig.answers()[0].content);
        QCOMPARE(answer.request, rig.number);
        QCOMPARE(answer.executions.size(), std::size_t(3));
        Execution expected;
        expected.venueTradeId = "e1";
        expected.venueId = "v";
        expected.side = Side::Sell;
        expected.price = Price {1'005};
        expected.quantity = Quantity {2};
        expected.fee = Decimal::literal("0.01");
        expected.time = Timestamp {1'000'001};
        QVERIFY(answer.executions[0] == expected);
        QCOMPARE(answer.executions[1].venueTradeId, std::string("e2"));
        QCOMPARE(answer.executions[2].venueTradeId, std::string("e4"));
        const auto& requests = rig.venue.http.requests;
        QVERIFY(requests[requests.size() - 2].startsWith(
            "GET /v5/execution/list?category=linear&startTime=999000&limit=100 "));
        QVERIFY(requests.last().startsWith(
            "GET /v5/execution/list?category=linear&startTime=999000&limit=100&cursor=second "));
        QVERIFY(!headerOf(requests.last(), "X-BAPI-SIGN").isEmpty());
    }

    void executionsOfMoreThanAWeekAreAskedForAWeekAtATime()
    {
        Rig rig(false);
        constexpr std::int64_t kWeek = 7 * 86'400'000;
        rig.time.advanceTo(Timestamp {1'000'000 + 2 * kWeek + 1});
        rig.venue.tellExecutions = [](const QByteArray& request) {
            return executionPage(request.contains("startTime=1000000&")           ? execution("BTCUSDT", 1)
                                     : request.contains("startTime=605800001&") ? execution("BTCUSDT", 2)
                                                                                : QByteArray());
        };
        rig.call(ExecutionsCall {Timestamp {1'000'000}});
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        const auto answer = std::get<ExecutionsAnswer>(rig.answers()[0].content);
        QCOMPARE(answer.executions.size(), std::size_t(2));
        QCOMPARE(answer.executions[0].venueTradeId, std::string("e1"));
        QCOMPARE(answer.executions[1].venueTradeId, std::string("e2"));
        QCOMPARE(std::count_if(rig.venue.http.requests.begin(), rig.venue.http.requests.end(),
                               [](const QByteArray& request) { return request.contains("/v5/execution/list"); }),
                 2);
    }

    void depositsAndWithdrawalsAreReadToTheirEnd()
    {
        Rig rig(false);
        rig.venue.tellTransactions = [](const QByteArray& request) {
            if (request.contains("type=TRANSFER_OUT"))
                return executionPage(transaction("TRANSFER_OUT", 2, "-30"));
            return request.contains("cursor=second")
                ? executionPage(transaction("TRANSFER_IN", 1, "100.25"))
                : executionPage(transaction("TRANSFER_IN", 4, "7") + ',' + transaction("TRANSFER_IN", 3, "9", "BTC"),
                                "second");
        };
        rig.call(TransfersCall {Timestamp {999'000}});
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        const auto answer = std::get<TransfersAnswer>(rig.answers()[0].content);
        QCOMPARE(answer.request, rig.number);
        const std::vector<Transfer> expected {{"t1", Decimal::literal("100.25"), Timestamp {1'000'001}},
                                              {"t2", Decimal::literal("-30"), Timestamp {1'000'002}},
                                              {"t4", Decimal::literal("7"), Timestamp {1'000'004}}};
        QVERIFY(answer.transfers == expected);
        const auto& requests = rig.venue.http.requests;
        const QByteArray span = "&startTime=999000&endTime=605799000&limit=50";
        QVERIFY(requests[requests.size() - 3].startsWith(
            "GET /v5/account/transaction-log?accountType=UNIFIED&currency=USDT&type=TRANSFER_IN" + span + ' '));
        QVERIFY(requests[requests.size() - 2].startsWith(
            "GET /v5/account/transaction-log?accountType=UNIFIED&currency=USDT&type=TRANSFER_IN" + span
            + "&cursor=second "));
        QVERIFY(requests.last().startsWith(
            "GET /v5/account/transaction-log?accountType=UNIFIED&currency=USDT&type=TRANSFER_OUT" + span + ' '));
        QVERIFY(!headerOf(requests.last(), "X-BAPI-SIGN").isEmpty());
        // One that cannot be read makes the whole answer unknown.
        rig.venue.tellTransactions = [](const QByteArray&) { return executionPage(transaction("TRANSFER_IN", 1, "")); };
        rig.call(TransfersCall {Timestamp {999'000}});
        QTRY_COMPARE(rig.answers().size(), std::size_t(2));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Unknown);
    }

    void executionsThatCannotAllBeReadAreNone()
    {
        Rig rig(false);
        rig.venue.tellExecutions = [](const QByteArray& request) {
            return request.contains("cursor=second")
                ? QByteArray(R"({"retCode":10016,"retMsg":"Internal error","result":{},"time":1000000})")
                : executionPage(execution("BTCUSDT", 4), "second");
        };
        rig.call(ExecutionsCall {Timestamp {999'000}});
        QTRY_COMPARE(rig.answers().size(), std::size_t(1));
        QVERIFY(rig.lastAnswer().result != AnswerClass::Ok);
        QCOMPARE(rig.lastAnswer().request, rig.number);
        rig.venue.tellExecutions = [](const QByteArray&) { return executionPage(execution("BTCUSDT", 1, "0.0005")); };
        rig.call(ExecutionsCall {Timestamp {999'000}});
        QTRY_COMPARE(rig.answers().size(), std::size_t(2));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Unknown);
    }

    void whatMakesNoSenseIsRefusedHere()
    {
        Rig rig(false);
        rig.call(CandlesCall {SymbolId {7}, Duration::minutes(5), {}, {}});
        QCOMPARE(rig.answers().size(), std::size_t(1));
        QCOMPARE(rig.lastAnswer().result, AnswerClass::Invalid);
    }

    void inStepWhatWasParkedIsHandledInTheOrderOfItsCalls()
    {
        Rig rig(false, true);
        std::vector<QTcpSocket*> parked;
        rig.venue.parked = &parked;
        const auto asked = [&](qsizetype from) {
            QByteArrayList result;
            for (const QByteArray& request : rig.venue.http.requests.mid(from)) {
                const QUrlQuery query(QUrl::fromEncoded(request.split(' ')[1]));
                result += (query.queryItemValue(QStringLiteral("type")) + QLatin1Char(' ')
                           + query.queryItemValue(QStringLiteral("startTime")))
                              .toLatin1();
            }
            return result;
        };
        const qsizetype before = rig.venue.http.requests.size();
        for (const std::int64_t since : {998'000, 999'000}) {
            const std::size_t count = parked.size() + 1;
            rig.call(TransfersCall {Timestamp {since}});
            QTRY_COMPARE(parked.size(), count);
            QVERIFY(rig.network.parked());
        }
        QVERIFY(!rig.network.isBusy());
        // Both are answered in one step, the later one first.
        for (const std::size_t which : {1U, 0U}) {
            SmallVenue::write(*parked[which], okAnswer(R"({"nextPageCursor":"","list":[]})"));
            QTRY_COMPARE(rig.network.outstanding(), std::size_t {which});
            QVERIFY(rig.network.isBusy());
            QCOMPARE(asked(before + 2), QByteArrayList {});
        }
        rig.network.handleHeldAnswers();
        for (const std::size_t count : {3U, 4U}) {
            QTRY_COMPARE(parked.size(), count);
            QVERIFY(rig.network.parked());
        }
        QCOMPARE(asked(before),
                 (QByteArrayList {"TRANSFER_IN 998000", "TRANSFER_IN 999000", "TRANSFER_OUT 998000",
                                  "TRANSFER_OUT 999000"}));
        for (const std::size_t which : {3U, 2U}) {
            SmallVenue::write(*parked[which], okAnswer(R"({"nextPageCursor":"","list":[]})"));
            QTRY_COMPARE(rig.network.outstanding(), std::size_t {which - 2});
            QVERIFY(rig.answers().empty());
        }
        rig.network.handleHeldAnswers();
        QVERIFY(!rig.network.isBusy());
        const auto answers = rig.answers();
        QCOMPARE(answers.size(), std::size_t {2});
        QCOMPARE(answers[0].number, std::uint64_t {2});
        QCOMPARE(answers[1].number, std::uint64_t {3});
    }
};

QTEST_GUILESS_MAIN(BybitNetworkTest)
#include "tst_bybit_network.moc"
