// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/SendLimits.h"
#include "execution/TrackedOrder.h"
#include "trading/IntentJournal.h"
#include "trading/OrderRegistry.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace breakline {

/// What became of a request, as those who sent it need to know it.
enum class SendOutcome : std::uint8_t { Taken, Refused, Unknown };

/// The one place from which orders leave: journals every intent, holds entries
/// back until they are durable, makes the last check before sending, applies the
/// venue's news to each order by its table, asks after those of unknown fate,
/// and counts executions once. Decides nothing about trading. Trading thread.
class OrderDesk : public QObject {
    Q_OBJECT
public:
    OrderDesk(TradingServices& services, RequestDesk& requests, SendLimitSettings limits);

    /// The client id for an order that is placed here next; slice and attempt count from 0.
    std::string nextId(const std::string& traceId, std::string_view role, int slice, int attempt)
    {
        return m_orders.nextId(traceId, role, slice, attempt);
    }
    /// An order that opens or adds: sent when its intent is durable, if
    /// `mayStillSend` then still says so.
    void placeEntry(const OrderRequest& request, OrderIntent intent, const std::string& traceId,
                    bool opensPosition, std::function<bool()> mayStillSend);
    /// An exit, stop or target: journalled in the same order, sent at once.
    void place(const OrderRequest& request, OrderIntent intent, const std::string& traceId);
    /// Stays wanted until the order is final: where the cancel came to nothing
    /// and the order turns out alive, it is sent again. Harmless while one is
    /// under way.
    void cancel(const std::string& clientId);
    void query(const std::string& clientId);

    // The venue's news; each is handled to its end.
    void durable(JournalTicket upTo);
    /// What waits will never be durable: it ends unsent.
    void journalFailed();
    /// As the request desk concluded it.
    void handle(const RequestAnswer& answer);
    void handle(const OrderAnswer& answer);
    void handle(const OrderUpdate& update);
    void handle(const Execution& execution);
    /// Counted in nothing: it is not of this session.
    void noteForeign(const Execution& execution) { m_orders.noteForeign(execution); }
    /// Of the orders that the venue made, those that it does not list any more, by
    /// a list that was read at or after `read`, are over.
    void endVenueOrders(const std::set<std::string>& listed, Timestamp read)
    {
        m_orders.endVenueOrders(listed, read);
    }

    bool hasCounted(const Execution& execution) const
    {
        return m_services.settings.protections.idempotence
            && m_executions.contains(execution.venueTradeId);
    }
    /// The venue's time of the newest execution counted.
    std::optional<Timestamp> newestExecution() const { return m_newestExecution; }
    const TrackedOrder* find(const std::string& clientId) const { return m_orders.find(clientId); }
    /// Orders of ours that are not final, in the order of their intents.
    std::vector<const TrackedOrder*> liveOrders() const { return m_orders.live(); }
    std::vector<const TrackedOrder*> liveOrders(SymbolId symbol) const { return m_orders.live(symbol); }
    /// The newest orders, ended ones included, oldest first.
    std::vector<const TrackedOrder*> newest(std::size_t count) const { return m_orders.newest(count); }
    /// Entries that wait for their intent to be durable.
    bool hasHeld() const { return !m_held.empty(); }
    std::size_t orderCount() const { return m_orders.count(); }
    std::uint64_t fillCount() const { return m_fills; }
    /// Of the newest order of ours in the symbol; empty: there was none.
    std::string traceOf(SymbolId symbol) const { return m_orders.traceOf(symbol); }
    /// Live orders that the venue made, stops among them.
    std::size_t liveVenueOrders() const { return m_orders.liveVenueOrders(); }

Q_SIGNALS:
    void sent(const std::string& clientId);
    /// Refused also where our own last check said no.
    void placeAnswered(const std::string& clientId, breakline::SendOutcome outcome,
                       breakline::OrderEndReason reason);
    void cancelAnswered(const std::string& clientId, breakline::SendOutcome outcome);
    void queryAnswered(const std::string& clientId, const std::optional<breakline::OrderUpdate>& order);
    /// After the order's own record has moved. Also for orders of the venue's.
    void orderUpdated(const breakline::OrderUpdate& update);
    /// A fill, before anything follows from it.
    void filled(const breakline::Execution& execution, const breakline::TrackedOrder* order);
    /// Once per execution; `order` is null for what is not ours.
    void executed(const breakline::Execution& execution, const breakline::TrackedOrder* order);

private:
    struct Held {
        std::string clientId;
        std::function<bool()> mayStillSend;
        bool opensPosition = false;
    };
    enum class RequestKind : std::uint8_t { Place, Cancel };
    struct Pending {
        RequestKind kind = RequestKind::Place;
        std::string clientId;
    };

    /// Sends an entry whose intent is durable, or ends it.
    void release(const Held& held);
    VenueCall callFor(const TrackedOrder& order, std::string_view operation, OperationPath path) const;
    void send(TrackedOrder& order);
    /// As it goes to the venue.
    OrderRequest requestOf(const TrackedOrder& order) const;
    RequestId sendCancel(const TrackedOrder& order);
    void ended(const std::string& clientId);
    void withdraw(TrackedOrder& order);
    void askAgain(const std::string& clientId);
    void cancelAgain(const std::string& clientId);

    TradingServices& m_services;
    RequestDesk& m_requests;
    SendLimits m_limits;
    OrderRegistry m_orders;
    IntentJournal m_intents;
    std::map<JournalTicket, Held> m_held;
    std::map<RequestId, Pending> m_pending;
    std::set<std::string> m_cancelWanted; ///< client ids, live ones
    std::set<std::string> m_executions; ///< trade ids seen
    std::optional<Timestamp> m_newestExecution;
    std::uint64_t m_fills = 0;
};

} // namespace breakline
