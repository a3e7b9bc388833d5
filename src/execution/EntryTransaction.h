// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/ExecutionParameters.h"
#include "execution/Order.h"
#include "execution/OrderChoice.h"
#include "execution/TrackedOrder.h"
#include "market/Instrument.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace breakline {

/// An approved entry of one symbol, cut into slices.
struct EntryPlan {
    SymbolId symbol;
    Side side = Side::Buy;
    std::vector<Quantity> slices; ///< of a SlicingPlan; not empty, each > 0
    AttachedStop stop;            ///< carried by every child
    Price decisionPrice;          ///< best opposite at the decision, else the decision's price
    bool crossesAtOnce = true;    ///< momentum entries
    OrderIntent intent = OrderIntent::Entry; ///< or AddOn
    std::string traceId;
    std::uint64_t jitterSeed = 0;
};

struct EntryTimeouts {
    Duration queryRepeat = Duration::seconds(1); ///< between two questions about an unknown order
    /// From sending: before it is over, the venue may still take a request that
    /// it does not know yet (the receive window of requests).
    Duration arrival = Duration::seconds(5);
    /// Between two questions for executions that trail the order's last state, and
    /// until they are given up: what the stream has lost the venue still knows.
    Duration executionRepeat = Duration::seconds(1);
    Duration executionGrace = Duration::minutes(2);
};

/// Why an entry sends no more.
enum class EntryEnd : std::uint8_t {
    AllSlices,
    GateClosed,
    Invalidated,
    PriceTouched,    ///< stop or first target reached by mark or last
    PositionExiting,
    StopMoves,       ///< the position's stop is to be moved, which no child survives
    SpreadTooWide,
    BeyondPriceCap,
    NoQuote,
    DepthTooThin,
    Deadman,
    BudgetSpent,
    ChildRefused,
    Operator
};
std::string_view toText(EntryEnd end);

/// How the venue, or our own last check, answered a request. Transient errors
/// are repeated by the caller under the same client id before they come here.
enum class RequestOutcome : std::uint8_t {
    Taken,   ///< of a placement: accepted; of a cancel: accepted
    Refused, ///< surely not done
    Unknown  ///< nobody knows
};

struct PlaceChild {
    OrderRequest order;
    int slice = 0;   ///< from 0
    int attempt = 0; ///< 0 first, 1 the cross step
};
struct CancelChild {
    std::string clientId;
};
struct QueryChild {
    std::string clientId;
};
/// The venue says that more is filled than the executions that have come.
struct AskForExecutions {
};
/// Call onTimer at this time; an earlier StartTimer is superseded (a timer
/// that fires all the same does no harm).
struct StartTimer {
    Timestamp due;
};
/// The last action, exactly once: everything final, something filled.
struct EntryComplete {
    Quantity filled;
    Decimal averagePrice;
    Decimal fees;
    EntryEnd end = EntryEnd::AllSlices;
};
/// The last action, exactly once: everything final, nothing filled.
struct EntryRejected {
    EntryEnd end = EntryEnd::AllSlices;
    OrderEndReason childReason = OrderEndReason::None; ///< of the last child
    std::optional<double> value; ///< with `threshold`, where a measure refused
    std::optional<double> threshold;
};
using EntryAction = std::variant<PlaceChild, CancelChild, QueryChild, AskForExecutions, StartTimer,
                                 EntryComplete, EntryRejected>;
using EntryActions = std::vector<EntryAction>;

/// One sliced entry of one symbol from the first child to the last final state:
/// a pure state machine. Each call is one event and returns what to do now, in
/// this order. At most one child is alive; the next is placed only after the
/// interval and once the venue shows the stop over all that is filled so far;
/// an unknown child is asked for by its client id before anything else. Sum of
/// children's fills <= sum of slices. After EntryComplete or EntryRejected no
/// child is placed; a child that turns out alive is still cancelled.
class EntryTransaction {
public:
    /// A function of (slice, attempt), see PlaceChild; the same pair gives the same id.
    using ClientIds = std::function<std::string(int slice, int attempt)>;

    EntryTransaction(EntryPlan plan, const ExecutionParameters& parameters, const Instrument& instrument,
                     ClientIds clientIds, EntryTimeouts timeouts = {});

    /// Places the first child.
    EntryActions start(const Quote& quote, Timestamp now);
    /// The newest book; kept for the next child.
    void setQuote(const Quote& quote) { m_quote = quote; }

    /// To be asked when the intent is durable, just before sending: false where
    /// the child was withdrawn meanwhile and must not be sent.
    bool mayStillSend(const std::string& clientId) const;
    EntryActions onSent(const std::string& clientId, Timestamp now);
    /// Answer to a placement, or Refused by our own last check before sending.
    EntryActions onPlaceAnswer(const std::string& clientId, RequestOutcome outcome, OrderEndReason reason,
                               Timestamp now);
    EntryActions onCancelAnswer(const std::string& clientId, RequestOutcome outcome, Timestamp now);
    /// Empty order: the venue knows none. A failed query is not reported; it is repeated.
    EntryActions onQueryAnswer(const std::string& clientId, const std::optional<OrderUpdate>& order, Timestamp now);
    EntryActions onOrderUpdate(const OrderUpdate& update, Timestamp now);
    EntryActions onExecution(const Execution& execution, Timestamp now);
    /// The venue shows a live stop over `covered` (magnitude of this entry's
    /// position). One that is less protective than the plan's does not count;
    /// a tighter one is carried by the children that follow.
    EntryActions onStopShown(Price trigger, Quantity covered, Timestamp now);
    /// The venue shows no live stop.
    void onStopLost() { m_covered = Quantity{}; }
    EntryActions onTimer(Timestamp now);
    /// Cancels what is alive, sends no more, ends with what is filled.
    EntryActions end(EntryEnd reason, Timestamp now);

    const EntryPlan& plan() const { return m_plan; }
    const std::vector<TrackedOrder>& children() const { return m_children; }
    bool owns(const std::string& clientId) const { return find(clientId) != nullptr; }
    /// A child is alive or of unknown fate: the stop must not be moved.
    bool hasLiveChild() const;
    bool isDone() const { return m_done; }
    std::optional<EntryEnd> ending() const { return m_end; }
    Quantity requested() const { return m_requested; }
    Quantity filled() const;
    Decimal fees() const;
    /// Over all children; empty without a fill.
    std::optional<Decimal> averagePrice() const;
    Price priceCap() const { return m_cap; }

private:
    /// Left at the venue it would wait in the book.
    static bool rests(const TrackedOrder& child);
    /// Working at the venue, as far as we know.
    static bool isWorking(OrderStatus status);
    TrackedOrder* find(const std::string& clientId);
    const TrackedOrder* find(const std::string& clientId) const;
    TrackedOrder* live();
    void beginEnding(EntryEnd reason, Timestamp now, EntryActions& actions);
    void cancelLive(TrackedOrder& child, Timestamp now, EntryActions& actions);
    void makeUnknown(TrackedOrder& child, Timestamp now, EntryActions& actions);
    void afterChange(TrackedOrder& child, OrderStatus before, Timestamp now, EntryActions& actions);
    void childFinished(const TrackedOrder& child, Timestamp now);
    void advance(Timestamp now, EntryActions& actions);
    void placeNext(Timestamp now, EntryActions& actions);
    bool executionsComplete() const;
    /// What the venue filled and no execution tells is asked for at once, and each
    /// second: the position of it is not known before.
    void askForMissing(Timestamp now, EntryActions& actions);
    void finishIfOver(Timestamp now, EntryActions& actions);
    void scheduleTimer(Timestamp now, EntryActions& actions);

    EntryPlan m_plan;
    ExecutionParameters m_parameters;
    Instrument m_instrument;
    ClientIds m_clientIds;
    EntryTimeouts m_timeouts;
    Price m_cap;
    Quantity m_requested;
    Quote m_quote;

    std::vector<TrackedOrder> m_children;
    int m_nextSlice = 0;
    int m_nextAttempt = 0;
    Quantity m_nextQuantity; ///< planned for the next child
    Timestamp m_notBefore;   ///< of the next child
    Quantity m_covered;      ///< the venue's stop stands over this much

    std::optional<Timestamp> m_childDeadline; ///< of the live child's present wait
    std::optional<Timestamp> m_queryDue;
    std::optional<Timestamp> m_budgetEnd;
    std::optional<Timestamp> m_graceEnd;
    std::optional<Timestamp> m_executionsDue; ///< the next question for them
    std::optional<Timestamp> m_armed;
    std::optional<Timestamp> m_lastCancel;
    Timestamp m_sliceStart;
    std::optional<EntryEnd> m_end;
    std::optional<double> m_refusedValue, m_refusedThreshold;
    bool m_done = false;
};

/// Whether mark or last has reached the stop or the first target of an entry.
bool entryPriceTouched(Side side, Price stop, std::optional<Price> firstTarget, std::optional<Price> mark,
                       std::optional<Price> last);

} // namespace breakline
