// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/PortDecorator.h"
#include "matching/MarketSource.h"
#include "matching/SimulatedExchange.h"
#include "matching/VenueSettings.h"
#include "trading/SessionRunner.h"

#include <functional>
#include <memory>

namespace breakline {

/// The venue of one drill, and the session that trades on it. Trading thread.
class DrillVenue {
public:
    virtual ~DrillVenue() = default;

    virtual SessionRunner& runner() = 0;
    /// Lets somebody look at the venue's own books while it stands still: between
    /// two calls of the runner. Always the same exchange.
    virtual void look(const std::function<void(const SimulatedExchange&)>& at) = 0;
};

/// How a session and its venue come together.
enum class DrillWay : std::uint8_t {
    InProcess,
    OverWire ///< the venue in a thread of its own, on loopback, in lock step
};

/// Journal and decorator outlive it. Unavailable where no socket can be had.
Expected<std::unique_ptr<DrillVenue>> openDrillVenue(DrillWay way, SessionSettings session,
                                                     VenueSettings venue,
                                                     std::unique_ptr<MarketSource> source,
                                                     SessionJournal& journal, PortDecorator& decorator);

} // namespace breakline
