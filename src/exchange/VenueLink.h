// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"
#include "exchange/limiter/RateLimiter.h"

#include <functional>
#include <optional>
#include <vector>

namespace breakline {

/// What is known of the way to a venue, for a person to look at.
struct VenueLinkStatus {
    std::optional<Duration> clockOffset; ///< venue minus this host; empty: not known closely enough
    std::optional<Duration> roundTrip; ///< the longest of the best
    std::vector<EndpointStatus> budgets;
};

/// A gateway with the way to its venue, in real time, for a session that may be
/// one that goes on after the program ended. Trading thread.
class VenueLink {
public:
    virtual ~VenueLink() = default;

    virtual ExchangeGateway& gateway() = 0;

    /// For a session that goes on: what an earlier run was told is handled once
    /// more, and nothing is sent before reopen().
    virtual void recall(const ExchangeEvent& event) = 0;
    /// Back to the venue: connects and subscribes where the earlier run had, and
    /// tells that the connection was lost in between and that the calls that
    /// were under way have an unknown fate. `instruments` are the session's.
    virtual void reopen(const std::vector<Instrument>& instruments) = 0;

    /// Called before anything that changes the account leaves.
    virtual void setBeforeChange(std::function<void()> call) = 0;
};

} // namespace breakline
