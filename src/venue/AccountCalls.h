// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"
#include "venue/AccountQuestions.h"
#include "venue/AccountRoutes.h"
#include "venue/Parameters.h"
#include "venue/WireReply.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// The private calls: checks what was sent, asks the exchange, and says what it
/// answered in the venue's words. What is malformed is refused at once and never
/// reaches the exchange; everything else is answered at its due time.
class AccountCalls {
public:
    /// Given the answer to the request of that cookie, and the fault that it
    /// meets, from inside step().
    using Deliver
        = std::function<void(std::uint64_t cookie, const WireReply& reply, std::optional<FaultKind> fault)>;

    AccountCalls(SimulatedExchange& exchange, const AccountText& text, std::string apiKey, Deliver deliver);

    struct Begun {
        std::optional<WireReply> refusal; ///< answered already
        Timestamp due;                    ///< else: when the answer comes
    };
    Begun begin(AccountCall call, const Parameters& parameters, std::uint64_t cookie);

    // What the exchange says.
    void onAnswer(const VenueAnswer& answer);
    void onQueryDue(std::uint64_t cookie, std::optional<FaultKind> fault);

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

    struct Question {
        AccountCall call;
        Parameters parameters;
    };

    SimulatedExchange& m_exchange;
    AccountQuestions m_read;
    Deliver m_deliver;
    std::map<std::uint64_t, Question> m_questions; ///< by cookie
};

} // namespace breakline
