// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillExcuses.h"

#include "exchange/RequestTimeout.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

/// From a question about an order of unknown fate to what replaces it.
constexpr Duration kAskedAgain = Duration::milliseconds(1'300);
/// What surely was not done is repeated after this.
constexpr Duration kRefusalRepeat = Duration::milliseconds(1'300);
/// What no message told of is seen when the account is compared: once a minute,
/// and twice before it counts.
constexpr Duration kSeenWithin = Duration::seconds(62);
/// While its stream is down the account is asked for each second, and an order that
/// was lost with its socket is asked for.
constexpr Duration kPolledWithin = Duration::milliseconds(2'600);
/// A socket is opened again after 5 s, then after twice as long, up to a minute.
constexpr Duration kFirstRetry = Duration::seconds(5);
constexpr Duration kMostRetry = Duration::seconds(60);
/// Changed rules are asked for at most once in 5 s.
constexpr Duration kRulesWithin = Duration::seconds(6);
constexpr Duration kAfterHalt = Duration::milliseconds(1'300);

Duration costOfRequest(FaultKind kind)
{
    switch (kind) {
    case FaultKind::RequestLost:
    case FaultKind::AnswerLost:
    case FaultKind::AnswerGarbled: return kRequestTimeout + kAskedAgain;
    case FaultKind::AnswerCut:
    case FaultKind::ServerTimeout:
    case FaultKind::ServerError:
    case FaultKind::Delay:
    case FaultKind::AnswerLate: return kAskedAgain;
    case FaultKind::Refuse:
    case FaultKind::NotDone:
    case FaultKind::RateLimited:
    case FaultKind::RateLimitedBare:
    case FaultKind::TooManyRequests:
    case FaultKind::Forbidden: return kRefusalRepeat;
    default: return {};
    }
}

/// How long after it has been met a fault may keep the stop away; 0: not at all.
Duration reachOf(const FaultMet& met)
{
    switch (classOf(met.kind)) {
    case FaultClass::Request:
        // A question is repeated by its asker, and nothing waits for its answer.
        if (met.target != FaultTarget::Place && met.target != FaultTarget::Stop)
            return {};
        return met.length + costOfRequest(met.kind);
    case FaultClass::Push:
        if (met.target != FaultTarget::Order && met.target != FaultTarget::Execution
            && met.target != FaultTarget::Position)
            return {};
        return met.kind == FaultKind::PushLost || met.kind == FaultKind::PushSwapped ? kSeenWithin
                                                                                     : Duration {};
    case FaultClass::Stream:
        // Nothing that is signed is taken. In lock step the time is the venue's own, and
        // nobody asks it for another.
        return met.kind == FaultKind::ClockJump ? met.length + kRefusalRepeat : Duration {};
    case FaultClass::Market:
        if (met.kind == FaultKind::Halt)
            return met.length + kAfterHalt;
        if (met.kind == FaultKind::DepthGone)
            return met.length;
        return met.kind == FaultKind::RulesChanged ? kRulesWithin : Duration {};
    case FaultClass::Account: return {};
    }
    return {};
}

/// From the end of a socket until it is open again.
Duration outageOf(Duration shut)
{
    Duration back = kFirstRetry;
    for (Duration wait = kFirstRetry * 2; back < shut; wait = std::min(wait * 2, kMostRetry))
        back = back + wait;
    return back;
}

bool isOutage(const FaultMet& met)
{
    return met.kind == FaultKind::Disconnected || met.kind == FaultKind::DisconnectAt;
}

} // namespace

void DrillExcuses::look()
{
    const std::vector<FaultMet>& all = m_faults.met();
    for (; m_seen < all.size(); ++m_seen) {
        const FaultMet& met = all[m_seen];
        if (isOutage(met))
            m_outages.push_back({std::nullopt, met.at, met.at + outageOf(met.length)});
        else if (const Duration reach = reachOf(met); reach > Duration {})
            m_excuses.push_back({met.symbol, met.at, met.at + reach});
    }
}

Duration DrillExcuses::unexcused(SymbolId symbol, Timestamp from, Timestamp to) const
{
    std::vector<std::pair<Timestamp, Timestamp>> times;
    for (const Excuse& excuse : m_excuses)
        if ((!excuse.symbol || *excuse.symbol == symbol) && excuse.from < to && from < excuse.to)
            times.emplace_back(std::max(excuse.from, from), std::min(excuse.to, to));
    std::ranges::sort(times);
    Duration excused;
    Timestamp reached = from;
    for (const auto& [begins, ends] : times) {
        const Timestamp begin = std::max(begins, reached);
        if (ends <= begin)
            continue;
        excused = excused + (ends - begin);
        reached = ends;
    }
    const bool isPolled = std::ranges::any_of(m_outages, [&](const Excuse& outage) {
        return outage.from <= to && from <= outage.to + kPolledWithin;
    });
    return (to - from) - excused - (isPolled ? kPolledWithin : Duration {});
}

} // namespace breakline
