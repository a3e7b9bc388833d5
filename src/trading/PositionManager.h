// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/DurationHistogram.h"
#include "position/ExitRules.h"
#include "position/FrozenRisk.h"
#include "position/PositionLedger.h"
#include "position/PositionLifecycle.h"
#include "position/SmartPlacement.h"
#include "position/StopChange.h"
#include "position/StopWatchdog.h"
#include "position/TargetLadder.h"
#include "position/Trailing.h"
#include "position/UnprotectedTimer.h"
#include "strategy/Signal.h"
#include "trading/OrderDesk.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace breakline {

/// One target of an approved entry: where, and how much of the whole.
struct PlannedTarget {
    double r = 0.0;
    double fraction = 0.0; ///< of the initial quantity
};

/// What an entry means to hold; fixed when it is approved.
struct PositionPlan {
    std::string traceId;
    SymbolId symbol;
    Direction direction = Direction::Long;
    Price stop;
    std::vector<PlannedTarget> targets;
    Strategy strategy = Strategy::Momentum;
    double plannedRiskUsd = 0.0; ///< at the stop, on the price distance
    std::optional<double> level; ///< that was broken; empty where no signal stands behind it
    std::optional<double> correlation;
};

/// What is measured of a symbol's book and tape over time. Where nobody measures,
/// nothing is in the way and no activity drops.
struct MicrostructureSource {
    std::function<std::vector<PriceZone>(SymbolId)> denseZones;
    std::function<std::optional<double>(SymbolId)> activityDrop; ///< fraction
};

/// A position of ours, from its first fill to flat.
struct ManagedPosition {
    ManagedPosition(std::string positionId, PositionPlan positionPlan, const Instrument& instrument,
                    const StopSettings& stopSettings, Timestamp now);

    std::string id;
    PositionPlan plan;
    PositionLedger ledger;
    PositionLifecycle lifecycle;
    UnprotectedTimer unprotected;
    StopChange stop;
    TrailingStop trail;
    StopWatchdog watchdog;
    std::optional<FrozenRisk> risk; ///< from entry completion on
    std::optional<TargetLadder> ladder; ///< from entry completion on
    StopOrderState stopState = StopOrderState::Absent;
    std::optional<Price> stopShown;
    Quantity stopCovers;
    /// Newest fill that made it larger, while the venue has told nothing of the stop since:
    /// the one that came with the order may still be on its way.
    std::optional<Timestamp> increased;
    std::optional<Timestamp> stopTold; ///< venue time of the newest news that showed it
    std::string stopVenueId;
    std::map<std::string, int> targetOrders; ///< client id to level, live ones
    std::vector<int> targetAttempts; ///< orders made of each level
    int targetRefusals = 0; ///< in a row, for their quantity
    std::optional<ExitReason> exiting;
    std::optional<Decimal> exitMiddle; ///< of the book when the exit began
    int exitAttempts = 0;
    bool exitAtBandEdge = false;
    bool exitRests = false; ///< as a limit so far; see PositionRestingExit.cpp
    int restingAttempts = 0;
    std::optional<Timestamp> restingUntil; ///< end of the attempt that is at work
    std::string restingExit; ///< its order; empty between two
    std::set<std::string> restingExits; ///< of all attempts
    std::optional<Quantity> trimTo; ///< what a slipped entry is cut back to; the targets wait
    std::vector<std::string> trimOrders;
    int trimAttempts = 0;
    TimerId trimTimer = 0;
    std::vector<std::string> exitOrders;
    std::set<std::string> exitsNotFound; ///< of unknown fate, and the venue knows none
    /// The venue said that an exit has nothing to reduce: what it holds decides.
    bool exitWaits = false;
    int exitQuestions = 0; ///< asked since, without an answer
    TimerId exitTimer = 0;
    TimerId watchTimer = 0;
    RequestId stopRequest = 0; ///< change in flight
    RequestId verifyRequest = 0; ///< account question in flight
    // Of the bars that have closed since the first fill.
    std::optional<double> bestOfBars; ///< highest high, of a short lowest low
    std::optional<BarActivity> activityBefore; ///< of the bars up to the entry
    std::optional<Timestamp> judgedBar; ///< open time of the newest bar that the rules have seen
    std::optional<double> chandelier; ///< of the newest bar, where sl_mode is chandelier
    std::optional<double> average9; ///< EMA(9) at the newest bar, where adding is on
    bool breakevenIsDue = false; ///< once due it stays so
    std::optional<Timestamp> ended; ///< flat by our fills, or let go
    Quantity added; ///< by an add-on
    bool addOnWorking = false;
    int addOns = 0; ///< begun, filled or not
    std::optional<Timestamp> addOnAsked; ///< close of the bar at which one was asked for
    int separateStops = 0;
    std::set<std::string> separateStopIds; ///< client ids of stops beside the position's own
    bool stopIsSeparate = false; ///< the stop shown is one of them
    bool entryWorking = true;
    bool isUnprotected = false; ///< beyond the bound of SPEC 8.2, and its exit has not taken it off
};

/// Keeps positions: their books, their protective stop, targets and exits, in
/// every state of the trading system until flat. Entries belong to the
/// ExecutionManager; what they fill comes here. Trading thread.
class PositionManager : public QObject {
    Q_OBJECT
public:
    PositionManager(TradingServices& services, OrderDesk& desk, RequestDesk& requests);

    /// Announces an entry: its fills will open this position.
    void expectEntry(const PositionPlan& plan);
    /// The entry is final. Nothing filled: the plan is forgotten.
    void entryEnded(SymbolId symbol);
    /// An add-on is at work: until it has ended the stop does not move.
    void addOnBegun(SymbolId symbol);
    void addOnEnded(SymbolId symbol);
    /// Nobody measures until this was called.
    void setMicrostructure(MicrostructureSource source) { m_microstructure = std::move(source); }

    // The venue's news.
    void handle(const Execution& execution, const TrackedOrder* order);
    void handle(const OrderUpdate& update);
    void handle(const PositionUpdate& update);
    /// As the request desk concluded it.
    void handle(const RequestAnswer& answer);
    void handle(const AccountAnswer& answer, RequestId ticket);
    void onTicker(SymbolId symbol);
    /// Book and tape were looked at: activity may have dropped, and silence brings no ticker.
    void onFlowSampled();
    /// The board has the new rules of a symbol.
    void rulesChanged(SymbolId symbol);
    /// The board has a closed bar more, from the stream or an answer.
    void onBars(SymbolId symbol);

    /// Leaves the position: with reduce-only market orders, repeated until flat, or,
    /// for a reason that is not urgent, with resting limits first. An urgent reason makes
    /// market orders of a resting exit; every other call during one changes nothing.
    void exit(SymbolId symbol, ExitReason reason);
    /// By all fills there is something left, and it is not ours any more (the venue
    /// holds nothing of it, or a person says so): it is let go, with an alert. The
    /// position's own stop stays at the venue.
    void release(SymbolId symbol, std::string_view why = "nothing at the venue");
    /// Takes over what the venue holds of the symbol (quantity not 0), by a person's
    /// choice: books, and its stop; where it has none, `stopIfNone` or that of ours is
    /// placed. No targets are made for what was not entered here.
    void adopt(const PositionUpdate& venue, Price stopIfNone);

    const ManagedPosition* find(SymbolId symbol) const;
    /// Another hand has changed its stop again, and nobody has decided.
    bool asksAboutStop(SymbolId symbol) const;
    std::vector<const ManagedPosition*> open() const;
    bool hasPositions() const { return !m_positions.empty(); }
    bool expects(SymbolId symbol) const { return m_plans.contains(symbol); }
    /// Of all open positions at mark; empty while a mark is unknown.
    std::optional<Decimal> unrealised() const;
    /// The time of the oldest mark among the open positions' symbols; empty
    /// without a position, or where one has no mark.
    std::optional<Timestamp> oldestMark() const;
    /// A position of ours in the symbol was open then.
    bool wasHeldAt(SymbolId symbol, Timestamp time) const;
    /// What is held of a symbol by our fills, signed.
    Quantity held(SymbolId symbol) const;
    std::optional<double> pnlR(const ManagedPosition& position) const;
    /// Bars that have closed since its first fill.
    std::int64_t barsSinceEntry(const ManagedPosition& position) const;
    /// When the position stream last spoke of a symbol, by the venue's clock.
    std::optional<Timestamp> streamTold(SymbolId symbol) const;
    /// What an answer says of a position was read before the stream's newest
    /// news of it: it tells nothing.
    bool isOutdated(const PositionUpdate& answered) const;

    // Sums over closed and open positions of the session.
    Decimal realised() const;
    Decimal fees() const;
    Decimal funding() const;
    /// Executions counted that belong to no position of ours: what they realised
    /// is in none of the sums.
    std::uint64_t strayCount() const { return m_stray; }
    std::uint64_t openedCount() const { return m_opened; }
    std::uint64_t closedCount() const { return m_closed; }
    /// Of all positions of the session, a time each, that of an open one up to now.
    DurationHistogram unprotectedTimes() const;

Q_SIGNALS:
    void opened(breakline::SymbolId symbol);
    void stopShown(breakline::SymbolId symbol, breakline::Price trigger, breakline::Quantity covered);
    /// The venue shows another stop than before.
    void stopSet(breakline::SymbolId symbol, breakline::Price trigger);
    /// A change of the stop is under way, and one came to nothing.
    void stopChanging(breakline::SymbolId symbol, breakline::Price trigger);
    void stopRefused(breakline::SymbolId symbol, const std::string& why);
    void stopLost(breakline::SymbolId symbol);
    /// Another hand has changed it again: a person decides.
    void stopQuestioned(breakline::SymbolId symbol);
    /// An exit has begun: no more entry children in this symbol.
    void exiting(breakline::SymbolId symbol);
    /// The rules of adding hold; at most once a bar.
    void addOnDue(breakline::SymbolId symbol);
    /// The stop is to be moved and waits for the add-on to be over.
    void stopWaitsForAddOn(breakline::SymbolId symbol);
    /// The venue says that there is less to leave than we believe: a fill is missing.
    void exitDidNotFit();
    /// The venue does not take the quantity of an exit or a target: its rules may
    /// have changed.
    void quantityRefused();
    /// `stoppedOut`: by its stop, not at breakeven or better.
    void closed(breakline::SymbolId symbol, const std::string& traceId, double netR, bool stoppedOut);

private:
    void openPosition(const PositionPlan& plan);
    void bookFill(ManagedPosition& position, const Execution& execution, const TrackedOrder* order);
    ExitReason reasonOf(const ManagedPosition& position, const Execution& execution,
                        const TrackedOrder* order) const;
    bool isOfStop(const ManagedPosition& position, const Execution& execution) const;
    /// What a fill that leaves for this reason was to get; empty where that is not known
    /// before, or is its own price.
    std::optional<Decimal> exitReference(const ManagedPosition& position, ExitReason reason) const;
    void noteCosts(const ManagedPosition& position, const Execution& execution, const TrackedOrder* order,
                   ExitReason reason, Quantity before);
    void orderRefused(const std::string& clientId, OrderEndReason reason);
    void closePosition(SymbolId symbol);
    void completeEntry(ManagedPosition& position);
    void advance(ManagedPosition& position, PositionTrigger trigger);
    /// True where something was placed or cancelled.
    bool placeTargets(ManagedPosition& position);
    void cancelTargets(ManagedPosition& position);
    /// Moves targets out of the way of walls and levels: at entry completion all that may,
    /// later the adaptive ones.
    void placeSmartly(ManagedPosition& position, bool isFirst);
    void trimToPlan(ManagedPosition& position);
    void sendTrim(ManagedPosition& position);
    void sendExit(ManagedPosition& position);
    /// The next step of an exit that rests.
    void sendRestingExit(ManagedPosition& position);
    /// Its order is over, or nobody knows: the attempt is as well.
    void restingExitEnded(ManagedPosition& position, const std::string& clientId);
    void exitUnknown(const std::string& clientId);
    void hastenExit(ManagedPosition& position, ExitReason reason);
    void repeatExit(ManagedPosition& position, Duration after);
    /// What the venue holds while an exit waits for that.
    void exitMayGoOn(ManagedPosition& position, Quantity atVenue);
    /// Of the market exits against the book when they began, adverse positive.
    std::optional<double> exitSlippageBps(const ManagedPosition& position) const;
    /// Where no position stands without its stop any more.
    void openGateIfProtected();
    void closeOrphan(const Execution& execution, const TrackedOrder& order);
    void sendStop(ManagedPosition& position, Price trigger);
    void verifyStop(ManagedPosition& position);
    void showStop(ManagedPosition& position, Price trigger, Quantity covered, Timestamp time);
    void loseStop(ManagedPosition& position, StopOrderState state, Timestamp time);
    void followStop(ManagedPosition& position, const OrderUpdate& update, Quantity covered);
    void targetNotMade(const std::string& clientId, OrderEndReason reason);
    /// What its rules find at the close of a bar.
    std::optional<ExitSignal> barRule(const ManagedPosition& position) const;
    /// Whose funding of that time is: the open one, or one that has ended. Null: none is known.
    ManagedPosition* chargedAt(SymbolId symbol, Timestamp time);
    static bool wasHeldAt(const ManagedPosition& position, SymbolId symbol, Timestamp time);
    void measureBars(ManagedPosition& position);
    void measureIndicators(ManagedPosition& position);
    /// Everything that a tick, bar or event may call for; one action at most, the first of
    /// SPEC 8.7. `rule`: of a bar that has just closed.
    void review(SymbolId symbol, const std::optional<ExitSignal>& rule = {});
    std::optional<ExitReason> exitWanted(const ManagedPosition& position,
                                         const std::optional<ExitSignal>& rule) const;
    /// True where the watchdog did more than ask.
    bool watchStop(ManagedPosition& position);
    /// True where a change was sent or waits.
    bool moveStop(ManagedPosition& position);
    void noteStopStage(ManagedPosition& position);
    std::optional<Price> breakevenMove(const ManagedPosition& position, Price mark) const;
    void askForAddOn(ManagedPosition& position);
    void writeRow(const ManagedPosition& position);
    std::string nextId(const ManagedPosition& position, const std::string& role, int slice,
                       int attempt) const;
    ManagedPosition* at(SymbolId symbol);

    TradingServices& m_services;
    OrderDesk& m_desk;
    RequestDesk& m_requests;
    StopSettings m_stopSettings;
    MicrostructureSource m_microstructure;
    std::map<SymbolId, PositionPlan> m_plans;
    std::map<SymbolId, ManagedPosition> m_positions;
    std::deque<ManagedPosition> m_ended; ///< newest last: their funding may be told late
    std::map<SymbolId, Timestamp> m_streamTold;
    std::uint64_t m_opened = 0;
    std::uint64_t m_closed = 0;
    std::uint64_t m_stray = 0;
    Decimal m_closedRealised, m_closedFees, m_closedFunding;
    DurationHistogram m_closedUnprotected;
};

} // namespace breakline
