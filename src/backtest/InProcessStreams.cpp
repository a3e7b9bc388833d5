// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/InProcessStreams.h"

#include "matching/SimulatedExchange.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr Duration kCandleInterval = Duration::minutes(5);
// Those of the gateway's sockets over the wire.
constexpr Duration kFirstRetry = Duration::seconds(5);
constexpr Duration kMostRetry = Duration::seconds(60);

bool isPrivate(FaultTarget push)
{
    return push == FaultTarget::Order || push == FaultTarget::Execution || push == FaultTarget::Position
        || push == FaultTarget::Wallet;
}

} // namespace

Timestamp InProcessStreams::now() const
{
    return m_exchange->now();
}

bool InProcessStreams::hasFaults() const
{
    return !m_exchange->faults().isEmpty();
}

void InProcessStreams::connect()
{
    m_isConnected = true;
    for (const StreamLine line : {StreamLine::Public, StreamLine::Private, StreamLine::Trade})
        if (isUp(line) && m_exchange->outages().isShut(line, now()))
            setLine(line, false);
    m_told.reset();
    tell();
}

void InProcessStreams::tell()
{
    const std::pair<bool, bool> state {isUp(StreamLine::Public), isUp(StreamLine::Private)};
    if (!m_isConnected || m_told == state)
        return;
    m_told = state;
    const bool isWhole = state.first && state.second;
    m_connection.add(ConnectionChanged {state.first, state.second,
                                        isWhole ? "connected" : "the venue has ended the connection"});
}

void InProcessStreams::setStream(StreamKind stream, SymbolId symbol, bool on)
{
    if (symbol.index >= m_on.size())
        m_on.resize(m_exchange->instruments().size());
    const unsigned bit = 1U << static_cast<unsigned>(stream);
    unsigned& streams = m_on.at(symbol.index);
    if (((streams & bit) != 0) == on)
        return;
    streams ^= bit;
    switch (stream) {
    case StreamKind::Candles: m_exchange->streamCandles(symbol, kCandleInterval, on); break;
    case StreamKind::Trades: m_exchange->streamTrades(symbol, on); break;
    case StreamKind::Book: m_exchange->streamBook(symbol, on); break;
    case StreamKind::Ticker: m_exchange->streamTicker(symbol, on); break;
    }
    if (on) {
        m_wanted.emplace_back(stream, symbol);
        owe(stream, symbol);
    } else {
        std::erase(m_wanted, Stream(stream, symbol));
        std::erase(m_owed, Stream(stream, symbol));
    }
}

bool InProcessStreams::isOwed(StreamKind stream, SymbolId symbol) const
{
    return std::ranges::find(m_owed, Stream(stream, symbol)) != m_owed.end();
}

void InProcessStreams::owe(StreamKind stream, SymbolId symbol)
{
    if (stream == StreamKind::Book || stream == StreamKind::Ticker)
        m_owed.emplace_back(stream, symbol);
}

bool InProcessStreams::holdSnapshots()
{
    if (m_owed.empty() || !carries(StreamLine::Public))
        return false;
    for (const auto& [stream, symbol] : m_owed) {
        if (stream == StreamKind::Ticker) {
            m_public.add(m_exchange->ticker(symbol));
            continue;
        }
        m_public.add(m_exchange->book(symbol));
        stateOf(symbol) = BookState::Whole;
    }
    m_owed.clear();
    return true;
}

InProcessStreams::BookState& InProcessStreams::stateOf(SymbolId symbol)
{
    if (symbol.index >= m_books.size())
        m_books.resize(m_exchange->instruments().size());
    return m_books.at(symbol.index);
}

bool InProcessStreams::carries(StreamLine line) const
{
    return isUp(line) && !(line == StreamLine::Public && m_exchange->outages().isFrozen(now()));
}

void InProcessStreams::setLine(StreamLine line, bool isUp)
{
    Retry& retry = m_retry[static_cast<std::size_t>(line)];
    if (isUp) {
        retry.due.reset();
        return;
    }
    retry.due = now() + kFirstRetry;
    retry.wait = kFirstRetry * 2;
    std::erase_if(m_swapped, [line](const auto& entry) {
        return isPrivate(entry.first.first) == (line == StreamLine::Private);
    });
}

void InProcessStreams::lose(StreamLine line)
{
    if (!isUp(line))
        return;
    setLine(line, false);
    tell();
}

void InProcessStreams::begin(const Fault& fault)
{
    if (fault.kind == FaultKind::Disconnected) {
        for (const StreamLine line : {StreamLine::Public, StreamLine::Private, StreamLine::Trade})
            if (isUp(line))
                setLine(line, false);
        tell();
    } else if (fault.kind != FaultKind::StreamFrozen) {
        return; // without a wire there is no clock but the exchange's
    }
    m_exchange->faults().countInjected(fault, std::nullopt, now());
}

std::optional<Timestamp> InProcessStreams::nextDue() const
{
    std::optional<Timestamp> first;
    for (const Retry& retry : m_retry)
        if (retry.due && (!first || *retry.due < *first))
            first = retry.due;
    return first;
}

void InProcessStreams::advance()
{
    for (const StreamLine line : {StreamLine::Public, StreamLine::Private, StreamLine::Trade}) {
        Retry& retry = m_retry[static_cast<std::size_t>(line)];
        if (!retry.due || *retry.due > now())
            continue;
        if (m_exchange->outages().isShut(line, now())) {
            retry.due = now() + retry.wait;
            retry.wait = std::min(retry.wait * 2, kMostRetry);
            continue;
        }
        setLine(line, true);
        if (line != StreamLine::Public)
            continue;
        m_owed.clear();
        for (const auto& [stream, symbol] : m_wanted)
            owe(stream, symbol);
    }
    tell();
}

void InProcessStreams::release(const Topic& topic, HeldEvents& held)
{
    const auto node = m_swapped.extract(topic);
    if (node.empty())
        return;
    for (const ExchangeEvent& event : node.mapped())
        std::visit([&](const auto& value) { held.add(value); }, event);
}

void InProcessStreams::end(StreamLine line, Duration length)
{
    m_exchange->outages().shut(line, now() + length);
    lose(line);
}

template<class Push>
void InProcessStreams::add(FaultTarget target, std::optional<SymbolId> symbol, const Push& value)
{
    const StreamLine line = isPrivate(target) ? StreamLine::Private : StreamLine::Public;
    HeldEvents& held = line == StreamLine::Private ? m_private : m_public;
    if (!hasFaults()) {
        held.add(value);
        return;
    }
    if (!carries(line))
        return;
    const Topic topic(target, line == StreamLine::Private ? std::nullopt : symbol);
    const auto fault = m_exchange->faults().onPush(target, symbol, now());
    if (fault && fault->kind == FaultKind::PushLost)
        return;
    if (fault && fault->kind == FaultKind::PushSwapped) {
        m_swapped[topic].emplace_back(value);
        return;
    }
    held.add(value);
    if (fault && fault->kind == FaultKind::PushTwice)
        held.add(value);
    release(topic, held);
    if (fault && fault->kind == FaultKind::DisconnectAt)
        end(line, fault->length);
}

void InProcessStreams::push(const TradePrint& trade)
{
    add(FaultTarget::Trade, trade.symbol, trade);
}

void InProcessStreams::push(const CandleClosed& candle)
{
    add(FaultTarget::Candle, candle.symbol, candle);
}

void InProcessStreams::push(const OrderUpdate& order)
{
    add(FaultTarget::Order, order.symbol, order);
}

void InProcessStreams::push(const Execution& execution)
{
    add(FaultTarget::Execution, execution.symbol, execution);
}

void InProcessStreams::push(const PositionUpdate& position)
{
    add(FaultTarget::Position, position.symbol, position);
}

void InProcessStreams::push(const WalletUpdate& wallet)
{
    add(FaultTarget::Wallet, std::nullopt, wallet);
}

void InProcessStreams::push(const Ticker& ticker)
{
    if (m_owed.empty() || !isOwed(StreamKind::Ticker, ticker.symbol))
        add(FaultTarget::Ticker, ticker.symbol, ticker);
}

void InProcessStreams::push(const BookSnapshot& book)
{
    if (!hasFaults()) {
        m_public.add(book);
        return;
    }
    if (isOwed(StreamKind::Book, book.symbol))
        return;
    BookState& state = stateOf(book.symbol);
    if (!carries(StreamLine::Public)) {
        state = BookState::Missed;
        return;
    }
    const auto fault = m_exchange->faults().onPush(FaultTarget::Book, book.symbol, now());
    const FaultKind kind = fault ? fault->kind : FaultKind::Delay; // of pushes none
    if (kind == FaultKind::PushLost || kind == FaultKind::BookGap || kind == FaultKind::PushSwapped) {
        state = BookState::Missed;
        return;
    }
    const bool fits = state == BookState::Whole;
    if (fits)
        m_public.add(book);
    // The second of two equal ones fits as little.
    if (!fits || kind == FaultKind::PushTwice) {
        state = BookState::Lost;
        m_public.add(BookGap {book.symbol});
        owe(StreamKind::Book, book.symbol);
    }
    if (kind == FaultKind::DisconnectAt)
        end(StreamLine::Public, fault->length);
}

} // namespace breakline
