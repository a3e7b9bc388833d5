// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/MarketFeed.h"

#include <algorithm>

namespace breakline {

namespace {

/// How far gaps may take a price from the source's, either way.
constexpr std::int64_t kFurthest = 1'000;
/// Decimals that are kept of the factor of all gaps.
constexpr int kFactorScale = 12;
constexpr int kMoneyScale = 8;

} // namespace

bool MarketFeed::thinBook(SymbolId symbol, const Decimal& share, Timestamp until, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    const double part = share.toDouble();
    if (!isOpen(symbol) || !state.market.last() || until <= now || part <= 0.0 || part > 1.0)
        return false;
    state.thinUntil = until;
    state.market.setDepthShare(part);
    refreshMarket(symbol.index);
    refreshCalendar(symbol.index);
    bookMoved(symbol, now);
    return true;
}

bool MarketFeed::gap(SymbolId symbol, const Decimal& move, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    const Instrument& instrument = m_instruments.at(symbol);
    const auto last = state.market.last();
    const Decimal one = Decimal::fromUnits(1);
    const Decimal factor = one + move;
    if (!state.bar || !last || instrument.status != InstrumentStatus::Trading
        || factor < Decimal::fromUnits(1, 2) || factor > Decimal::fromUnits(kFurthest))
        return false;
    const Decimal all = (state.gapFactor.value_or(one) * factor).rounded(kFactorScale, Rounding::HalfEven);
    if (all * kFurthest < one || all > Decimal::fromUnits(kFurthest))
        return false;
    const Price price {gappedTicks(last->ticks, factor)};
    if (price == *last)
        return false; // less than half a tick
    state.gapFactor = all;
    const TradePrint print = state.market.jump(price, instrument.minQuantity, factor, now);
    publish(symbol, print, now);
    return true;
}

bool MarketFeed::halt(SymbolId symbol, Timestamp until, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    Instrument& instrument = m_instruments.at(symbol);
    if (!state.listed || !state.market.last() || instrument.status != InstrumentStatus::Trading
        || until <= now)
        return false;
    instrument.status = InstrumentStatus::Delivering;
    state.haltedUntil = until;
    if (state.bar) {
        state.market.dropPlanned();
        state.bar = state.printed.value_or(standingBar(state, state.bar->openTime));
    }
    refreshMarket(symbol.index);
    refreshCalendar(symbol.index);
    m_listener.onInstrument(instrument);
    return true;
}

GridCandle MarketFeed::standingBar(const Symbol& state, Timestamp openTime)
{
    const std::int64_t price = state.market.last()->ticks;
    return {openTime, price, price, price, price, 0};
}

void MarketFeed::endFaults(SymbolId symbol, Timestamp now)
{
    Symbol& state = *m_symbols[symbol.index];
    if (state.thinUntil && *state.thinUntil <= now) {
        state.thinUntil.reset();
        state.market.setDepthShare(1.0);
        refreshMarket(symbol.index);
        bookMoved(symbol, now);
    }
    if (state.haltedUntil && *state.haltedUntil <= now) {
        state.haltedUntil.reset();
        Instrument& instrument = m_instruments.at(symbol);
        if (instrument.status != InstrumentStatus::Delivering)
            return; // settled meanwhile
        instrument.status = InstrumentStatus::Trading;
        m_listener.onInstrument(instrument);
        if (state.watched && m_observer != nullptr)
            m_observer->onRefill(symbol);
    }
}

bool MarketFeed::changeRules(SymbolId symbol, const Decimal& factor)
{
    Instrument& instrument = m_instruments.at(symbol);
    if (!isOpen(symbol) || factor.isZero() || factor.isNegative())
        return false;
    const Decimal one = Decimal::fromUnits(1);
    const auto least = (factor * instrument.minQuantity.lots).countOf(one, Rounding::Up);
    if (!least)
        return false;
    instrument.minQuantity = Quantity {std::max<std::int64_t>(*least, 1)};
    instrument.minNotional = (instrument.minNotional * factor).rounded(kMoneyScale, Rounding::Up);
    if (auto& most = instrument.maxMarketQuantity) {
        const Decimal lots = Decimal::fromUnits(most->lots).dividedBy(factor, 0, Rounding::Down);
        if (const auto count = lots.countOf(one))
            most = std::max(Quantity {*count}, instrument.minQuantity);
    }
    m_listener.onInstrument(instrument);
    return true;
}

} // namespace breakline
