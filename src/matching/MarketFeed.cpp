// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/MarketFeed.h"

#include "core/Rng.h"

#include <algorithm>
#include <limits>

namespace breakline {

namespace {

constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

GridCandle gapped(const GridCandle& bar, const Decimal& factor)
{
    return {bar.openTime, gappedTicks(bar.open, factor), gappedTicks(bar.high, factor),
            gappedTicks(bar.low, factor), gappedTicks(bar.close, factor), bar.volume};
}

Timestamp nextMultiple(Timestamp time, Duration interval)
{
    const Timestamp floor = time.floorTo(interval);
    return floor == time ? time : floor + interval;
}

} // namespace

MarketFeed::MarketFeed(std::uint64_t seed, BookModel model, std::unique_ptr<MarketSource> source,
                       ExchangeListener& listener)
    : m_model(model), m_source(std::move(source)), m_listener(listener), m_instruments(m_source->instruments())
{
    const Timestamp begin = m_source->start();
    m_symbols.reserve(m_instruments.size());
    m_due.resize(m_instruments.size(), Due{kNever, kNever, kNever});
    m_next.resize(m_instruments.size(), kNever);
    m_dueNow.reserve(m_instruments.size());
    for (const Instrument& constant : m_instruments.all()) {
        const SymbolId id = constant.id;
        Instrument& instrument = m_instruments.at(id);
        m_symbols.push_back(std::make_unique<Symbol>(instrument, m_model, Rng::mix(seed, Rng::hash(instrument.symbol)),
                                                     m_source->interval(id)));
        Symbol& state = *m_symbols.back();
        if (m_source->listing(id) <= begin) {
            appear(id, begin);
            const auto delivery = m_source->delivery(id);
            if (delivery && *delivery - kDeliveryNotice <= begin)
                instrument.deliveryTime = delivery;
        } else {
            instrument.status = InstrumentStatus::PreLaunch;
            state.boundary = kNever;
            state.funding = kNever;
        }
        state.lifecycle = nextLifecycle(id, begin);
        refreshCalendar(id.index);
    }
}

void MarketFeed::appear(SymbolId symbol, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    const Instrument& instrument = m_instruments.at(symbol);
    state.listed = true;
    for (const GridCandle& bar : m_source->history(symbol)) {
        if (bar.openTime + state.interval > now - kTapeBehind) {
            // Recent enough for the tape: printed, in silence.
            state.market.beginBar(bar, state.interval);
            while (state.market.nextPrintTime())
                keep(state, instrument, state.market.takePrint());
        } else {
            state.market.addHistory(bar, state.interval);
            const double typical = static_cast<double>(bar.high + bar.low + bar.close) / 3.0 * instrument.tick;
            state.history.addTurnover(bar.openTime, typical * instrument.toDouble(Quantity{bar.volume}));
        }
        state.history.add(bar);
    }
    state.boundary = nextMultiple(now, state.interval);
    const Timestamp funding = nextMultiple(now, instrument.fundingInterval);
    state.funding = funding == now ? now + instrument.fundingInterval : funding;
}

Timestamp MarketFeed::nextLifecycle(SymbolId symbol, Timestamp after) const
{
    const Timestamp listing = m_source->listing(symbol);
    if (listing > after)
        return listing;
    if (const auto delivery = m_source->delivery(symbol)) {
        if (*delivery - kDeliveryNotice > after)
            return *delivery - kDeliveryNotice;
        if (*delivery > after)
            return *delivery;
    }
    return kNever;
}

void MarketFeed::refreshCalendar(std::uint32_t index)
{
    Symbol& state = *m_symbols[index];
    Timestamp next = std::min(state.boundary, std::min(state.funding, state.lifecycle));
    next = std::min(next, std::min(state.thinUntil.value_or(kNever), state.haltedUntil.value_or(kNever)));
    if (const auto last = m_source->end(); last && next > *last)
        next = kNever;
    m_due[index].calendar = next;
    refreshNext(index);
}

void MarketFeed::refreshMarket(std::uint32_t index)
{
    const SymbolMarket& market = m_symbols[index]->market;
    m_due[index].print = market.nextPrintTime().value_or(kNever);
    m_due[index].refill = market.nextRefillTime().value_or(kNever);
    refreshNext(index);
}

void MarketFeed::refreshNext(std::uint32_t index)
{
    const Due& due = m_due[index];
    m_next[index] = std::min(due.calendar, std::min(due.print, due.refill));
}

bool MarketFeed::isOpen(SymbolId symbol) const
{
    return m_symbols[symbol.index]->listed && m_instruments.at(symbol).status != InstrumentStatus::Closed;
}

std::optional<Timestamp> MarketFeed::nextTime() const
{
    Timestamp next = kNever;
    for (const Timestamp due : m_next)
        next = due < next ? due : next;
    if (next == kNever)
        return std::nullopt;
    return next;
}

void MarketFeed::play(Timestamp now)
{
    m_dueNow.clear();
    bool calendar = false;
    for (std::uint32_t i = 0; i < m_next.size(); ++i) {
        if (m_next[i] > now)
            continue;
        m_dueNow.push_back(i);
        calendar = calendar || m_due[i].calendar <= now;
    }
    if (calendar) {
        for (const std::uint32_t i : m_dueNow)
            if (m_symbols[i]->boundary == now)
                endBar(SymbolId{i}, now);
        for (const std::uint32_t i : m_dueNow)
            if (m_symbols[i]->lifecycle == now)
                changeInstrument(SymbolId{i}, now);
        for (const std::uint32_t i : m_dueNow)
            endFaults(SymbolId{i}, now);
        for (const std::uint32_t i : m_dueNow)
            if (m_symbols[i]->boundary == now)
                beginBar(SymbolId{i}, now);
    }
    for (const std::uint32_t i : m_dueNow) {
        if (m_due[i].refill > now)
            continue;
        const SymbolId symbol{i};
        const bool changed = m_symbols[i]->market.refill(now);
        refreshMarket(i);
        if (!changed)
            continue;
        bookMoved(symbol, now);
        if (m_symbols[i]->watched && m_observer != nullptr)
            m_observer->onRefill(symbol);
    }
    for (const std::uint32_t i : m_dueNow)
        if (m_due[i].print <= now)
            printTrades(SymbolId{i}, now);
    if (!calendar)
        return;
    for (const std::uint32_t i : m_dueNow) {
        Symbol& state = *m_symbols[i];
        if (state.funding == now) {
            state.funding = now + m_instruments.at(SymbolId{i}).fundingInterval;
            if (isOpen(SymbolId{i}) && m_observer != nullptr)
                m_observer->onFunding(SymbolId{i});
        }
        refreshCalendar(i);
    }
}

void MarketFeed::endBar(SymbolId symbol, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    if (state.bar) {
        // What was printed is the bar, other than where a fault came between.
        state.history.add(state.printed.value_or(*state.bar));
        state.bar.reset();
    }
    state.printed.reset();
    // What closed by the start is history.
    if (now == m_source->start() || !isOpen(symbol))
        return;
    for (const Duration interval : state.candlesStreamed)
        if (now == now.floorTo(interval))
            if (const auto candle = state.history.candle(interval, now - interval))
                m_listener.onCandle(CandleClosed{symbol, interval, *candle});
}

void MarketFeed::changeInstrument(SymbolId symbol, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    Instrument& instrument = m_instruments.at(symbol);
    const auto delivery = m_source->delivery(symbol);
    if (!state.listed && m_source->listing(symbol) <= now) {
        instrument.status = InstrumentStatus::Trading;
        appear(symbol, now);
        ++state.bookSequence;
        if (state.bookStreamed)
            pushBook(symbol, now);
    }
    if (delivery && *delivery - kDeliveryNotice <= now)
        instrument.deliveryTime = delivery;
    if (delivery && *delivery <= now) {
        if (m_observer != nullptr)
            m_observer->onSettlement(symbol);
        instrument.status = InstrumentStatus::Closed;
        state.boundary = kNever;
        state.funding = kNever;
    }
    state.lifecycle = nextLifecycle(symbol, now);
    m_listener.onInstrument(instrument);
}

void MarketFeed::beginBar(SymbolId symbol, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    state.boundary = now + state.interval;
    const auto last = m_source->end();
    if (last && now >= *last) {
        state.boundary = kNever;
        return;
    }
    state.bar = m_source->bar(symbol, now);
    if (state.bar && state.haltedUntil)
        state.bar = standingBar(state, now);
    else if (state.bar && state.gapFactor)
        state.bar = gapped(*state.bar, *state.gapFactor);
    if (state.bar) {
        state.market.beginBar(*state.bar, state.interval);
        refreshMarket(symbol.index);
    }
}

void MarketFeed::printTrades(SymbolId symbol, Timestamp now)
{
    while (m_due[symbol.index].print <= now) {
        const TradePrint print = m_symbols[symbol.index]->market.takePrint();
        publish(symbol, print, now);
    }
}

void MarketFeed::publish(SymbolId symbol, const TradePrint& print, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    refreshMarket(symbol.index);
    keep(state, m_instruments.at(symbol), print);
    notePrinted(state, print);
    ++state.bookSequence;
    if (state.tradesStreamed)
        m_listener.onTrade(print);
    if (state.bookStreamed)
        pushBook(symbol, now);
    if (state.tickerStreamed)
        pushTicker(symbol, now);
    if (state.watched && m_observer != nullptr)
        m_observer->onPrint(print);
}

void MarketFeed::keep(Symbol& state, const Instrument& instrument, const TradePrint& print)
{
    state.history.addTurnover(print.time, instrument.toDouble(print.price) * instrument.toDouble(print.quantity));
    if (state.tape.size() < kTapeSize) {
        if (state.tape.empty())
            state.tape.reserve(kTapeSize);
        state.tape.push_back(print);
        return;
    }
    state.tape[state.tapeNext] = print;
    state.tapeNext = state.tapeNext + 1 == kTapeSize ? 0 : state.tapeNext + 1;
}

void MarketFeed::notePrinted(Symbol& state, const TradePrint& print)
{
    const std::int64_t price = print.price.ticks;
    if (!state.printed) {
        state.printed = GridCandle{state.bar->openTime, price, price, price, price, print.quantity.lots};
        return;
    }
    GridCandle& part = *state.printed;
    part.high = std::max(part.high, price);
    part.low = std::min(part.low, price);
    part.close = price;
    part.volume += print.quantity.lots;
}

void MarketFeed::pushTicker(SymbolId symbol, Timestamp now)
{
    const Ticker value = ticker(symbol, now);
    m_symbols[symbol.index]->pushedMark = value.mark;
    m_listener.onTicker(value);
}

void MarketFeed::streamCandles(SymbolId symbol, Duration interval, bool on)
{
    std::vector<Duration>& streamed = m_symbols[symbol.index]->candlesStreamed;
    const auto at = std::lower_bound(streamed.begin(), streamed.end(), interval);
    const bool isOn = at != streamed.end() && *at == interval;
    if (on && !isOn)
        streamed.insert(at, interval);
    else if (!on && isOn)
        streamed.erase(at);
}

void MarketFeed::bookMoved(SymbolId symbol, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    ++state.bookSequence;
    if (state.bookStreamed)
        pushBook(symbol, now);
    if (state.tickerStreamed && state.market.mark() != state.pushedMark)
        pushTicker(symbol, now);
}

void MarketFeed::take(SymbolId symbol, Side taker, Price price, Quantity quantity, Timestamp now)
{
    m_symbols[symbol.index]->market.take(opposite(taker), price, quantity, now);
    refreshMarket(symbol.index);
}

const std::vector<BookLevel>& MarketFeed::opposing(SymbolId symbol, Side taker) const
{
    const SymbolMarket& market = m_symbols[symbol.index]->market;
    return taker == Side::Buy ? market.asks() : market.bids();
}

std::optional<Decimal> MarketFeed::fundingRate(SymbolId symbol, Timestamp now) const
{
    return m_source->fundingRate(symbol, now);
}

std::vector<Candle> MarketFeed::candles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) const
{
    return m_symbols[symbol.index]->history.candles(interval, from, to);
}

std::optional<Candle> MarketFeed::formingCandle(SymbolId symbol, Duration interval, Timestamp now) const
{
    const Symbol& state = *m_symbols[symbol.index];
    const Timestamp barOpen = now.floorTo(state.interval);
    // A bar that is missing, and whatever comes after the last one, is no part of a candle.
    if (!state.bar || state.bar->openTime != barOpen || interval < state.interval)
        return std::nullopt;
    return state.history.forming(interval, now.floorTo(interval), barOpen, state.printed);
}

std::vector<TradePrint> MarketFeed::recentTrades(SymbolId symbol) const
{
    const Symbol& state = *m_symbols[symbol.index];
    std::vector<TradePrint> result(state.tape.begin() + static_cast<std::ptrdiff_t>(state.tapeNext), state.tape.end());
    result.insert(result.end(), state.tape.begin(), state.tape.begin() + static_cast<std::ptrdiff_t>(state.tapeNext));
    return result;
}

void MarketFeed::fillBook(SymbolId symbol, Timestamp now, BookSnapshot& snapshot) const
{
    const SymbolMarket& market = m_symbols[symbol.index]->market;
    snapshot.symbol = symbol;
    snapshot.time = now;
    snapshot.bids = market.bids();
    snapshot.asks = market.asks();
    snapshot.sequence = m_symbols[symbol.index]->bookSequence;
}

BookSnapshot MarketFeed::book(SymbolId symbol, Timestamp now) const
{
    BookSnapshot snapshot;
    fillBook(symbol, now, snapshot);
    return snapshot;
}

void MarketFeed::pushBook(SymbolId symbol, Timestamp now)
{
    fillBook(symbol, now, m_pushed);
    m_listener.onBook(m_pushed);
}

Ticker MarketFeed::ticker(SymbolId symbol, Timestamp now) const
{
    const Symbol& state = *m_symbols[symbol.index];
    Ticker result;
    result.symbol = symbol;
    result.time = now;
    result.last = state.market.last();
    result.bid = state.market.bestBid();
    result.ask = state.market.bestAsk();
    result.mark = state.market.mark();
    result.index = result.mark;
    result.openInterest = m_source->openInterest(symbol, now);
    result.turnover24h = state.history.turnover24h(now);
    result.fundingRate = m_source->fundingRate(symbol, now);
    if (isOpen(symbol))
        result.nextFundingTime = now.floorTo(m_instruments.at(symbol).fundingInterval)
            + m_instruments.at(symbol).fundingInterval;
    return result;
}

} // namespace breakline
