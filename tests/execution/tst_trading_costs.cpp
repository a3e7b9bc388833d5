// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/TradingCosts.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

using namespace breakline;

TEST_CASE("640 at 50 and 7.5 bps cost 24")
{
    const Instrument instrument = test::instrument();
    CHECK(feeOf(Price{5000}, Quantity{6400}, rateFromBps(7.5), instrument) == Decimal::fromUnits(24));
    CHECK(rateFromBps(7.5).toString() == "0.00075");
    CHECK(rateFromBps(2.0).toString() == "0.0002");
}

TEST_CASE("slippage is positive where it hurts")
{
    CHECK(slippageBps(Side::Sell, 100.0, 99.95) == Approx(5.0).epsilon(1e-9));
    CHECK(slippageBps(Side::Buy, 100.0, 100.05) == Approx(5.0).epsilon(1e-9));
    CHECK(slippageBps(Side::Buy, 100.0, 99.95) == Approx(-5.0).epsilon(1e-9));
    CHECK(slippageBps(Side::Sell, 100.0, 100.0) == 0.0);
}
