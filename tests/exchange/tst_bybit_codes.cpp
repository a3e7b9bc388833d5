// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitCodes.h"

#include <catch2/catch.hpp>

#include <map>
#include <vector>

using namespace breakline;
using namespace breakline::bybit;

TEST_CASE("every code has the class that the venue's documents give it")
{
    const std::map<CodeClass, std::vector<std::int64_t>> table {
        {CodeClass::Ok, {0}},
        {CodeClass::Benign, {110043, 110025, 110026, 110027, 34040}},
        {CodeClass::Auth,
         {10003, 10004, 10005, 10007, 10008, 10009, 10010, 10027, 33004, 10024, 10028, 100028}},
        {CodeClass::Clock, {10002, -1}},
        {CodeClass::Rate, {10006, 10018, 10429, 20003}},
        {CodeClass::Transient, {429, 10019, 110079, 110063, 110066}},
        {CodeClass::Unknown, {10000, 10016}},
        {CodeClass::Invalid,
         {10001,  110003, 110009, 110020, 110017, 110021, 110022, 110023, 110072, 110092, 110093, 110094,
          110120, 110121, 30208,  30209,  110057, 110058, 110059, 110060, 110061, 10029,  110074, 20006}},
        {CodeClass::Funds, {110004, 110006, 110007, 110012, 110014, 110044, 110045, 110051, 110052, 110053}},
        {CodeClass::RiskLimit, {110013, 110085, 110086, 110090}},
        {CodeClass::Gone, {110001, 110008, 110010}},
    };
    std::map<std::int64_t, CodeClass> byCode;
    for (const auto& [codeClass, codes] : table)
        for (const std::int64_t code : codes)
            byCode[code] = codeClass;
    CHECK(byCode.size() == 72);
    for (std::int64_t code = -10; code < 120'000; ++code) {
        const auto known = byCode.find(code);
        const CodeClass expected = known == byCode.end() ? CodeClass::Invalid : known->second;
        if (meaningOf("/v5/order/create", code, "").codeClass != expected)
            FAIL_CHECK("code " << code);
    }
}

TEST_CASE("the status of HTTP counts before the code")
{
    for (const int status : {403, 429})
        CHECK(meaningOf("/v5/order/create", 0, "", status).codeClass == CodeClass::Rate);
    for (const int status : {500, 502, 503, 504, 599})
        CHECK(meaningOf("/v5/order/create", 110007, "", status).codeClass == CodeClass::Unknown);
    CHECK(meaningOf("/v5/order/create", 0, "", 401).codeClass == CodeClass::Auth);
    CHECK(meaningOf("/v5/order/create", 0, "", 404).codeClass == CodeClass::Invalid);
    CHECK(meaningOf("/v5/order/create", 10004, "", 401).codeClass == CodeClass::Auth);
    CHECK(meaningOf("/v5/order/create", 0, "", 200).codeClass == CodeClass::Ok);
}

TEST_CASE("a stop asked for while flat is told apart by path and message")
{
    const std::string_view message = "can not set tp/sl/ts for zero position";
    const CodeMeaning meaning = meaningOf("/v5/position/trading-stop", 10001, message);
    CHECK(meaning == CodeMeaning {CodeClass::Transient, OrderEndReason::NoPosition});
    CHECK(answerClassOf(meaning) == AnswerClass::Invalid);
    CHECK(meaningOf("/v5/order/create", 10001, message).codeClass == CodeClass::Invalid);
    CHECK(meaningOf("/v5/position/trading-stop", 10001, "params error").codeClass == CodeClass::Invalid);
}

TEST_CASE("what a refusal was for")
{
    const auto reason = [](std::int64_t code) { return meaningOf("order.create", code, "").reason; };
    CHECK(reason(110072) == OrderEndReason::DuplicateClientId);
    CHECK(reason(110017) == OrderEndReason::ReduceOnly);
    CHECK(reason(110094) == OrderEndReason::BelowMinimumNotional);
    CHECK(reason(110093) == OrderEndReason::TriggerOnWrongSide);
    CHECK(reason(110007) == OrderEndReason::InsufficientMargin);
    CHECK(reason(110001) == OrderEndReason::NotFound);
    CHECK(reason(110009) == OrderEndReason::TooManyOrders);
    CHECK(reason(34040) == OrderEndReason::NotModified);
    CHECK(reason(30208) == OrderEndReason::PriceBand);
    CHECK(reason(0) == OrderEndReason::None);
    CHECK(reason(1234567) == OrderEndReason::Other);
}

TEST_CASE("classes for the trading side")
{
    const auto of = [](CodeClass codeClass) { return answerClassOf({codeClass, OrderEndReason::Other}); };
    CHECK(of(CodeClass::Ok) == AnswerClass::Ok);
    CHECK(of(CodeClass::Auth) == AnswerClass::Auth);
    CHECK(of(CodeClass::Clock) == AnswerClass::Clock);
    CHECK(of(CodeClass::Rate) == AnswerClass::RateLimited);
    CHECK(of(CodeClass::Transient) == AnswerClass::Transient);
    CHECK(of(CodeClass::Unknown) == AnswerClass::Unknown);
    CHECK(of(CodeClass::Invalid) == AnswerClass::Invalid);
    CHECK(of(CodeClass::Funds) == AnswerClass::Funds);
    CHECK(of(CodeClass::RiskLimit) == AnswerClass::Funds);
    CHECK(of(CodeClass::Gone) == AnswerClass::Gone);
    CHECK(of(CodeClass::Benign) == AnswerClass::Benign);
    CHECK(toText(CodeClass::RiskLimit) == "risk_limit");
}
