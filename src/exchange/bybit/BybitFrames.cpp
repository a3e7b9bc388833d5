// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitFrames.h"

#include "core/Invariant.h"
#include "exchange/bybit/BookScanner.h"
#include "exchange/bybit/BybitJson.h"
#include "market/Instrument.h"

namespace breakline::bybit {

namespace {

enum class Topic : std::uint8_t {
    Other,
    Ticker,
    Trades,
    Candles,
    Book,
    Orders,
    Executions,
    Positions,
    Wallet
};

struct TopicParts {
    Topic kind = Topic::Other;
    std::string_view parameter; ///< depth or interval
    std::string_view symbol;
};

TopicParts partsOf(std::string_view topic)
{
    // A private topic may be narrowed to a category: "order.linear".
    if (topic == "order" || topic == "order.linear")
        return {Topic::Orders, {}, {}};
    if (topic == "execution" || topic == "execution.linear")
        return {Topic::Executions, {}, {}};
    if (topic == "position" || topic == "position.linear")
        return {Topic::Positions, {}, {}};
    if (topic == "wallet")
        return {Topic::Wallet, {}, {}};
    const std::size_t dot = topic.find('.');
    if (dot == std::string_view::npos)
        return {};
    const std::string_view name = topic.substr(0, dot);
    const std::string_view rest = topic.substr(dot + 1);
    if (name == "tickers" && !rest.empty())
        return {Topic::Ticker, {}, rest};
    if (name == "publicTrade" && !rest.empty())
        return {Topic::Trades, {}, rest};
    const std::size_t second = rest.find('.');
    if (second == std::string_view::npos || second == 0 || second + 1 == rest.size())
        return {};
    if (name == "kline")
        return {Topic::Candles, rest.substr(0, second), rest.substr(second + 1)};
    if (name == "orderbook")
        return {Topic::Book, rest.substr(0, second), rest.substr(second + 1)};
    return {};
}

struct FrameHead {
    Text topic;
    Text type;
    Integer time;
    Integer created;
    Integer engineTime;
    Text operation;
    Flag success;
    Text publicMessage;
    Text publicRequestId;
    Text publicConnectionId;
    Text requestId;
    Integer code;
    Text message;
    Text connectionId;
};

constexpr std::array kHeadColumns {
    column("topic", &FrameHead::topic),
    column("type", &FrameHead::type),
    column("ts", &FrameHead::time),
    column("creationTime", &FrameHead::created),
    column("cts", &FrameHead::engineTime),
    column("op", &FrameHead::operation),
    column("success", &FrameHead::success),
    column("ret_msg", &FrameHead::publicMessage),
    column("req_id", &FrameHead::publicRequestId),
    column("conn_id", &FrameHead::publicConnectionId),
    column("reqId", &FrameHead::requestId),
    column("retCode", &FrameHead::code),
    column("retMsg", &FrameHead::message),
    column("connId", &FrameHead::connectionId),
};

struct OrderAnswerHeader {
    Integer now;
    Integer limit;
    Integer status;
    Integer reset;
};

constexpr std::array kAnswerHeaderColumns {
    column("Timenow", &OrderAnswerHeader::now),
    column("X-Bapi-Limit", &OrderAnswerHeader::limit),
    column("X-Bapi-Limit-Status", &OrderAnswerHeader::status),
    column("X-Bapi-Limit-Reset-Timestamp", &OrderAnswerHeader::reset),
};

constexpr std::array kBookColumns {
    required(column("s", &BookRecord::symbol)),
    required(column("u", &BookRecord::updateId)),
    column("seq", &BookRecord::sequence),
};

} // namespace

struct FrameDecoder::Parts {
    const InstrumentTable* instruments = nullptr;
    std::vector<InstrumentGrid> grids; ///< by symbol id
    json::parser parser;
    PaddedText text;
    JsonReading reading;

    FrameHead head;
    TopicParts topic;
    OrderAnswerHeader answerHeader;
    OrderIdsRecord answerIds;

    BookRecord book;
    TickerRecord ticker;
    std::vector<BookLevelRecord> bids, asks;
    std::vector<BookLevel> bidCounts, askCounts;
    std::vector<TradeRecord> trades;
    std::vector<CandleRecord> candles;
    std::vector<OrderRecord> orders;
    std::vector<ExecutionRecord> executions;
    std::vector<PositionRecord> positions;
    std::vector<WalletRecord> wallets;

    std::optional<Frame> scan(std::string_view frame);
    bool readTop(json::object& object, bool onlyData);
    bool readData(json::value& value);
    bool readBook(json::value& value);
    bool readWallets(json::value& value);
    Expected<Frame> result();
    Expected<Frame> bookResult();
    Frame answered() const;
    Expected<BookLevel> counted(const BookLevelRecord& level, const InstrumentGrid& grid) const;
    std::unexpected<Error> bad(std::string reason) const
    {
        if (!head.topic.empty())
            reason.insert(0, std::string(head.topic.substr(0, 60)) + ": ");
        return fail(ErrorCode::Corrupt, std::move(reason));
    }
};

FrameDecoder::FrameDecoder()
    : m_parts(std::make_unique<Parts>())
{
}

FrameDecoder::FrameDecoder(const InstrumentTable& instruments)
    : FrameDecoder()
{
    m_parts->instruments = &instruments;
    for (const Instrument& instrument : instruments.all())
        m_parts->grids.push_back({DecimalGrid(instrument.tickSize), DecimalGrid(instrument.lotSize)});
}

FrameDecoder::~FrameDecoder() = default;

const InstrumentGrid* FrameDecoder::gridOf(SymbolId symbol) const
{
    return symbol.index < m_parts->grids.size() ? &m_parts->grids[symbol.index] : nullptr;
}

std::optional<Frame> FrameDecoder::Parts::scan(std::string_view frame)
{
    BookHead found;
    if (instruments == nullptr) {
        if (!scanBook(frame, found, bids, asks))
            return std::nullopt;
        return BookRecord {found.symbol,   found.isSnapshot, found.depth, found.time, found.engineTime,
                           found.updateId, found.sequence,   bids,        asks};
    }
    const char* at = frame.data();
    const char* end = at + frame.size();
    if (!scanBookHead(at, end, found))
        return std::nullopt;
    const auto symbol = instruments->find(found.symbol);
    if (!symbol)
        return std::nullopt;
    const InstrumentGrid& grid = grids[symbol->index];
    if (!scanBookCounts(at, end, grid.ticks, grid.lots, found, bidCounts, askCounts))
        return std::nullopt;
    return BookCounts {*symbol,          found.isSnapshot, found.depth,    Timestamp {found.time},
                       found.engineTime, found.updateId,   found.sequence, bidCounts,
                       askCounts};
}

bool FrameDecoder::Parts::readBook(json::value& value)
{
    book = {};
    bool hasBids = false;
    bool hasAsks = false;
    const bool isRead =
        reading.readRecord(value, kBookColumns, book, [&](std::string_view key, json::value& levels) {
            if (key == "b") {
                hasBids = true;
                return reading.readLevels(levels, bids) || (reading.problem.insert(0, "b"), false);
            }
            if (key == "a") {
                hasAsks = true;
                return reading.readLevels(levels, asks) || (reading.problem.insert(0, "a"), false);
            }
            return true;
        });
    if (!isRead)
        return false;
    if (!hasBids || !hasAsks)
        return reading.refuse(std::string(hasBids ? "a" : "b") + " is missing");
    if (!book.updateId)
        return reading.refuse("u is empty");
    return true;
}

bool FrameDecoder::Parts::readWallets(json::value& value)
{
    wallets.clear();
    return reading.readEach(value, [&](json::value& item) {
        WalletRecord& wallet = wallets.emplace_back();
        return reading.readRecord(
            item, kWalletColumns, wallet, [&](std::string_view key, json::value& coins) {
                return key != "coin" || reading.readList(coins, kCoinColumns, wallet.coins);
            });
    });
}

bool FrameDecoder::Parts::readData(json::value& value)
{
    bool isRead = true;
    switch (topic.kind) {
    case Topic::Other: return true;
    case Topic::Ticker:
        ticker = {};
        isRead = reading.readRecord(value, kTickerColumns, ticker);
        break;
    case Topic::Trades: isRead = reading.readList(value, kTradeColumns, trades); break;
    case Topic::Candles: isRead = reading.readList(value, kCandleColumns, candles); break;
    case Topic::Book: isRead = readBook(value); break;
    case Topic::Orders: isRead = reading.readList(value, kOrderColumns, orders); break;
    case Topic::Executions: isRead = reading.readList(value, kExecutionColumns, executions); break;
    case Topic::Positions: isRead = reading.readList(value, kPositionColumns, positions); break;
    case Topic::Wallet: isRead = readWallets(value); break;
    }
    if (!isRead)
        reading.problem.insert(0, "data: ");
    return isRead;
}

bool FrameDecoder::Parts::readTop(json::object& object, bool onlyData)
{
    bool isLate = false;
    bool hasData = false;
    std::string_view readFor;
    const auto other = [&](std::string_view key, json::value& value) {
        if (key == "data") {
            if (onlyData || !head.topic.empty()) {
                topic = partsOf(head.topic);
                readFor = head.topic;
                hasData = true;
                return readData(value);
            }
            isLate = true; // it may be data of a topic still to come, or of an answer
            json::object ids;
            answerIds = {};
            if (value.get_object().get(ids) == simdjson::SUCCESS && isGiven(head.operation))
                return reading.readRecord(ids, kOrderIdsColumns, answerIds);
            return true;
        }
        if (key == "header" && head.topic.empty()) {
            json::object header;
            if (value.get_object().get(header) == simdjson::SUCCESS)
                return reading.readRecord(header, kAnswerHeaderColumns, answerHeader);
        }
        return true;
    };
    const std::string_view knownTopic = onlyData ? head.topic : std::string_view {};
    if (!reading.readRecord(object, kHeadColumns, head, other))
        return false;
    if (head.topic.empty())
        return true;
    if (hasData && readFor != head.topic)
        return reading.refuse("the topic comes twice");
    if (hasData || partsOf(head.topic).kind == Topic::Other)
        return true;
    if (!isLate || onlyData || !knownTopic.empty())
        return reading.refuse("data is missing");
    // The topic came behind its data: once more, now that it is known.
    if (const auto error = object.reset().error(); error)
        return reading.refuse(error);
    return readTop(object, true);
}

Expected<Frame> FrameDecoder::decode(std::string_view frame)
{
    Parts& p = *m_parts;
    const simdjson::padded_string_view padded = p.text.set(frame);
    if (auto scanned = p.scan({padded.data(), padded.size()}))
        return *std::move(scanned);

    p.head = {};
    p.topic = {};
    p.answerHeader = {};
    p.answerIds = {};
    p.reading.problem.clear();
    json::document document;
    if (const auto error = p.parser.iterate(padded).get(document); error)
        return fail(ErrorCode::Corrupt, simdjson::error_message(error));
    json::object object;
    if (const auto error = document.get_object().get(object); error)
        return fail(ErrorCode::Corrupt,
                    error == simdjson::INCORRECT_TYPE ? "a frame is a JSON object"
                                                      : simdjson::error_message(error));
    if (!p.readTop(object, false))
        return p.bad(p.reading.problem);
    if (!isAtEnd(document))
        return p.bad("there is more behind the frame");
    return p.result();
}

Frame FrameDecoder::Parts::answered() const
{
    if (head.operation.starts_with("order.") && head.code) {
        OrderAnswerFrame answer;
        answer.operation = head.operation;
        answer.requestId = head.requestId;
        answer.code = *head.code;
        answer.meaning = meaningOf(head.operation, *head.code, head.message);
        answer.message = head.message;
        answer.venueId = answerIds.venueId;
        answer.clientId = answerIds.clientId;
        answer.time = answerHeader.now;
        answer.limit = answerHeader.limit;
        answer.limitStatus = answerHeader.status;
        answer.limitReset = answerHeader.reset;
        return answer;
    }
    ControlFrame control;
    control.operation = head.operation;
    control.success = head.success;
    if (!control.success && head.code)
        control.success = *head.code == 0;
    control.code = head.code;
    control.message = isGiven(head.message) ? head.message : head.publicMessage;
    control.requestId = isGiven(head.requestId) ? head.requestId : head.publicRequestId;
    control.connectionId = isGiven(head.connectionId) ? head.connectionId : head.publicConnectionId;
    control.isPong = head.operation == "pong" || (head.operation == "ping" && control.message == "pong");
    return control;
}

Expected<BookLevel> FrameDecoder::Parts::counted(const BookLevelRecord& level, const InstrumentGrid& grid) const
{
    const auto ticks = grid.ticks.count(level.price);
    if (!ticks)
        return fail(ticks.error().code, "price " + ticks.error().message);
    const auto lots = grid.lots.count(level.quantity);
    if (!lots)
        return fail(lots.error().code, "quantity " + lots.error().message);
    return BookLevel {Price {*ticks}, Quantity {*lots}};
}

Expected<Frame> FrameDecoder::Parts::bookResult()
{
    if (head.type != "snapshot" && head.type != "delta")
        return bad("type is neither snapshot nor delta");
    std::int64_t depth = 0;
    const char* end = topic.parameter.data() + topic.parameter.size();
    const auto parsed = std::from_chars(topic.parameter.data(), end, depth);
    if (parsed.ec != std::errc() || parsed.ptr != end || depth <= 0)
        return bad("the depth is no whole number");
    if (!head.time)
        return bad("ts is missing");
    book.isSnapshot = head.type == "snapshot";
    book.depth = depth;
    book.time = head.time;
    book.engineTime = head.engineTime;
    book.bids = bids;
    book.asks = asks;
    const auto symbol = instruments == nullptr ? std::nullopt : instruments->find(book.symbol);
    if (!symbol)
        return book;
    BookCounts counts {*symbol,         book.isSnapshot, depth,         Timestamp {*book.time},
                       book.engineTime, *book.updateId,  book.sequence, bidCounts,
                       askCounts};
    const auto countAll = [&](const auto& from, std::vector<BookLevel>& into) -> Expected<void> {
        into.clear();
        for (const BookLevelRecord& level : from) {
            const auto counted = this->counted(level, grids[symbol->index]);
            if (!counted)
                return std::unexpected(counted.error());
            into.push_back(*counted);
        }
        return {};
    };
    if (const auto done = countAll(bids, bidCounts); !done)
        return fail(done.error().code, std::string(head.topic) + ": bid " + done.error().message);
    if (const auto done = countAll(asks, askCounts); !done)
        return fail(done.error().code, std::string(head.topic) + ": ask " + done.error().message);
    counts.bids = bidCounts;
    counts.asks = askCounts;
    return counts;
}

Expected<Frame> FrameDecoder::Parts::result()
{
    if (head.topic.empty()) {
        if (isGiven(head.operation) || head.success || head.code)
            return answered();
        return IgnoredFrame {};
    }
    const Integer time = head.time ? head.time : head.created;
    switch (topic.kind) {
    case Topic::Other: return IgnoredFrame {head.topic};
    case Topic::Ticker:
        if (ticker.symbol.empty())
            ticker.symbol = topic.symbol;
        ticker.isSnapshot = head.type != "delta";
        ticker.time = time;
        return ticker;
    case Topic::Trades: return TradesFrame {time, trades};
    case Topic::Candles:
        for (CandleRecord& candle : candles)
            candle.symbol = topic.symbol;
        return CandlesFrame {time, candles};
    case Topic::Book: return bookResult();
    case Topic::Orders: return OrdersFrame {time, orders};
    case Topic::Executions: return ExecutionsFrame {time, executions};
    case Topic::Positions: return PositionsFrame {time, positions};
    case Topic::Wallet: return WalletFrame {time, wallets};
    }
    failInvariant("a topic without a frame");
}

} // namespace breakline::bybit
