// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DecodeLines.h"

#include "exchange/bybit/BybitNames.h"
#include "exchange/bybit/JsonCheck.h"
#include "exchange/bybit/JsonWriter.h"

namespace breakline {

namespace {

using namespace bybit;

/// One object and its line end.
class Line {
public:
    Line(std::string& output, std::string_view event, Integer time, Text symbol)
        : m_output(output)
        , m_writer(output)
    {
        m_writer.open('{').key("event").text(event);
        integer("time_ms", time);
        text("symbol", symbol);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line()
    {
        m_writer.close('}');
        m_output += '\n';
    }

    Line& text(std::string_view key, std::string_view value)
    {
        m_writer.key(key);
        value.empty() ? m_writer.null() : m_writer.text(value);
        return *this;
    }
    Line& integer(std::string_view key, const Integer& value)
    {
        m_writer.key(key);
        value ? m_writer.integer(*value) : m_writer.null();
        return *this;
    }
    Line& flag(std::string_view key, const Flag& value)
    {
        m_writer.key(key);
        value ? m_writer.flag(*value) : m_writer.null();
        return *this;
    }
    /// What is absent is left out.
    Line& change(std::string_view key, Text value) { return isGiven(value) ? text(key, value) : *this; }
    Line& levels(std::string_view key, std::span<const BookLevelRecord> levels)
    {
        m_writer.key(key).open('[');
        for (const BookLevelRecord& level : levels)
            m_writer.open('[').text(level.price).text(level.quantity).close(']');
        m_writer.close(']');
        return *this;
    }

private:
    std::string& m_output;
    JsonWriter m_writer;
};

std::string_view sideText(const std::optional<Side>& side)
{
    return side ? toText(*side) : std::string_view {};
}

Integer either(const Integer& own, const Integer& frame)
{
    return own ? own : frame;
}

/// Writes records; `m_time` is that of the frame or answer around them.
class Writer {
public:
    Writer(std::string& output, Integer time)
        : m_output(output)
        , m_time(time)
    {
    }

    void write(const TradeRecord& trade)
    {
        Line(m_output, "trade", either(trade.time, m_time), trade.symbol)
            .text("id", trade.id)
            .text("side", sideText(trade.side))
            .text("price", trade.price)
            .text("quantity", trade.quantity);
    }
    void write(const BookRecord& book)
    {
        Line(m_output, "book", either(book.time, m_time), book.symbol)
            .text("kind", book.isSnapshot ? "snapshot" : "delta")
            .integer("depth", book.depth)
            .integer("update_id", book.updateId)
            .integer("sequence", book.sequence)
            .levels("bids", book.bids)
            .levels("asks", book.asks);
    }
    void write(const CandleRecord& candle)
    {
        Line(m_output, "candle", m_time, candle.symbol)
            .text("interval", candle.interval)
            .integer("start_ms", candle.start)
            .text("open", candle.open)
            .text("high", candle.high)
            .text("low", candle.low)
            .text("close", candle.close)
            .text("volume", candle.volume)
            .flag("closed", candle.closed);
    }
    void write(const TickerRecord& ticker)
    {
        Line(m_output, "ticker", either(ticker.time, m_time), ticker.symbol)
            .change("last", ticker.last)
            .change("mark", ticker.mark)
            .change("index", ticker.index)
            .change("bid", ticker.bid)
            .change("ask", ticker.ask)
            .change("open_interest", ticker.openInterest)
            .change("funding_rate", ticker.fundingRate)
            .change("turnover_24h", ticker.turnover24h);
    }
    void write(const OrderRecord& order)
    {
        const auto type = orderTypeOf(order);
        Line(m_output, "order", either(order.updated, m_time), order.symbol)
            .text("client_id", order.clientId)
            .text("venue_id", order.venueId)
            .text("side", sideText(order.side))
            .text("type", type ? toText(*type) : std::string_view {})
            .text("status", order.status ? toText(*order.status) : std::string_view {})
            .text("quantity", order.quantity)
            .text("filled_quantity", order.filled)
            .text("price", order.price)
            .text("average_price", order.averagePrice)
            .text("trigger_price", order.triggerPrice)
            .flag("reduce_only", order.reduceOnly)
            .text("reject_reason", order.rejectReason);
    }
    void write(const ExecutionRecord& execution)
    {
        std::string_view liquidity;
        if (execution.isMaker)
            liquidity = toText(*execution.isMaker ? Liquidity::Maker : Liquidity::Taker);
        Line(m_output, "execution", either(execution.time, m_time), execution.symbol)
            .text("venue_trade_id", execution.id)
            .text("client_id", execution.clientId)
            .text("venue_id", execution.venueId)
            .text("side", sideText(execution.side))
            .text("price", execution.price)
            .text("quantity", execution.quantity)
            .text("fee", execution.fee)
            .text("liquidity", liquidity);
    }
    void write(const PositionRecord& position)
    {
        const bool isFlat =
            !position.side || position.size.find_first_of("123456789") == std::string_view::npos;
        Line(m_output, "position", either(position.updated, m_time), position.symbol)
            .text("side",
                  isFlat                            ? "flat"
                      : *position.side == Side::Buy ? "long"
                                                    : "short")
            .text("quantity", position.size)
            .text("entry_price", position.entryPrice)
            .text("mark", position.mark)
            .text("stop_loss", position.stopLoss)
            .text("take_profit", position.takeProfit)
            .text("liquidation_price", position.liquidationPrice)
            .text("leverage", position.leverage);
    }
    void write(const WalletRecord& wallet)
    {
        Line(m_output, "wallet", m_time, {})
            .text("equity", wallet.equity)
            .text("wallet_balance", wallet.walletBalance)
            .text("available", wallet.available);
    }
    void write(const InstrumentRecord& instrument)
    {
        Line(m_output, "instrument", m_time, instrument.symbol)
            .text("tick_size", instrument.tickSize)
            .text("lot_size", instrument.lotSize)
            .text("min_quantity", instrument.minQuantity)
            .text("min_notional", instrument.minNotional)
            .text("status", instrument.status);
    }
    void write(const ControlFrame& control)
    {
        Line(m_output, "control", {}, {}).text("op", control.operation).flag("success", control.success);
    }
    void write(const IgnoredFrame& ignored)
    {
        Line(m_output, "ignored", {}, {}).text("topic", ignored.topic);
    }
    void writeAnswer(Text path, std::int64_t code, CodeClass codeClass, Text message, Text symbol)
    {
        Line(m_output, "answer", m_time, symbol)
            .text("path", path)
            .integer("code", code)
            .text("class", bybit::toText(codeClass))
            .text("message", message);
    }

    template<class Record>
    void writeAll(std::span<const Record> records)
    {
        for (const Record& record : records)
            write(record);
    }

private:
    std::string& m_output;
    Integer m_time;
};

struct FrameWriter {
    std::string& output;

    void operator()(const IgnoredFrame& frame) const { Writer(output, {}).write(frame); }
    void operator()(const ControlFrame& frame) const { Writer(output, {}).write(frame); }
    void operator()(const TickerRecord& frame) const { Writer(output, frame.time).write(frame); }
    void operator()(const BookRecord& frame) const { Writer(output, frame.time).write(frame); }
    void operator()(const BookCounts&) const { } // only of a decoder with instruments
    void operator()(const TradesFrame& frame) const { Writer(output, frame.time).writeAll(frame.trades); }
    void operator()(const CandlesFrame& frame) const { Writer(output, frame.time).writeAll(frame.candles); }
    void operator()(const OrdersFrame& frame) const { Writer(output, frame.time).writeAll(frame.orders); }
    void operator()(const ExecutionsFrame& frame) const
    {
        Writer(output, frame.time).writeAll(frame.executions);
    }
    void operator()(const PositionsFrame& frame) const
    {
        Writer(output, frame.time).writeAll(frame.positions);
    }
    void operator()(const WalletFrame& frame) const { Writer(output, frame.time).writeAll(frame.wallets); }
    void operator()(const OrderAnswerFrame& frame) const
    {
        Writer(output, frame.time)
            .writeAnswer(frame.operation, frame.code, frame.meaning.codeClass, frame.message, {});
    }
};

/// Contents that are told by the answer's line alone write nothing.
struct ContentWriter {
    Writer& writer;

    void operator()(std::span<const InstrumentRecord> records) const { writer.writeAll(records); }
    void operator()(std::span<const TickerRecord> records) const { writer.writeAll(records); }
    void operator()(std::span<const TradeRecord> records) const { writer.writeAll(records); }
    void operator()(std::span<const OrderRecord> records) const { writer.writeAll(records); }
    void operator()(std::span<const ExecutionRecord> records) const { writer.writeAll(records); }
    void operator()(std::span<const PositionRecord> records) const { writer.writeAll(records); }
    void operator()(std::span<const WalletRecord> records) const { writer.writeAll(records); }
    void operator()(const BookRecord& book) const { writer.write(book); }
    void operator()(std::span<const CandleRecord> records) const
    {
        // The newest may still be forming; those before it are not.
        Integer newest;
        for (const CandleRecord& candle : records)
            newest = newest && *newest > *candle.start ? newest : candle.start;
        for (CandleRecord candle : records) {
            if (!candle.closed && candle.start < newest)
                candle.closed = true;
            writer.write(candle);
        }
    }
    void operator()(const auto&) const { }
};

} // namespace

Expected<void> DecodeLines::decode(std::string_view line, std::string& output)
{
    if (const auto checked = checkJson(line); !checked)
        return checked;
    const auto answer = m_answers.decodeRecorded(line);
    if (!answer)
        return std::unexpected(answer.error());
    if (*answer) {
        Writer writer(output, (*answer)->time);
        writer.writeAnswer((*answer)->path, (*answer)->code, (*answer)->meaning.codeClass, (*answer)->message,
                           (*answer)->symbol);
        std::visit(ContentWriter {writer}, (*answer)->content);
        return {};
    }
    const auto frame = m_frames.decode(line);
    if (!frame)
        return std::unexpected(frame.error());
    std::visit(FrameWriter {output}, *frame);
    return {};
}

} // namespace breakline
