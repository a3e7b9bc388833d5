// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/FaultInjector.h"

#include <utility>

namespace breakline {

FaultInjector::FaultInjector(FaultScript script, Timestamp start, const InstrumentTable& instruments)
    : m_script(std::move(script))
{
    for (std::size_t i = 0; i < m_script.faults.size(); ++i) {
        const Fault& fault = m_script.faults[i];
        Armed armed {start + fault.at, std::nullopt, fault.count, i};
        if (!fault.symbol.empty()) {
            armed.symbol = instruments.find(fault.symbol);
            if (!armed.symbol)
                continue;
        }
        switch (classOf(fault.kind)) {
        case FaultClass::Request: m_requests.push_back(armed); break;
        case FaultClass::Push: m_pushes.push_back(armed); break;
        case FaultClass::Stream:
        case FaultClass::Market:
        case FaultClass::Account: m_due.push_back(armed); break;
        }
    }
}

std::optional<Fault> FaultInjector::meet(std::vector<Armed>& armed, FaultTarget target,
                                         std::optional<SymbolId> symbol, Timestamp now)
{
    for (auto candidate = armed.begin(); candidate != armed.end() && candidate->at <= now; ++candidate) {
        const Fault& fault = m_script.faults[candidate->fault];
        const FaultTarget aim = fault.kind == FaultKind::BookGap ? FaultTarget::Book : fault.target;
        if ((aim != FaultTarget::Any && aim != target) || (candidate->symbol && candidate->symbol != symbol))
            continue;
        if (--candidate->left == 0)
            armed.erase(candidate);
        countInjected(fault.kind);
        m_met.push_back({fault.kind, target, symbol, now, fault.length});
        return fault;
    }
    return std::nullopt;
}

std::optional<Fault> FaultInjector::onRequest(FaultTarget request, std::optional<SymbolId> symbol,
                                              Timestamp now)
{
    return meet(m_requests, request, symbol, now);
}

std::optional<Fault> FaultInjector::onPush(FaultTarget push, std::optional<SymbolId> symbol, Timestamp now)
{
    return meet(m_pushes, push, symbol, now);
}

std::optional<Timestamp> FaultInjector::nextDue() const
{
    return m_due.empty() ? std::nullopt : std::optional(m_due.front().at);
}

std::optional<Fault> FaultInjector::takeDue(Timestamp now)
{
    if (m_due.empty() || m_due.front().at > now)
        return std::nullopt;
    const Fault fault = m_script.faults[m_due.front().fault];
    m_due.erase(m_due.begin());
    return fault;
}

} // namespace breakline
