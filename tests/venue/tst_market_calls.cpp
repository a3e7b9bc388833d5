// SPDX-License-Identifier: GPL-3.0-or-later
#include "VenueFixture.h"

using namespace breakline;
using namespace breakline::test;

namespace {

QString field(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

class TestMarketCalls final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void time();
    void instruments();
    void instrumentsByStatusAndPage();
    void tickers();
    void candlesNewestFirst();
    void candlesOfASpan();
    void book();
    void trades();
    void interestAndFunding();
    void otherCategoriesAreEmpty();
    void refusals();
    void addressLimit();
};

void TestMarketCalls::time()
{
    Venue venue;
    const HttpAnswer answer = venue.get("/v5/market/time");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.code(), 0);
    QCOMPARE(field(answer.json, "retMsg"), QStringLiteral("OK"));
    QCOMPARE(answer.json.value(QLatin1String("time")).toInteger(), venue.now().ms);
    QCOMPARE(answer.json.value(QLatin1String("retExtInfo")), QJsonValue(QJsonObject()));
    QCOMPARE(field(answer.result(), "timeNano"), QString::number(venue.now().ms) + QStringLiteral("000000"));
    QCOMPARE(field(answer.result(), "timeSecond"), QString::number(venue.now().ms / 1000));
}

void TestMarketCalls::instruments()
{
    Venue venue(4);
    const HttpAnswer answer = venue.get("/v5/market/instruments-info?category=linear&limit=1000");
    QCOMPARE(answer.list().size(), 4);
    const auto& table = venue.server->exchange().instruments();
    for (int i = 0; i < 4; ++i) {
        const QJsonObject shown = answer.list()[i].toObject();
        const Instrument& rules = table.at(SymbolId {static_cast<std::uint32_t>(i)});
        const QJsonObject lot = shown.value(QLatin1String("lotSizeFilter")).toObject();
        const QJsonObject price = shown.value(QLatin1String("priceFilter")).toObject();
        const QJsonObject leverage = shown.value(QLatin1String("leverageFilter")).toObject();
        const auto decimal = [](const QString& value) { return Decimal::literal(value.toStdString()); };
        QCOMPARE(field(shown, "symbol"), text(rules.symbol));
        QCOMPARE(field(shown, "baseCoin"), text(rules.baseCoin));
        QCOMPARE(field(shown, "status"), QStringLiteral("Trading"));
        QCOMPARE(field(shown, "launchTime"), QString::number(rules.launchTime->ms));
        QCOMPARE(field(shown, "deliveryTime"), QStringLiteral("0"));
        QCOMPARE(shown.value(QLatin1String("fundingInterval")).toInt(), int(rules.fundingInterval.ms / 60'000));
        QVERIFY(decimal(field(price, "tickSize")) == rules.tickSize);
        QVERIFY(decimal(field(lot, "qtyStep")) == rules.lotSize);
        QVERIFY(decimal(field(lot, "minOrderQty")) == rules.toDecimal(rules.minQuantity));
        QVERIFY(decimal(field(lot, "maxMktOrderQty")) == rules.toDecimal(*rules.maxMarketQuantity));
        QVERIFY(decimal(field(lot, "maxOrderQty")) == rules.toDecimal(*rules.maxLimitQuantity));
        QVERIFY(decimal(field(lot, "minNotionalValue")) == rules.minNotional);
        QVERIFY(decimal(field(leverage, "maxLeverage")) == rules.maxLeverage);
        const QJsonObject risk = shown.value(QLatin1String("riskParameters")).toObject();
        QVERIFY(decimal(field(risk, "priceLimitRatioX")) == rules.priceBand);
    }
    const HttpAnswer limits = venue.get("/v5/market/risk-limit?category=linear&symbol=BTCUSDT");
    QVERIFY(Decimal::literal(field(limits.list()[0].toObject(), "maintenanceMargin").toStdString())
            == table.at(*table.find("BTCUSDT")).maintenanceMarginRate);
}

void TestMarketCalls::instrumentsByStatusAndPage()
{
    Venue venue(5);
    QCOMPARE(venue.get("/v5/market/instruments-info?category=linear&limit=1000&status=PreLaunch").list().size(), 0);
    QCOMPARE(venue.get("/v5/market/instruments-info?category=linear&status=Trading").list().size(), 5);
    QCOMPARE(venue.get("/v5/market/instruments-info?category=linear&symbol=ETHUSDT").list().size(), 1);
    QByteArray cursor;
    QStringList symbols;
    do {
        const HttpAnswer page = venue.get("/v5/market/instruments-info?category=linear&limit=2&cursor=" + cursor);
        for (const QJsonValue& each : page.list())
            symbols.push_back(field(each.toObject(), "symbol"));
        cursor = field(page.result(), "nextPageCursor").toLatin1();
    } while (!cursor.isEmpty());
    QCOMPARE(symbols.size(), 5);
    QCOMPARE(symbols.removeDuplicates(), 0);
}

void TestMarketCalls::tickers()
{
    Venue venue(3);
    venue.runTo(venue.now() + Duration::minutes(3));
    const HttpAnswer all = venue.get("/v5/market/tickers?category=linear");
    QCOMPARE(all.list().size(), 3);
    for (const QJsonValue& value : all.list()) {
        const QJsonObject shown = value.toObject();
        const auto& table = venue.server->exchange().instruments();
        const Instrument& rules = table.at(*table.find(field(shown, "symbol").toStdString()));
        const Ticker ticker = venue.server->exchange().ticker(rules.id);
        const auto price = [&](const char* name) {
            return *rules.price(Decimal::literal(field(shown, name).toStdString()));
        };
        QVERIFY(price("lastPrice") == *ticker.last);
        QVERIFY(price("markPrice") == *ticker.mark);
        QVERIFY(price("indexPrice") == *ticker.index);
        QVERIFY(price("bid1Price") == *ticker.bid);
        QVERIFY(price("ask1Price") == *ticker.ask);
        QCOMPARE(field(shown, "openInterest").toDouble(), *ticker.openInterest);
        QCOMPARE(field(shown, "turnover24h").toDouble(), *ticker.turnover24h);
        QVERIFY(Decimal::literal(field(shown, "fundingRate").toStdString()) == *ticker.fundingRate);
        QCOMPARE(field(shown, "nextFundingTime").toLongLong(), ticker.nextFundingTime->ms);
        QVERIFY(price("highPrice24h") >= price("lowPrice24h"));
    }
    QCOMPARE(venue.get("/v5/market/tickers?symbol=BTCUSDT&category=linear").list().size(), 1);
}

void TestMarketCalls::candlesNewestFirst()
{
    Venue venue;
    venue.runTo(venue.now() + Duration::seconds(150));
    const HttpAnswer answer = venue.get("/v5/market/kline?symbol=BTCUSDT&limit=200&interval=1&category=linear");
    const QJsonArray list = answer.list();
    QCOMPARE(list.size(), 200);
    const auto& exchange = venue.server->exchange();
    const SymbolId btc = *exchange.instruments().find("BTCUSDT");
    const Instrument& rules = exchange.instruments().at(btc);
    const Timestamp forming = venue.now().floorTo(Duration::minutes(1));
    const auto closed = exchange.candles(btc, Duration::minutes(1), forming - Duration::minutes(199), forming);
    QCOMPARE(closed.size(), std::size_t(199));
    for (int i = 0; i < 200; ++i) {
        const QJsonArray row = list[i].toArray();
        QCOMPARE(row.size(), 7);
        QCOMPARE(row[0].toString().toLongLong(), (forming - Duration::minutes(i)).ms);
        if (i == 0)
            continue; // in progress
        const Candle& candle = closed[static_cast<std::size_t>(199 - i)];
        const auto price = [&](int at) {
            return rules.toDouble(*rules.price(Decimal::literal(row[at].toString().toStdString())));
        };
        QVERIFY(price(1) == candle.open && price(2) == candle.high && price(3) == candle.low
                && price(4) == candle.close);
        QVERIFY(rules.toDouble(*rules.quantity(Decimal::literal(row[5].toString().toStdString()))) == candle.volume);
    }
}

void TestMarketCalls::candlesOfASpan()
{
    Venue venue;
    const qint64 now = venue.now().ms; // on the hour
    const auto opens = [&](const QByteArray& query) {
        QList<qint64> result;
        for (const QJsonValue& row : venue.get("/v5/market/kline?category=linear&symbol=BTCUSDT&" + query).list())
            result.push_back((row.toArray()[0].toString().toLongLong() - now) / 300'000);
        return result;
    };
    const auto at = [&](qint64 bars) { return QByteArray::number(now + bars * 300'000); };
    QCOMPARE(opens("interval=5&start=" + at(-5) + "&end=" + at(-3)), QList<qint64>({-3, -4, -5}));
    QCOMPARE(opens("interval=5&start=" + at(-50) + "&limit=2"), QList<qint64>({-49, -50}));
    QCOMPARE(opens("interval=5&end=" + at(-3) + "&limit=2"), QList<qint64>({-3, -4}));
    QCOMPARE(opens("interval=5&start=" + at(-50) + "&end=" + at(-1) + "&limit=2"), QList<qint64>({-1, -2}));
    QCOMPARE(opens("interval=60&limit=2&end=" + at(-1)), QList<qint64>({-12, -24}));
    // On the hour nothing of the new candle has traded; it is there all the same.
    QCOMPARE(opens("interval=5&limit=2"), QList<qint64>({0, -1}));
    QVERIFY(opens("interval=5&start=" + at(3) + "&end=" + at(9)).isEmpty());
    QVERIFY(opens("interval=5&start=" + at(-3) + "&end=" + at(-5)).isEmpty());
    // What ccxt sends for a span that does not lie on the grid.
    QCOMPARE(opens("interval=5&start=" + QByteArray::number(now - 601'000) + "&limit=2"), QList<qint64>({-1, -2}));
}

void TestMarketCalls::book()
{
    Venue venue;
    venue.runTo(venue.now() + Duration::seconds(30));
    const QJsonObject shown = venue.get("/v5/market/orderbook?category=linear&symbol=ETHUSDT&limit=5").result();
    const auto& exchange = venue.server->exchange();
    const BookSnapshot book = exchange.book(*exchange.instruments().find("ETHUSDT"));
    const Instrument& rules = exchange.instruments().at(book.symbol);
    QCOMPARE(shown.value(QLatin1String("seq")).toInteger(), qint64(book.sequence));
    QCOMPARE(shown.value(QLatin1String("ts")).toInteger(), venue.now().ms);
    const auto equal = [&](const char* name, const std::vector<BookLevel>& levels) {
        const QJsonArray rows = shown.value(QLatin1String(name)).toArray();
        if (rows.size() != 5)
            return false;
        for (int i = 0; i < 5; ++i) {
            const BookLevel& level = levels[static_cast<std::size_t>(i)];
            if (*rules.price(Decimal::literal(rows[i].toArray()[0].toString().toStdString())) != level.price
                || *rules.quantity(Decimal::literal(rows[i].toArray()[1].toString().toStdString())) != level.quantity)
                return false;
        }
        return true;
    };
    QVERIFY(equal("b", book.bids));
    QVERIFY(equal("a", book.asks));
}

void TestMarketCalls::trades()
{
    Venue venue;
    venue.runTo(venue.now() + Duration::seconds(90));
    const QJsonArray list = venue.get("/v5/market/recent-trade?category=linear&symbol=BTCUSDT&limit=20").list();
    QCOMPARE(list.size(), 20);
    const auto& exchange = venue.server->exchange();
    const auto tape = exchange.recentTrades(*exchange.instruments().find("BTCUSDT"));
    for (int i = 0; i < 20; ++i) {
        const QJsonObject shown = list[i].toObject();
        const TradePrint& print = tape[tape.size() - 1 - static_cast<std::size_t>(i)];
        const Instrument& rules = exchange.instruments().at(print.symbol);
        QCOMPARE(field(shown, "execId"), QString::number(print.id));
        QCOMPARE(field(shown, "time"), QString::number(print.time.ms));
        QCOMPARE(field(shown, "price"), text(rules.toDecimal(print.price).toString()));
        QCOMPARE(field(shown, "size"), text(rules.toDecimal(print.quantity).toString()));
        QCOMPARE(field(shown, "side"), print.takerSide == Side::Buy ? QStringLiteral("Buy") : QStringLiteral("Sell"));
    }
}

void TestMarketCalls::interestAndFunding()
{
    Venue venue;
    const QByteArray interest = "/v5/market/open-interest?category=linear&symbol=BTCUSDT&intervalTime=1h";
    const QJsonArray day = venue.get(interest).list();
    QVERIFY(day.size() >= 24);
    QCOMPARE(field(day[0].toObject(), "timestamp").toLongLong(), venue.now().ms);
    QCOMPARE(field(day[1].toObject(), "timestamp").toLongLong(), venue.now().ms - 3'600'000);
    const HttpAnswer page = venue.get(interest + "&limit=3");
    QCOMPARE(page.list().size(), 3);
    const HttpAnswer next =
        venue.get(interest + "&limit=3&cursor=" + field(page.result(), "nextPageCursor").toLatin1());
    QCOMPARE(next.list()[0], day[3]);

    const QJsonArray rates = venue.get("/v5/market/funding/history?limit=3&symbol=BTCUSDT&category=linear").list();
    QCOMPARE(rates.size(), 3);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(field(rates[i].toObject(), "fundingRateTimestamp").toLongLong(),
                 venue.now().floorTo(Duration::hours(8)).ms - i * 28'800'000);
}

void TestMarketCalls::otherCategoriesAreEmpty()
{
    Venue venue;
    for (const char* category : {"inverse", "spot", "option"})
        for (const char* call : {"tickers", "instruments-info", "kline", "recent-trade"}) {
            const HttpAnswer answer = venue.get(QByteArray("/v5/market/") + call + "?category=" + category);
            QCOMPARE(answer.code(), 0);
            QCOMPARE(answer.list().size(), 0);
            QVERIFY(answer.result().value(QLatin1String("list")).isArray());
        }
}

void TestMarketCalls::refusals()
{
    Venue venue;
    QCOMPARE(venue.get("/v5/market/tickers").code(), 10001);
    QCOMPARE(venue.get("/v5/market/tickers?category=linear&symbol=NONE").code(), 10001);
    QCOMPARE(venue.get("/v5/market/kline?category=linear&symbol=BTCUSDT&interval=7").code(), 10001);
    QCOMPARE(venue.get("/v5/market/kline?category=linear&symbol=BTCUSDT&interval=5&limit=x").code(), 10001);
    QCOMPARE(venue.get("/v5/market/orderbook?category=linear&symbol=NONE").code(), 10001);
    QCOMPARE(venue.get("/v5/market/open-interest?category=linear&symbol=BTCUSDT&intervalTime=7m").code(), 10001);
    QCOMPARE(venue.get("/v5/market/nothing?category=linear").status, 404);
    QCOMPARE(venue.get("/").status, 404);
    // More than there is, and words nobody knows.
    QCOMPARE(venue.get("/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=100000&what=ever").code(), 0);
}

void TestMarketCalls::addressLimit()
{
    Venue venue(1);
    for (int i = 0; i < 600; ++i)
        QCOMPARE(venue.get("/v5/market/time").status, 200);
    const HttpAnswer shut = venue.get("/v5/market/time");
    QCOMPARE(shut.status, 403);
    QCOMPARE(field(shut.json, "retMsg"), QStringLiteral("access too frequent"));
    venue.runTo(venue.now() + Duration::minutes(9));
    QCOMPARE(venue.get("/v5/market/time").status, 403);
    venue.runTo(venue.now() + Duration::minutes(1));
    QCOMPARE(venue.get("/v5/market/time").status, 200);
}

QTEST_GUILESS_MAIN(TestMarketCalls)
#include "tst_market_calls.moc"
