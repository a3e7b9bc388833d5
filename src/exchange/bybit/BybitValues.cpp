// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitValues.h"

#include "exchange/bybit/BybitNames.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace breakline::bybit {

namespace {

std::unexpected<Error> bad(ErrorCode code, std::string_view symbol, std::string_view field,
                           std::string_view why)
{
    std::string message(symbol);
    message.append(": ").append(field).append(": ").append(why);
    return fail(code, std::move(message));
}

Expected<const Instrument*> instrumentOf(const InstrumentTable& table, std::string_view symbol)
{
    const auto id = table.find(symbol);
    if (!id)
        return fail(ErrorCode::NotFound, "\"" + std::string(symbol) + "\" is no symbol of this session");
    return &table.at(*id);
}

/// The candle with each value as the product of its count and the instrument's
/// step, which is how every price of the session becomes a double; the nearest
/// double to the text may be its neighbour. What is off the grid stays.
Candle onGrid(Candle candle, const Instrument& instrument)
{
    const auto place = [](double& value, double step) {
        const double count = std::nearbyint(value / step);
        // Beyond that a double no longer counts one by one.
        if (std::abs(count) < 9e15 && std::abs(value / step - count) < std::max(1e-6, 1e-12 * std::abs(count)))
            value = count * step;
    };
    for (double* price : {&candle.open, &candle.high, &candle.low, &candle.close})
        place(*price, instrument.tick);
    place(candle.volume, instrument.lot);
    return candle;
}

/// Reads the fields of one record; the first error is kept.
class Fields {
public:
    /// With a `grid` usual numbers are counted at once.
    explicit Fields(std::string_view symbol, const Instrument* instrument = nullptr,
                    const InstrumentGrid* grid = nullptr)
        : m_symbol(symbol)
        , m_instrument(instrument)
        , m_ticks(grid == nullptr ? nullptr : &grid->ticks)
        , m_lots(grid == nullptr ? nullptr : &grid->lots)
    {
    }

    bool isGood() const { return !m_error; }
    std::unexpected<Error> error() const { return std::unexpected(*m_error); }

    Decimal decimal(std::string_view field, Text text)
    {
        if (text.empty()) {
            refuse(ErrorCode::Corrupt, field, "missing");
            return {};
        }
        const auto value = Decimal::parse(text);
        if (!value) {
            refuse(value.error().code, field, value.error().message);
            return {};
        }
        return *value;
    }
    /// Absent, empty: zero.
    Decimal decimalOrZero(std::string_view field, Text text)
    {
        return text.empty() ? Decimal {} : decimal(field, text);
    }
    Price price(std::string_view field, Text text)
    {
        const auto count = m_error ? std::nullopt : counted(field, text, m_instrument->tickSize, m_ticks);
        return Price {count.value_or(0)};
    }
    Quantity quantity(std::string_view field, Text text)
    {
        const auto count = m_error ? std::nullopt : counted(field, text, m_instrument->lotSize, m_lots);
        return Quantity {count.value_or(0)};
    }
    /// Absent, empty and zero: none.
    std::optional<Price> priceOrNone(std::string_view field, Text text)
    {
        if (text.empty())
            return std::nullopt;
        const Price value = price(field, text);
        return value.ticks == 0 ? std::nullopt : std::optional(value);
    }
    /// A price that the venue need not keep on the grid (mark, index, liquidation).
    std::optional<Price> nearestPrice(std::string_view field, Text text)
    {
        if (text.empty() || m_error)
            return std::nullopt;
        if (std::int64_t ticks = 0; m_ticks != nullptr && m_ticks->quick(text, ticks) && ticks != 0)
            return Price {ticks};
        const Decimal value = decimal(field, text);
        if (m_error || value.isZero())
            return std::nullopt;
        const auto count = value.countOf(m_instrument->tickSize, Rounding::HalfEven);
        if (!count) {
            refuse(count.error().code, field, count.error().message);
            return std::nullopt;
        }
        return Price {*count};
    }
    double number(std::string_view field, Text text)
    {
        double value = 0.0;
        const char* end = text.data() + text.size();
        const auto result = std::from_chars(text.data(), end, value);
        if (text.empty() || result.ec != std::errc() || result.ptr != end)
            refuse(ErrorCode::Corrupt, field, "no number that fits");
        return value;
    }
    template<class Value>
    Value given(std::string_view field, const std::optional<Value>& value)
    {
        if (!value)
            refuse(ErrorCode::Corrupt, field, "missing");
        return value.value_or(Value {});
    }
    void refuse(ErrorCode code, std::string_view field, std::string_view why)
    {
        if (!m_error)
            m_error = bad(code, m_symbol, field, why).error();
    }

private:
    std::optional<std::int64_t> counted(std::string_view field, Text text, const Decimal& step,
                                        const DecimalGrid* grid)
    {
        if (std::int64_t steps = 0; grid != nullptr && grid->quick(text, steps))
            return steps;
        const Decimal value = decimal(field, text);
        if (m_error)
            return std::nullopt;
        const auto count = value.countOf(step);
        if (!count) {
            refuse(count.error().code, field, count.error().message);
            return std::nullopt;
        }
        return *count;
    }

    std::string_view m_symbol;
    const Instrument* m_instrument;
    const DecimalGrid* m_ticks;
    const DecimalGrid* m_lots;
    std::optional<Error> m_error;
};

template<class Value>
Expected<Value> finished(const Fields& fields, Value&& value)
{
    if (!fields.isGood())
        return fields.error();
    return std::forward<Value>(value);
}

Timestamp timeOf(const Integer& time, Timestamp otherwise)
{
    return time ? Timestamp {*time} : otherwise;
}

} // namespace

Expected<TradePrint> toTradePrint(const TradeRecord& trade, const InstrumentTable& table,
                                  const FrameDecoder* decoder)
{
    const auto instrument = instrumentOf(table, trade.symbol);
    if (!instrument)
        return std::unexpected(instrument.error());
    Fields fields(trade.symbol, *instrument, decoder == nullptr ? nullptr : decoder->gridOf((*instrument)->id));
    TradePrint print;
    print.symbol = (*instrument)->id;
    print.time = Timestamp {fields.given("time", trade.time)};
    print.price = fields.price("price", trade.price);
    print.quantity = fields.quantity("quantity", trade.quantity);
    print.takerSide = fields.given("side", trade.side);
    const char* end = trade.id.data() + trade.id.size();
    if (const auto read = std::from_chars(trade.id.data(), end, print.id);
        read.ec != std::errc() || read.ptr != end)
        print.id = 0;
    return finished(fields, std::move(print));
}

Expected<BookLevel> toBookLevel(const BookLevelRecord& level, const Instrument& instrument)
{
    Fields fields(instrument.symbol, &instrument);
    return finished(fields,
                    BookLevel {fields.price("level price", level.price),
                               fields.quantity("level quantity", level.quantity)});
}

Expected<BookSnapshot> toBookSnapshot(const BookRecord& book, const InstrumentTable& table)
{
    const auto instrument = instrumentOf(table, book.symbol);
    if (!instrument)
        return std::unexpected(instrument.error());
    BookSnapshot snapshot;
    snapshot.symbol = (*instrument)->id;
    snapshot.time = timeOf(book.time, {});
    snapshot.sequence = static_cast<std::uint64_t>(book.updateId.value_or(0));
    const auto fill = [&](std::span<const BookLevelRecord> from, std::vector<BookLevel>& into,
                          int direction) -> Expected<void> {
        for (const BookLevelRecord& record : from) {
            const auto level = toBookLevel(record, **instrument);
            if (!level)
                return std::unexpected(level.error());
            if (!into.empty() && (level->price - into.back().price) * direction <= 0)
                return bad(ErrorCode::Corrupt, book.symbol, "book", "its levels are out of order");
            if (level->quantity.lots <= 0)
                return bad(ErrorCode::Corrupt, book.symbol, "book", "a level without quantity");
            into.push_back(*level);
        }
        return {};
    };
    if (const auto done = fill(book.bids, snapshot.bids, -1); !done)
        return std::unexpected(done.error());
    if (const auto done = fill(book.asks, snapshot.asks, 1); !done)
        return std::unexpected(done.error());
    if (!snapshot.bids.empty() && !snapshot.asks.empty() && snapshot.bids[0].price >= snapshot.asks[0].price)
        return bad(ErrorCode::Corrupt, book.symbol, "book", "its sides cross");
    return snapshot;
}

Expected<CandleClosed> toCandle(const CandleRecord& candle, const InstrumentTable& table, Duration interval)
{
    const auto instrument = instrumentOf(table, candle.symbol);
    if (!instrument)
        return std::unexpected(instrument.error());
    Fields fields(candle.symbol, *instrument);
    CandleClosed closed;
    closed.symbol = (*instrument)->id;
    closed.interval = interval;
    closed.candle.openTime = Timestamp {fields.given("start", candle.start)};
    closed.candle.open = fields.number("open", candle.open);
    closed.candle.high = fields.number("high", candle.high);
    closed.candle.low = fields.number("low", candle.low);
    closed.candle.close = fields.number("close", candle.close);
    closed.candle.volume = fields.number("volume", candle.volume);
    closed.candle = onGrid(closed.candle, **instrument);
    if (fields.isGood() && !closed.candle.isValid())
        return bad(ErrorCode::Corrupt, candle.symbol, "candle", "its prices do not fit each other");
    return finished(fields, std::move(closed));
}

Expected<CandleClosed> toCandle(const CandleRecord& candle, const InstrumentTable& table)
{
    const auto interval = intervalOf(candle.interval);
    if (!interval)
        return bad(ErrorCode::Corrupt, candle.symbol, "interval", "none of a fixed length");
    return toCandle(candle, table, *interval);
}

Expected<void> applyTicker(const TickerRecord& record, const InstrumentTable& table, Ticker& ticker,
                           const FrameDecoder* decoder)
{
    const auto instrument = instrumentOf(table, record.symbol);
    if (!instrument)
        return std::unexpected(instrument.error());
    Fields fields(record.symbol, *instrument, decoder == nullptr ? nullptr : decoder->gridOf((*instrument)->id));
    Ticker next = record.isSnapshot ? Ticker {} : ticker;
    next.symbol = (*instrument)->id;
    next.time = timeOf(record.time, ticker.time);
    const auto price = [&](std::string_view field, Text text, std::optional<Price>& into) {
        if (isGiven(text))
            into = fields.priceOrNone(field, text);
    };
    price("lastPrice", record.last, next.last);
    price("bid1Price", record.bid, next.bid);
    price("ask1Price", record.ask, next.ask);
    if (isGiven(record.mark))
        next.mark = fields.nearestPrice("markPrice", record.mark);
    if (isGiven(record.index))
        next.index = fields.nearestPrice("indexPrice", record.index);
    const auto number = [&](std::string_view field, Text text, std::optional<double>& into) {
        if (isGiven(text))
            into = text.empty() ? std::nullopt : std::optional(fields.number(field, text));
    };
    number("openInterest", record.openInterest, next.openInterest);
    number("turnover24h", record.turnover24h, next.turnover24h);
    if (isGiven(record.fundingRate))
        next.fundingRate = record.fundingRate.empty()
            ? std::nullopt
            : std::optional(fields.decimal("fundingRate", record.fundingRate));
    if (record.nextFundingTime)
        next.nextFundingTime = Timestamp {*record.nextFundingTime};
    if (!fields.isGood())
        return fields.error();
    ticker = next;
    return {};
}

Expected<OrderUpdate> toOrderUpdate(const OrderRecord& order, const InstrumentTable& table, Timestamp time)
{
    const auto instrument = instrumentOf(table, order.symbol);
    if (!instrument)
        return std::unexpected(instrument.error());
    Fields fields(order.symbol, *instrument);
    OrderUpdate update;
    update.clientId = order.clientId;
    update.venueId = order.venueId;
    update.parentClientId = order.parentClientId;
    update.symbol = (*instrument)->id;
    update.side = fields.given("side", order.side);
    update.type = fields.given("orderType", orderTypeOf(order));
    update.timeInForce = order.timeInForce.value_or(TimeInForce::GoodTillCancel);
    update.reduceOnly = order.reduceOnly.value_or(false);
    update.isPositionStop = isPositionStop(order);
    update.status = fields.given("orderStatus", order.status);
    update.reason = endReasonOf(order);
    update.quantity = fields.quantity("qty", order.quantity);
    update.filled = order.filled.empty() ? Quantity {} : fields.quantity("cumExecQty", order.filled);
    const bool isLimit = update.type == OrderType::Limit || update.type == OrderType::StopLimit;
    if (isLimit)
        update.price = fields.priceOrNone("price", order.price);
    update.trigger = fields.priceOrNone("triggerPrice", order.triggerPrice);
    update.attachedStop = fields.priceOrNone("stopLoss", order.stopLoss);
    if (!order.averagePrice.empty())
        if (const Decimal average = fields.decimal("avgPrice", order.averagePrice); !average.isZero())
            update.averagePrice = average;
    update.time = timeOf(order.updated, time);
    return finished(fields, std::move(update));
}

Expected<Execution> toExecution(const ExecutionRecord& record, const InstrumentTable& table)
{
    const auto instrument = instrumentOf(table, record.symbol);
    if (!instrument)
        return std::unexpected(instrument.error());
    Fields fields(record.symbol, *instrument);
    Execution execution;
    execution.venueTradeId = record.id;
    execution.clientId = record.clientId;
    execution.venueId = record.venueId;
    execution.symbol = (*instrument)->id;
    execution.kind = fields.given(
        "execType", record.kind.empty() ? std::optional(ExecutionKind::Trade) : executionKindOf(record.kind));
    execution.side = fields.given("side", record.side);
    // Funding is settled at the mark price, which need not lie on the grid.
    execution.price = execution.kind == ExecutionKind::Funding
        ? fields.nearestPrice("execPrice", record.price).value_or(Price {})
        : fields.price("execPrice", record.price);
    execution.quantity = fields.quantity("execQty", record.quantity);
    execution.fee = fields.decimalOrZero("execFee", record.fee);
    execution.liquidity = record.isMaker.value_or(false) ? Liquidity::Maker : Liquidity::Taker;
    execution.time = Timestamp {fields.given("execTime", record.time)};
    return finished(fields, std::move(execution));
}

Expected<PositionUpdate> toPositionUpdate(const PositionRecord& position, const InstrumentTable& table,
                                          Timestamp time)
{
    const auto instrument = instrumentOf(table, position.symbol);
    if (!instrument)
        return std::unexpected(instrument.error());
    Fields fields(position.symbol, *instrument);
    if (position.positionIdx.value_or(0) != 0)
        return bad(ErrorCode::Refused, position.symbol, "positionIdx", "hedge mode, and one-way is needed");
    PositionUpdate update;
    update.symbol = (*instrument)->id;
    const Quantity size = fields.quantity("size", position.size);
    if (!size.isZero())
        update.quantity = fields.given("side", position.side) == Side::Buy ? size : -size;
    if (!size.isZero())
        update.entryPrice = fields.decimal("entryPrice", position.entryPrice);
    update.stop = fields.priceOrNone("stopLoss", position.stopLoss);
    update.liquidation = fields.nearestPrice("liqPrice", position.liquidationPrice);
    update.leverage = fields.decimalOrZero("leverage", position.leverage);
    update.time = timeOf(position.updated, time);
    return finished(fields, std::move(update));
}

Expected<Transfer> toTransfer(const LedgerRecord& line)
{
    Fields fields(line.kind);
    Transfer transfer;
    transfer.venueId = line.id;
    transfer.amount = fields.decimal("change", line.change);
    transfer.time = Timestamp {fields.given("transactionTime", line.time)};
    return finished(fields, std::move(transfer));
}

Expected<WalletUpdate> toWalletUpdate(const WalletRecord& wallet, std::string_view coin, Timestamp time)
{
    Fields fields(coin);
    for (const CoinRecord& record : wallet.coins) {
        if (record.coin != coin)
            continue;
        WalletUpdate update;
        update.walletBalance = fields.decimal("walletBalance", record.walletBalance);
        update.unrealised = fields.decimalOrZero("unrealisedPnl", record.unrealised);
        update.available = fields.decimalOrZero("totalAvailableBalance", wallet.available);
        update.time = time;
        return finished(fields, std::move(update));
    }
    return fail(ErrorCode::NotFound, "the account has no " + std::string(coin));
}

Expected<Instrument> toInstrument(const InstrumentRecord& record)
{
    Fields fields(record.symbol);
    Instrument instrument;
    instrument.symbol = record.symbol;
    instrument.baseCoin = record.baseCoin;
    instrument.tickSize = fields.decimal("tickSize", record.tickSize);
    instrument.lotSize = fields.decimal("qtyStep", record.lotSize);
    const auto status = instrumentStatusOf(record.status);
    instrument.status = fields.given("status", status);
    if (!fields.isGood())
        return fields.error();
    if (const auto done = instrument.finish(); !done)
        return std::unexpected(done.error());
    Fields counted(record.symbol, &instrument);
    if (!record.minQuantity.empty())
        instrument.minQuantity = counted.quantity("minOrderQty", record.minQuantity);
    instrument.minNotional = counted.decimalOrZero("minNotionalValue", record.minNotional);
    if (!record.maxMarketQuantity.empty())
        instrument.maxMarketQuantity = counted.quantity("maxMktOrderQty", record.maxMarketQuantity);
    if (!record.maxQuantity.empty())
        instrument.maxLimitQuantity = counted.quantity("maxOrderQty", record.maxQuantity);
    instrument.maxLeverage = counted.decimalOrZero("maxLeverage", record.maxLeverage);
    instrument.priceBand = counted.decimalOrZero("priceLimitRatioX", record.priceLimitRatio);
    if (record.fundingInterval)
        instrument.fundingInterval = Duration::minutes(*record.fundingInterval);
    if (record.launchTime && *record.launchTime != 0)
        instrument.launchTime = Timestamp {*record.launchTime};
    if (record.deliveryTime && *record.deliveryTime != 0)
        instrument.deliveryTime = Timestamp {*record.deliveryTime};
    return finished(counted, std::move(instrument));
}

RequestAnswer toRequestAnswer(const Answer& answer)
{
    RequestAnswer result;
    result.result = answerClassOf(answer.meaning);
    result.reason = answer.meaning.reason;
    result.message = answer.message;
    if (const auto* ids = std::get_if<OrderIdsRecord>(&answer.content))
        result.clientId = ids->clientId;
    result.time = timeOf(answer.time, {});
    return result;
}

RequestAnswer toRequestAnswer(const OrderAnswerFrame& answer)
{
    RequestAnswer result;
    result.result = answerClassOf(answer.meaning);
    result.reason = answer.meaning.reason;
    result.message = answer.message;
    result.clientId = answer.clientId;
    result.time = timeOf(answer.time, {});
    return result;
}

} // namespace breakline::bybit
