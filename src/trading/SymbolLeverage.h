// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <functional>
#include <map>
#include <set>
#include <string>

namespace breakline {

/// Before a symbol's first entry of the session its leverage is set and read back,
/// together with the modes that an entry rests on (isolated margin, one position a
/// symbol). What the venue then says has to be what was asked for. Trading thread.
class SymbolLeverage : public QObject {
    Q_OBJECT
public:
    SymbolLeverage(TradingServices& services, RequestDesk& requests);

    bool isSet(SymbolId symbol) const { return m_set.contains(symbol); }
    /// Ends with ready() or failed(). `mayGoOn`: whether the entry is still wanted; asked
    /// before anything is repeated. At most one at a time a symbol.
    void set(SymbolId symbol, const std::string& traceId, std::function<bool()> mayGoOn);
    /// The entry is not wanted any more.
    void forget(SymbolId symbol) { m_pending.erase(symbol); }

    /// As the request desk concluded it.
    void handle(const RequestAnswer& answer);
    void handle(const AccountSettingsAnswer& answer, RequestId ticket);

Q_SIGNALS:
    void ready(breakline::SymbolId symbol);
    void failed(breakline::SymbolId symbol, const std::string& reason);

private:
    struct Pending {
        Decimal leverage;
        std::string traceId;
        std::function<bool()> mayGoOn;
        RequestId change = 0;
        RequestId readBack = 0;
    };

    VenueCall callFor(SymbolId symbol, const Pending& pending) const;
    void readBack(SymbolId symbol);
    void fail(SymbolId symbol, const std::string& why);

    TradingServices& m_services;
    RequestDesk& m_requests;
    std::map<SymbolId, Pending> m_pending;
    std::set<SymbolId> m_set;
};

} // namespace breakline
