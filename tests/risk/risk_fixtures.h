// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"
#include "risk/RiskMonitor.h"
#include "risk/RiskParameters.h"

namespace breakline::test {

inline constexpr std::int64_t kDayMs = 86'400'000;
/// 2026-01-05T10:00:00Z.
inline constexpr Timestamp kMorning{1'767'607'200'000};
inline constexpr Timestamp kMidnight{kMorning.ms - 10 * 3'600'000};

/// Tick 0.01, lot 0.001, minimum notional 5, leverage 50, maintenance 0.5 %.
inline Instrument makeInstrument(const char* lot = "0.001", const char* minNotional = "5")
{
    Instrument instrument;
    instrument.symbol = "TESTUSDT";
    instrument.tickSize = Decimal::literal("0.01");
    instrument.lotSize = Decimal::literal(lot);
    instrument.minQuantity = Quantity{1};
    instrument.minNotional = Decimal::literal(minNotional);
    instrument.maxLeverage = Decimal::literal("50");
    instrument.maintenanceMarginRate = Decimal::literal("0.005");
    if (!instrument.finish())
        failInvariant("test instrument");
    return instrument;
}

/// breakout_v1: 1.5 % a trade, 8 % a day, 18 % from the high, 60 000 USD.
inline RiskParameters breakoutV1()
{
    RiskParameters parameters;
    parameters.riskPerTrade = 0.015;
    parameters.maxConcurrentPositions = 3;
    parameters.dailyRiskLimit = 0.08;
    parameters.killSwitchLossLimit = 0.18;
    parameters.maxPositionSizeUsd = 60'000.0;
    parameters.correlationLimit = 0.4;
    parameters.maxConsecutiveLosses = 5;
    return parameters;
}

} // namespace breakline::test
