// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitAnswers.h"

#include "exchange/bybit/BybitJson.h"

#include <algorithm>

namespace breakline::bybit {

namespace {

enum class Call : std::uint8_t {
    Other,
    Time,
    Instruments,
    Tickers,
    Candles,
    Book,
    Trades,
    OpenInterest,
    FundingRates,
    OrderIds,
    OrderIdsList,
    Orders,
    Executions,
    Positions,
    Nothing, ///< of ours, without content
    Wallet,
    AccountInfo,
    FeeRates,
    Ledger,
    ApiKey
};

struct CallPath {
    std::string_view path;
    Call call;
};

constexpr std::array kCalls {
    CallPath {"/v5/market/time", Call::Time},
    CallPath {"/v5/market/instruments-info", Call::Instruments},
    CallPath {"/v5/market/tickers", Call::Tickers},
    CallPath {"/v5/market/kline", Call::Candles},
    CallPath {"/v5/market/orderbook", Call::Book},
    CallPath {"/v5/market/recent-trade", Call::Trades},
    CallPath {"/v5/market/open-interest", Call::OpenInterest},
    CallPath {"/v5/market/funding/history", Call::FundingRates},
    CallPath {"/v5/order/create", Call::OrderIds},
    CallPath {"/v5/order/amend", Call::OrderIds},
    CallPath {"/v5/order/cancel", Call::OrderIds},
    CallPath {"/v5/order/cancel-all", Call::OrderIdsList},
    CallPath {"/v5/order/realtime", Call::Orders},
    CallPath {"/v5/order/history", Call::Orders},
    CallPath {"/v5/execution/list", Call::Executions},
    CallPath {"/v5/position/list", Call::Positions},
    CallPath {"/v5/position/set-leverage", Call::Nothing},
    CallPath {"/v5/position/switch-mode", Call::Nothing},
    CallPath {"/v5/position/trading-stop", Call::Nothing},
    CallPath {"/v5/order/disconnected-cancel-all", Call::Nothing},
    CallPath {"/v5/account/wallet-balance", Call::Wallet},
    CallPath {"/v5/account/info", Call::AccountInfo},
    CallPath {"/v5/account/set-margin-mode", Call::Nothing},
    CallPath {"/v5/account/fee-rate", Call::FeeRates},
    CallPath {"/v5/account/transaction-log", Call::Ledger},
    CallPath {"/v5/user/query-api", Call::ApiKey},
};

Call callOf(std::string_view path)
{
    path = path.substr(0, path.find('?'));
    const auto found = std::ranges::find(kCalls, path, &CallPath::path);
    return found == kCalls.end() ? Call::Other : found->call;
}

constexpr bool isList(Call call)
{
    switch (call) {
    case Call::Instruments:
    case Call::Tickers:
    case Call::Candles:
    case Call::Trades:
    case Call::OpenInterest:
    case Call::FundingRates:
    case Call::OrderIdsList:
    case Call::Orders:
    case Call::Executions:
    case Call::Positions:
    case Call::Wallet:
    case Call::FeeRates:
    case Call::Ledger: return true;
    default: return false;
    }
}

struct AnswerHead {
    Integer code;
    Text message;
    Integer time;
};

constexpr std::array kHeadColumns {
    required(column("retCode", &AnswerHead::code)),
    column("retMsg", &AnswerHead::message),
    column("time", &AnswerHead::time),
};

struct ListHead {
    Text symbol;
    Text category;
    Text cursor;
};

constexpr std::array kListColumns {
    column("symbol", &ListHead::symbol),
    column("category", &ListHead::category),
    column("nextPageCursor", &ListHead::cursor),
};

constexpr std::array kBookColumns {
    required(column("s", &BookRecord::symbol)), required(column("u", &BookRecord::updateId)),
    column("seq", &BookRecord::sequence),       column("ts", &BookRecord::time),
    column("cts", &BookRecord::engineTime),
};

} // namespace

struct AnswerDecoder::Parts {
    json::parser parser;
    json::parser lineParser;
    PaddedText text;
    PaddedText line;
    JsonReading reading;
    Call call = Call::Other;
    ListHead list;
    AnswerContent content;

    std::vector<InstrumentRecord> instruments;
    std::vector<TickerRecord> tickers;
    std::vector<CandleRecord> candles;
    std::vector<BookLevelRecord> bids, asks;
    std::vector<TradeRecord> trades;
    std::vector<OpenInterestRecord> openInterest;
    std::vector<FundingRateRecord> fundingRates;
    std::vector<OrderIdsRecord> orderIds;
    std::vector<OrderRecord> orders;
    std::vector<ExecutionRecord> executions;
    std::vector<PositionRecord> positions;
    std::vector<WalletRecord> wallets;
    std::vector<FeeRateRecord> feeRates;
    std::vector<LedgerRecord> ledger;

    template<class Record, std::size_t Count>
    bool plainList(json::value& value, const std::array<Column<Record>, Count>& columns,
                   std::vector<Record>& records)
    {
        if (!reading.readList(value, columns, records))
            return false;
        content = std::span<const Record>(records);
        return true;
    }
    template<class Record, std::size_t Count>
    bool single(json::value& value, const std::array<Column<Record>, Count>& columns)
    {
        Record record;
        if (!reading.readRecord(value, columns, record))
            return false;
        content = record;
        return true;
    }
    bool readResult(json::value& value);
    bool readList(json::value& value);
    bool readCandles(json::value& value);
    bool readInstruments(json::value& value);
    bool readWallets(json::value& value);
    bool readBook(json::value& value);
    bool readApiKey(json::value& value);
    Expected<Answer> decode(std::string_view path, std::string_view body, int httpStatus);
};

AnswerDecoder::AnswerDecoder()
    : m_parts(std::make_unique<Parts>())
{
}

AnswerDecoder::~AnswerDecoder() = default;

bool AnswerDecoder::Parts::readCandles(json::value& value)
{
    candles.clear();
    const bool isRead = reading.readEach(value, [&](json::value& row) {
        CandleRecord& candle = candles.emplace_back();
        Text* texts[] = {&candle.open,  &candle.high,   &candle.low,
                         &candle.close, &candle.volume, &candle.turnover};
        std::size_t cell = 0;
        const bool isRowRead = reading.readEach(row, [&](json::value& part) {
            const std::size_t at = cell++;
            if (at == 0)
                return reading.read("start", part, false, candle.start);
            return at > std::size(texts) || reading.read("candle", part, true, *texts[at - 1]);
        });
        if (!isRowRead)
            return false;
        if (cell <= std::size(texts))
            return reading.refuse("a candle has start, open, high, low, close, volume and turnover");
        if (!candle.start)
            return reading.refuse("start is empty");
        return true;
    });
    if (isRead)
        content = std::span<const CandleRecord>(candles);
    return isRead;
}

bool AnswerDecoder::Parts::readInstruments(json::value& value)
{
    instruments.clear();
    const bool isRead = reading.readEach(value, [&](json::value& item) {
        InstrumentRecord& instrument = instruments.emplace_back();
        return reading.readRecord(item, kInstrumentColumns, instrument,
                                  [&](std::string_view key, json::value& part) {
                                      if (key == "leverageFilter")
                                          return reading.readRecord(part, kLeverageColumns, instrument);
                                      if (key == "priceFilter")
                                          return reading.readRecord(part, kPriceColumns, instrument);
                                      if (key == "lotSizeFilter")
                                          return reading.readRecord(part, kLotColumns, instrument);
                                      if (key == "riskParameters")
                                          return reading.readRecord(part, kRiskColumns, instrument);
                                      return true;
                                  });
    });
    if (isRead)
        content = std::span<const InstrumentRecord>(instruments);
    return isRead;
}

bool AnswerDecoder::Parts::readWallets(json::value& value)
{
    wallets.clear();
    const bool isRead = reading.readEach(value, [&](json::value& item) {
        WalletRecord& wallet = wallets.emplace_back();
        return reading.readRecord(
            item, kWalletColumns, wallet, [&](std::string_view key, json::value& coins) {
                return key != "coin" || reading.readList(coins, kCoinColumns, wallet.coins);
            });
    });
    if (isRead)
        content = std::span<const WalletRecord>(wallets);
    return isRead;
}

bool AnswerDecoder::Parts::readBook(json::value& value)
{
    BookRecord book;
    bids.clear();
    asks.clear();
    if (!reading.readRecord(value, kBookColumns, book, [&](std::string_view key, json::value& levels) {
            return key == "b" ? reading.readLevels(levels, bids)
                              : key != "a" || reading.readLevels(levels, asks);
        }))
        return false;
    book.bids = bids;
    book.asks = asks;
    list.symbol = book.symbol;
    content = book;
    return true;
}

bool AnswerDecoder::Parts::readApiKey(json::value& value)
{
    ApiKeyRecord key;
    const auto contract = [&](json::value& name) {
        Text granted;
        if (!reading.read("ContractTrade", name, false, granted))
            return false;
        key.mayOrder = key.mayOrder || granted == "Order";
        key.mayPosition = key.mayPosition || granted == "Position";
        return true;
    };
    const auto wallet = [&](json::value& name) {
        Text granted;
        if (!reading.read("Wallet", name, false, granted))
            return false;
        key.mayWithdraw = key.mayWithdraw || granted == "Withdraw";
        return true;
    };
    const bool isRead =
        reading.readRecord(value, kApiKeyColumns, key, [&](std::string_view name, json::value& permissions) {
            if (name != "permissions")
                return true;
            json::object object;
            if (permissions.get_object().get(object) != simdjson::SUCCESS)
                return reading.refuse("permissions is no object");
            for (auto each : object) {
                json::field field;
                if (std::move(each).get(field) != simdjson::SUCCESS)
                    return reading.refuse("permissions cannot be read");
                const std::string_view group = JsonReading::keyOf(field);
                if (group == "ContractTrade" && !reading.readEach(field.value(), contract))
                    return false;
                if (group == "Wallet" && !reading.readEach(field.value(), wallet))
                    return false;
            }
            return true;
        });
    if (isRead)
        content = key;
    return isRead;
}

bool AnswerDecoder::Parts::readList(json::value& value)
{
    switch (call) {
    case Call::Instruments: return readInstruments(value);
    case Call::Tickers: return plainList(value, kTickerColumns, tickers);
    case Call::Candles: return readCandles(value);
    case Call::Trades: return plainList(value, kAnsweredTradeColumns, trades);
    case Call::OpenInterest: return plainList(value, kOpenInterestColumns, openInterest);
    case Call::FundingRates: return plainList(value, kFundingRateColumns, fundingRates);
    case Call::OrderIdsList: return plainList(value, kOrderIdsColumns, orderIds);
    case Call::Orders: return plainList(value, kOrderColumns, orders);
    case Call::Executions: return plainList(value, kExecutionColumns, executions);
    case Call::Positions: return plainList(value, kPositionColumns, positions);
    case Call::Wallet: return readWallets(value);
    case Call::FeeRates: return plainList(value, kFeeRateColumns, feeRates);
    case Call::Ledger: return plainList(value, kLedgerColumns, ledger);
    default: return true;
    }
}

bool AnswerDecoder::Parts::readResult(json::value& value)
{
    switch (call) {
    case Call::Other:
    case Call::Nothing: return true;
    case Call::Time: return single(value, kServerTimeColumns);
    case Call::OrderIds: return single(value, kOrderIdsColumns);
    case Call::AccountInfo: return single(value, kAccountInfoColumns);
    case Call::Book: return readBook(value);
    case Call::ApiKey: return readApiKey(value);
    default: break;
    }
    bool hasList = false;
    const bool isRead =
        reading.readRecord(value, kListColumns, list, [&](std::string_view key, json::value& items) {
            if (key != "list")
                return true;
            hasList = true;
            return readList(items) || (reading.problem.insert(0, "list"), false);
        });
    return isRead && (hasList || reading.refuse("list is missing"));
}

Expected<Answer> AnswerDecoder::Parts::decode(std::string_view path, std::string_view body, int httpStatus)
{
    Answer answer;
    answer.path = path;
    call = callOf(path);
    list = {};
    content = {};
    reading.problem.clear();
    AnswerHead head;
    const auto bad = [&](const std::string& reason) -> Expected<Answer> {
        if (httpStatus >= 400) {
            answer.code = httpStatus;
            answer.meaning = meaningOf(path, 0, {}, httpStatus);
            answer.message = {};
            answer.content = {};
            return answer;
        }
        return fail(ErrorCode::Corrupt, std::string(path) + ": " + reason);
    };

    json::document document;
    json::object object;
    if (const auto error = parser.iterate(text.set(body)).get(document); error)
        return bad(simdjson::error_message(error));
    if (const auto error = document.get_object().get(object); error)
        return bad(error == simdjson::INCORRECT_TYPE ? "an answer is a JSON object"
                                                     : simdjson::error_message(error));
    bool hasResult = false;
    bool isLate = false;
    const auto result = [&](std::string_view key, json::value& value) {
        if (key != "result")
            return true;
        isLate = !head.code;
        if (isLate || *head.code != 0)
            return true;
        hasResult = true;
        return readResult(value) || (reading.problem.insert(0, "result: "), false);
    };
    if (!reading.readRecord(object, kHeadColumns, head, result))
        return bad(reading.problem);
    if (!isAtEnd(document))
        return bad("there is more behind the answer");
    if (!head.code)
        return bad("retCode is empty");
    if (isLate && *head.code == 0) {
        // The code came behind the result: once more, now that it is known.
        if (const auto error = object.reset().error(); error)
            return bad(simdjson::error_message(error));
        if (!reading.readRecord(object, kHeadColumns, head, result))
            return bad(reading.problem);
    }
    if (*head.code == 0 && !hasResult && (isList(call) || call == Call::Book))
        return bad("result is missing");
    answer.code = *head.code;
    answer.meaning = meaningOf(path.substr(0, path.find('?')), answer.code, head.message, httpStatus);
    answer.message = head.message;
    answer.time = head.time;
    answer.symbol = list.symbol;
    answer.category = list.category;
    answer.nextCursor = list.cursor;
    if (call == Call::Candles)
        for (CandleRecord& candle : candles)
            candle.symbol = list.symbol;
    if (call == Call::Tickers)
        for (TickerRecord& ticker : tickers)
            ticker.time = head.time;
    answer.content = content;
    return answer;
}

Expected<Answer> AnswerDecoder::decode(std::string_view path, std::string_view body, int httpStatus)
{
    return m_parts->decode(path, body, httpStatus);
}

Expected<std::optional<Answer>> AnswerDecoder::decodeRecorded(std::string_view line)
{
    Parts& p = *m_parts;
    json::document document;
    json::object object;
    if (const auto error = p.lineParser.iterate(p.line.set(line)).get(document); error)
        return fail(ErrorCode::Corrupt, simdjson::error_message(error));
    if (const auto error = document.get_object().get(object); error)
        return fail(ErrorCode::Corrupt,
                    error == simdjson::INCORRECT_TYPE
                        ? "neither a frame nor a recorded answer: no JSON object"
                        : simdjson::error_message(error));
    Text path;
    std::string_view response;
    bool hasResponse = false;
    p.reading.problem.clear();
    for (auto result : object) {
        json::field field;
        if (const auto error = std::move(result).get(field); error)
            return fail(ErrorCode::Corrupt, simdjson::error_message(error));
        const std::string_view key = JsonReading::keyOf(field);
        if (key == "path") {
            if (!p.reading.read(key, field.value(), false, path))
                return fail(ErrorCode::Corrupt, p.reading.problem);
        } else if (key == "response") {
            json::object inner;
            if (field.value().get_object().get(inner) != simdjson::SUCCESS
                || inner.raw_json().get(response) != simdjson::SUCCESS)
                return fail(ErrorCode::Corrupt, "response is no JSON object");
            hasResponse = true;
        } else if (!isGiven(path) && (key == "topic" || key == "op")) {
            return std::optional<Answer> {};
        }
    }
    if (!isAtEnd(document))
        return fail(ErrorCode::Corrupt, "there is more behind the object");
    if (!isGiven(path) && !hasResponse)
        return std::optional<Answer> {};
    if (!isGiven(path) || !hasResponse)
        return fail(ErrorCode::Corrupt, "a recorded answer has a path and a response");
    auto answer = p.decode(path, response, 0);
    if (!answer)
        return std::unexpected(answer.error());
    return std::optional<Answer>(*std::move(answer));
}

} // namespace breakline::bybit
