// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"
#include "trading/ErrorHandler.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

class TradingStateMachine;

/// One call of the gateway, kept so that it can be made again.
struct VenueCall {
    std::string_view component; ///< of whoever asks; a literal
    std::string_view operation; ///< a literal
    OperationPath path = OperationPath::Query;
    std::optional<SymbolId> symbol; ///< attempts and breaker are counted for it alone
    std::string traceId;
    std::function<RequestId()> send;
    /// Asked before each repetition; empty: always.
    std::function<bool()> mayRepeat;
    /// False where the asker has a cadence of its own and asks again by itself.
    bool repeats = true;
    /// "Gone" is what was wanted: a cancel of what is over already.
    bool mayBeGone = false;
};

/// Every request to the venue leaves by this desk: it asks the circuit breaker
/// before the call, repeats what failed as the ErrorHandler says, and reports
/// what else has to follow. The asker knows its request by one ticket (the id
/// of the first call), however often it is made. Trading thread.
class RequestDesk : public QObject {
    Q_OBJECT
public:
    RequestDesk(TradingServices& services, ErrorHandler& errors, const TradingStateMachine& machine);

    /// 0: not asked, the breaker is open; `decided` follows with ERROR.
    RequestId ask(VenueCall call);

    /// A typed answer has come: the call did what it should. Returns its ticket.
    RequestId answered(RequestId request);
    /// The answer to a request that changes something, or the failure of any:
    /// repeated later, or handed on by `concluded`.
    void handle(const RequestAnswer& answer);

Q_SIGNALS:
    /// Taken, or finally failed. `request` is the ticket.
    void concluded(const breakline::RequestAnswer& answer);
    /// After every failure, and after `concluded` where it was the last.
    void decided(breakline::RequestId ticket, const breakline::OperationError& error,
                 const breakline::RecoveryAction& action);

private:
    struct Pending {
        RequestId ticket = 0;
        VenueCall call;
    };

    std::string operationOf(const VenueCall& call) const;
    OperationError errorOf(const VenueCall& call, ErrorKind kind, const std::string& message) const;
    void repeat(const Pending& pending, const RequestAnswer& last);

    TradingServices& m_services;
    ErrorHandler& m_errors;
    const TradingStateMachine& m_machine;
    std::map<RequestId, Pending> m_pending; ///< by the id of the call under way
};

} // namespace breakline
