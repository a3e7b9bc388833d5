// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitCodes.h"

#include <algorithm>
#include <array>

namespace breakline::bybit {

namespace {

struct CodeRange {
    std::int64_t first;
    std::int64_t last;
    CodeMeaning meaning;
};

using enum CodeClass;
using R = OrderEndReason;

// Ascending, without overlap.
constexpr std::array kCodes {
    CodeRange {-1, -1, {Clock, R::Other}},
    CodeRange {0, 0, {Ok, R::None}},
    CodeRange {429, 429, {Transient, R::Other}},
    CodeRange {10000, 10000, {Unknown, R::Other}},
    CodeRange {10001, 10001, {Invalid, R::Other}},
    CodeRange {10002, 10002, {Clock, R::Other}},
    CodeRange {10003, 10005, {Auth, R::Other}},
    CodeRange {10006, 10006, {Rate, R::Other}},
    CodeRange {10007, 10010, {Auth, R::Other}},
    CodeRange {10016, 10016, {Unknown, R::Other}},
    CodeRange {10018, 10018, {Rate, R::Other}},
    CodeRange {10019, 10019, {Transient, R::Other}},
    CodeRange {10024, 10024, {Auth, R::Other}},
    CodeRange {10027, 10028, {Auth, R::Other}},
    CodeRange {10029, 10029, {Invalid, R::SymbolNotTrading}},
    CodeRange {10429, 10429, {Rate, R::Other}},
    CodeRange {20003, 20003, {Rate, R::Other}},
    CodeRange {20006, 20006, {Invalid, R::Other}},
    CodeRange {30208, 30209, {Invalid, R::PriceBand}},
    CodeRange {33004, 33004, {Auth, R::Other}},
    CodeRange {34040, 34040, {Benign, R::NotModified}},
    CodeRange {100028, 100028, {Auth, R::Other}},
    CodeRange {110001, 110001, {Gone, R::NotFound}},
    CodeRange {110003, 110003, {Invalid, R::PriceBand}},
    CodeRange {110004, 110004, {Funds, R::InsufficientMargin}},
    CodeRange {110006, 110007, {Funds, R::InsufficientMargin}},
    CodeRange {110008, 110008, {Gone, R::NotFound}},
    CodeRange {110009, 110009, {Invalid, R::TooManyOrders}},
    CodeRange {110010, 110010, {Gone, R::NotFound}},
    CodeRange {110012, 110012, {Funds, R::InsufficientMargin}},
    CodeRange {110013, 110013, {RiskLimit, R::Other}},
    CodeRange {110014, 110014, {Funds, R::InsufficientMargin}},
    CodeRange {110017, 110017, {Invalid, R::ReduceOnly}},
    CodeRange {110020, 110020, {Invalid, R::TooManyOrders}},
    CodeRange {110021, 110023, {Invalid, R::Other}},
    CodeRange {110025, 110027, {Benign, R::NotModified}},
    CodeRange {110043, 110043, {Benign, R::NotModified}},
    CodeRange {110044, 110045, {Funds, R::InsufficientMargin}},
    CodeRange {110051, 110053, {Funds, R::InsufficientMargin}},
    CodeRange {110057, 110061, {Invalid, R::Other}},
    CodeRange {110063, 110063, {Transient, R::Other}},
    CodeRange {110066, 110066, {Transient, R::Other}},
    CodeRange {110072, 110072, {Invalid, R::DuplicateClientId}},
    CodeRange {110074, 110074, {Invalid, R::SymbolNotTrading}},
    CodeRange {110079, 110079, {Transient, R::Other}},
    CodeRange {110085, 110086, {RiskLimit, R::Other}},
    CodeRange {110090, 110090, {RiskLimit, R::Other}},
    CodeRange {110092, 110093, {Invalid, R::TriggerOnWrongSide}},
    CodeRange {110094, 110094, {Invalid, R::BelowMinimumNotional}},
    CodeRange {110120, 110121, {Invalid, R::PriceBand}},
};

constexpr bool isOrdered()
{
    for (std::size_t i = 0; i < kCodes.size(); ++i)
        if (kCodes[i].first > kCodes[i].last || (i > 0 && kCodes[i - 1].last >= kCodes[i].first))
            return false;
    return true;
}
static_assert(isOrdered());

} // namespace

std::string_view toText(CodeClass codeClass)
{
    switch (codeClass) {
    case Ok: return "ok";
    case Auth: return "auth";
    case Clock: return "clock";
    case Rate: return "rate";
    case Transient: return "transient";
    case Unknown: return "unknown";
    case Invalid: return "invalid";
    case Funds: return "funds";
    case RiskLimit: return "risk_limit";
    case Gone: return "gone";
    case Benign: return "benign";
    }
    return "invalid";
}

CodeMeaning meaningOf(std::string_view path, std::int64_t code, std::string_view message, int httpStatus)
{
    if (httpStatus == 403 || httpStatus == 429)
        return {Rate, R::Other};
    if (httpStatus >= 500)
        return {Unknown, R::Other};
    if (code == 0 && httpStatus >= 400)
        return {httpStatus == 401 ? Auth : Invalid, R::Other};
    // Sent just after the fill that this refusal has not seen yet, it may be
    // repeated once the position shows; nothing was done either way.
    if (code == 10001 && path == "/v5/position/trading-stop"
        && message.find("zero position") != std::string_view::npos)
        return {Transient, R::NoPosition};
    const auto found = std::ranges::lower_bound(kCodes, code, {}, &CodeRange::last);
    if (found != kCodes.end() && found->first <= code)
        return found->meaning;
    return {Invalid, R::Other};
}

AnswerClass answerClassOf(const CodeMeaning& meaning)
{
    if (meaning.reason == R::NoPosition)
        return AnswerClass::Invalid;
    switch (meaning.codeClass) {
    case Ok: return AnswerClass::Ok;
    case Auth: return AnswerClass::Auth;
    case Clock: return AnswerClass::Clock;
    case Rate: return AnswerClass::RateLimited;
    case Transient: return AnswerClass::Transient;
    case Unknown: return AnswerClass::Unknown;
    case Invalid: return AnswerClass::Invalid;
    case Funds:
    case RiskLimit: return AnswerClass::Funds;
    case Gone: return AnswerClass::Gone;
    case Benign: return AnswerClass::Benign;
    }
    return AnswerClass::Unknown;
}

} // namespace breakline::bybit
