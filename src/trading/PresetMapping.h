// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/ExecutionParameters.h"
#include "position/AddOn.h"
#include "position/ExitRules.h"
#include "position/SmartPlacement.h"
#include "position/StopPolicy.h"
#include "position/TimeExits.h"
#include "position/TradeEnd.h"
#include "position/Trailing.h"
#include "risk/RiskParameters.h"
#include "strategy/Preset.h"

namespace breakline {

/// The preset's figures in the terms of the rooms that act on them.
RiskParameters riskParametersOf(const Preset& preset);
ExecutionParameters executionParametersOf(const Preset& preset);

/// The account's rates as the venue has told them for the symbol; the preset's only while
/// it has not. Bps of value.
struct FeeRatesBps {
    double taker = 0.0;
    double maker = 0.0;
};
FeeRatesBps feeRatesOf(const Preset& preset, const Instrument& instrument);
/// What an entry's children pay: the maker's rate where none of them may take. A rebate
/// is not counted on.
double entryFeeBpsOf(const Preset& preset, const Instrument& instrument);

// What follows holds for an open position. Where position and fsm_config say the same,
// fsm_config's value stands in both (the loader's rule).
BreakevenSettings breakevenSettingsOf(const Preset& preset);
TrailingSettings trailingSettingsOf(const Preset& preset);
TimeExitSettings timeExitSettingsOf(const Preset& preset);
ExitRuleSettings exitRuleSettingsOf(const Preset& preset);
PanicSettings panicSettingsOf(const Preset& preset);
PlacementSettings placementSettingsOf(const Preset& preset);
AddOnSettings addOnSettingsOf(const Preset& preset);
/// How the target at this multiple of R is placed; fixed where smart placement is off.
TargetPlacement placementOf(const Preset& preset, double r);

/// How long each attempt of a resting exit lasts, and how many there are before it is
/// a market order.
struct RestingExitSettings {
    Duration timeout;
    int attempts = 0;
};
RestingExitSettings restingExitSettingsOf(const Preset& preset);

/// How a trade that is only thought of would have been held by this plan: slippage is half
/// of the plan's round trip for each fill that takes.
ImaginedRules imaginedRulesOf(const Preset& preset, const Instrument& instrument, AtrMode atrMode);

} // namespace breakline
