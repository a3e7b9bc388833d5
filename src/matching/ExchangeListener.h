// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "market/MarketEvents.h"
#include "matching/FaultScript.h"
#include "matching/VenueRefusal.h"
#include "matching/VenueRequests.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// How the simulated exchange took a private request.
struct VenueAnswer {
    std::uint64_t cookie = 0; ///< given by the client, not looked at
    VenueRequestKind kind = VenueRequestKind::Place;
    bool accepted = false;
    OrderEndReason reason = OrderEndReason::None;
    VenueWords words; ///< the venue's words for it
    std::string clientId; ///< of the order concerned, where there is one
    std::string venueId;
    SymbolId symbol;
    Timestamp time;
    std::vector<OrderName> cancelled; ///< of CancelAll: what it ended, in order of creation
    /// What becomes of it on purpose, or why nothing was done. Where the fault has
    /// words of its own they stand above, and it is not accepted.
    std::optional<FaultKind> fault {};
};

/// Where the simulated exchange's pushes and answers go, in the order in which
/// they happen, all at the exchange's time. Called from inside
/// SimulatedExchange::step() and must not call back into it other than by
/// sending requests, which take effect later, and by reading: of orders,
/// positions and money an accessor gives exactly the state that is being told.
class ExchangeListener {
public:
    virtual ~ExchangeListener() = default;

    // Public streams, of those asked for; instruments of every symbol.
    virtual void onTrade(const TradePrint& trade) = 0;
    virtual void onBook(const BookSnapshot& book) = 0;
    virtual void onTicker(const Ticker& ticker) = 0;
    virtual void onCandle(const CandleClosed& candle) = 0;
    virtual void onInstrument(const Instrument& instrument) = 0;

    // Private streams.
    virtual void onOrder(const OrderUpdate& order) = 0;
    virtual void onExecution(const Execution& execution) = 0;
    virtual void onPosition(const PositionUpdate& position) = 0;
    virtual void onWallet(const WalletUpdate& wallet) = 0;

    /// The answer to a private request that changes something; before its pushes.
    virtual void onAnswer(const VenueAnswer& answer) = 0;
    /// A private question is due: the caller reads now what it wants to know.
    /// With a fault that takes no effect there is nothing to read.
    virtual void onQueryDue(std::uint64_t cookie, std::optional<FaultKind> fault) = 0;
    /// What was told with the fault AnswerLate arrives now.
    virtual void onLateAnswer(std::uint64_t cookie) { static_cast<void>(cookie); }

    /// A fault on purpose of the way to the venue (FaultClass::Stream) begins:
    /// whoever serves the streams makes it happen and counts it. Until when it
    /// lasts, matching/StreamOutages.h knows.
    virtual void onStreamFault(const Fault& fault) { static_cast<void>(fault); }
};

} // namespace breakline
