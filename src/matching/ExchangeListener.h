// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"
#include "market/MarketEvents.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// How the simulated exchange took a private request.
struct VenueAnswer {
    std::uint64_t request = 0; ///< the number the client gave it
    bool accepted = false;
    OrderEndReason reason = OrderEndReason::None;
    std::string clientId;
    SymbolId symbol;
    Timestamp time;
};

/// The account whole, as a query shows it.
struct VenueAccount {
    WalletUpdate wallet;
    std::vector<PositionUpdate> positions; ///< open ones, by symbol
    std::vector<OrderUpdate> orders;       ///< live ones, in order of creation
};

/// Where the simulated exchange's pushes and answers go, in the order in which
/// they happen, all at the exchange's time. Called from inside
/// SimulatedExchange::step() and must not call back into it other than by
/// sending requests, which take effect later.
class ExchangeListener {
public:
    virtual ~ExchangeListener() = default;

    // Public streams: candles and instruments of every symbol, trades, books and
    // tickers of those asked for.
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

    // Answers of private requests.
    virtual void onAnswer(const VenueAnswer& answer) = 0;
    virtual void onAccountAnswer(std::uint64_t request, const VenueAccount& account) = 0;
    virtual void onOrderAnswer(std::uint64_t request, const std::string& clientId,
                               const std::optional<OrderUpdate>& order) = 0;
};

} // namespace breakline
