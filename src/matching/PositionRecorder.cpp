// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/PositionRecorder.h"

#include "core/Invariant.h"

namespace breakline {

void PositionRecorder::onFill(SymbolId symbol, Timestamp time, const MarginLedger::FillEffect& effect, Quantity after,
                              const Decimal& fee)
{
    std::optional<std::size_t>& open = m_open[symbol.index];
    Decimal feeLeft = fee;
    if (!effect.closed.isZero()) {
        if (!open)
            failInvariant("a fill closes a position that is not open");
        Entry& entry = m_entries[*open];
        const Decimal part = effect.opened.isZero()
            ? fee
            : fee.scaledBy(effect.closed.lots, (effect.closed + effect.opened).lots, MarginLedger::kMoneyScale,
                           Rounding::Up);
        feeLeft -= part;
        entry.record.fees += part;
        entry.record.realisedPnl += effect.realised;
        if (after.isZero() || !effect.opened.isZero()) {
            entry.record.closed = time;
            entry.meter.covered(time);
            open.reset();
        }
    }
    if (effect.opened.isZero())
        return;
    if (!open) {
        open = m_entries.size();
        Entry& entry = m_entries.emplace_back();
        entry.record.symbol = symbol;
        entry.record.opened = time;
    }
    Entry& entry = m_entries[*open];
    entry.record.fees += feeLeft;
    if (after.magnitude() > entry.record.maxQuantity.magnitude())
        entry.record.maxQuantity = after;
    entry.meter.increased(time);
}

void PositionRecorder::onFunding(SymbolId symbol, const Decimal& amount)
{
    if (const auto open = m_open[symbol.index])
        m_entries[*open].record.funding += amount;
}

void PositionRecorder::onCovered(SymbolId symbol, Timestamp time)
{
    if (const auto open = m_open[symbol.index])
        m_entries[*open].meter.covered(time);
}

std::vector<VenuePositionRecord> PositionRecorder::records(Timestamp now) const
{
    std::vector<VenuePositionRecord> result;
    result.reserve(m_entries.size());
    for (const Entry& entry : m_entries) {
        result.push_back(entry.record);
        result.back().unprotectedMs = entry.meter.total(now);
    }
    return result;
}

} // namespace breakline
