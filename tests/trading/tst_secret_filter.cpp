// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SecretFilter.h"

#include <QTest>

#include <string>
#include <utility>

using namespace breakline;

class TestSecretFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leavesOrdinaryTextAlone()
    {
        const SecretFilter filter;
        for (const char* text :
             {"", "order BTCUSDT buy 0.5 at 50000.1", "design: the secretary said = nothing",
              "signal: momentum=1", "key levels: 4", "tokens left: 6 of 10", "assign = 3",
              "trace=BTCUSDT:1767607200000"})
            QCOMPARE(filter.mask(text), std::string(text));
    }

    void masksRegisteredSecretsEverywhere()
    {
        SecretFilter filter;
        QVERIFY(filter.addSecret("Abc+123/xyz"));
        QVERIFY(filter.addSecret("Abc+123"));
        QCOMPARE(filter.mask("a Abc+123/xyz b Abc+123 c"), std::string("a *** b *** c"));
        QCOMPARE(filter.mask("url?q=Abc%2B123%2Fxyz."), std::string("url?q=***."));
        QCOMPARE(filter.mask("Abc+123/xyzAbc+123/xyz"), std::string("***"));
    }

    void refusesWhatWouldMaskWords()
    {
        SecretFilter filter;
        QVERIFY(!filter.addSecret(""));
        QVERIFY(!filter.addSecret("buy"));
        QCOMPARE(filter.mask("buy low"), std::string("buy low"));
    }

    void masksValuesBehindNames()
    {
        const SecretFilter filter;
        const std::pair<const char*, const char*> cases[] {
            {"X-BAPI-API-KEY: k1", "X-BAPI-API-KEY: ***"},
            {"x-bapi-sign=deadbeef, next", "x-bapi-sign=***, next"},
            {"{\"X-BAPI-SIGN\":\"dead\\\"beef\",\"a\":1}", "{\"X-BAPI-SIGN\":\"***\",\"a\":1}"},
            {"{\"api_key\" : \"k2\", \"qty\": \"1\"}", "{\"api_key\" : \"***\", \"qty\": \"1\"}"},
            {"{\\\"secret\\\":\\\"k3\\\"}", "{\\\"secret\\\":\\\"***\\\"}"},
            {"EXCHANGE_API_KEY=abc EXCHANGE_SECRET=def", "EXCHANGE_API_KEY=*** EXCHANGE_SECRET=***"},
            {"EXCHANGE_PASSPHRASE='a b c' x", "EXCHANGE_PASSPHRASE='***' x"},
            {"GET /v5?apiKey=a&signature=b&z=1", "GET /v5?apiKey=***&signature=***&z=1"},
            {"Authorization: Bearer abc.def rest", "Authorization: *** rest"},
            {"{\"password\":\"it's \",\"b\":2}", "{\"password\":\"***\",\"b\":2}"},
            {"password = hunter2", "password = ***"},
            {"{\"op\":\"auth\",\"args\":[\"key\",1700000000000,\"feed\"]}",
             "{\"op\":\"auth\",\"args\":[***]}"},
            {"{\"op\":\"subscribe\",\"args\":[\"tickers.BTCUSDT\"]}",
             "{\"op\":\"subscribe\",\"args\":[\"tickers.BTCUSDT\"]}"},
        };
        for (const auto& [text, masked] : cases)
            QCOMPARE(filter.mask(text), std::string(masked));
    }

    void endsOfTextAreNoTrap()
    {
        const SecretFilter filter;
        for (const char* text :
             {"secret", "secret:", "secret=", "secret: \"", "x-bapi-", "x-bapi-sign", "args", "=", ":"})
            QCOMPARE(filter.mask(text), std::string(text));
        QCOMPARE(filter.mask("secret=\"open"), std::string("secret=\"***"));
        QCOMPARE(filter.mask("secret=[a,b"), std::string("secret=[***"));
    }
};

QTEST_APPLESS_MAIN(TestSecretFilter)
#include "tst_secret_filter.moc"
