// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/RequestDesk.h"

#include "trading/TradingStateMachine.h"

#include <fmt/format.h>

namespace breakline {

RequestDesk::RequestDesk(TradingServices& services, ErrorHandler& errors, const TradingStateMachine& machine)
    : m_services(services)
    , m_errors(errors)
    , m_machine(machine)
{
}

std::string RequestDesk::operationOf(const VenueCall& call) const
{
    std::string operation(call.operation);
    if (call.symbol)
        operation.append(" ").append(m_services.symbolName(*call.symbol));
    return operation;
}

OperationError RequestDesk::errorOf(const VenueCall& call, ErrorKind kind, const std::string& message) const
{
    OperationError error;
    error.time = m_services.now();
    error.component = call.component;
    error.operation = operationOf(call);
    error.kind = kind;
    error.path = call.path;
    if (call.symbol)
        error.symbol = m_services.symbolName(*call.symbol);
    error.message = message;
    error.traceId = call.traceId;
    return error;
}

RequestId RequestDesk::ask(VenueCall call)
{
    if (!m_errors.mayCall(call.component, operationOf(call), call.path, m_services.now())) {
        m_services.log.warning(call.component, call.symbol ? m_services.symbolName(*call.symbol) : std::string(),
                               call.traceId,
                               operationOf(call) + ": not asked, its circuit breaker is open");
        // Not from inside the call: whoever asks is in the middle of something.
        OperationError error = errorOf(call, ErrorKind::Connection, "the circuit breaker is open");
        m_services.timers.after(Duration {}, "breaker_open", [this, error = std::move(error)] {
            RecoveryAction action;
            action.errorClass = classify(error.kind, error.path);
            action.nextState = TradingState::Error;
            action.alert = true;
            Q_EMIT decided(0, error, action);
        });
        return 0;
    }
    Pending pending;
    pending.call = std::move(call);
    const RequestId ticket = pending.call.send();
    pending.ticket = ticket;
    m_pending.emplace(ticket, std::move(pending));
    return ticket;
}

RequestId RequestDesk::answered(RequestId request)
{
    const auto found = m_pending.find(request);
    if (found == m_pending.end())
        return request;
    const Pending pending = std::move(found->second);
    m_pending.erase(found);
    m_errors.succeeded(pending.call.component, operationOf(pending.call), pending.call.path,
                       m_services.now());
    return pending.ticket;
}

void RequestDesk::handle(const RequestAnswer& answer)
{
    const auto kind = errorKindOf(answer.result);
    RequestAnswer last = answer;
    if (!kind) {
        last.request = answered(answer.request);
        Q_EMIT concluded(last);
        return;
    }
    const auto found = m_pending.find(answer.request);
    if (found == m_pending.end())
        return; // nobody asked
    const Pending pending = std::move(found->second);
    m_pending.erase(found);
    last.request = pending.ticket;
    if (answer.result == AnswerClass::Gone && pending.call.mayBeGone) {
        const std::string symbol = pending.call.symbol ? m_services.symbolName(*pending.call.symbol) : std::string();
        m_errors.succeeded(pending.call.component, operationOf(pending.call), pending.call.path, m_services.now());
        m_services.log.info(pending.call.component, symbol, pending.call.traceId,
                            fmt::format("{} {}: it was over already", operationOf(pending.call), answer.clientId));
        Q_EMIT concluded(last);
        return;
    }
    const OperationError error = errorOf(pending.call, *kind, answer.message);
    const RecoveryAction action = m_errors.handle(error, m_machine.state());
    const bool again = action.retryAt && pending.call.repeats
        && action.errorClass.strategy == RecoveryStrategy::Retry;
    m_services.log.warning(
        pending.call.component, error.symbol, pending.call.traceId,
        fmt::format("{}{}{} failed ({}): {}{}", error.operation, answer.clientId.empty() ? "" : " ",
                    answer.clientId, toText(*kind), answer.message,
                    again ? fmt::format("; again in {} ms", (*action.retryAt - m_services.now()).ms)
                          : std::string()));
    if (again)
        m_services.timers.at(*action.retryAt, "request_again",
                             [this, pending, last] { repeat(pending, last); });
    else
        Q_EMIT concluded(last);
    Q_EMIT decided(pending.ticket, error, action);
}

void RequestDesk::repeat(const Pending& pending, const RequestAnswer& last)
{
    const bool wanted = !pending.call.mayRepeat || pending.call.mayRepeat();
    if (!wanted
        || !m_errors.mayCall(pending.call.component, operationOf(pending.call), pending.call.path,
                             m_services.now())) {
        Q_EMIT concluded(last);
        return;
    }
    const RequestId request = pending.call.send();
    m_services.decisions.command("again", pending.call.traceId,
                                 fmt::format("{} {}", pending.call.component, operationOf(pending.call)));
    m_pending.emplace(request, pending);
}

} // namespace breakline
