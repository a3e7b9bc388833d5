// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Signal.h"

#include <catch2/catch.hpp>

namespace breakline::test {

/// The check of this condition; fails the test where it was not evaluated.
inline SignalCheck checkOf(const SignalVerdict& verdict, SignalCondition condition)
{
    for (const SignalCheck& check : verdict.evaluated())
        if (check.condition == condition)
            return check;
    FAIL("not evaluated: " << toText(condition));
    return {};
}

/// Long and short came to the same, check by check. True where both signal.
inline bool requireMirrored(const SignalVerdict& forLong, const SignalVerdict& forShort)
{
    REQUIRE(forLong.checkCount == forShort.checkCount);
    for (std::size_t i = 0; i < forLong.checkCount; ++i) {
        INFO(toText(forLong.checks[i].condition));
        REQUIRE(forLong.checks[i].outcome == forShort.checks[i].outcome);
    }
    REQUIRE(forLong.signal.has_value() == forShort.signal.has_value());
    return forLong.signal.has_value();
}

} // namespace breakline::test
