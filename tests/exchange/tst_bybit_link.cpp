// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitLink.h"
#include "matching/GeneratedMarket.h"
#include "venue/VenueThread.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <chrono>
#include <map>
#include <utility>

using namespace breakline;

namespace {

/// Venue time as the host's: the offset is what has to be found.
class HostClock final : public Clock {
public:
    Timestamp now() const override
    {
        return Timestamp {std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::system_clock::now().time_since_epoch())
                              .count()};
    }
};

struct Rig {
    explicit Rig(double speed = 1.0)
    {
        GeneratorSettings market;
        market.symbolCount = 3;
        VenueServerOptions options;
        options.source = std::move(*GeneratedMarket::make(market));
        options.key = {"KEY", "SECRET"};
        options.speed = speed;
        options.alone = WhenAlone::Run;
        venue = std::move(*VenueThread::start(std::move(options)));
    }

    bybit::BybitNetworkSettings settings(bool hasKey = true) const
    {
        bybit::BybitNetworkSettings result;
        result.rest = QUrl(QString::fromStdString(venue->endpoint().rest));
        result.ws = QUrl(QString::fromStdString(venue->endpoint().ws));
        result.userAgent = "test";
        if (hasKey)
            result.credentials = bybit::BybitCredentials {"KEY", "SECRET"};
        else
            result.feeRates = bybit::FeeRates {Decimal::literal("0.00055"), Decimal::literal("0.0002")};
        return result;
    }

    void watch(BybitGateway& gateway)
    {
        QObject::connect(&gateway, &ExchangeGateway::event, &gateway,
                         [this](const ExchangeEvent& event) { events.push_back(event); });
    }
    template<class T>
    std::vector<T> all() const
    {
        std::vector<T> result;
        for (const ExchangeEvent& event : events)
            if (const auto* value = std::get_if<T>(&event))
                result.push_back(*value);
        return result;
    }

    std::unique_ptr<VenueThread> venue;
    HostClock clock;
    std::vector<ExchangeEvent> events;
};

} // namespace

class BybitLinkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tradesInRealTime()
    {
        Rig rig;
        BybitLink link(rig.settings(), rig.clock);
        BybitGateway& gateway = link.gateway();
        rig.watch(gateway);
        QCOMPARE(gateway.orderEntry(), OrderEntry::Allowed);
        gateway.connectToVenue();
        QTRY_VERIFY(!rig.all<ConnectionChanged>().empty() && rig.all<ConnectionChanged>().back().marketUp
                    && rig.all<ConnectionChanged>().back().privateUp);
        gateway.requestInstruments();
        QTRY_COMPARE(rig.all<InstrumentsAnswer>().size(), std::size_t(1));
        const auto instruments = rig.all<InstrumentsAnswer>().front().instruments;
        QCOMPARE(instruments.size(), std::size_t(3));
        QCOMPARE(instruments[0].symbol, std::string("BTCUSDT"));
        QCOMPARE(instruments[0].takerFeeRate, Decimal::literal("0.00055"));
        QCOMPARE(instruments[0].maintenanceMarginRate, Decimal::literal("0.005"));

        gateway.subscribe(StreamKind::Book, SymbolId {0});
        QTRY_VERIFY(!rig.all<BookSnapshot>().empty());
        const BookSnapshot book = rig.all<BookSnapshot>().front();
        QCOMPARE(book.bids.size(), std::size_t(20));
        QVERIFY(book.bids.front().price < book.asks.front().price);

        // Far below the market: it rests. Then it is gone.
        OrderRequest order;
        order.clientId = "link-1";
        order.type = OrderType::Limit;
        order.timeInForce = TimeInForce::PostOnly;
        order.quantity = Quantity {10};
        order.price = Price {book.bids.front().price.ticks * 98 / 100};
        const RequestId placed = gateway.placeOrder(order);
        QTRY_VERIFY(!rig.all<RequestAnswer>().empty());
        QCOMPARE(rig.all<RequestAnswer>().back().request, placed);
        QCOMPARE(rig.all<RequestAnswer>().back().result, AnswerClass::Ok);
        QCOMPARE(rig.all<RequestAnswer>().back().clientId, order.clientId);
        QTRY_VERIFY(!rig.all<OrderUpdate>().empty());
        QCOMPARE(rig.all<OrderUpdate>().back().clientId, order.clientId);
        QCOMPARE(rig.all<OrderUpdate>().back().status, OrderStatus::Acknowledged);
        QCOMPARE(rig.all<OrderUpdate>().back().price, order.price);

        gateway.requestAccount();
        QTRY_COMPARE(rig.all<AccountAnswer>().size(), std::size_t(1));
        QCOMPARE(rig.all<AccountAnswer>().front().orders.size(), std::size_t(1));
        QCOMPARE(rig.all<AccountAnswer>().front().wallet.walletBalance, Decimal::fromUnits(100'000));
        gateway.placeOrder(order);
        QTRY_COMPARE(rig.all<RequestAnswer>().size(), std::size_t(2));
        QCOMPARE(rig.all<RequestAnswer>().back().reason, OrderEndReason::DuplicateClientId);
        gateway.cancelOrder(SymbolId {0}, order.clientId);
        QTRY_COMPARE(rig.all<RequestAnswer>().size(), std::size_t(3));
        QTRY_COMPARE(rig.all<OrderUpdate>().back().status, OrderStatus::Cancelled);
        gateway.requestOrder(SymbolId {0}, order.clientId);
        gateway.requestOrder(SymbolId {0}, "never");
        QTRY_COMPARE(rig.all<OrderAnswer>().size(), std::size_t(2));
        for (const OrderAnswer& answer : rig.all<OrderAnswer>())
            QCOMPARE(answer.order.has_value(), answer.clientId == order.clientId);

        QSignalSpy told(&link, &BybitLink::status);
        link.requestStatus();
        QTRY_COMPARE(told.size(), 1);
        const auto status = told[0][0].value<VenueLinkStatus>();
        QCOMPARE(status.budgets.front().name, std::string("market"));
        QCOMPARE(status.budgets.back().limit, 600);
        QVERIFY(status.clockOffset.has_value());
        QVERIFY(status.roundTrip.has_value());
    }

    void withoutAKeyThereIsMarketDataOnly()
    {
        Rig rig;
        BybitLink link(rig.settings(false), rig.clock);
        BybitGateway& gateway = link.gateway();
        rig.watch(gateway);
        QCOMPARE(gateway.orderEntry(), OrderEntry::Refused);
        gateway.connectToVenue();
        gateway.requestInstruments();
        QTRY_COMPARE(rig.all<InstrumentsAnswer>().size(), std::size_t(1));
        QTRY_VERIFY(!rig.all<ConnectionChanged>().empty() && rig.all<ConnectionChanged>().back().marketUp);
        QVERIFY(!rig.all<ConnectionChanged>().back().privateUp);
        QCOMPARE(rig.all<ConnectionChanged>().back().reason, std::string("public market data only"));
        gateway.subscribe(StreamKind::Ticker, SymbolId {1});
        QTRY_VERIFY(!rig.all<Ticker>().empty());
        gateway.requestAccount();
        gateway.placeOrder({});
        QTRY_COMPARE(rig.all<RequestAnswer>().size(), std::size_t(2));
        std::vector<AnswerClass> results;
        for (const RequestAnswer& answer : rig.all<RequestAnswer>())
            results.push_back(answer.result);
        QVERIFY(std::count(results.begin(), results.end(), AnswerClass::Auth) == 1);
        QVERIFY(std::count(results.begin(), results.end(), AnswerClass::Invalid) == 1);
    }

    void booksAndTradesArriveInOrder()
    {
        Rig rig(60.0);
        BybitLink link(rig.settings(), rig.clock);
        BybitGateway& gateway = link.gateway();
        std::map<SymbolId, std::uint64_t> sequences, trades;
        std::uint64_t books = 0, prints = 0;
        bool isInOrder = true, isUp = false;
        QObject::connect(&gateway, &ExchangeGateway::event, &gateway, [&](const ExchangeEvent& event) {
            if (const auto* book = std::get_if<BookSnapshot>(&event)) {
                isInOrder = isInOrder && book->sequence > std::exchange(sequences[book->symbol], book->sequence)
                    && !book->bids.empty() && !book->asks.empty() && book->bids.front().price < book->asks.front().price;
                ++books;
            } else if (const auto* trade = std::get_if<TradePrint>(&event)) {
                isInOrder = isInOrder && trade->id > std::exchange(trades[trade->symbol], trade->id);
                ++prints;
            } else if (std::holds_alternative<InstrumentsAnswer>(event)) {
                isUp = true;
            }
        });
        gateway.connectToVenue();
        gateway.requestInstruments();
        QTRY_VERIFY(isUp);
        for (std::uint32_t i = 0; i < 3; ++i) {
            gateway.subscribe(StreamKind::Book, SymbolId {i});
            gateway.subscribe(StreamKind::Trades, SymbolId {i});
        }
        QTRY_VERIFY_WITH_TIMEOUT(books > 200 && prints > 60, 30'000);
        QVERIFY(isInOrder);
    }

    void aVenueThatEndsIsToldAndItsRequestsEnd()
    {
        Rig rig;
        BybitLink link(rig.settings(), rig.clock);
        BybitGateway& gateway = link.gateway();
        rig.watch(gateway);
        gateway.connectToVenue();
        gateway.requestInstruments();
        QTRY_VERIFY(!rig.all<InstrumentsAnswer>().empty());
        QTRY_VERIFY(!rig.all<ConnectionChanged>().empty() && rig.all<ConnectionChanged>().back().privateUp);
        rig.venue.reset();
        QTRY_VERIFY(!rig.all<ConnectionChanged>().back().marketUp && !rig.all<ConnectionChanged>().back().privateUp);
        // The socket for orders ends by itself. One that it still takes may have arrived, for
        // all that is known; once it is gone no connection comes about: surely not done.
        std::size_t sent = 0;
        AnswerClass result = AnswerClass::Unknown;
        while (result == AnswerClass::Unknown && sent < 5) {
            OrderRequest order;
            order.clientId = "late" + std::to_string(++sent);
            order.quantity = Quantity {10};
            gateway.placeOrder(order);
            QTRY_COMPARE(rig.all<RequestAnswer>().size(), sent);
            result = rig.all<RequestAnswer>().back().result;
        }
        QCOMPARE(result, AnswerClass::Transient);
    }

    void withAKeyToAnotherMachineOrdersAreRefused()
    {
        HostClock clock;
        for (const auto& [rest, ws] : {std::pair("https://api.example.invalid", "wss://stream.example.invalid"),
                                       std::pair("http://127.0.0.1:1", "ws://stream.example.invalid"),
                                       std::pair("http://api.example.invalid", "ws://127.0.0.1:1")}) {
            bybit::BybitNetworkSettings settings;
            settings.rest = QUrl(QLatin1String(rest));
            settings.ws = QUrl(QLatin1String(ws));
            settings.credentials = bybit::BybitCredentials {"KEY", "SECRET"};
            BybitLink link(std::move(settings), clock);
            QCOMPARE(link.gateway().orderEntry(), OrderEntry::Refused);
            std::vector<RequestAnswer> answers;
            QObject::connect(&link.gateway(), &ExchangeGateway::event, &link, [&answers](const ExchangeEvent& event) {
                if (const auto* answer = std::get_if<RequestAnswer>(&event))
                    answers.push_back(*answer);
            });
            link.setBeforeChange([] { qFatal("something was about to leave"); });
            OrderRequest order;
            order.clientId = "o1";
            order.quantity = Quantity {1};
            link.gateway().placeOrder(order);
            link.gateway().cancelOrder(SymbolId {0}, "o1");
            link.gateway().cancelAll(SymbolId {0});
            link.gateway().setPositionStop(SymbolId {0}, Price {1}, TriggerBy::MarkPrice);
            link.gateway().setLeverage(SymbolId {0}, Decimal::fromUnits(2));
            QTRY_COMPARE(answers.size(), std::size_t(5));
            for (const RequestAnswer& answer : answers) {
                QCOMPARE(answer.result, AnswerClass::Invalid);
                QVERIFY(answer.message.find("market data only") != std::string::npos);
            }
        }
    }

    void whatCannotBeFollowedIsEndedAndBegunAnew()
    {
        Rig rig(60.0);
        auto settings = rig.settings(false); // at this speed no signature would be in time
        settings.mostQueued = 20;
        BybitLink link(std::move(settings), rig.clock);
        BybitGateway& gateway = link.gateway();
        rig.watch(gateway);
        gateway.connectToVenue();
        gateway.requestInstruments();
        QTRY_VERIFY(!rig.all<InstrumentsAnswer>().empty());
        QTRY_VERIFY(!rig.all<ConnectionChanged>().empty() && rig.all<ConnectionChanged>().back().marketUp);
        for (std::uint32_t i = 0; i < 3; ++i)
            gateway.subscribe(StreamKind::Book, SymbolId {i});
        QTRY_VERIFY(rig.all<BookSnapshot>().size() > 3);
        rig.events.clear();

        // This thread does nothing while the market goes on.
        const auto venueTime = [&rig] {
            return QJsonDocument::fromJson(QByteArray::fromStdString(rig.venue->report()))
                .object()[QLatin1String("time_ms")]
                .toInteger();
        };
        for (const qint64 until = venueTime() + 180'000; venueTime() < until;) { }
        QVERIFY(rig.events.empty());

        // It hears of what was on its way, then that the connection was lost, and
        // only when it has caught up that it is back, with books of then.
        QTRY_VERIFY_WITH_TIMEOUT(!rig.all<ConnectionChanged>().empty()
                                     && rig.all<ConnectionChanged>().back().marketUp,
                                 60'000);
        const auto changes = rig.all<ConnectionChanged>();
        QVERIFY(!changes.front().marketUp);
        QCOMPARE(changes.front().reason, std::string("more came than could be handled"));
        std::size_t booksBefore = 0;
        for (const ExchangeEvent& event : rig.events) {
            if (std::holds_alternative<ConnectionChanged>(event))
                break;
            booksBefore += std::holds_alternative<BookSnapshot>(event) ? 1 : 0;
        }
        QVERIFY(booksBefore > 0 && booksBefore < 100);
        rig.events.clear();
        QTRY_VERIFY_WITH_TIMEOUT(rig.all<BookSnapshot>().size() > 3, 30'000);
    }

    void aWrongKeyIsAuth()
    {
        Rig rig;
        auto settings = rig.settings();
        settings.credentials->secret = "WRONG";
        BybitLink link(std::move(settings), rig.clock);
        rig.watch(link.gateway());
        QSignalSpy problems(&link, &BybitLink::problem);
        link.gateway().connectToVenue();
        QTRY_VERIFY(problems.size() >= 2); // both private sockets
        for (const auto& each : problems)
            QVERIFY(!each[0].toString().contains(QStringLiteral("WRONG")));
        link.gateway().requestAccount();
        QTRY_COMPARE(rig.all<RequestAnswer>().size(), std::size_t(1));
        QCOMPARE(rig.all<RequestAnswer>().front().result, AnswerClass::Auth);
    }
};

QTEST_GUILESS_MAIN(BybitLinkTest)
#include "tst_bybit_link.moc"
