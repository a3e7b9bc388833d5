// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/FirstStopCheck.h"

#include "trading/LogComponent.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {
constexpr Duration kNextLook = Duration::milliseconds(250);
} // namespace

FirstStopCheck::FirstStopCheck(TradingServices& services, RequestDesk& requests,
                               const PositionManager& positions)
    : m_services(services)
    , m_requests(requests)
    , m_positions(positions)
{
}

bool FirstStopCheck::opened(SymbolId symbol)
{
    if (m_isVerified || m_symbol)
        return false;
    m_symbol = symbol;
    m_services.decisions.decision(component::kFirstStop, m_positions.find(symbol)->plan.traceId,
                                  m_services.symbolName(symbol) + ": the venue is asked for its stop");
    ask();
    return true;
}

void FirstStopCheck::closed(SymbolId symbol)
{
    if (m_symbol != symbol)
        return;
    m_services.timers.cancel(m_timer);
    m_symbol.reset();
    m_request = 0;
}

void FirstStopCheck::ask()
{
    VenueCall call;
    call.component = component::kFirstStop;
    call.operation = "account";
    call.symbol = m_symbol;
    call.traceId = m_positions.find(*m_symbol)->plan.traceId;
    call.repeats = false; // the timer asks again
    call.send = [this] { return m_services.gateway.requestAccount(); };
    m_request = m_requests.ask(std::move(call));
    m_timer = m_services.timers.after(kNextLook, "first_stop", [this] {
        m_timer = 0;
        ask();
    });
}

bool FirstStopCheck::isShownBy(const AccountAnswer& answer) const
{
    const ManagedPosition* ours = m_positions.find(*m_symbol);
    const auto theirs = std::ranges::find(answer.positions, *m_symbol, &PositionUpdate::symbol);
    if (ours == nullptr || theirs == answer.positions.end() || !theirs->stop)
        return false;
    const bool isSameSide = (theirs->quantity.lots > 0) == (ours->plan.direction == Direction::Long);
    // A worse one is set back first.
    return isSameSide && !moreProtective(ours->plan.direction, ours->plan.stop, *theirs->stop);
}

void FirstStopCheck::handle(const AccountAnswer& answer, RequestId ticket)
{
    // Any answer that shows it will do, but for one that was asked for before.
    if (!m_symbol || ticket == 0 || ticket < m_request || !isShownBy(answer))
        return;
    const ManagedPosition& position = *m_positions.find(*m_symbol);
    const auto theirs = std::ranges::find(answer.positions, *m_symbol, &PositionUpdate::symbol);
    const std::string what =
        fmt::format("{}: the venue holds its stop at {}", m_services.symbolName(*m_symbol),
                    m_services.board.instrument(*m_symbol).toDecimal(*theirs->stop).toString());
    m_services.decisions.decision(component::kFirstStop, position.plan.traceId, what);
    m_services.log.info(component::kFirstStop, m_services.symbolName(*m_symbol), position.plan.traceId, what);
    m_services.timers.cancel(m_timer);
    m_isVerified = true;
    m_symbol.reset();
    m_request = 0;
}

} // namespace breakline
