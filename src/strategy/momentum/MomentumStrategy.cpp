// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/momentum/MomentumStrategy.h"

#include "strategy/SignalParameters.h"
#include "strategy/momentum/MomentumSignal.h"

#include <array>

namespace breakline {

namespace {

constexpr std::array kParameters {signal_parameters::kMomentumVolume,  signal_parameters::kMomentumBody,
                                  signal_parameters::kMomentumEpsilon, signal_parameters::kImbalance,
                                  signal_parameters::kVwapGap,         signal_parameters::kDensityEaten,
                                  signal_parameters::kStopAtr};

void evaluate(const StrategyInput& input, std::vector<SignalVerdict>& verdicts)
{
    for (const Level& level : input.levels)
        verdicts.push_back(evaluateMomentum(input.view, input.metrics, input.preset, level, input.score,
                                            input.missing, input.settings, input.account));
}

} // namespace

StrategyDefinition momentumStrategy()
{
    return {
        .strategy = Strategy::Momentum,
        .name = "momentum",
        .title = BREAKLINE_TEXT("Strategies", "Momentum"),
        .sentence = BREAKLINE_TEXT("Strategies",
                                   "Enters where a bar closes beyond a level, on volume and with a body."),
        .place = EntryPlace::Break,
        .block = "signal",
        .parameters = kParameters,
        .evaluate = evaluate,
    };
}

} // namespace breakline
