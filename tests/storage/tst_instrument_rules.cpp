// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/InstrumentRules.h"

#include <QTest>

using namespace breakline;

class TestInstrumentRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKey()
    {
        const auto rules = parseInstrumentRules(R"({
  "BTC/USDT": {
    "tick_size": "0.10", "lot_size": "0.001", "min_quantity": "0.002", "min_notional": "0",
    "taker_fee_rate": "0.0006", "maker_fee_rate": "-0.0001", "max_leverage": "100",
    "maintenance_margin_rate": "0.005", "price_band": "0.1", "funding_interval_minutes": "240",
    "max_market_quantity": "120", "launch_time_ms": "1585526400000", "delivery_time_ms": "1767607200000"
  },
  "ETHUSDT": {}
})",
                                                "i.json");
        QVERIFY(rules);
        QCOMPARE(rules->size(), std::size_t {2});
        InstrumentRules expected;
        expected.tickSize = Decimal::literal("0.1");
        expected.lotSize = Decimal::literal("0.001");
        expected.minQuantity = Decimal::literal("0.002");
        expected.minNotional = Decimal::literal("0");
        expected.takerFeeRate = Decimal::literal("0.0006");
        expected.makerFeeRate = Decimal::literal("-0.0001");
        expected.maxLeverage = Decimal::literal("100");
        expected.maintenanceMarginRate = Decimal::literal("0.005");
        expected.priceBand = Decimal::literal("0.1");
        expected.fundingInterval = Duration::hours(4);
        expected.maxMarketQuantity = Decimal::literal("120");
        expected.launchTime = Timestamp {1'585'526'400'000};
        expected.deliveryTime = Timestamp {1'767'607'200'000};
        QCOMPARE(rules->at("BTCUSDT"), expected);
        QCOMPARE(rules->at("ETHUSDT"), InstrumentRules());
    }

    void faultsNameLineFieldValueAndWhatWouldBeRight_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* json, const char* message) {
            QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(message);
        };
        row("root", "[]",
            "i.json:1: expected an object of symbols, as in {\"BTCUSDT\": {\"tick_size\": \"0.1\"}}");
        row("symbol", "{\n\"A\": 5}", "i.json:2: A: 5; expected an object");
        row("twice", "{\"AUSDT\": {},\n\"A/USDT\": {}}", "i.json:2: A/USDT: AUSDT is given twice");
        row("number", "{\"A\": {\n\"tick_size\": 0.1}}",
            "i.json:2: A.tick_size: 0.1; expected a number above 0, as a string");
        row("zero tick", "{\"A\": {\"tick_size\": \"0\"}}",
            "i.json:1: A.tick_size: \"0\"; expected a number above 0, as a string");
        row("text", "{\"A\": {\"lot_size\": \"small\"}}",
            "i.json:1: A.lot_size: \"small\"; expected a number above 0, as a string");
        row("leverage", "{\"A\": {\"max_leverage\": \"0.5\"}}",
            "i.json:1: A.max_leverage: \"0.5\"; expected a number of 1 or more, as a string");
        row("band", "{\"A\": {\"price_band\": \"1\"}}",
            "i.json:1: A.price_band: \"1\"; expected a fraction between 0 and 1, as a string");
        row("fee", "{\"A\": {\"taker_fee_rate\": \"5.5\"}}",
            "i.json:1: A.taker_fee_rate: \"5.5\"; expected a fraction between -1 and 1, as a string");
        row("notional", "{\"A\": {\"min_notional\": \"-1\"}}",
            "i.json:1: A.min_notional: \"-1\"; expected a number of 0 or more, as a string");
        row("minutes", "{\"A\": {\"funding_interval_minutes\": \"0.5\"}}",
            "i.json:1: A.funding_interval_minutes: \"0.5\"; expected whole minutes, 1 or more, as a string");
        row("time", "{\"A\": {\"launch_time_ms\": \"soon\"}}",
            "i.json:1: A.launch_time_ms: \"soon\"; expected whole epoch milliseconds, as a string");
        row("unknown", "{\"A\": {},\n\"B\":\n {\"ticksize\": \"1\"}}",
            "i.json:3: B.ticksize: unknown; expected one of tick_size lot_size min_quantity min_notional "
            "taker_fee_rate maker_fee_rate max_leverage maintenance_margin_rate price_band "
            "funding_interval_minutes "
            "max_market_quantity launch_time_ms delivery_time_ms");
        row("several", "{\"A\": {\n\"tick_size\": 1,\n\"lot_size\": \"-1\"}}",
            "i.json:2: A.tick_size: 1; expected a number above 0, as a string\n"
            "i.json:3: A.lot_size: \"-1\"; expected a number above 0, as a string");
    }

    void faultsNameLineFieldValueAndWhatWouldBeRight()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, message);
        const auto rules = parseInstrumentRules(json, "i.json");
        QVERIFY(!rules);
        QCOMPARE(QString::fromStdString(rules.error().message), message);
    }

    void brokenJsonNamesTheLine()
    {
        const auto rules = parseInstrumentRules("{\n\"A\": {\n}\n,,}", "i.json");
        QVERIFY(!rules);
        QVERIFY2(rules.error().message.starts_with("i.json:4: not valid JSON: "),
                 rules.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestInstrumentRules)
#include "tst_instrument_rules.moc"
