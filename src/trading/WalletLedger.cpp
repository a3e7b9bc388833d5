// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/WalletLedger.h"

#include "trading/PositionManager.h"

namespace breakline {

WalletLedger::WalletLedger(const PositionManager& positions)
    : m_positions(positions)
{
}

Decimal WalletLedger::result() const
{
    return m_positions.realised() - m_positions.fees() - m_positions.funding();
}

void WalletLedger::begin(const Decimal& balance, Timestamp time)
{
    m_start = balance - result();
    m_begun = time;
    if (!m_firstBegun)
        m_firstBegun = time;
    m_transferred = {};
}

bool WalletLedger::apply(const Transfer& transfer)
{
    if (!m_transfers.insert(transfer).second || !m_start || transfer.time <= *m_firstBegun)
        return false;
    if (transfer.time > m_begun)
        m_transferred += transfer.amount;
    return true;
}

std::optional<Decimal> WalletLedger::balance() const
{
    if (!m_start)
        return std::nullopt;
    return *m_start + result() + m_transferred;
}

bool WalletLedger::agreesWith(const Decimal& balance) const
{
    const auto ours = this->balance();
    return !ours || (balance - *ours).abs() < Decimal::fromUnits(1, kRoundingPlaces);
}

} // namespace breakline
