// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"
#include "venue/AccountText.h"
#include "venue/Parameters.h"
#include "venue/RateLimits.h"
#include "venue/WireReply.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// A private call of the venue, whichever wire it comes by.
enum class AccountCall : std::uint8_t {
    CreateOrder,
    AmendOrder,
    CancelOrder,
    CancelAll,
    OpenOrders,
    OrderHistory,
    Executions,
    Positions,
    SetLeverage,
    SwitchMode,
    TradingStop,
    DisconnectedCancelAll,
    WalletBalance,
    AccountInfo,
    SetMarginMode,
    FeeRate,
    TransactionLog,
    CoinInfo,
    KeyInfo
};

struct AccountRoute {
    std::string_view method;
    std::string_view path;
    AccountCall call;
    RateBucket bucket;
};

/// Null where the venue has no such call.
const AccountRoute* findAccountRoute(std::string_view method, std::string_view path);
/// "order.create", "order.amend", "order.cancel" of the trade socket.
const AccountRoute* findTradeOperation(std::string_view operation);

/// The private calls: checks what was sent, asks the exchange, and says what it
/// answered in the venue's words. What is malformed is refused at once and never
/// reaches the exchange; everything else is answered at its due time.
class AccountCalls {
public:
    /// Given the answer to the request of that cookie, from inside step().
    using Deliver = std::function<void(std::uint64_t cookie, const WireReply& reply)>;

    AccountCalls(SimulatedExchange& exchange, const AccountText& text, std::string apiKey, Deliver deliver);

    struct Begun {
        std::optional<WireReply> refusal; ///< answered already
        Timestamp due;                    ///< else: when the answer comes
    };
    Begun begin(AccountCall call, const Parameters& parameters, std::uint64_t cookie);

    // What the exchange says.
    void onAnswer(const VenueAnswer& answer);
    void onQueryDue(std::uint64_t cookie);

private:
    Begun createOrder(const Parameters& parameters, std::uint64_t cookie);
    Begun amendOrder(const Parameters& parameters, std::uint64_t cookie);
    Begun cancelOrder(const Parameters& parameters, std::uint64_t cookie);
    Begun cancelAll(const Parameters& parameters, std::uint64_t cookie);
    Begun tradingStop(const Parameters& parameters, std::uint64_t cookie);
    Begun setLeverage(const Parameters& parameters, std::uint64_t cookie);
    Begun switchMode(const Parameters& parameters, std::uint64_t cookie);
    Begun setMarginMode(const Parameters& parameters, std::uint64_t cookie);
    Begun ask(AccountCall call, const Parameters& parameters, std::uint64_t cookie);

    WireReply read(AccountCall call, const Parameters& parameters) const;
    WireReply orders(const Parameters& parameters, bool history) const;
    WireReply executions(const Parameters& parameters) const;
    WireReply positions(const Parameters& parameters) const;
    WireReply wallet() const;
    WireReply accountInfo() const;
    WireReply feeRates(const Parameters& parameters) const;
    WireReply transactions(const Parameters& parameters) const;
    WireReply coinInfo() const;
    WireReply keyInfo() const;

    struct Question {
        AccountCall call;
        Parameters parameters;
    };

    SimulatedExchange& m_exchange;
    const AccountText& m_text;
    std::string m_apiKey;
    Deliver m_deliver;
    std::map<std::uint64_t, Question> m_questions; ///< by cookie
};

} // namespace breakline
