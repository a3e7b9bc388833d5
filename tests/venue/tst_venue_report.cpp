// SPDX-License-Identifier: GPL-3.0-or-later
// The venue's own account of a session agrees with itself.
#include "VenueFixture.h"

#include <map>
#include <random>

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr std::array kSymbols {"BTCUSDT", "ETHUSDT", "SOLUSDT"};

QString field(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toString();
}

Decimal decimal(const QJsonObject& object, const char* name)
{
    return Decimal::literal(field(object, name).toStdString());
}

QList<QJsonObject> objects(const QJsonObject& report, const char* name)
{
    QList<QJsonObject> result;
    for (const QJsonValue& value : report.value(QLatin1String(name)).toArray())
        result.push_back(value.toObject());
    return result;
}

Decimal sumOf(const QList<QJsonObject>& list, const char* name)
{
    Decimal sum;
    for (const QJsonObject& each : list)
        sum = sum + decimal(each, name);
    return sum;
}

/// Orders of every kind, stops, cancels, and time that passes, over a funding.
void trade(Venue& venue, unsigned seed)
{
    std::mt19937 random(seed);
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    const Timestamp end = venue.now() + Duration::hours(8);
    for (int i = 0; venue.now() < end; ++i) {
        const QByteArray symbol = kSymbols[static_cast<std::size_t>(below(3))];
        const QByteArray side = below(2) == 0 ? "Buy" : "Sell";
        const QByteArray id = "r-" + QByteArray::number(i);
        const double away = 0.990 + 0.020 * below(101) / 100.0;
        const SymbolId at = *venue.server->exchange().instruments().find(symbol.toStdString());
        const Instrument& rules = venue.server->exchange().instruments().at(at);
        const double wanted = 2000.0 * (1 + below(4)) / rules.toDouble(*venue.server->exchange().ticker(at).last);
        const QByteArray quantity = QByteArray::fromStdString(
            rules.toDecimal(*rules.quantizeQuantity(wanted)).toString());
        const QByteArray head = "{\"category\":\"linear\",\"symbol\":\"" + symbol + "\"";
        const QByteArray order = head + ",\"side\":\"" + side + "\",\"qty\":\"" + quantity + "\",\"orderLinkId\":\"" + id
            + "\",\"positionIdx\":0";
        switch (below(8)) {
        case 0:
        case 1: {
            const bool isLong = side == "Buy";
            venue.post("/v5/order/create",
                       order + ",\"orderType\":\"Market\",\"stopLoss\":\"" + venue.price(symbol, isLong ? 0.985 : 1.015)
                           + "\",\"tpslMode\":\"Full\",\"slTriggerBy\":\"MarkPrice\"}");
            break;
        }
        case 2:
        case 3:
            venue.post("/v5/order/create",
                       order + ",\"orderType\":\"Limit\",\"price\":\"" + venue.price(symbol, away) + "\"}");
            break;
        case 4:
            venue.post("/v5/order/create",
                       order + ",\"orderType\":\"Market\",\"triggerPrice\":\"" + venue.price(symbol, away)
                           + "\",\"triggerDirection\":" + (away > 1.0 ? "1" : "2") + ",\"triggerBy\":\"MarkPrice\"}");
            break;
        case 5:
            venue.post("/v5/order/create", order + ",\"orderType\":\"Market\",\"reduceOnly\":true}");
            break;
        case 6:
            venue.post("/v5/position/trading-stop",
                       head + ",\"positionIdx\":0,\"tpslMode\":\"Full\",\"stopLoss\":\"" + venue.price(symbol, away)
                           + "\"}");
            break;
        default: venue.post("/v5/order/cancel-all", head + "}"); break;
        }
        venue.runTo(venue.now() + Duration::seconds(20 + below(400)));
    }
}

} // namespace

class TestVenueReport final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithItself_data();
    void agreesWithItself();
};

void TestVenueReport::agreesWithItself_data()
{
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {1U, 2U, 3U})
        QTest::addRow("%u", seed) << seed;
}

void TestVenueReport::agreesWithItself()
{
    QFETCH(unsigned, seed);
    Venue venue;
    trade(venue, seed);
    const HttpAnswer answer = venue.get("/sim/v1/report");
    QCOMPARE(answer.status, 200);
    const auto orders = objects(answer.json, "orders");
    const auto fills = objects(answer.json, "fills");
    const auto ledger = objects(answer.json, "ledger");
    const auto positions = objects(answer.json, "positions");
    const QJsonObject equity = answer.json.value(QLatin1String("equity")).toObject();

    // Every kind of thing has happened.
    const auto count = [](const QList<QJsonObject>& list, const char* name, const char* value) {
        return std::ranges::count_if(list, [&](const QJsonObject& each) { return field(each, name) == QLatin1String(value); });
    };
    QVERIFY(count(fills, "kind", "trade") > 20);
    QVERIFY(count(fills, "kind", "funding") > 0);
    QVERIFY(count(fills, "liquidity", "maker") > 0);
    QVERIFY(count(orders, "status", "cancelled") > 0);
    QVERIFY(std::ranges::any_of(orders, [](const QJsonObject& order) {
        return order.value(QLatin1String("position_stop")).toBool() && field(order, "status") == QLatin1String("filled");
    }));
    QVERIFY(positions.size() > 3);

    // The identity, and each of its terms from the lines.
    QCOMPARE(field(equity, "difference"), QStringLiteral("0"));
    QCOMPARE(decimal(equity, "equity"),
             decimal(equity, "start") + decimal(equity, "realised_pnl") + decimal(equity, "unrealised_pnl")
                 - decimal(equity, "fees") - decimal(equity, "funding"));
    QCOMPARE(sumOf(ledger, "realised_pnl"), decimal(equity, "realised_pnl"));
    QCOMPARE(sumOf(ledger, "fee"), decimal(equity, "fees"));
    QCOMPARE(sumOf(ledger, "funding"), decimal(equity, "funding"));
    QCOMPARE(sumOf(positions, "realised_pnl"), decimal(equity, "realised_pnl"));
    QCOMPARE(sumOf(positions, "fees"), decimal(equity, "fees"));
    QCOMPARE(sumOf(positions, "funding"), decimal(equity, "funding"));

    // One ledger line an execution, and a balance that follows from the last.
    QCOMPARE(ledger.size(), fills.size());
    Decimal balance = decimal(equity, "start");
    std::map<QString, Decimal> filled;
    for (qsizetype i = 0; i < ledger.size(); ++i) {
        QCOMPARE(field(ledger[i], "venue_trade_id"), field(fills[i], "venue_trade_id"));
        QCOMPARE(field(ledger[i], "kind"), field(fills[i], "kind"));
        QCOMPARE(decimal(ledger[i], "change"),
                 decimal(ledger[i], "realised_pnl") - decimal(ledger[i], "fee") - decimal(ledger[i], "funding"));
        balance = balance + decimal(ledger[i], "change");
        QCOMPARE(decimal(ledger[i], "balance"), balance);
        if (field(fills[i], "kind") == QLatin1String("trade")) {
            QCOMPARE(field(fills[i], "fee"), field(ledger[i], "fee"));
            filled[field(fills[i], "venue_id")] = filled[field(fills[i], "venue_id")] + decimal(fills[i], "quantity");
        }
    }
    QCOMPARE(balance, decimal(equity, "wallet"));
    for (const QJsonObject& order : orders)
        QCOMPARE(decimal(order, "filled_quantity"), filled[field(order, "venue_id")]);

    // And what the account's own call says.
    const QJsonObject wallet = venue.query("/v5/account/wallet-balance", "accountType=UNIFIED").list().first().toObject();
    QCOMPARE(decimal(wallet, "totalWalletBalance"), venue.server->exchange().wallet().walletBalance);
    const QJsonObject later = venue.get("/sim/v1/report").json.value(QLatin1String("equity")).toObject();
    QCOMPARE(decimal(later, "difference"), Decimal());
    QCOMPARE(decimal(wallet, "totalWalletBalance"), decimal(later, "wallet"));
}

QTEST_GUILESS_MAIN(TestVenueReport)
#include "tst_venue_report.moc"
