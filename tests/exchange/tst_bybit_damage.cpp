// SPDX-License-Identifier: GPL-3.0-or-later
// Random frames go there and back; damaged ones never do harm.
#include "BybitTable.h"
#include "core/Rng.h"
#include "exchange/bybit/BybitAnswers.h"
#include "exchange/bybit/BybitFrames.h"
#include "exchange/bybit/BybitValues.h"
#include "exchange/bybit/JsonCheck.h"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::bybit;

namespace {

std::string text(const Instrument& instrument, Price price)
{
    return instrument.toDecimal(price).toString();
}

std::string text(const Instrument& instrument, Quantity quantity)
{
    return instrument.toDecimal(quantity).toString();
}

std::string bookText(const Instrument& instrument, const std::vector<BookLevel>& bids,
                     const std::vector<BookLevel>& asks)
{
    std::string frame = "{\"topic\":\"orderbook.50." + instrument.symbol
        + "\",\"type\":\"snapshot\",\"ts\":1700000000001,\"data\":{\"s\":\"" + instrument.symbol + "\"";
    for (const auto* side : {&bids, &asks}) {
        frame += side == &bids ? ",\"b\":[" : ",\"a\":[";
        for (std::size_t i = 0; i < side->size(); ++i)
            frame += (i == 0 ? "[\"" : ",[\"") + text(instrument, (*side)[i].price) + "\",\""
                + text(instrument, (*side)[i].quantity) + "\"]";
        frame += "]";
    }
    return frame + ",\"u\":5,\"seq\":6},\"cts\":7}";
}

std::vector<std::string> samples()
{
    return {
        bookText(bybitTable().at(kBitcoin),
                 {{Price {600'000}, Quantity {5}}, {Price {599'999}, Quantity {1'234}}},
                 {{Price {600'001}, Quantity {7'000}}}),
        R"({"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":5,"data":[{"T":1,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"16578.50","L":"PlusTick","i":"20f4","BT":false}]})",
        R"({"topic":"kline.5.BTCUSDT","data":[{"start":1,"end":2,"interval":"5","open":"1","close":"1","high":"1","low":"1","volume":"2.081","turnover":"3","confirm":false}],"ts":3,"type":"snapshot"})",
        R"({"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","lastPrice":"17216.00","nextFundingTime":"1673280000000"},"cs":2,"ts":1})",
        R"({"topic":"order","creationTime":3,"data":[{"symbol":"BTCUSDT","orderId":"v1","orderLinkId":"c\u00311","side":"Sell","orderStatus":"New","reduceOnly":true,"qty":"1"}]})",
        R"({"topic":"wallet","creationTime":9,"data":[{"totalEquity":"1","totalWalletBalance":"2","totalAvailableBalance":"","coin":[{"coin":"USDT","equity":"1"}]}]})",
        R"({"reqId":"r1","retCode":0,"retMsg":"OK","op":"order.create","data":{"orderId":"v1"},"header":{"X-Bapi-Limit":"10"}})",
        R"({"path":"/v5/order/realtime","response":{"retCode":0,"retMsg":"OK","result":{"list":[{"symbol":"BTCUSDT","orderId":"v1","orderStatus":"New"}]},"time":1}})",
        R"({"path":"/v5/market/kline","response":{"retCode":0,"retMsg":"OK","result":{"symbol":"BTCUSDT","list":[["1","1","1","1","1","1","1"]]},"time":1}})",
        R"({"path":"/v5/market/instruments-info","response":{"retCode":0,"result":{"list":[{"symbol":"B","status":"Trading","priceFilter":{"tickSize":"1"},"lotSizeFilter":{"qtyStep":"1"}}]}}})",
    };
}

std::string damaged(Rng& rng, std::string frame)
{
    for (auto count = rng.integer(1, 4); count > 0 && !frame.empty(); --count) {
        const auto at = static_cast<std::size_t>(rng.integer(0, static_cast<std::int64_t>(frame.size()) - 1));
        constexpr std::string_view kLikely = "\"\\{}[],:0123456789.-eE ntf\0";
        switch (rng.integer(0, 4)) {
        case 0: frame[at] = static_cast<char>(rng.integer(0, 255)); break;
        case 1: frame[at] = kLikely[static_cast<std::size_t>(rng.integer(0, 25))]; break;
        case 2: frame.erase(at, static_cast<std::size_t>(rng.integer(1, 8))); break;
        case 3: frame.insert(at, 1, kLikely[static_cast<std::size_t>(rng.integer(0, 25))]); break;
        default: frame.resize(at); break;
        }
    }
    return frame;
}

} // namespace

TEST_CASE("random books and trades come back exactly, by both ways of reading")
{
    const InstrumentTable table = bybitTable();
    FrameDecoder decoder(table);
    Rng rng(1, "books");
    for (int round = 0; round < 500; ++round) {
        const Instrument& instrument = table.at(rng.chance(0.5) ? kBitcoin : kDoge);
        std::vector<BookLevel> bids, asks;
        for (auto i = rng.integer(0, 20); i > 0; --i)
            bids.push_back(
                {Price {rng.integer(1, 1'000'000'000'000)}, Quantity {rng.integer(0, 1'000'000'000)}});
        for (auto i = rng.integer(0, 20); i > 0; --i)
            asks.push_back({Price {rng.integer(1, 1'000'000)}, Quantity {rng.integer(0, 1'000)}});
        const std::string frame = bookText(instrument, bids, asks);
        for (const std::string& form : {frame, " " + frame}) { // a space keeps the scanner off
            const auto decoded = decoder.decode(form);
            REQUIRE(decoded.has_value());
            const auto& book = std::get<BookCounts>(*decoded);
            CHECK(book.symbol == instrument.id);
            CHECK(std::vector(book.bids.begin(), book.bids.end()) == bids);
            CHECK(std::vector(book.asks.begin(), book.asks.end()) == asks);
            CHECK(book.updateId == 5);
            CHECK(book.engineTime == 7);
        }
        const TradePrint trade {instrument.id,
                                Timestamp {rng.integer(0, 2'000'000'000'000)},
                                Price {rng.integer(1, 1'000'000'000)},
                                Quantity {rng.integer(1, 1'000'000'000)},
                                rng.chance(0.5) ? Side::Buy : Side::Sell,
                                static_cast<std::uint64_t>(rng.integer(1, 1'000'000'000))};
        const auto decoded =
            decoder.decode("{\"topic\":\"publicTrade.X\",\"ts\":1,\"data\":[{\"T\":"
                           + std::to_string(trade.time.ms) + ",\"s\":\"" + instrument.symbol + "\",\"S\":\""
                           + (trade.takerSide == Side::Buy ? "Buy" : "Sell") + "\",\"v\":\""
                           + text(instrument, trade.quantity) + "\",\"p\":\"" + text(instrument, trade.price)
                           + "\",\"i\":\"" + std::to_string(trade.id) + "\"}]}");
        REQUIRE(decoded.has_value());
        const auto print = toTradePrint(std::get<TradesFrame>(*decoded).trades[0], table);
        REQUIRE(print.has_value());
        CHECK(*print == trade);
    }
}

TEST_CASE("cut short, a frame is an error")
{
    FrameDecoder decoder;
    AnswerDecoder answers;
    for (const std::string& frame : samples())
        for (std::size_t length = 0; length < frame.size(); ++length) {
            const std::string cut = frame.substr(0, length);
            const auto answer = answers.decodeRecorded(cut);
            const bool isAnswer = answer && answer->has_value(); // else it is left to the frames
            if (decoder.decode(cut).has_value() || isAnswer || checkJson(cut).has_value())
                FAIL_CHECK(cut);
        }
}

TEST_CASE("twenty thousand mutations: an error, or a frame that both ways of reading agree on")
{
    const InstrumentTable table = bybitTable();
    FrameDecoder decoder(table);
    FrameDecoder texts;
    FrameDecoder general;
    AnswerDecoder answers;
    const std::vector<std::string> frames = samples();
    Rng rng(7, "mutations");
    int wrong = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string frame = damaged(rng, frames[static_cast<std::size_t>(i) % frames.size()]);
        const bool isJson = nlohmann::json::accept(frame);
        if (isJson != checkJson(frame).has_value())
            FAIL_CHECK("checkJson: " << frame);
        wrong += isJson ? 0 : 1;
        (void)decoder.decode(frame);
        (void)answers.decodeRecorded(frame);
        (void)answers.decode("/v5/order/realtime", frame);
        const auto fast = texts.decode(frame);
        const auto slow = general.decode(" " + frame);
        if (fast.has_value() != slow.has_value() || (fast && fast->index() != slow->index())) {
            FAIL_CHECK("two ways: " << frame);
            continue;
        }
        if (!fast)
            continue;
        if (const auto* book = std::get_if<BookRecord>(&*fast)) {
            const auto& other = std::get<BookRecord>(*slow);
            CHECK(book->time == other.time);
            CHECK(book->updateId == other.updateId);
            CHECK(book->bids.size() == other.bids.size());
            CHECK(book->asks.size() == other.asks.size());
        }
    }
    CHECK(wrong > 10'000);
}

TEST_CASE("the check of JSON knows the grammar")
{
    for (const std::string_view good : {"{}", "[]", "0", "-0.5e+10", "\"\\u00e9\\n\"", " [1 , 2] ", "null",
                                        "{\"a\":{\"b\":[true,false]}}", "123456789012345678901234567890"})
        CHECK(checkJson(good).has_value());
    for (const std::string_view bad : {"", "{", "[1,]", "{\"a\"}", "01", "1.", "+1", "nul", "\"\\x\"",
                                       "\"\t\"", "{}{}", "{'a':1}", "\"\xff\"", "\"\\u12g4\"", "-", "1e"})
        CHECK_FALSE(checkJson(bad).has_value());
    CHECK_FALSE(checkJson(std::string(100'000, '[')).has_value());
}
