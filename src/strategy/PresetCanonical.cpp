// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetFaults.h"
#include "strategy/PresetLoader.h"
#include "strategy/PresetSchema.h"
#include "strategy/StrategyRegistry.h"

#include <algorithm>

namespace breakline {

namespace {

using namespace preset_schema;

/// The visitor of PresetSchema.h that writes. Inert keys are left out.
class CanonicalWriter {
public:
    void block(std::string_view name) { m_block = name; }

    void line(std::string_view key, std::string_view value)
    {
        if (!m_block.empty())
            m_text.append(m_block).append(".");
        m_text.append(key).append("=").append(value).append("\n");
    }

    void number(std::string_view key, double value, Range, Need) { line(key, numberText(value)); }
    void number(std::string_view key, double value) { line(key, numberText(value)); }
    void inertNumber(std::string_view, double, Range) {}
    void integer(std::string_view key, int value, Range, Need) { line(key, std::to_string(value)); }
    void flag(std::string_view key, bool value) { line(key, value ? "true" : "false"); }
    void optionalNumber(std::string_view key, const std::optional<double>& value, Range)
    {
        line(key, value ? numberText(*value) : "null");
    }
    void optionalInteger(std::string_view key, const std::optional<int>& value, Range)
    {
        line(key, value ? std::to_string(*value) : "null");
    }
    template<class E>
    void choice(std::string_view key, E value, std::span<const Choice<E>> choices)
    {
        line(key, nameOf<E>(choices, value));
    }
    // Order and repetition in a list of symbols mean nothing.
    void symbols(std::string_view key, std::vector<std::string> list)
    {
        std::ranges::sort(list);
        std::string text;
        for (const std::string& symbol : list)
            text.append(text.empty() ? "" : ",").append(symbol);
        line(key, text);
    }

    std::string take() { return std::move(m_text); }

private:
    std::string_view m_block;
    std::string m_text;
};

void writeHead(CanonicalWriter& out, const Preset& preset)
{
    out.line("preset", "1");
    out.line("id", preset.id);
    out.choice("intended_side", preset.intendedSide, std::span<const Choice<IntendedSide>>(kSides));
    out.line("strategy_priority", toText(preset.strategyPriority));
    out.block("strategies");
    // A strategy that came later is named where it may signal: plans without it keep their form.
    for (const StrategyDefinition& definition : allStrategies()) {
        const bool isAllowed = preset.strategies.has(definition.strategy);
        if (isAllowed || kUsualStrategies.has(definition.strategy))
            out.flag(definition.name, isAllowed);
    }
    out.block("allow_missing");
    for (std::size_t i = 0; i < kFilterCount; ++i)
        out.flag(toText(static_cast<Filter>(i)), preset.allowMissing.filters[i]);
    out.flag("l2_imbalance", preset.allowMissing.l2Imbalance);
    out.flag("sizing_depth", preset.allowMissing.sizingDepth);
    out.flag("tape", preset.allowMissing.tape);
}

void writePosition(CanonicalWriter& out, const PositionSettings& position)
{
    out.block("position");
    visitPosition(out, position);
    for (std::size_t i = 0; i < position.targets.size(); ++i) {
        const TargetLevel& target = position.targets[i];
        const std::string key = "tp_levels[" + std::to_string(i) + "].";
        out.line(key + "name", target.name);
        out.number(key + "r", target.r);
        out.number(key + "size_frac", target.sizeFrac);
        out.line(key + "mode", nameOf<TargetPlacement>(kPlacements, target.mode));
    }
}

void writeScanner(CanonicalWriter& out, const ScannerSettings& scanner)
{
    out.block("scanner");
    visitScanner(out, scanner);
    for (std::size_t i = 0; i < kScoreComponentCount; ++i)
        out.number("score_weights." + std::string(toText(static_cast<ScoreComponent>(i))), scanner.scoreWeights[i]);
    if (scanner.symbolWhitelist)
        out.symbols("symbol_whitelist", *scanner.symbolWhitelist);
    else
        out.line("symbol_whitelist", "null");
    out.symbols("symbol_blacklist", scanner.symbolBlacklist);
    if (!scanner.movers) {
        out.line("movers_filter", "null");
        return;
    }
    out.line("movers_filter.kind", scanner.movers->gainers ? "gainers" : "losers");
    out.number("movers_filter.min_abs_change_24h_pct", scanner.movers->minChangePct);
    out.line("movers_filter.top_n", std::to_string(scanner.movers->topN));
}

void writeExecution(CanonicalWriter& out, const ExecutionSettings& execution)
{
    out.block("execution");
    visitExecution(out, execution);
    out.flag("order_style.use_limit_orders", execution.useLimitOrders);
    out.number("order_style.limit_timeout_seconds", execution.limitTimeoutSeconds);
    out.flag("order_style.fill_or_kill", execution.fillOrKill);
    out.flag("order_style.post_only", execution.postOnly);
}

void writeLevels(CanonicalWriter& out, const LevelSettings& levels)
{
    out.block("levels");
    visitLevels(out, levels);
    std::string steps;
    for (const double step : levels.roundStepCandidates)
        steps.append(steps.empty() ? "" : ",").append(numberText(step));
    out.line("round_step_candidates", steps);
}

} // namespace

std::string canonicalForm(const Preset& preset)
{
    CanonicalWriter out;
    writeHead(out, preset);
    out.block("risk");
    visitRisk(out, preset.risk);
    out.block("liquidity_filters");
    visitLiquidity(out, preset.liquidity);
    out.block("volatility_filters");
    visitVolatility(out, preset.volatility);
    out.block("signal");
    visitSignal(out, preset.signal);
    out.block("entry_rules");
    out.flag("given", preset.entryRules.has_value());
    if (preset.entryRules)
        visitEntryRules(out, *preset.entryRules);
    out.block("market_quality");
    out.flag("given", preset.marketQuality.has_value());
    if (preset.marketQuality)
        visitMarketQuality(out, *preset.marketQuality);
    writePosition(out, preset.position);
    out.block("tp_smart_placement");
    visitSmartPlacement(out, preset.smartPlacement);
    out.block("exit_rules");
    visitExitRules(out, preset.exitRules);
    out.block("fsm");
    visitFsm(out, preset.fsm);
    writeScanner(out, preset.scanner);
    writeExecution(out, preset.execution);
    writeLevels(out, preset.levels);
    out.block("density");
    visitDensity(out, preset.density);
    for (const StrategyDefinition& definition : allStrategies())
        if (definition.ownsBlock() && preset.strategies.has(definition.strategy)) {
            out.block(definition.block);
            for (std::size_t i = 0; i < definition.parameters.size(); ++i)
                out.number(definition.parameters[i].key, parameterValue(preset, definition, i));
        }
    return out.take();
}

} // namespace breakline
