// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeEvents.h"

#include <map>
#include <set>
#include <string>

namespace breakline {

/// Remembers which orders nobody knows to have arrived. One that is sent again
/// and whose client id is taken has arrived the first time.
class CreateFates {
public:
    void sent(RequestId request, const std::string& clientId) { m_creates.emplace(request, clientId); }

    /// Takes the answer to any request, and puts it right where it says so.
    void settle(RequestAnswer& answer)
    {
        const auto create = m_creates.extract(answer.request);
        if (create.empty())
            return;
        if (answer.result == AnswerClass::Unknown) {
            m_unknown.insert(create.mapped());
            return;
        }
        if (m_unknown.erase(create.mapped()) != 0 && answer.reason == OrderEndReason::DuplicateClientId) {
            answer.result = AnswerClass::Ok;
            answer.reason = OrderEndReason::None;
        }
    }

private:
    std::map<RequestId, std::string> m_creates; ///< under way
    std::set<std::string> m_unknown; ///< client ids
};

} // namespace breakline
