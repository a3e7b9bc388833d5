// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetWriter.h"

#include "strategy/PresetSchema.h"
#include "strategy/StrategyRegistry.h"

#include <nlohmann/json.hpp>

namespace breakline {

namespace {

using namespace preset_schema;
using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;
constexpr int kIndent = 1;

/// The visitor of PresetSchema.h that writes a block. Inert keys are left out.
class BlockWriter {
public:
    void number(std::string_view key, double value, Range, Need) { put(key, value); }
    void inertNumber(std::string_view, double, Range) { }
    void integer(std::string_view key, int value, Range, Need) { put(key, value); }
    void flag(std::string_view key, bool value) { put(key, value); }
    void optionalNumber(std::string_view key, const std::optional<double>& value, Range)
    {
        put(key, value ? Json(*value) : Json());
    }
    void optionalInteger(std::string_view key, const std::optional<int>& value, Range)
    {
        put(key, value ? Json(*value) : Json());
    }
    template<class E>
    void choice(std::string_view key, E value, std::span<const Choice<E>> choices)
    {
        put(key, nameOf<E>(choices, value));
    }
    void put(std::string_view key, Json value) { m_block[std::string(key)] = std::move(value); }
    Json take() { return std::move(m_block); }

private:
    Json m_block = Json::object();
};

template<class T, class Visit>
Json blockOf(const T& value, Visit visit)
{
    BlockWriter writer;
    visit(writer, value);
    return writer.take();
}

Json allowedOf(const AllowMissing& allowed)
{
    Json names = Json::array();
    for (std::size_t i = 0; i < kFilterCount; ++i)
        if (allowed.filters[i])
            names.push_back(toText(static_cast<Filter>(i)));
    for (const auto& [name, isAllowed] :
         {std::pair {"l2_imbalance", allowed.l2Imbalance}, std::pair {"sizing_depth", allowed.sizingDepth},
          std::pair {"tape", allowed.tape}})
        if (isAllowed)
            names.push_back(name);
    return names;
}

Json positionOf(const PositionSettings& position)
{
    Json block = blockOf(position, [](auto& v, const auto& t) { visitPosition(v, t); });
    Json& targets = block["tp_levels"] = Json::array();
    for (const TargetLevel& target : position.targets)
        targets.push_back({{"name", target.name},
                           {"r", target.r},
                           {"size_frac", target.sizeFrac},
                           {"mode", nameOf<TargetPlacement>(kPlacements, target.mode)}});
    return block;
}

Json scannerOf(const ScannerSettings& scanner)
{
    Json block = blockOf(scanner, [](auto& v, const auto& t) { visitScanner(v, t); });
    Json& weights = block["score_weights"] = Json::object();
    for (std::size_t i = 0; i < kScoreComponentCount; ++i)
        if (scanner.scoreWeights[i] != 0.0)
            weights[std::string(toText(static_cast<ScoreComponent>(i)))] = scanner.scoreWeights[i];
    block["symbol_whitelist"] = scanner.symbolWhitelist ? Json(*scanner.symbolWhitelist) : Json();
    block["symbol_blacklist"] = scanner.symbolBlacklist;
    block["movers_filter"] = Json();
    if (scanner.movers)
        block["movers_filter"] = {{"kind", scanner.movers->gainers ? "gainers" : "losers"},
                                  {"min_abs_change_24h_pct", scanner.movers->minChangePct},
                                  {"top_n", scanner.movers->topN}};
    return block;
}

Json executionOf(const ExecutionSettings& execution)
{
    Json block = blockOf(execution, [](auto& v, const auto& t) { visitExecution(v, t); });
    block["order_style"] = {{"use_limit_orders", execution.useLimitOrders},
                            {"limit_timeout_seconds", execution.limitTimeoutSeconds},
                            {"fill_or_kill", execution.fillOrKill},
                            {"post_only", execution.postOnly}};
    return block;
}

Json levelsOf(const LevelSettings& levels)
{
    Json block = blockOf(levels, [](auto& v, const auto& t) { visitLevels(v, t); });
    block["round_step_candidates"] = levels.roundStepCandidates;
    return block;
}

/// Also of a strategy that is off, where something was set for the day it is on.
void writeOwnBlocks(const Preset& preset, Json& json)
{
    for (const StrategyDefinition& definition : allStrategies()) {
        if (!definition.ownsBlock())
            continue;
        bool isSet = preset.strategies.has(definition.strategy);
        Json block = Json::object();
        for (std::size_t i = 0; i < definition.parameters.size(); ++i) {
            const StrategyParameter& parameter = definition.parameters[i];
            const double value = parameterValue(preset, definition, i);
            isSet = isSet || value != parameter.usual;
            block[std::string(parameter.key)] =
                parameter.isWhole ? Json(static_cast<std::int64_t>(value)) : Json(value);
        }
        if (isSet)
            json[std::string(definition.block)] = std::move(block);
    }
}

} // namespace

std::string presetFileText(const Preset& preset)
{
    Json json;
    json["id"] = preset.id;
    json["summary"] = preset.summary;
    json["intended_side"] = nameOf<IntendedSide>(kSides, preset.intendedSide);
    json["strategy_priority"] = toText(preset.strategyPriority);
    Json& strategies = json["strategies"] = Json::array();
    for (const StrategyDefinition& definition : allStrategies())
        if (preset.strategies.has(definition.strategy))
            strategies.push_back(definition.name);
    json["allow_missing"] = allowedOf(preset.allowMissing);
    json["risk"] = blockOf(preset.risk, [](auto& v, const auto& t) { visitRisk(v, t); });
    json["liquidity_filters"] =
        blockOf(preset.liquidity, [](auto& v, const auto& t) { visitLiquidity(v, t); });
    json["volatility_filters"] =
        blockOf(preset.volatility, [](auto& v, const auto& t) { visitVolatility(v, t); });
    json["signal"] = blockOf(preset.signal, [](auto& v, const auto& t) { visitSignal(v, t); });
    // A block that is not there is a choice: its rules do not hold.
    if (preset.entryRules)
        json["entry_rules"] =
            blockOf(*preset.entryRules, [](auto& v, const auto& t) { visitEntryRules(v, t); });
    if (preset.marketQuality)
        json["market_quality"] =
            blockOf(*preset.marketQuality, [](auto& v, const auto& t) { visitMarketQuality(v, t); });
    json["position"] = positionOf(preset.position);
    json["tp_smart_placement"] =
        blockOf(preset.smartPlacement, [](auto& v, const auto& t) { visitSmartPlacement(v, t); });
    json["exit_rules"] = blockOf(preset.exitRules, [](auto& v, const auto& t) { visitExitRules(v, t); });
    json["fsm"] = blockOf(preset.fsm, [](auto& v, const auto& t) { visitFsm(v, t); });
    json["scanner"] = scannerOf(preset.scanner);
    json["execution"] = executionOf(preset.execution);
    json["levels"] = levelsOf(preset.levels);
    json["density"] = blockOf(preset.density, [](auto& v, const auto& t) { visitDensity(v, t); });
    writeOwnBlocks(preset, json);
    return Json {{"schema_version", kSchemaVersion}, {"presets", Json::array({json})}}.dump(kIndent) + "\n";
}

} // namespace breakline
