// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/StrategyRegistry.h"

#include "strategy/momentum/MomentumStrategy.h"
#include "strategy/opening_range/OpeningRangeStrategy.h"
#include "strategy/retest/RetestStrategy.h"

#include <algorithm>

namespace breakline {

std::span<const StrategyDefinition> allStrategies()
{
    static const std::array<StrategyDefinition, kStrategyCount> all {
        momentumStrategy(),
        retestStrategy(),
        openingRangeStrategy(),
    };
    return all;
}

const StrategyDefinition& definitionOf(Strategy strategy)
{
    return allStrategies()[static_cast<std::size_t>(strategy)];
}

std::string_view toText(Strategy strategy)
{
    return definitionOf(strategy).name;
}

std::array<Strategy, kStrategyCount> strategyOrder(const Preset& preset)
{
    std::array<Strategy, kStrategyCount> order {preset.strategyPriority};
    std::size_t next = 1;
    for (const StrategyDefinition& definition : allStrategies())
        if (definition.strategy != preset.strategyPriority)
            order[next++] = definition.strategy;
    return order;
}

double parameterValue(const Preset& preset, const StrategyDefinition& definition, std::size_t place)
{
    const StrategyParameter& parameter = definition.parameters[place];
    return parameter.shared != nullptr ? preset.signal.*parameter.shared
                                       : ownValue(preset, definition.strategy, definition.parameters, place);
}

void setParameterValue(Preset& preset, const StrategyDefinition& definition, std::size_t place, double value)
{
    const StrategyParameter& parameter = definition.parameters[place];
    if (parameter.shared != nullptr) {
        preset.signal.*parameter.shared = value;
        return;
    }
    auto& values = preset.ownValues[static_cast<std::size_t>(definition.strategy)];
    if (values.empty())
        for (const StrategyParameter& one : definition.parameters)
            values.push_back(one.usual);
    values[place] = value;
}

bool findsLevels(const Preset& preset)
{
    return std::ranges::any_of(allStrategies(), [&](const StrategyDefinition& definition) {
        return definition.findsLevels && preset.strategies.has(definition.strategy);
    });
}

bool needsBreaks(const Preset& preset)
{
    return std::ranges::any_of(allStrategies(), [&](const StrategyDefinition& definition) {
        return definition.needsBreaks && preset.strategies.has(definition.strategy);
    });
}

} // namespace breakline
