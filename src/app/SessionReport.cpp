// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionReport.h"

#include "app/ExitCode.h"

#include <fmt/format.h>

#include <cstdio>

namespace breakline {

void printMessages(const std::vector<std::string>& messages)
{
    constexpr std::size_t kMost = 20;
    for (std::size_t i = 0; i < messages.size() && i < kMost; ++i)
        fmt::print(stderr, "{}\n", messages[i]);
    if (messages.size() > kMost)
        fmt::print(stderr, "... and {} more lines of this kind\n", messages.size() - kMost);
}

bool isExposed(const TradingSession& session)
{
    return !session.positions().open().empty() || !session.desk().liveOrders().empty()
        || session.desk().liveVenueOrders() > 0;
}

void tellLeft(const TradingSession& session, const std::string& how, const std::string& folder)
{
    fmt::print(stderr, "{}; the session goes on with --session-dir {}\n", how, folder);
    listExposure(session);
}

void listSelfTest(const TradingSession& session)
{
    fmt::print(stderr, "breakline: refused by self-test; the venue was not traded\n");
    for (const SelfTestResult& result : session.selfTest().status().results)
        fmt::print(stderr, "  {} {}: {}, wanted {}\n", toText(result.outcome), toText(result.check),
                   result.value.empty() ? "unknown" : result.value, result.wanted);
}

void listExposure(const TradingSession& session)
{
    for (const ManagedPosition* position : session.positions().open())
        fmt::print(stderr, "open: {}{}\n", position->id,
                   position->stopShown ? ", its stop rests at the venue" : ", WITHOUT a stop shown");
    for (const TrackedOrder* order : session.desk().liveOrders())
        fmt::print(stderr, "resting: {}\n", order->clientId());
}

int exitCodeOfPreparing(const Error& error)
{
    return error.code == ErrorCode::Unavailable ? kExitRuntime : kExitUsage;
}

int exitCodeOfOpening(const Error& error)
{
    return error.code == ErrorCode::Io || error.code == ErrorCode::Unavailable ? kExitRuntime : kExitUsage;
}

} // namespace breakline
