// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/SignalParameters.h"
#include "strategy/StrategyRegistry.h"

#include <catch2/catch.hpp>

#include <set>

using namespace breakline;

TEST_CASE("the registry is in step with the enumeration, and every entry is whole")
{
    REQUIRE(allStrategies().size() == kStrategyCount);
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kStrategyCount; ++i) {
        const StrategyDefinition& definition = allStrategies()[i];
        INFO(definition.name);
        CHECK(definition.strategy == static_cast<Strategy>(i));
        CHECK(&definitionOf(definition.strategy) == &definition);
        CHECK(toText(definition.strategy) == definition.name);
        CHECK(names.insert(definition.name).second);
        CHECK_FALSE(definition.title.empty());
        CHECK_FALSE(definition.sentence.empty());
        CHECK_FALSE(definition.block.empty());
        CHECK(definition.evaluate != nullptr);
        CHECK_FALSE(definition.parameters.empty());
        std::set<std::string_view> keys;
        for (const StrategyParameter& parameter : definition.parameters) {
            INFO(parameter.key);
            CHECK(keys.insert(parameter.key).second);
            CHECK_FALSE(parameter.label.empty());
            CHECK_FALSE(parameter.sentence.empty());
            CHECK(parameter.range.holds(usualValue(parameter)));
            CHECK((parameter.shared == nullptr) == definition.ownsBlock());
        }
    }
    CHECK(toText(Strategy::Momentum) == "momentum");
    CHECK(toText(Strategy::Retest) == "retest");
    CHECK(toText(Strategy::OpeningRange) == "opening_range");
}

TEST_CASE("every key of the block signal belongs to a strategy, and its usual value is in its range")
{
    for (const StrategyParameter& parameter : signal_parameters::kAll) {
        INFO(parameter.key);
        REQUIRE(parameter.shared != nullptr);
        CHECK(parameter.range.holds(SignalSettings {}.*parameter.shared));
        const bool isAsked = std::ranges::any_of(allStrategies(), [&](const StrategyDefinition& definition) {
            return definition.block == "signal"
                && std::ranges::find(definition.parameters, parameter.key, &StrategyParameter::key)
                != definition.parameters.end();
        });
        CHECK(isAsked);
    }
}

TEST_CASE("the preset's first strategy is tried first, the others in the order of the registry")
{
    Preset preset;
    CHECK(preset.strategies == kUsualStrategies);
    CHECK(strategyOrder(preset)[0] == Strategy::Momentum);
    CHECK(strategyOrder(preset) == std::array {Strategy::Momentum, Strategy::Retest, Strategy::OpeningRange});
    preset.strategyPriority = Strategy::Retest;
    CHECK(strategyOrder(preset) == std::array {Strategy::Retest, Strategy::Momentum, Strategy::OpeningRange});
    preset.strategyPriority = Strategy::OpeningRange;
    CHECK(strategyOrder(preset) == std::array {Strategy::OpeningRange, Strategy::Momentum, Strategy::Retest});
}

TEST_CASE("breaks of the days before are asked for by who trades returns")
{
    Preset preset;
    CHECK(needsBreaks(preset));
    preset.strategies = {Strategy::Momentum};
    CHECK_FALSE(needsBreaks(preset));
    preset.strategies = {};
    CHECK(preset.strategies.isEmpty());
    preset.strategies.set(Strategy::Retest, true);
    CHECK(needsBreaks(preset));
    CHECK_FALSE(preset.strategies.has(Strategy::Momentum));
}
