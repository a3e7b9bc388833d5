// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/StreamReader.h"

#include "exchange/bybit/BybitValues.h"

namespace breakline::bybit {

namespace {
/// The coin in which the account is kept.
constexpr std::string_view kCoin = "USDT";

Timestamp timeOf(const Integer& time, Timestamp otherwise)
{
    return time ? Timestamp {*time} : otherwise;
}

} // namespace

StreamReader::StreamReader(Handler handler)
    : m_handler(std::move(handler))
    , m_table(std::make_shared<InstrumentTable>())
    , m_decoder(std::make_unique<FrameDecoder>(*m_table))
{
}

void StreamReader::setInstruments(std::shared_ptr<const InstrumentTable> table)
{
    m_decoder = std::make_unique<FrameDecoder>(*table);
    m_table = std::move(table);
}

void StreamReader::read(std::string_view frame, Timestamp now)
{
    const auto decoded = m_decoder->decode(frame);
    if (!decoded) {
        complain(decoded.error());
        return;
    }
    take(*decoded, now);
}

void StreamReader::forgetMarket()
{
    m_books.clear();
    m_tickers.clear();
}

void StreamReader::forget(StreamKind stream, SymbolId symbol)
{
    if (stream == StreamKind::Book)
        m_books.erase(symbol);
    else if (stream == StreamKind::Ticker)
        m_tickers.erase(symbol);
}

bool StreamReader::hasBook(SymbolId symbol) const
{
    const auto found = m_books.find(symbol);
    return found != m_books.end() && found->second.isValid();
}

void StreamReader::complain(const Error& error)
{
    m_handler.unreadable(error);
}

template<class T>
void StreamReader::emitOrComplain(Expected<T> value)
{
    if (value)
        m_handler.event(std::move(*value));
    else
        complain(value.error());
}

void StreamReader::take(const Frame& frame, Timestamp now)
{
    if (const auto* trades = std::get_if<TradesFrame>(&frame)) {
        for (const TradeRecord& record : trades->trades) {
            auto print = toTradePrint(record, *m_table, m_decoder.get());
            if (print && print->id == 0)
                print->id = ++m_tradeNumbers[print->symbol];
            emitOrComplain(std::move(print));
        }
    } else if (const auto* book = std::get_if<BookCounts>(&frame)) {
        takeBook(*book);
    } else if (const auto* ticker = std::get_if<TickerRecord>(&frame)) {
        takeTicker(*ticker);
    } else if (const auto* candles = std::get_if<CandlesFrame>(&frame)) {
        for (const CandleRecord& record : candles->candles)
            if (record.closed.value_or(false))
                emitOrComplain(toCandle(record, *m_table));
    } else if (const auto* orders = std::get_if<OrdersFrame>(&frame)) {
        for (const OrderRecord& record : orders->orders)
            emitOrComplain(toOrderUpdate(record, *m_table, timeOf(orders->time, now)));
    } else if (const auto* executions = std::get_if<ExecutionsFrame>(&frame)) {
        for (const ExecutionRecord& record : executions->executions)
            emitOrComplain(toExecution(record, *m_table));
    } else if (const auto* positions = std::get_if<PositionsFrame>(&frame)) {
        for (const PositionRecord& record : positions->positions)
            emitOrComplain(toPositionUpdate(record, *m_table, timeOf(positions->time, now)));
    } else if (const auto* wallets = std::get_if<WalletFrame>(&frame)) {
        for (const WalletRecord& record : wallets->wallets)
            emitOrComplain(toWalletUpdate(record, kCoin, timeOf(wallets->time, now)));
    } else if (const auto* control = std::get_if<ControlFrame>(&frame)) {
        m_handler.control(*control);
    } else if (const auto* answer = std::get_if<OrderAnswerFrame>(&frame)) {
        m_handler.orderAnswer(*answer);
    }
}

void StreamReader::takeBook(const BookCounts& counts)
{
    BookKeeper& keeper = m_books[counts.symbol];
    switch (keeper.apply(counts)) {
    case BookKeeper::Result::Changed: {
        BookSnapshot book = m_handler.spareBook ? m_handler.spareBook() : BookSnapshot {};
        book = keeper.book();
        m_handler.event(std::move(book));
        break;
    }
    case BookKeeper::Result::Waiting: break;
    case BookKeeper::Result::Gap:
        m_handler.lost(bookTopic(m_table->at(counts.symbol).symbol), "an update of the book is missing");
        break;
    case BookKeeper::Result::Crossed:
        m_handler.lost(bookTopic(m_table->at(counts.symbol).symbol), "the book crosses itself");
        break;
    }
}

void StreamReader::takeTicker(const TickerRecord& record)
{
    const auto symbol = m_table->find(record.symbol);
    if (!symbol)
        return;
    KeptTicker& kept = m_tickers[*symbol];
    if (record.isSnapshot) {
        kept.ticker = Ticker {};
        kept.hasSnapshot = true;
    } else if (!kept.hasSnapshot) {
        return;
    }
    kept.ticker.symbol = *symbol;
    if (const auto applied = applyTicker(record, *m_table, kept.ticker, m_decoder.get()); !applied)
        complain(applied.error());
    else
        m_handler.event(kept.ticker);
}

} // namespace breakline::bybit
