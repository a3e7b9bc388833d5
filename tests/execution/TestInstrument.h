// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Invariant.h"
#include "market/Instrument.h"

#include <string_view>

namespace breakline::test {

/// ABCUSDT with tick 0.01, lot 0.1, minimum notional 5 unless said.
inline Instrument instrument(std::string_view tick = "0.01", std::string_view lot = "0.1")
{
    Instrument result;
    result.symbol = "ABCUSDT";
    result.tickSize = Decimal::literal(tick);
    result.lotSize = Decimal::literal(lot);
    result.minNotional = Decimal::fromUnits(5);
    result.priceBand = Decimal::literal("0.05");
    if (!result.finish())
        failInvariant("a test instrument has positive steps");
    return result;
}

} // namespace breakline::test
