// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetReader.h"

#include "market/Instrument.h"
#include "strategy/PresetBlockReader.h"
#include "strategy/PresetRules.h"
#include "strategy/PresetSchema.h"
#include "strategy/StrategyRegistry.h"

#include <algorithm>

namespace breakline {

namespace {

using namespace preset_schema;
using Json = nlohmann::json;

constexpr double kSumTolerance = 1e-9; // of fractions written in decimals

class PresetReader {
public:
    PresetReader(const Json& object, PresetFaults& faults) : m_top(&object, "", faults), m_faults(faults) {}

    Preset run()
    {
        readHead();
        readBlocks();
        readAllowed();
        m_top.finish();
        return std::move(m_preset);
    }

private:
    template<class T, class Visit>
    void readBlock(const char* key, T& value, Visit visit)
    {
        PresetBlockReader reader(m_top.block(key), key, m_faults);
        visit(reader, value);
        reader.finish();
    }

    void readHead()
    {
        m_preset.id = m_top.string("id", Need::Required).value_or("");
        const auto declared = m_top.string("declared_name", Need::Optional);
        if (declared && *declared != m_preset.id)
            m_faults.warn("declared_name", "\"" + *declared + "\" differs from the id, which is taken instead");
        m_preset.summary = m_top.string("summary", Need::Optional).value_or("");
        m_top.choice("intended_side", m_preset.intendedSide, std::span<const Choice<IntendedSide>>(kSides));
        if (m_preset.intendedSide != IntendedSide::Both)
            m_faults.warn("intended_side", std::string(nameOf<IntendedSide>(kSides, m_preset.intendedSide))
                                               + ": entries of the other side are filtered out");
        std::vector<Choice<Strategy>> strategies;
        for (const StrategyDefinition& definition : allStrategies())
            strategies.emplace_back(definition.name, definition.strategy);
        m_top.choice("strategy_priority", m_preset.strategyPriority,
                     std::span<const Choice<Strategy>>(strategies), Need::Required);
        Strategy raw = m_preset.strategyPriority;
        m_top.choice("strategy_priority_raw", raw, std::span<const Choice<Strategy>>(strategies));
        if (raw != m_preset.strategyPriority)
            m_top.fault("strategy_priority_raw", "differs from strategy_priority; expected the same strategy");
        bool unused = false;
        m_top.flag("legacy_two_target", unused);
        m_top.strings("reference_issues");
    }

    void readBlocks()
    {
        readBlock("risk", m_preset.risk, [](auto& v, auto& t) { visitRisk(v, t); });
        readBlock("liquidity_filters", m_preset.liquidity, [](auto& v, auto& t) { visitLiquidity(v, t); });
        readBlock("volatility_filters", m_preset.volatility, [](auto& v, auto& t) { visitVolatility(v, t); });
        readBlock("signal", m_preset.signal, [](auto& v, auto& t) { visitSignal(v, t); });

        EntryRules entryRules;
        const bool entryExplicit = isExplicit("entry_rules");
        readBlock("entry_rules", entryRules, [](auto& v, auto& t) { visitEntryRules(v, t); });
        if (entryExplicit)
            m_preset.entryRules = entryRules;
        MarketQuality quality;
        const bool qualityExplicit = isExplicit("market_quality");
        readBlock("market_quality", quality, [](auto& v, auto& t) { visitMarketQuality(v, t); });
        if (qualityExplicit)
            m_preset.marketQuality = quality;

        readPosition();
        readBlock("tp_smart_placement", m_preset.smartPlacement,
                  [](auto& v, auto& t) { visitSmartPlacement(v, t); });
        readBlock("exit_rules", m_preset.exitRules, [](auto& v, auto& t) { visitExitRules(v, t); });
        readBlock("fsm", m_preset.fsm, [](auto& v, auto& t) { visitFsm(v, t); });
        readScanner();
        readExecution();
        readLevels();
        readBlock("density", m_preset.density, [](auto& v, auto& t) { visitDensity(v, t); });
        readOwnBlocks();
    }

    void readOwnBlocks()
    {
        for (const StrategyDefinition& definition : allStrategies()) {
            if (!definition.ownsBlock())
                continue;
            const std::string key(definition.block);
            PresetBlockReader reader(m_top.block(key), key, m_faults);
            for (std::size_t i = 0; i < definition.parameters.size(); ++i) {
                const StrategyParameter& parameter = definition.parameters[i];
                double value = parameter.usual;
                if (parameter.isWhole)
                    reader.wholeNumber(parameter.key, value, parameter.range, parameter.need);
                else
                    reader.number(parameter.key, value, parameter.range, parameter.need);
                setParameterValue(m_preset, definition, i, value);
            }
            reader.finish();
        }
    }

    // A block that only repeats the schema's defaults is no choice of the file's.
    bool isExplicit(const std::string& block)
    {
        bool given = m_top.has(block);
        const std::string key = block + "_explicit";
        m_top.flag(key, given);
        if (given && !m_top.has(block))
            m_top.fault(key, "is true; expected a block " + block + " with it");
        return given;
    }

    void readPosition()
    {
        PresetBlockReader reader(m_top.block("position"), "position", m_faults);
        visitPosition(reader, m_preset.position);
        readTargets(reader);
        double runner = 0.0;
        const bool hasRunner = reader.has("runner_frac");
        reader.number("runner_frac", runner, kFraction, Need::Optional);
        double sum = 0.0;
        for (const TargetLevel& level : m_preset.position.targets)
            sum += level.sizeFrac;
        if (hasRunner && std::abs(runner - (1.0 - sum)) > kSumTolerance)
            reader.fault("runner_frac", "is " + numberText(runner) + "; expected 1 less the sum of the sizes, "
                                            + numberText(1.0 - sum));
        reader.finish();
    }

    void readTargets(PresetBlockReader& position)
    {
        constexpr std::size_t kFewest = 2;
        constexpr std::size_t kMost = 6;
        auto& targets = m_preset.position.targets;
        const Json* given = position.take("tp_levels");
        if (!given || given->is_null() || (given->is_array() && given->empty())) {
            targets = {{"TP1", 1.0, 0.5, TargetPlacement::Fixed}, {"TP2", 2.0, 0.5, TargetPlacement::Fixed}};
            return;
        }
        if (!given->is_array() || given->size() < kFewest || given->size() > kMost) {
            position.wrong("tp_levels", *given, "a list of 2 to 6 targets");
            return;
        }
        for (std::size_t i = 0; i < given->size(); ++i) {
            const std::string key = "tp_levels/" + std::to_string(i);
            const Json& entry = (*given)[i];
            if (!entry.is_object()) {
                position.wrong(key, entry, "an object");
                continue;
            }
            PresetBlockReader reader(&entry, position.pathOf(key), m_faults);
            TargetLevel level;
            level.name = reader.string("name", Need::Optional).value_or("TP" + std::to_string(i + 1));
            reader.number("r", level.r, kPositive, Need::Required);
            reader.number("size_frac", level.sizeFrac, kPositiveFraction, Need::Required);
            reader.choice("mode", level.mode, std::span<const Choice<TargetPlacement>>(kPlacements));
            reader.finish();
            targets.push_back(level);
        }
    }

    void readScanner()
    {
        PresetBlockReader reader(m_top.block("scanner"), "scanner", m_faults);
        ScannerSettings& scanner = m_preset.scanner;
        visitScanner(reader, scanner);
        readWeights(reader);
        if (const auto list = reader.strings("symbol_whitelist")) {
            scanner.symbolWhitelist = readSymbols("scanner/symbol_whitelist", *list);
            if (scanner.symbolWhitelist->empty())
                reader.fault("symbol_whitelist", "names no USDT perpetual; expected at least one, or null");
        }
        if (const auto list = reader.strings("symbol_blacklist"))
            scanner.symbolBlacklist = readSymbols("scanner/symbol_blacklist", *list);
        const Json* movers = reader.take("movers_filter");
        if (movers && movers->is_object()) {
            PresetBlockReader filter(movers, reader.pathOf("movers_filter"), m_faults);
            MoversFilter result;
            constexpr std::array<Choice<bool>, 2> kKinds{{{"gainers", true}, {"losers", false}}};
            filter.choice("kind", result.gainers, std::span<const Choice<bool>>(kKinds), Need::Required);
            filter.number("min_abs_change_24h_pct", result.minChangePct, kNotNegative, Need::Required);
            filter.integer("top_n", result.topN, kCount, Need::Required);
            filter.finish();
            scanner.movers = result;
        } else if (movers && !movers->is_null()) {
            reader.wrong("movers_filter", *movers, "an object or null");
        }
        reader.finish();
    }

    void readWeights(PresetBlockReader& scanner)
    {
        const bool present = scanner.has("score_weights");
        const Json* given = scanner.block("score_weights");
        if (!present)
            scanner.missing("score_weights", "an object of weights by component");
        if (!given)
            return;
        PresetBlockReader reader(given, scanner.pathOf("score_weights"), m_faults);
        double sum = 0.0;
        for (std::size_t i = 0; i < kScoreComponentCount; ++i) {
            double& weight = m_preset.scanner.scoreWeights[i];
            reader.number(toText(static_cast<ScoreComponent>(i)), weight, {-1.2, 1.2}, Need::Optional);
            sum += std::abs(weight);
        }
        reader.finish();
        if (sum < 0.8 - kSumTolerance || sum > 1.2 + kSumTolerance)
            scanner.fault("score_weights", "add up to " + numberText(sum) + "; expected a sum of magnitudes from 0.8 to 1.2");
    }

    std::vector<std::string> readSymbols(const std::string& path, const std::vector<std::string>& list)
    {
        std::vector<std::string> symbols;
        bool renamed = false;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string symbol = normaliseSymbol(list[i]);
            const bool wellFormed = symbol.size() > 4 && symbol.ends_with("USDT")
                && std::ranges::all_of(symbol, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
            if (!wellFormed) {
                m_faults.warn(path + "/" + std::to_string(i), "\"" + list[i] + "\" is no USDT perpetual and is dropped");
                continue;
            }
            renamed = renamed || symbol != list[i];
            if (std::ranges::find(symbols, symbol) == symbols.end())
                symbols.push_back(symbol);
        }
        if (renamed)
            m_faults.warn(path, "is read as exchange ids: " + joinChoices(symbols));
        return symbols;
    }

    void readExecution()
    {
        PresetBlockReader reader(m_top.block("execution"), "execution", m_faults);
        ExecutionSettings& execution = m_preset.execution;
        visitExecution(reader, execution);
        const Json* style = reader.take("order_style");
        std::optional<double> timeout;
        std::optional<double> duration;
        if (style && !style->is_null() && !style->is_object()) {
            reader.wrong("order_style", *style, "an object or null");
        } else if (style && style->is_object()) {
            PresetBlockReader order(style, reader.pathOf("order_style"), m_faults);
            order.flagOrNull("use_limit_orders", execution.useLimitOrders);
            order.optionalNumber("limit_timeout_seconds", timeout, kPositive);
            order.flagOrNull("fill_or_kill", execution.fillOrKill);
            order.flagOrNull("post_only", execution.postOnly);
            order.optionalNumber("twap_duration_seconds", duration, kPositive);
            order.finish();
        }
        if (duration)
            applyDuration(*duration);
        execution.limitTimeoutSeconds = timeout.value_or(std::min(10.0, execution.twapIntervalSeconds));
        reader.finish();
    }

    void applyDuration(double duration)
    {
        constexpr const char* kDuration = "execution/order_style/twap_duration_seconds";
        ExecutionSettings& execution = m_preset.execution;
        if (execution.twapMaxSlices < 2) {
            m_faults.warn(kDuration, numberText(duration) + " is passed over: there is one slice");
            return;
        }
        execution.twapIntervalSeconds = duration / (execution.twapMaxSlices - 1);
        m_faults.warn(kDuration, numberText(duration) + " over " + std::to_string(execution.twapMaxSlices)
                                     + " slices is read as execution.twap_interval_seconds "
                                     + numberText(execution.twapIntervalSeconds));
    }

    void readLevels()
    {
        PresetBlockReader reader(m_top.block("levels"), "levels", m_faults);
        visitLevels(reader, m_preset.levels);
        if (const Json* steps = reader.take("round_step_candidates")) {
            const bool good = steps->is_array() && std::ranges::all_of(*steps, [](const Json& step) {
                return step.is_number() && kPositive.holds(step.get<double>());
            });
            if (good)
                m_preset.levels.roundStepCandidates = steps->get<std::vector<double>>();
            else
                reader.wrong("round_step_candidates", *steps, "a list of numbers above 0");
        }
        reader.finish();
    }

    void readAllowed()
    {
        readStrategies();
        const auto names = m_top.strings("allow_missing");
        for (std::size_t i = 0; names && i < names->size(); ++i)
            allow((*names)[i], "allow_missing/" + std::to_string(i));
    }

    void readStrategies()
    {
        if (!m_top.has("strategies")) {
            m_top.take("strategies");
            return;
        }
        std::vector<std::string> known;
        for (const StrategyDefinition& definition : allStrategies())
            known.emplace_back(definition.name);
        const auto names = m_top.strings("strategies");
        m_preset.strategies = {};
        for (std::size_t i = 0; names && i < names->size(); ++i) {
            const auto named = std::ranges::find(allStrategies(), (*names)[i], &StrategyDefinition::name);
            if (named != allStrategies().end())
                m_preset.strategies.set(named->strategy, true);
            else
                m_top.fault("strategies/" + std::to_string(i),
                            "is \"" + (*names)[i] + "\"; expected " + joinChoices(known));
        }
        if (names ? names->empty() : true)
            m_top.fault("strategies", "names none; expected at least one of " + joinChoices(known));
    }

    void allow(const std::string& name, const std::string& path)
    {
        std::vector<std::string> known;
        for (std::size_t i = 0; i < kFilterCount; ++i) {
            known.emplace_back(toText(static_cast<Filter>(i)));
            if (name == known.back()) {
                m_preset.allowMissing.filters[i] = true;
                return;
            }
        }
        for (const auto& [text, flag] : {std::pair{"l2_imbalance", &m_preset.allowMissing.l2Imbalance},
                                         std::pair{"sizing_depth", &m_preset.allowMissing.sizingDepth},
                                         std::pair{"tape", &m_preset.allowMissing.tape}}) {
            known.emplace_back(text);
            if (name == text) {
                *flag = true;
                return;
            }
        }
        m_top.fault(path, "is \"" + name + "\"; expected " + joinChoices(known));
    }

    PresetBlockReader m_top;
    PresetFaults& m_faults;
    Preset m_preset;
};

} // namespace

Preset readPreset(const Json& object, PresetFaults& faults)
{
    const std::size_t before = faults.faultCount();
    Preset preset = PresetReader(object, faults).run();
    if (faults.faultCount() == before)
        applyPresetRules(preset, object, faults);
    return preset;
}

} // namespace breakline
