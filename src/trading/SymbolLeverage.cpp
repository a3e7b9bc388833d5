// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SymbolLeverage.h"

#include "risk/Sizing.h"
#include "trading/LogComponent.h"
#include "trading/PresetMapping.h"

#include <fmt/format.h>

#include <utility>

namespace breakline {

namespace {

constexpr std::string_view kBreakerOpen = "the circuit breaker is open";

} // namespace

SymbolLeverage::SymbolLeverage(TradingServices& services, RequestDesk& requests)
    : m_services(services)
    , m_requests(requests)
{
}

VenueCall SymbolLeverage::callFor(SymbolId symbol, const Pending& pending) const
{
    VenueCall call;
    call.component = component::kExecution;
    call.symbol = symbol;
    call.traceId = pending.traceId;
    call.mayRepeat = [this, symbol, traceId = pending.traceId] {
        const auto still = m_pending.find(symbol);
        return still != m_pending.end() && still->second.traceId == traceId && still->second.mayGoOn();
    };
    return call;
}

void SymbolLeverage::set(SymbolId symbol, const std::string& traceId, std::function<bool()> mayGoOn)
{
    const double leverage = leverageToSet(riskParametersOf(m_services.settings.preset),
                                          m_services.board.instrument(symbol));
    const auto exact = Decimal::fromDouble(leverage, 2, Rounding::Down);
    if (!exact)
        failInvariant("leverage is not a number");
    Pending& pending = m_pending[symbol];
    pending = {*exact, traceId, std::move(mayGoOn)};
    VenueCall call = callFor(symbol, pending);
    call.operation = "leverage";
    call.path = OperationPath::Entry;
    call.send = [this, symbol, value = *exact] { return m_services.gateway.setLeverage(symbol, value); };
    pending.change = m_requests.ask(std::move(call));
    if (pending.change == 0) {
        fail(symbol, std::string(kBreakerOpen));
        return;
    }
    m_services.decisions.command("leverage", traceId, exact->toString());
}

void SymbolLeverage::readBack(SymbolId symbol)
{
    Pending& pending = m_pending.at(symbol);
    VenueCall call = callFor(symbol, pending);
    call.operation = "account settings";
    call.send = [this, symbol] { return m_services.gateway.requestAccountSettings(symbol); };
    pending.readBack = m_requests.ask(std::move(call));
    if (pending.readBack == 0)
        fail(symbol, std::string(kBreakerOpen));
}

void SymbolLeverage::fail(SymbolId symbol, const std::string& why)
{
    m_pending.erase(symbol);
    Q_EMIT failed(symbol, why);
}

void SymbolLeverage::handle(const RequestAnswer& answer)
{
    if (answer.request == 0)
        return;
    for (auto& [symbol, pending] : m_pending) {
        const SymbolId which = symbol;
        if (pending.change == answer.request) {
            pending.change = 0;
            if (answer.result == AnswerClass::Ok || answer.result == AnswerClass::Benign)
                readBack(which);
            else
                fail(which, answer.message);
            return;
        }
        if (pending.readBack == answer.request) {
            fail(which, "not read back: " + answer.message);
            return;
        }
    }
}

void SymbolLeverage::handle(const AccountSettingsAnswer& answer, RequestId ticket)
{
    const auto found = m_pending.find(answer.symbol);
    if (ticket == 0 || found == m_pending.end() || found->second.readBack != ticket)
        return;
    const SymbolId symbol = answer.symbol;
    const std::string wanted = found->second.leverage.toString();
    if (answer.leverage != found->second.leverage) {
        fail(symbol, fmt::format("{} was set, the venue has {}", wanted,
                                 answer.leverage ? answer.leverage->toString() : "told none"));
    } else if (answer.marginMode != MarginMode::Isolated) {
        fail(symbol, fmt::format("the margin mode is {}", toText(answer.marginMode)));
    } else if (answer.positionMode != PositionMode::OneWay) {
        fail(symbol, fmt::format("the position mode is {}", toText(answer.positionMode)));
    } else {
        m_pending.erase(found);
        m_set.insert(symbol);
        Q_EMIT ready(symbol);
    }
}

} // namespace breakline
