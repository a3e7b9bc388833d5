// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/SendLimits.h"
#include "execution/TrackedOrder.h"
#include "trading/ErrorHandler.h"
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

/// The one place from which orders leave and where their life is kept: journals
/// every intent, holds entries back until they are durable, makes the last
/// check before sending, applies the venue's news to each order by its table,
/// counts executions once, and writes the rows of orders and fills. Decides
/// nothing about trading. Trading thread.
class OrderDesk : public QObject {
    Q_OBJECT
public:
    /// `errors` says whether and when a request that was surely not done is
    /// repeated, under the same client id.
    OrderDesk(TradingServices& services, ErrorHandler& errors, SendLimitSettings limits);

    /// An order that opens or adds: sent when its intent is durable, if
    /// `mayStillSend` then still says so.
    void placeEntry(const OrderRequest& request, const std::string& traceId, bool opensPosition,
                    std::function<bool()> mayStillSend);
    /// An exit, stop or target: journalled in the same order, sent at once.
    void place(const OrderRequest& request, OrderIntent intent, const std::string& traceId);
    /// Stays wanted until the order is final: where the cancel came to nothing
    /// and the order turns out alive, it is sent again. Harmless while one is
    /// under way.
    void cancel(const std::string& clientId);
    void query(const std::string& clientId);
    /// Account requests whose answers the caller matches itself.
    RequestId requestAccount() { return m_services.gateway.requestAccount(); }

    // The venue's news; each is handled to its end.
    void durable(JournalTicket upTo);
    /// What waits will never be durable: it ends unsent.
    void journalFailed();
    void handle(const RequestAnswer& answer);
    void handle(const OrderAnswer& answer);
    void handle(const OrderUpdate& update);
    void handle(const Execution& execution);

    const TrackedOrder* find(const std::string& clientId) const;
    /// Orders of ours that are not final, in the order of their intents.
    std::vector<const TrackedOrder*> liveOrders() const;
    std::vector<const TrackedOrder*> liveOrders(SymbolId symbol) const;
    /// The newest orders, ended ones included, oldest first.
    std::vector<const TrackedOrder*> newest(std::size_t count) const;
    /// Entries that wait for their intent to be durable.
    bool hasHeld() const { return !m_held.empty(); }
    std::size_t orderCount() const { return m_sequence.size(); }
    std::uint64_t fillCount() const { return m_fills; }
    /// Live orders that the venue made, stops among them.
    std::size_t liveVenueOrders() const;

Q_SIGNALS:
    void sent(const std::string& clientId);
    /// Refused also where our own last check said no.
    void placeAnswered(const std::string& clientId, breakline::SendOutcome outcome,
                       breakline::OrderEndReason reason);
    void cancelAnswered(const std::string& clientId, breakline::SendOutcome outcome);
    void queryAnswered(const std::string& clientId, const std::optional<breakline::OrderUpdate>& order);
    /// After the order's own record has moved. Also for orders of the venue's.
    void orderUpdated(const breakline::OrderUpdate& update);
    /// Once per execution; `order` is null for what is not ours.
    void executed(const breakline::Execution& execution, const breakline::TrackedOrder* order);

private:
    struct Held {
        std::string clientId;
        std::function<bool()> mayStillSend;
        bool opensPosition = false;
    };
    enum class RequestKind : std::uint8_t { Place, Cancel, Query };
    struct Pending {
        RequestKind kind = RequestKind::Place;
        std::string clientId;
    };

    TrackedOrder& track(const OrderRequest& request, OrderIntent intent, const std::string& traceId);
    void send(TrackedOrder& order);
    bool repeatLater(const TrackedOrder& order, const RequestAnswer& answer);
    void repeat(const std::string& clientId);
    void writeRow(const TrackedOrder& order);
    void ended(const std::string& clientId);
    void withdraw(TrackedOrder& order);
    void askAgain(const std::string& clientId);
    void cancelAgain(const std::string& clientId);
    OrderRow rowOf(const TrackedOrder& order) const;
    void updateVenueOrder(const OrderUpdate& update);
    std::string describe(const OrderRequest& request) const;

    TradingServices& m_services;
    ErrorHandler& m_errors;
    SendLimits m_limits;
    std::map<std::string, TrackedOrder> m_orders;
    std::vector<std::string> m_sequence; ///< client ids in the order of their intents
    std::vector<std::string> m_live; ///< of those not final, same order
    std::map<std::string, OrderUpdate> m_venueOrders; ///< by venue id
    std::map<JournalTicket, Held> m_held;
    std::map<RequestId, Pending> m_pending;
    std::set<std::string> m_cancelWanted; ///< client ids, live ones
    std::set<std::string> m_executions; ///< trade ids seen
    std::map<SymbolId, std::string> m_traceOfSymbol;
    std::uint64_t m_fills = 0;
};

} // namespace breakline
