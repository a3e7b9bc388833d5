// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeEvents.h"

#include <cstdint>
#include <string_view>

namespace breakline::bybit {

/// What a code of the venue calls for.
enum class CodeClass : std::uint8_t {
    Ok,
    Auth,
    Clock,
    Rate,
    Transient, ///< surely not done
    Unknown, ///< nobody knows whether it was done
    Invalid,
    Funds,
    RiskLimit,
    Gone,
    Benign ///< not modified: what was asked for holds
};

/// "ok", "auth", "clock", "rate", "transient", "unknown", "invalid", "funds",
/// "risk_limit", "gone", "benign".
std::string_view toText(CodeClass codeClass);

struct CodeMeaning {
    CodeClass codeClass = CodeClass::Invalid;
    OrderEndReason reason = OrderEndReason::Other;

    friend bool operator==(const CodeMeaning&, const CodeMeaning&) = default;
};

/// `path` is that of the call, or the operation on the trade socket
/// ("order.create"). A code that is not in the table is a refusal: Invalid.
/// `httpStatus` 0: there was none (a socket).
CodeMeaning meaningOf(std::string_view path, std::int64_t code, std::string_view message, int httpStatus = 0);

/// As the trading side sees it: a risk limit is a lack of room like Funds, and
/// "zero position" a refusal (Invalid with OrderEndReason::NoPosition).
AnswerClass answerClassOf(const CodeMeaning& meaning);

} // namespace breakline::bybit
