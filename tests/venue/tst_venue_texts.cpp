// SPDX-License-Identifier: GPL-3.0-or-later
// Exact texts, parameters, deltas and limits: what needs no server.
#include "core/Rng.h"
#include "venue/ApiKey.h"
#include "venue/BookDelta.h"
#include "venue/GridText.h"
#include "venue/JsonText.h"
#include "venue/Parameters.h"
#include "venue/RateLimits.h"

#include <QTest>

#include <charconv>
#include <map>

using namespace breakline;

class TestVenueTexts final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void gridTextIsTheDecimal();
    void plainTextReadsBack();
    void jsonIsEscaped();
    void queryIsDecoded();
    void bodyGivesTexts();
    void deltaMakesTheNextBook();
    void limitRolls();
    void addressIsShutOut();
    void signatureOfAKnownRequest();
};

void TestVenueTexts::gridTextIsTheDecimal()
{
    Rng rng(7);
    for (const char* step : {"0.1", "0.001", "1", "5", "0.25", "100", "0.0000001", "0.5", "12.5"}) {
        Instrument instrument;
        instrument.tickSize = Decimal::literal(step);
        instrument.lotSize = Decimal::literal(step);
        const GridText grid(instrument);
        for (int i = 0; i < 2000; ++i) {
            const std::int64_t count = rng.integer(0, 1) == 0 ? rng.integer(-2000, 2000)
                                                              : rng.integer(INT64_MIN / 2, INT64_MAX / 2);
            QCOMPARE(grid.text(Price {count}), instrument.toDecimal(Price {count}).toString());
            QCOMPARE(grid.text(Quantity {count}), instrument.toDecimal(Quantity {count}).toString());
        }
    }
}

void TestVenueTexts::plainTextReadsBack()
{
    Rng rng(8);
    for (int i = 0; i < 2000; ++i) {
        const double value = rng.uniform(-1.0, 1.0) * (i % 2 == 0 ? 1e12 : 1e-9);
        const std::string text = plainText(value);
        QVERIFY(text.find('e') == std::string::npos);
        double back = 0.0;
        std::from_chars(text.data(), text.data() + text.size(), back);
        QCOMPARE(back, value);
    }
    QCOMPARE(plainText(std::optional<double>()), std::string());
}

void TestVenueTexts::jsonIsEscaped()
{
    JsonText json;
    json.beginObject().field("a\"", "b\\\n").key("list").beginArray().integer(-1).boolean(true).raw("{}").endArray();
    json.key("empty").beginObject().endObject().flag("last", false).endObject();
    QCOMPARE(json.str(), std::string("{\"a\\\"\":\"b\\\\\\u000a\",\"list\":[-1,true,{}],\"empty\":{},\"last\":false}"));
}

void TestVenueTexts::queryIsDecoded()
{
    const Parameters all = Parameters::fromQuery("symbol=BTCUSDT&cursor=a%3D1%2C2&empty=&lonely&limit=50&x=%zz");
    QCOMPARE(all.text("symbol"), std::string("BTCUSDT"));
    QCOMPARE(all.text("cursor"), std::string("a=1,2"));
    QCOMPARE(all.text("x"), std::string("%zz"));
    QVERIFY(!all.has("empty") && !all.has("lonely") && !all.has("other"));
    QCOMPARE(**all.integer("limit"), std::int64_t(50));
    QVERIFY(!all.integer("symbol").has_value());
    QVERIFY(!all.integer("other")->has_value());
}

void TestVenueTexts::bodyGivesTexts()
{
    const auto all = Parameters::fromJson(R"({"qty":"0.010","positionIdx":0,"reduceOnly":true,"trigger":null,"a":[1]})");
    QVERIFY(all.has_value());
    QCOMPARE(all->text("qty"), std::string("0.010"));
    QCOMPARE(all->text("positionIdx"), std::string("0"));
    QVERIFY(all->isTrue("reduceOnly"));
    QVERIFY(!all->has("trigger") && !all->has("a"));
    QVERIFY(Parameters::fromJson("").has_value());
    QVERIFY(!Parameters::fromJson("[1]").has_value());
    QVERIFY(!Parameters::fromJson("{\"a\":").has_value());
}

void TestVenueTexts::deltaMakesTheNextBook()
{
    Rng rng(9);
    const auto side = [&rng](bool falls) {
        std::map<std::int64_t, std::int64_t> levels;
        for (std::int64_t i = rng.integer(0, 12); i > 0; --i)
            levels[rng.integer(1, 20)] = rng.integer(1, 3);
        std::vector<BookLevel> result;
        for (const auto& [price, quantity] : levels)
            result.push_back({Price {price}, Quantity {quantity}});
        if (falls)
            std::ranges::reverse(result);
        return result;
    };
    for (int i = 0; i < 5000; ++i) {
        BookSnapshot before, after;
        before.bids = side(true);
        before.asks = side(false);
        after.bids = side(true);
        after.asks = side(false);
        const BookDelta delta = deltaOf(before, after);
        const auto applied = [](const std::vector<BookLevel>& from, const std::vector<BookLevel>& changes, bool falls) {
            std::map<std::int64_t, std::int64_t> levels;
            for (const BookLevel& level : from)
                levels[level.price.ticks] = level.quantity.lots;
            for (const BookLevel& level : changes) {
                if (level.quantity.isZero()) {
                    if (levels.erase(level.price.ticks) == 0)
                        return std::vector<BookLevel> {}; // took off what was not there
                } else {
                    levels[level.price.ticks] = level.quantity.lots;
                }
            }
            std::vector<BookLevel> result;
            for (const auto& [price, quantity] : levels)
                result.push_back({Price {price}, Quantity {quantity}});
            if (falls)
                std::ranges::reverse(result);
            return result;
        };
        QVERIFY(applied(before.bids, delta.bids, true) == after.bids);
        QVERIFY(applied(before.asks, delta.asks, false) == after.asks);
    }
    BookSnapshot book;
    book.bids = {{Price {3}, Quantity {1}}, {Price {2}, Quantity {1}}};
    QCOMPARE(cutBook(book, 1).bids.size(), std::size_t(1));
    QVERIFY(deltaOf(book, book).bids.empty());
}

void TestVenueTexts::limitRolls()
{
    RollingLimit limit(3, Duration::seconds(1));
    QCOMPARE(limit.take(Timestamp {1000}).remaining, 2);
    QCOMPARE(limit.take(Timestamp {1400}).remaining, 1);
    const auto third = limit.take(Timestamp {1500});
    QCOMPARE(third.remaining, 0);
    QVERIFY(third.allowed);
    QCOMPARE(third.reset.ms, std::int64_t(2000));
    QVERIFY(!limit.take(Timestamp {1999}).allowed);
    QVERIFY(limit.take(Timestamp {2000}).allowed);
    QVERIFY(!limit.take(Timestamp {2399}).allowed);
    QCOMPARE(limit.take(Timestamp {2400}).reset.ms, std::int64_t(2500));
}

void TestVenueTexts::addressIsShutOut()
{
    RateLimits limits;
    for (int i = 0; i < 600; ++i)
        QVERIFY(limits.takeAddress(Timestamp {i * 8}));
    QVERIFY(!limits.takeAddress(Timestamp {4999}));
    QVERIFY(!limits.takeAddress(Timestamp {4999 + 599'999}));
    QVERIFY(limits.takeAddress(Timestamp {4999 + 600'000}));
}

void TestVenueTexts::signatureOfAKnownRequest()
{
    // RFC 4231, test case 2.
    const ApiKey key {"id", "Jefe"};
    const std::string right = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    QCOMPARE(key.sign("what do ya want for nothing?"), right);
    QVERIFY(key.isSignatureOf("what do ya want for nothing?", right));
    QVERIFY(!key.isSignatureOf("what do ya want for nothing!", right));
    QVERIFY(!key.isSignatureOf("what do ya want for nothing?", right.substr(1)));
    QVERIFY(ApiKey::random().secret != ApiKey::random().secret);
    QCOMPARE(ApiKey::random().key.size(), std::size_t(18));
}

QTEST_GUILESS_MAIN(TestVenueTexts)
#include "tst_venue_texts.moc"
