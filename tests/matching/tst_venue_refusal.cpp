// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/VenueRefusal.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <utility>

using namespace breakline;

namespace {

using enum OrderEndReason;

/// Every pair that the exchange answers with.
const std::map<VenueRequestKind, std::set<OrderEndReason>> kRefusals{
    {VenueRequestKind::Place,
     {PriceBand, ReduceOnly, InsufficientMargin, InvalidPrice, InvalidQuantity, BelowMinimumNotional,
      DuplicateClientId, TooManyOrders, TriggerOnWrongSide, SymbolNotTrading, NoLiquidity, Other}},
    {VenueRequestKind::Amend,
     {NotFound, NotModified, PriceBand, ReduceOnly, InsufficientMargin, InvalidPrice, InvalidQuantity,
      BelowMinimumNotional, TooManyOrders, TriggerOnWrongSide, NoLiquidity, Other}},
    {VenueRequestKind::Cancel, {NotFound}},
    {VenueRequestKind::CancelAll, {NotFound}},
    {VenueRequestKind::TradingStop,
     {NotFound, NoPosition, NotModified, InvalidPrice, TriggerOnWrongSide, TooManyOrders, NoLiquidity}},
    {VenueRequestKind::SetLeverage, {NotFound, NotModified, InvalidQuantity, InsufficientMargin, Other}},
    {VenueRequestKind::SetPositionMode, {NotModified, Other}},
    {VenueRequestKind::SetMarginMode, {NotModified, Other}},
};

} // namespace

TEST_CASE("a client can tell the reason of every refusal from code and message")
{
    for (const auto& [kind, reasons] : kRefusals) {
        CHECK(wordsOf(kind, None) == VenueWords{0, "OK"});
        std::map<std::pair<std::int32_t, std::string_view>, OrderEndReason> meaning;
        for (const OrderEndReason reason : reasons) {
            for (const RefusalDetail detail : {RefusalDetail::None, RefusalDetail::Conditional, RefusalDetail::Falling,
                                               RefusalDetail::Attached}) {
                const VenueWords words = wordsOf(kind, reason, detail);
                CHECK(words.code != 0);
                CHECK_FALSE(words.message.empty());
                CHECK(meaning.emplace(std::pair(words.code, words.message), reason).first->second == reason);
            }
        }
    }
}

TEST_CASE("the codes are the venue's")
{
    struct Row {
        VenueRequestKind kind;
        OrderEndReason reason;
        RefusalDetail detail;
        std::int32_t code;
    };
    const Row rows[] = {
        {VenueRequestKind::Place, ReduceOnly, RefusalDetail::None, 110017},
        {VenueRequestKind::Place, InsufficientMargin, RefusalDetail::None, 110007},
        {VenueRequestKind::Place, PriceBand, RefusalDetail::None, 110003},
        {VenueRequestKind::Place, DuplicateClientId, RefusalDetail::None, 110072},
        {VenueRequestKind::Place, BelowMinimumNotional, RefusalDetail::None, 110094},
        {VenueRequestKind::Place, TooManyOrders, RefusalDetail::None, 110020},
        {VenueRequestKind::Place, TooManyOrders, RefusalDetail::Conditional, 110009},
        {VenueRequestKind::Place, TriggerOnWrongSide, RefusalDetail::None, 110092},
        {VenueRequestKind::Place, TriggerOnWrongSide, RefusalDetail::Falling, 110093},
        {VenueRequestKind::Place, SymbolNotTrading, RefusalDetail::None, 110074},
        {VenueRequestKind::Place, InvalidQuantity, RefusalDetail::None, 10001},
        {VenueRequestKind::Amend, NotFound, RefusalDetail::None, 110001},
        {VenueRequestKind::Amend, Other, RefusalDetail::None, 110059},
        {VenueRequestKind::Amend, Other, RefusalDetail::Attached, 110060},
        {VenueRequestKind::Cancel, NotFound, RefusalDetail::None, 110001},
        {VenueRequestKind::TradingStop, NoPosition, RefusalDetail::None, 10001},
        {VenueRequestKind::TradingStop, NotModified, RefusalDetail::None, 34040},
        {VenueRequestKind::SetLeverage, NotModified, RefusalDetail::None, 110043},
        {VenueRequestKind::SetLeverage, InsufficientMargin, RefusalDetail::None, 110044},
        {VenueRequestKind::SetPositionMode, NotModified, RefusalDetail::None, 110025},
        {VenueRequestKind::SetMarginMode, NotModified, RefusalDetail::None, 110026},
    };
    for (const Row& row : rows)
        CHECK(wordsOf(row.kind, row.reason, row.detail).code == row.code);
    CHECK(wordsOf(VenueRequestKind::TradingStop, NoPosition).message == "can not set tp/sl/ts for zero position");
}

TEST_CASE("a client can tell from a pushed order why it ended")
{
    const OrderEndReason ends[] = {None,       ByUser,          PostOnlyWouldTake, NoLiquidity,
                                   PriceBand,  ReduceOnly,      InsufficientMargin, InvalidQuantity,
                                   SymbolNotTrading, StopClearedAtFlat, StopReplaced, Liquidation};
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const OrderEndReason reason : ends) {
        const OrderEndWords words = endWordsOf(reason);
        CHECK(seen.emplace(words.cancelType, words.rejectReason).second);
    }
    CHECK(endWordsOf(PostOnlyWouldTake).rejectReason == "EC_PostOnlyWillTakeLiquidity");
    CHECK(endWordsOf(ByUser).cancelType == "CancelByUser");
    CHECK(endWordsOf(ReduceOnly).cancelType == "CancelByReduceOnly");
    CHECK(endWordsOf(StopClearedAtFlat).cancelType == "CancelByTpSlTsClear");
    CHECK(endWordsOf(None) == OrderEndWords{"UNKNOWN", "EC_NoError"});
}
