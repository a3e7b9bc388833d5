// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/FaultEffects.h"

namespace breakline {

FaultEffects::FaultEffects(std::uint64_t seed, MarketFeed& feed, TradingAccount& account,
                           FaultInjector& faults)
    : m_feed(feed)
    , m_account(account)
    , m_faults(faults)
    , m_signs(seed, "price_gap")
{
}

std::optional<SymbolId> FaultEffects::symbolOf(const Fault& fault) const
{
    if (!fault.symbol.empty())
        return m_feed.instruments().find(fault.symbol);
    std::optional<SymbolId> trading;
    for (const Instrument& instrument : m_feed.instruments().all()) {
        if (!m_account.ledger().position(instrument.id).isFlat())
            return instrument.id;
        if (!trading && instrument.status == InstrumentStatus::Trading)
            trading = instrument.id;
    }
    return trading;
}

void FaultEffects::happen(const Fault& fault, Timestamp now)
{
    if (fault.kind == FaultKind::StopCancelled) {
        // Waits for a stop, which counts it.
        m_account.cancelNextStop(fault.symbol.empty() ? std::nullopt : symbolOf(fault));
        return;
    }
    if (fault.kind == FaultKind::Deposit || fault.kind == FaultKind::Withdrawal) {
        if (m_account.transfer(fault.kind == FaultKind::Deposit ? fault.amount : -fault.amount))
            m_faults.countInjected(fault, std::nullopt, now);
        return;
    }
    const auto symbol = symbolOf(fault);
    if (symbol && change(*symbol, fault, now))
        m_faults.countInjected(fault, symbol, now);
}

bool FaultEffects::change(SymbolId symbol, const Fault& fault, Timestamp now)
{
    switch (fault.kind) {
    case FaultKind::DepthGone: return m_feed.thinBook(symbol, fault.amount, now + fault.length, now);
    case FaultKind::PriceGap: return gap(symbol, fault.amount, now);
    case FaultKind::Halt: return m_feed.halt(symbol, now + fault.length, now);
    case FaultKind::RulesChanged: return m_feed.changeRules(symbol, fault.amount);
    case FaultKind::FundingNow: return m_account.exchangeFunding(symbol, fault.amount);
    case FaultKind::AutoDeleveraged: return m_account.autoDeleverage(symbol, fault.amount);
    case FaultKind::Liquidated: return m_account.takeOver(symbol);
    case FaultKind::ManualTrade: return m_account.tradeByHand(symbol, fault.amount);
    case FaultKind::ManualCancel: return m_account.cancelStopByHand(symbol);
    default: return false;
    }
}

bool FaultEffects::gap(SymbolId symbol, const Decimal& size, Timestamp now)
{
    const Quantity held = m_account.ledger().position(symbol).quantity;
    const bool falls = held.isZero() ? m_signs.chance(0.5) : held.lots > 0;
    return m_feed.gap(symbol, falls ? -size : size, now);
}

} // namespace breakline
