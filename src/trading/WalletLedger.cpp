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

void WalletLedger::begin(const Decimal& balance)
{
    m_start = balance - result();
}

std::optional<Decimal> WalletLedger::balance() const
{
    if (!m_start)
        return std::nullopt;
    return *m_start + result();
}

bool WalletLedger::agreesWith(const Decimal& balance) const
{
    const auto ours = this->balance();
    return !ours || (balance - *ours).abs() < Decimal::fromUnits(1, kRoundingPlaces);
}

} // namespace breakline
