// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"
#include "venue/AccountRoutes.h"
#include "venue/AccountText.h"
#include "venue/Parameters.h"
#include "venue/WireReply.h"

#include <optional>
#include <string>

namespace breakline {

/// The private calls that ask and change nothing, answered from what the
/// exchange holds at the moment of the call.
class AccountQuestions {
public:
    AccountQuestions(const SimulatedExchange& exchange, const AccountText& text, std::string apiKey);

    WireReply read(AccountCall call, const Parameters& parameters) const;

private:
    /// Which symbol is asked about, none for all; or the reply that ends it here.
    struct Scope {
        std::optional<SymbolId> symbol;
        std::optional<WireReply> reply;
    };
    Scope scopeOf(const Parameters& parameters) const;
    WireReply orders(const Parameters& parameters, bool history) const;
    WireReply executions(const Parameters& parameters) const;
    WireReply positions(const Parameters& parameters) const;
    WireReply wallet() const;
    WireReply accountInfo() const;
    WireReply feeRates(const Parameters& parameters) const;
    WireReply transactions(const Parameters& parameters) const;
    WireReply coinInfo() const;
    WireReply keyInfo() const;

    const SimulatedExchange& m_exchange;
    const AccountText& m_text;
    std::string m_apiKey;
};

/// The order that is named, by our id, by the venue's, or by neither.
inline OrderName nameOf(const Parameters& parameters)
{
    return {parameters.text("orderLinkId"), parameters.text("orderId")};
}

inline bool isNamed(const OrderName& name)
{
    return !name.clientId.empty() || !name.venueId.empty();
}

} // namespace breakline
