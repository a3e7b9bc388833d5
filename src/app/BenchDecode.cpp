// SPDX-License-Identifier: GPL-3.0-or-later
// The codec beside QJsonDocument that fills the same structs.
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "core/Rng.h"
#include "exchange/bybit/BybitFrames.h"
#include "exchange/bybit/BybitNames.h"
#include "market/Instrument.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace breakline {

namespace {

constexpr int kRuns = 7;
constexpr std::size_t kFrames = 200; ///< different ones, so that no branch is learnt by heart
constexpr std::size_t kDepthLevels = 117; ///< a side: frames of about 4.7 kB

/// What both ways fill: one struct a kind, numbers as the trading side has them.
struct Book {
    std::int64_t time = 0;
    std::int64_t updateId = 0;
    std::int64_t sequence = 0;
    bool isSnapshot = false;
    std::vector<BookLevel> bids, asks;

    friend bool operator==(const Book&, const Book&) = default;
};

struct Row {
    std::int64_t time = 0;
    bool flag = false; ///< buy; closed
    double values[5] = {}; ///< price, quantity; open, high, low, close, volume

    friend bool operator==(const Row&, const Row&) = default;
};

struct Work {
    std::vector<std::string> frames;
    std::size_t bytes = 0;
    InstrumentTable table;
};

Expected<Work> work()
{
    Work made;
    Instrument instrument;
    instrument.symbol = "BTCUSDT";
    instrument.tickSize = Decimal::literal("0.1");
    instrument.lotSize = Decimal::literal("0.001");
    auto table = InstrumentTable::make({instrument});
    if (!table)
        return std::unexpected(table.error());
    made.table = *std::move(table);
    return made;
}

/// As the venue writes them: a fixed number of decimals.
std::string fixed(std::int64_t units, int places)
{
    std::string text = std::to_string(units);
    if (text.size() <= static_cast<std::size_t>(places))
        text.insert(0, static_cast<std::size_t>(places) + 1 - text.size(), '0');
    return text.insert(text.size() - static_cast<std::size_t>(places), 1, '.');
}

std::string depthFrame(Rng& rng, std::int64_t number)
{
    std::string frame = R"({"topic":"orderbook.200.BTCUSDT","type":"delta","ts":)"
        + std::to_string(1'700'000'000'000 + number) + R"(,"data":{"s":"BTCUSDT",)";
    for (const int side : {-1, 1}) {
        frame += side < 0 ? "\"b\":[" : "],\"a\":[";
        std::int64_t price = 614'000 + side * rng.integer(1, 50);
        for (std::size_t i = 0; i < kDepthLevels; ++i, price += side * rng.integer(1, 4))
            frame += (i == 0 ? "" : ",") + ("[\"" + fixed(price, 1)) + "\",\""
                + (rng.chance(0.2) ? "0" : fixed(rng.integer(1, 30'000), 3)) + "\"]";
    }
    return frame + "],\"u\":" + std::to_string(177'400'507 + number)
        + ",\"seq\":" + std::to_string(66'544'703'342 + 3 * number)
        + "},\"cts\":" + std::to_string(1'699'999'999'998 + number) + "}";
}

std::string tradeFrame(Rng& rng, std::int64_t number)
{
    const std::string time = std::to_string(1'700'000'000'000 + number);
    std::string frame = R"({"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":)" + time + R"(,"data":[)";
    const auto count = rng.integer(1, 3);
    for (std::int64_t i = 0; i < count; ++i)
        frame += (i == 0 ? "" : ",") + (R"({"T":)" + time) + R"(,"s":"BTCUSDT","S":")"
            + (rng.chance(0.5) ? "Buy" : "Sell") + R"(","v":")" + fixed(rng.integer(1, 5'000), 3)
            + R"(","p":")" + fixed(614'000 + rng.integer(-500, 500), 1)
            + R"(","L":"PlusTick","i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false,"RPI":false,"seq":)"
            + std::to_string(66'544'703'342 + number) + "}";
    return frame + "]}";
}

std::string klineFrame(Rng& rng, std::int64_t number)
{
    const std::int64_t start = 1'700'000'000'000 + 300'000 * number;
    const std::int64_t open = 614'000 + rng.integer(-500, 500);
    const std::int64_t close = open + rng.integer(-50, 50);
    return R"({"topic":"kline.5.BTCUSDT","data":[{"start":)" + std::to_string(start) + R"(,"end":)"
        + std::to_string(start + 299'999) + R"(,"interval":"5","open":")" + fixed(open, 1) + R"(","close":")"
        + fixed(close, 1) + R"(","high":")" + fixed(std::max(open, close) + rng.integer(0, 20), 1)
        + R"(","low":")" + fixed(std::min(open, close) - rng.integer(0, 20), 1) + R"(","volume":")"
        + fixed(rng.integer(1, 5'000'000), 3) + R"(","turnover":")" + fixed(rng.integer(1, 900'000'000), 4)
        + R"(","confirm":)" + (rng.chance(0.5) ? "true" : "false") + R"(,"timestamp":)"
        + std::to_string(start) + R"(}],"ts":)" + std::to_string(start) + R"(,"type":"snapshot"})";
}

QJsonObject objectOf(const std::string& frame)
{
    return QJsonDocument::fromJson(
               QByteArray::fromRawData(frame.data(), static_cast<qsizetype>(frame.size())))
        .object();
}

double numberOf(const QJsonValue& value)
{
    return value.toString().toDouble();
}

void plainBook(const std::string& frame, const InstrumentTable& table, Book& book)
{
    const Instrument& instrument = table.at(SymbolId {0});
    const QJsonObject object = objectOf(frame);
    const QJsonObject data = object[QLatin1String("data")].toObject();
    book.time = object[QLatin1String("ts")].toInteger();
    book.isSnapshot = object[QLatin1String("type")].toString() == QLatin1String("snapshot");
    book.updateId = data[QLatin1String("u")].toInteger();
    book.sequence = data[QLatin1String("seq")].toInteger();
    const auto fill = [&](const char* key, std::vector<BookLevel>& levels) {
        levels.clear();
        const QJsonArray array = data[QLatin1String(key)].toArray();
        for (const QJsonValue& value : array) {
            const QJsonArray level = value.toArray();
            levels.push_back({Price {std::llround(numberOf(level[0]) / instrument.tick)},
                              Quantity {std::llround(numberOf(level[1]) / instrument.lot)}});
        }
    };
    fill("b", book.bids);
    fill("a", book.asks);
}

Expected<void> ownBook(const std::string& frame, bybit::FrameDecoder& decoder, Book& book)
{
    const auto decoded = decoder.decode(frame);
    const auto* counts = decoded ? std::get_if<bybit::BookCounts>(&*decoded) : nullptr;
    if (counts == nullptr)
        return fail(ErrorCode::Corrupt,
                    "the codec reads no book: " + (decoded ? std::string() : decoded.error().message));
    book.time = counts->time.ms;
    book.isSnapshot = counts->isSnapshot;
    book.updateId = counts->updateId;
    book.sequence = counts->sequence.value_or(0);
    book.bids.assign(counts->bids.begin(), counts->bids.end());
    book.asks.assign(counts->asks.begin(), counts->asks.end());
    return {};
}

void plainRows(const std::string& frame, bool isTrade, std::vector<Row>& rows)
{
    static constexpr const char* kCandle[] = {"open", "high", "low", "close", "volume"};
    static constexpr const char* kTrade[] = {"p", "v"};
    rows.clear();
    const QJsonArray data = objectOf(frame)[QLatin1String("data")].toArray();
    for (const QJsonValue& value : data) {
        const QJsonObject object = value.toObject();
        Row row;
        row.time = object[QLatin1String(isTrade ? "T" : "start")].toInteger();
        row.flag = isTrade ? object[QLatin1String("S")].toString() == QLatin1String("Buy")
                           : object[QLatin1String("confirm")].toBool();
        if (isTrade)
            for (std::size_t i = 0; i < std::size(kTrade); ++i)
                row.values[i] = numberOf(object[QLatin1String(kTrade[i])]);
        else
            for (std::size_t i = 0; i < std::size(kCandle); ++i)
                row.values[i] = numberOf(object[QLatin1String(kCandle[i])]);
        rows.push_back(row);
    }
}

double numberOf(bybit::Text text)
{
    double value = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Expected<void> ownRows(const std::string& frame, bybit::FrameDecoder& decoder, std::vector<Row>& rows)
{
    const auto decoded = decoder.decode(frame);
    if (!decoded)
        return std::unexpected(decoded.error());
    rows.clear();
    if (const auto* trades = std::get_if<bybit::TradesFrame>(&*decoded)) {
        for (const bybit::TradeRecord& trade : trades->trades)
            rows.push_back({trade.time.value_or(0),
                            trade.side == Side::Buy,
                            {numberOf(trade.price), numberOf(trade.quantity)}});
    } else if (const auto* candles = std::get_if<bybit::CandlesFrame>(&*decoded)) {
        for (const bybit::CandleRecord& candle : candles->candles)
            rows.push_back({candle.start.value_or(0),
                            candle.closed.value_or(false),
                            {numberOf(candle.open), numberOf(candle.high), numberOf(candle.low),
                             numberOf(candle.close), numberOf(candle.volume)}});
    }
    return {};
}

/// Runs both ways over all frames: compared once, then timed by turns.
template<class Value, class Own, class Plain>
Expected<BenchResult> compare(std::string name, const Work& made, int repeats, Own&& own, Plain&& plain)
{
    Value left;
    Value right;
    for (const std::string& frame : made.frames) {
        if (const auto done = own(frame, left); !done)
            return std::unexpected(done.error());
        plain(frame, right);
        if (!(left == right))
            return fail(ErrorCode::Corrupt, name + ": the codec and QJsonDocument read different values");
    }
    std::vector<double> ownRates, plainRates;
    bool isGood = true;
    const double megabytes = static_cast<double>(made.bytes) / 1e6;
    for (int run = 0; run < kRuns; ++run) {
        ownRates.push_back(megabytes * repeats / secondsOf([&] {
                               for (int i = 0; i < repeats; ++i)
                                   for (const std::string& frame : made.frames)
                                       isGood = own(frame, left).has_value() && isGood;
                           }));
        plainRates.push_back(megabytes / secondsOf([&] {
                                 for (const std::string& frame : made.frames)
                                     plain(frame, right);
                             }));
        if (!isGood || !(left == right))
            return fail(ErrorCode::Corrupt, name + ": a timed run read other values than the first");
    }
    BenchResult result;
    result.name = std::move(name);
    result.unit = "MB/s";
    result.median = medianOf(ownRates);
    result.runs = kRuns;
    result.beside = {"QJsonDocument to the same structs", medianOf(plainRates)};
    const double size = static_cast<double>(made.bytes) / static_cast<double>(made.frames.size());
    const auto messages = [size](double rate) { return std::to_string(std::llround(rate * 1e6 / size)); };
    result.note = "frames of " + std::to_string(std::llround(size))
        + " bytes: " + messages(result.median.value_or(0.0)) + " messages/s, beside "
        + messages(result.beside->median.value_or(0.0)) + "; the same values in both";
    return result;
}

Expected<BenchResult> benchRows(std::string name, bool isTrade)
{
    auto made = work();
    if (!made)
        return std::unexpected(made.error());
    Rng rng(1, "bench decode");
    for (std::size_t i = 0; i < kFrames; ++i)
        made->frames.push_back(isTrade ? tradeFrame(rng, static_cast<std::int64_t>(i))
                                       : klineFrame(rng, static_cast<std::int64_t>(i)));
    for (const std::string& frame : made->frames)
        made->bytes += frame.size();
    bybit::FrameDecoder decoder;
    return compare<std::vector<Row>>(
        std::move(name), *made, 100,
        [&](const std::string& frame, std::vector<Row>& rows) { return ownRows(frame, decoder, rows); },
        [&](const std::string& frame, std::vector<Row>& rows) { plainRows(frame, isTrade, rows); });
}

} // namespace

Expected<BenchResult> benchDecodeDepth()
{
    auto made = work();
    if (!made)
        return std::unexpected(made.error());
    Rng rng(1, "bench decode");
    for (std::size_t i = 0; i < kFrames; ++i)
        made->frames.push_back(depthFrame(rng, static_cast<std::int64_t>(i)));
    for (const std::string& frame : made->frames)
        made->bytes += frame.size();
    bybit::FrameDecoder decoder(made->table);
    return compare<Book>(
        "decode_depth", *made, 50,
        [&](const std::string& frame, Book& book) { return ownBook(frame, decoder, book); },
        [&](const std::string& frame, Book& book) { plainBook(frame, made->table, book); });
}

Expected<BenchResult> benchDecodeTrade()
{
    return benchRows("decode_trade", true);
}

Expected<BenchResult> benchDecodeKline()
{
    return benchRows("decode_kline", false);
}

} // namespace breakline
