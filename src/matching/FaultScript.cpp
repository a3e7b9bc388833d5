// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/FaultScript.h"

#include "core/Rng.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

/// What a random fault of the kind may have; both ends included, 0 to 0: it has none.
struct Range {
    std::int64_t low = 0;
    std::int64_t high = 0;

    constexpr bool isUsed() const { return high != 0; }
};

struct KindRow {
    FaultKind kind;
    std::string_view name;
    FaultClass about;
    Range count;
    Range lengthMs;
    Range amount; ///< in units of 10^-amountScale
    int amountScale = 0;
    bool hasTarget = false;
    bool hasSymbol = false;
};

constexpr Range kNone {};
constexpr Range kFew {1, 3};
constexpr Range kSome {1, 20};
constexpr Range kHiccup {50, 5'000};
constexpr Range kOutage {500, 90'000};
/// Longer scripts are as dense as those of this length.
constexpr Duration kRandomSpan = Duration::minutes(30);

// One row a kind, in the order of the enumeration.
constexpr std::array<KindRow, kFaultKindCount> kKinds {{
    {FaultKind::Refuse, "refuse", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::Delay, "delay", FaultClass::Request, kFew, kHiccup, kNone, 0, true, true},
    {FaultKind::AnswerLate, "answer_late", FaultClass::Request, kFew, kHiccup, kNone, 0, true, true},
    {FaultKind::RequestLost, "request_lost", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::AnswerLost, "answer_lost", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::AnswerTwice, "answer_twice", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::AnswerGarbled, "answer_garbled", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::AnswerCut, "answer_cut", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::ServerTimeout, "server_timeout", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::ServerError, "server_error", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::NotDone, "not_done", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::RateLimited, "rate_limited", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::RateLimitedBare, "rate_limited_bare", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::TooManyRequests, "too_many_requests", FaultClass::Request, kFew, kNone, kNone, 0, true, true},
    {FaultKind::Forbidden, "forbidden", FaultClass::Request, {1, 1}, kNone, kNone, 0, true, true},
    {FaultKind::PushLost, "push_lost", FaultClass::Push, kSome, kNone, kNone, 0, true, true},
    {FaultKind::PushTwice, "push_twice", FaultClass::Push, kSome, kNone, kNone, 0, true, true},
    {FaultKind::PushSwapped, "push_swapped", FaultClass::Push, kSome, kNone, kNone, 0, true, true},
    {FaultKind::DisconnectAt, "disconnect_at", FaultClass::Push, {1, 1}, kOutage, kNone, 0, true, true},
    {FaultKind::BookGap, "book_gap", FaultClass::Push, kFew, kNone, kNone, 0, false, true},
    {FaultKind::StreamFrozen, "stream_frozen", FaultClass::Stream, kNone, kOutage, kNone},
    {FaultKind::Disconnected, "disconnected", FaultClass::Stream, kNone, kOutage, kNone},
    {FaultKind::ClockJump, "clock_jump", FaultClass::Stream, kNone, kOutage, {-10, 10}},
    {FaultKind::DepthGone, "depth_gone", FaultClass::Market, kNone, kOutage, {1, 300}, 3, false, true},
    {FaultKind::PriceGap, "price_gap", FaultClass::Market, kNone, kNone, {5, 80}, 3, false, true},
    {FaultKind::Halt, "halt", FaultClass::Market, kNone, {1'000, 300'000}, kNone, 0, false, true},
    {FaultKind::RulesChanged, "rules_changed", FaultClass::Market, kNone, kNone, {2, 10}, 0, false, true},
    {FaultKind::FundingNow, "funding_now", FaultClass::Market, kNone, kNone, {-75, 75}, 4, false, true},
    {FaultKind::StopCancelled, "stop_cancelled", FaultClass::Market, kNone, kNone, kNone, 0, false, true},
    {FaultKind::AutoDeleveraged,
     "auto_deleveraged",
     FaultClass::Account,
     kNone,
     kNone,
     {1, 10},
     1,
     false,
     true},
    {FaultKind::Liquidated, "liquidated", FaultClass::Account, kNone, kNone, kNone, 0, false, true},
    {FaultKind::ManualTrade, "manual_trade", FaultClass::Account, kNone, kNone, {-15, 15}, 1, false, true},
    {FaultKind::ManualCancel, "manual_cancel", FaultClass::Account, kNone, kNone, kNone, 0, false, true},
    {FaultKind::Deposit, "deposit", FaultClass::Account, kNone, kNone, {100, 50'000}},
    {FaultKind::Withdrawal, "withdrawal", FaultClass::Account, kNone, kNone, {100, 20'000}},
}};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (static_cast<std::size_t>(kKinds[i].kind) != i)
            return false;
    return true;
}
static_assert(isInOrder());

const KindRow& rowOf(FaultKind kind)
{
    return kKinds[static_cast<std::size_t>(kind)];
}

struct TargetRow {
    FaultTarget target;
    std::string_view name;
    bool isRequest;
    bool isPush;
};
constexpr std::array kTargets {
    TargetRow {FaultTarget::Any, "any", true, true},
    TargetRow {FaultTarget::Place, "place", true, false},
    TargetRow {FaultTarget::Cancel, "cancel", true, false},
    TargetRow {FaultTarget::Stop, "stop", true, false},
    TargetRow {FaultTarget::Question, "question", true, false},
    TargetRow {FaultTarget::Order, "order", false, true},
    TargetRow {FaultTarget::Execution, "execution", false, true},
    TargetRow {FaultTarget::Position, "position", false, true},
    TargetRow {FaultTarget::Wallet, "wallet", false, true},
    TargetRow {FaultTarget::Trade, "trade", false, true},
    TargetRow {FaultTarget::Book, "book", false, true},
    TargetRow {FaultTarget::Ticker, "ticker", false, true},
    TargetRow {FaultTarget::Candle, "candle", false, true},
};

/// A target that suits the class; so that each of them is hit, "any" is one of many.
FaultTarget drawTarget(Rng& rng, FaultClass about)
{
    std::vector<FaultTarget> suiting;
    for (const TargetRow& row : kTargets)
        if (about == FaultClass::Request ? row.isRequest : row.isPush)
            suiting.push_back(row.target);
    return suiting[static_cast<std::size_t>(rng.integer(0, static_cast<std::int64_t>(suiting.size()) - 1))];
}

std::int64_t draw(Rng& rng, Range range)
{
    std::int64_t value = 0;
    while (value == 0) // no fault is one of nothing
        value = rng.integer(range.low, range.high);
    return value;
}

Fault drawFault(Rng& rng, Duration from, Duration span, std::span<const std::string> symbols)
{
    const KindRow& row = kKinds[static_cast<std::size_t>(rng.integer(0, std::int64_t {kFaultKindCount} - 1))];
    Fault fault;
    fault.kind = row.kind;
    fault.at = from + Duration {rng.integer(0, span.ms - 1)};
    if (row.hasTarget)
        fault.target = drawTarget(rng, row.about);
    // Mostly wherever it happens next: faults of a named symbol often meet nothing.
    if (row.hasSymbol && !symbols.empty() && rng.chance(0.25))
        fault.symbol =
            symbols[static_cast<std::size_t>(rng.integer(0, static_cast<std::int64_t>(symbols.size()) - 1))];
    if (row.count.isUsed())
        fault.count = static_cast<int>(draw(rng, row.count));
    if (row.lengthMs.isUsed())
        fault.length = Duration {draw(rng, row.lengthMs)};
    if (row.amount.isUsed())
        fault.amount = Decimal::fromUnits(draw(rng, row.amount), row.amountScale);
    return fault;
}

} // namespace

std::string_view toText(FaultKind kind)
{
    return rowOf(kind).name;
}

std::optional<FaultKind> faultKindOf(std::string_view text)
{
    for (const KindRow& row : kKinds)
        if (row.name == text)
            return row.kind;
    return std::nullopt;
}

std::string_view toText(FaultTarget target)
{
    return kTargets[static_cast<std::size_t>(target)].name;
}

std::optional<FaultTarget> faultTargetOf(std::string_view text)
{
    for (const TargetRow& row : kTargets)
        if (row.name == text)
            return row.target;
    return std::nullopt;
}

FaultClass classOf(FaultKind kind)
{
    return rowOf(kind).about;
}

bool takesEffect(FaultKind kind)
{
    switch (kind) {
    case FaultKind::Delay:
    case FaultKind::AnswerLate:
    case FaultKind::AnswerLost:
    case FaultKind::AnswerTwice:
    case FaultKind::AnswerGarbled:
    case FaultKind::AnswerCut:
    case FaultKind::ServerTimeout:
    case FaultKind::ServerError: return true;
    default: return false;
    }
}

bool hasTarget(FaultKind kind)
{
    return rowOf(kind).hasTarget;
}

bool hasLength(FaultKind kind)
{
    return rowOf(kind).lengthMs.isUsed();
}

bool hasCount(FaultKind kind)
{
    return rowOf(kind).count.isUsed();
}

bool hasAmount(FaultKind kind)
{
    return rowOf(kind).amount.isUsed();
}

bool hasSymbol(FaultKind kind)
{
    return rowOf(kind).hasSymbol;
}

std::optional<std::string> faultOf(const Fault& fault)
{
    const KindRow& row = rowOf(fault.kind);
    const TargetRow& target = kTargets[static_cast<std::size_t>(fault.target)];
    if (fault.at < Duration {})
        return "at_ms: not before the start, 0 or more";
    if (!row.hasTarget && fault.target != FaultTarget::Any)
        return "target: this kind has none";
    if (row.hasTarget && !(row.about == FaultClass::Request ? target.isRequest : target.isPush))
        return row.about == FaultClass::Request
            ? "target: any, place, cancel, stop or question"
            : "target: any, order, execution, position, wallet, trade, book, "
              "ticker or candle";
    if (!row.hasSymbol && !fault.symbol.empty())
        return "symbol: this kind is of no symbol";
    if (row.count.isUsed() ? fault.count < 1 : fault.count != 1)
        return row.count.isUsed() ? "count: 1 or more" : "count: this kind has none";
    if (row.lengthMs.isUsed() ? fault.length <= Duration {} : fault.length != Duration {})
        return row.lengthMs.isUsed() ? "length_ms: 1 or more" : "length_ms: this kind has none";
    if (row.amount.isUsed() == fault.amount.isZero())
        return row.amount.isUsed() ? "amount: other than 0" : "amount: this kind has none";
    if (row.amount.isUsed() && row.amount.low > 0 && fault.amount.isNegative())
        return "amount: more than 0";
    return std::nullopt;
}

FaultScript randomFaults(std::uint64_t seed, Duration length, std::span<const std::string> symbols)
{
    Rng rng(seed, "faults");
    FaultScript script;
    for (Duration from; from < length; from = from + kRandomSpan) {
        const Duration span = std::min(length - from, kRandomSpan);
        const std::int64_t count = rng.integer(3, 12);
        for (std::int64_t i = 0; i < count; ++i)
            script.faults.push_back(drawFault(rng, from, span, symbols));
    }
    std::stable_sort(script.faults.begin(), script.faults.end(),
                     [](const Fault& a, const Fault& b) { return a.at < b.at; });
    return script;
}

} // namespace breakline
