// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

namespace breakline {

/// The demo exchange over the loopback interface, connected.
inline VenueView scriptedSim(Timestamp now)
{
    VenueView venue;
    venue.id = "sim";
    venue.rest = "http://127.0.0.1:41733";
    venue.ws = "ws://127.0.0.1:41733";
    venue.isPublicUp = true;
    venue.isPrivateUp = true;
    venue.detail = "connected";
    venue.since = now;
    venue.clockOffsetMs = 0;
    venue.roundTripMs = 1;
    venue.budgets = {{"order create", 10, 9, now + Duration::seconds(1)}};
    return venue;
}

/// Live market data after one reconnect.
inline VenueView scriptedBybit(Timestamp now)
{
    VenueView venue;
    venue.id = "bybit";
    venue.rest = "https://api.bybit.com";
    venue.ws = "wss://stream.bybit.com/v5/public/linear";
    venue.isMarketDataOnly = true;
    venue.isPublicUp = true;
    venue.detail = "public market data only";
    venue.since = now;
    venue.reconnects = 1;
    venue.clockOffsetMs = -38;
    venue.roundTripMs = 212;
    venue.budgets = {{"address", 600, 571, now + Duration::seconds(4)},
                     {"open orders", 50, 3, now + Duration::seconds(1)},
                     {"market", 0, 0, std::nullopt}};
    return venue;
}

} // namespace breakline
