// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/retest/RetestStrategy.h"

#include "strategy/SignalParameters.h"
#include "strategy/retest/RetestSignal.h"

#include <array>

namespace breakline {

namespace {

constexpr std::array kParameters {signal_parameters::kRetestTolerance, signal_parameters::kRetestPierce,
                                  signal_parameters::kImbalance, signal_parameters::kTouchActivity};

void evaluate(const StrategyInput& input, std::vector<SignalVerdict>& verdicts)
{
    for (const Level& level : input.levels)
        verdicts.push_back(evaluateRetest(input.view, input.metrics, input.preset, level, input.history,
                                          input.score, input.missing, input.settings, input.account));
}

} // namespace

StrategyDefinition retestStrategy()
{
    return {
        .strategy = Strategy::Retest,
        .name = "retest",
        .title = BREAKLINE_TEXT("Strategies", "Retest"),
        .sentence = BREAKLINE_TEXT(
            "Strategies", "Enters where price comes back to a level that it broke before, and holds."),
        .place = EntryPlace::Return,
        .needsBreaks = true,
        .block = "signal",
        .parameters = kParameters,
        .evaluate = evaluate,
    };
}

} // namespace breakline
