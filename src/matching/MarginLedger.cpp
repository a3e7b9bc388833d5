// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/MarginLedger.h"

#include <algorithm>

namespace breakline {

MarginLedger::MarginLedger(const InstrumentTable& instruments, const Decimal& start, const Decimal& defaultLeverage)
    : m_instruments(instruments), m_start(start), m_wallet(start), m_positions(instruments.size())
{
    for (const Instrument& instrument : instruments.all()) {
        Decimal leverage = defaultLeverage;
        if (!instrument.maxLeverage.isZero() && instrument.maxLeverage < leverage)
            leverage = instrument.maxLeverage;
        m_positions[instrument.id.index].leverage = leverage;
    }
}

MarginLedger::FillEffect MarginLedger::fill(SymbolId symbol, Side side, Price price, Quantity quantity,
                                            const Decimal& fee)
{
    const Instrument& instrument = m_instruments.at(symbol);
    LedgerPosition& position = m_positions[symbol.index];
    FillEffect effect;
    const bool wasLong = position.quantity.lots > 0;
    const bool reduces = !position.isFlat() && wasLong == (side == Side::Sell);
    if (reduces) {
        const Quantity held = position.quantity.magnitude();
        effect.closed = std::min(held, quantity);
        const Decimal part = effect.closed == held
            ? position.cost
            : position.cost.scaledBy(effect.closed.lots, held.lots, kMoneyScale, Rounding::HalfEven);
        const Decimal value = instrument.notional(price, effect.closed);
        effect.realised = wasLong ? value - part : part - value;
        position.cost -= part;
    }
    effect.opened = quantity - effect.closed;
    if (!effect.opened.isZero())
        position.cost += instrument.notional(price, effect.opened);
    position.quantity += side == Side::Buy ? quantity : -quantity;
    m_realised += effect.realised;
    m_fees += fee;
    m_wallet += effect.realised;
    m_wallet -= fee;
    refresh(symbol);
    return effect;
}

void MarginLedger::payFunding(const Decimal& amount)
{
    m_funding += amount;
    m_wallet -= amount;
}

void MarginLedger::transfer(const Decimal& amount)
{
    m_transfers += amount;
    m_wallet += amount;
}

void MarginLedger::setLeverage(SymbolId symbol, const Decimal& leverage)
{
    m_positions[symbol.index].leverage = leverage;
    refresh(symbol);
}

std::optional<Decimal> MarginLedger::entryPrice(SymbolId symbol) const
{
    const LedgerPosition& position = m_positions[symbol.index];
    if (position.isFlat())
        return std::nullopt;
    return position.cost.dividedBy(m_instruments.at(symbol).toDecimal(position.quantity.magnitude()), kAverageScale,
                                   Rounding::HalfEven);
}

Decimal MarginLedger::unrealised(SymbolId symbol, Price mark) const
{
    const LedgerPosition& position = m_positions[symbol.index];
    if (position.isFlat())
        return {};
    const Decimal value = m_instruments.at(symbol).notional(mark, position.quantity.magnitude());
    return position.quantity.lots > 0 ? value - position.cost : position.cost - value;
}

Decimal MarginLedger::positionMargins() const
{
    Decimal sum;
    for (const LedgerPosition& position : m_positions)
        if (!position.isFlat())
            sum += position.margin;
    return sum;
}

void MarginLedger::refresh(SymbolId symbol)
{
    const Instrument& instrument = m_instruments.at(symbol);
    LedgerPosition& position = m_positions[symbol.index];
    position.liquidation.reset();
    if (position.isFlat()) {
        position.margin = {};
        return;
    }
    position.margin = share(position.cost, position.leverage);
    // Liquidated once margin + unrealised < rate * value at mark. With V the
    // value of one tick over the whole position:
    //   long:  margin + m V - cost < rate m V  <=>  m < (cost - margin) / (V (1 - rate))
    //   short: margin + cost - m V < rate m V  <=>  m > (cost + margin) / (V (1 + rate))
    const Decimal one = Decimal::fromUnits(1);
    const Decimal perTick = instrument.notional(Price{1}, position.quantity.magnitude());
    if (position.quantity.lots > 0) {
        const Decimal divisor = perTick * (one - instrument.maintenanceMarginRate);
        if (divisor.isZero() || divisor.isNegative())
            return;
        const auto bound = (position.cost - position.margin).dividedBy(divisor, 0, Rounding::Up).countOf(one);
        if (bound && *bound > 1)
            position.liquidation = Price{*bound - 1};
    } else {
        const Decimal divisor = perTick * (one + instrument.maintenanceMarginRate);
        const auto bound = (position.cost + position.margin).dividedBy(divisor, 0, Rounding::Down).countOf(one);
        if (bound)
            position.liquidation = Price{*bound + 1};
    }
}

} // namespace breakline
