// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/SessionCatchUp.h"
#include "app/SessionSetup.h"
#include "backtest/PortDecorator.h"
#include "matching/SimulatedExchange.h"
#include "trading/SessionRunner.h"
#include "trading/TradingSnapshot.h"

#include <memory>
#include <optional>

namespace breakline {

/// Where a session trades, with the runner that takes it through that venue's
/// time. Trading thread.
class SessionVenue {
public:
    virtual ~SessionVenue() = default;

    virtual SessionRunner& runner() = 0;
    /// Brings the session of an earlier run to where its recording ends. A venue
    /// of ours is simulated again; to one that has gone on goOn() follows.
    virtual Expected<RecordedCommands> catchUp(ComparingRecorder& recorder)
    {
        return breakline::catchUp(runner(), recorder);
    }
    /// The session's files are in their places: back to the venue.
    virtual Expected<void> goOn() { return {}; }
    /// When its market ends; empty: never, or nobody knows.
    virtual std::optional<Timestamp> endOfData() const = 0;
    /// The account's sums by the venue's own books, apart from what the session
    /// was told; empty: the venue is asked by nobody but the session.
    virtual std::optional<VenueTotals> totals() = 0;
    /// The venue's own account of the session as JSON (venue/VenueReport.h),
    /// where it is ours.
    virtual std::optional<std::string> report() { return std::nullopt; }
    /// What this side knows of the way to it; the session knows the rest.
    virtual void describe(VenueView& view) { static_cast<void>(view); }
    /// Of a simulation in this process, else null.
    virtual const SimulatedExchange* exchange() const { return nullptr; }
};

/// The simulated exchange of `setup`, without a wire or behind one on loopback,
/// as its options say; both give the session the same inputs. Takes the
/// settings and the source out of `setup`; journal and recorder outlive it.
Expected<std::unique_ptr<SessionVenue>> openSimulatedVenue(SessionSetup& setup, SessionJournal& journal,
                                                           RecordingSink* recorder);

/// The venue of another process that `setup` names. A session that is resumed
/// is not connected before goOn(). `decorator`: of a drill, in lock step, else null.
Expected<std::unique_ptr<SessionVenue>> openRemoteVenue(SessionSetup& setup, SessionJournal& journal,
                                                        RecordingSink* recorder, bool isResumed,
                                                        PortDecorator* decorator = nullptr);

} // namespace breakline
