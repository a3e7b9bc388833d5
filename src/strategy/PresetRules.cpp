// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetRules.h"

#include "strategy/StrategyRegistry.h"

#include <algorithm>

namespace breakline {

namespace {

using Json = nlohmann::json;

constexpr double kSumTolerance = 1e-9;
constexpr double kShortDistanceBps = 10.0;
constexpr double kTightCorrelation = 0.7;

class PresetRules {
public:
    PresetRules(Preset& preset, const Json& object, PresetFaults& faults)
        : m_preset(preset), m_object(object), m_faults(faults)
    {
    }

    void run()
    {
        joinPositionAndFsm();
        joinApproach();
        checkOrders();
        warn();
    }

private:
    bool gives(const char* block, const char* key) const
    {
        return m_object.contains(block) && m_object[block].is_object() && m_object[block].contains(key);
    }

    // Two keys that say the same: the winner's value goes to both.
    template<class T>
    void join(T& winner, const char* winnerBlock, const char* winnerKey, T& loser, const char* loserBlock,
              const char* loserKey)
    {
        const bool both = gives(winnerBlock, winnerKey) && gives(loserBlock, loserKey);
        if (!gives(winnerBlock, winnerKey) && gives(loserBlock, loserKey)) {
            winner = loser;
            return;
        }
        if (both && winner != loser)
            m_faults.warn(std::string(loserBlock) + "/" + loserKey,
                          numberText(static_cast<double>(loser)) + " is passed over: " + winnerBlock + "." + winnerKey
                              + " " + numberText(static_cast<double>(winner)) + " holds");
        loser = winner;
    }

    void joinPositionAndFsm()
    {
        PositionSettings& position = m_preset.position;
        PositionFsmSettings& fsm = m_preset.fsm;
        if (!fsm.enabled) {
            fsm.runningBreakevenTriggerR = position.breakevenTriggerR;
            fsm.breakevenBufferBps = position.breakevenBufferBps;
            fsm.trailingActivationR = position.trailingActivationR;
            fsm.trailingStepBps = position.trailingStepBps;
            return;
        }
        join(fsm.runningBreakevenTriggerR, "fsm", "running_breakeven_trigger_r", position.breakevenTriggerR, "position",
             "breakeven_trigger_r");
        join(fsm.breakevenBufferBps, "fsm", "breakeven_buffer_bps", position.breakevenBufferBps, "position",
             "breakeven_buffer_bps");
        join(fsm.trailingActivationR, "fsm", "trailing_activation_r", position.trailingActivationR, "position",
             "trailing_activation_r");
        join(fsm.trailingStepBps, "fsm", "trailing_step_bps", position.trailingStepBps, "position",
             "trailing_step_bps");
    }

    void joinApproach()
    {
        if (!m_preset.entryRules)
            return;
        EntryRules& rules = *m_preset.entryRules;
        LevelSettings& levels = m_preset.levels;
        join(levels.approachSlopeMaxPctPerBar, "levels", "approach_slope_max_pct_per_bar", rules.approachMaxSlopePct,
             "entry_rules", "approach_max_slope_pct");
        join(levels.prebreakoutConsolidationMinBars, "levels", "prebreakout_consolidation_min_bars",
             rules.approachMinConsolidationBars, "entry_rules", "approach_min_consolidation_bars");
    }

    void atLeast(const char* path, double value, const char* otherField, double other)
    {
        if (value < other)
            m_faults.fault(path, "is " + numberText(value) + "; expected at least " + otherField + ", "
                                     + numberText(other));
    }

    void checkOrders()
    {
        const RiskSettings& risk = m_preset.risk;
        if (!(m_preset.volatility.atrRangeMin < m_preset.volatility.atrRangeMax))
            m_faults.fault("volatility_filters/atr_range_max",
                           "is " + numberText(m_preset.volatility.atrRangeMax)
                               + "; expected more than volatility_filters.atr_range_min, "
                               + numberText(m_preset.volatility.atrRangeMin));
        atLeast("risk/daily_risk_limit", risk.dailyRiskLimit, "risk.risk_per_trade", risk.riskPerTrade);
        atLeast("risk/kill_switch_loss_limit", risk.killSwitchLossLimit, "risk.daily_risk_limit", risk.dailyRiskLimit);
        atLeast("execution/twap_max_slices", m_preset.execution.twapMaxSlices, "execution.twap_min_slices",
                m_preset.execution.twapMinSlices);
        checkTargets();
    }

    void checkTargets()
    {
        double sum = 0.0;
        double before = 0.0;
        const auto& targets = m_preset.position.targets;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (!(targets[i].r > before))
                m_faults.fault("position/tp_levels/" + std::to_string(i) + "/r",
                               "is " + numberText(targets[i].r) + "; expected more than the target before it, "
                                   + numberText(before));
            before = targets[i].r;
            sum += targets[i].sizeFrac;
        }
        if (sum > 1.0 + kSumTolerance)
            m_faults.fault("position/tp_levels", "take " + numberText(sum) + " of the quantity; expected at most 1");
    }

    void warn()
    {
        if (m_preset.maxDistanceFromLevelBps() < kShortDistanceBps)
            m_faults.warn("entry_rules/max_distance_from_level_bps",
                          numberText(m_preset.maxDistanceFromLevelBps())
                              + " is under 10: most fills lie beyond it and are refused");
        const PositionSettings& position = m_preset.position;
        const double stopAtr = m_preset.signal.stopAtrMult * position.slR;
        const double bound = std::max(3.0, position.chandelierAtrMult + 1.0);
        if (position.stopMode == StopMode::Fixed && stopAtr > bound)
            m_faults.warn(m_object.contains("signal") && m_object["signal"].contains("stop_atr_mult")
                              ? "signal/stop_atr_mult"
                              : "position/sl_r",
                          "puts the stop up to " + numberText(stopAtr) + " ATR away; beyond " + numberText(bound)
                              + " ATR a signal is refused");
        if (!m_preset.strategies.has(m_preset.strategyPriority))
            m_faults.warn("strategy_priority", "is not among strategies, so another one comes first");
        for (const StrategyDefinition& definition : allStrategies())
            if (definition.ownsBlock() && m_object.contains(definition.block)
                && !m_preset.strategies.has(definition.strategy))
                m_faults.notice(definition.block, "has no effect: it is not among strategies");
        const RiskSettings& risk = m_preset.risk;
        if (!(3.0 * risk.dailyRiskLimit < risk.killSwitchLossLimit))
            m_faults.notice("risk/daily_risk_limit",
                            "times 3 is not under risk.kill_switch_loss_limit: the kill by drawdown comes before the "
                            "kill by an extreme day");
        if (risk.correlationLimit < kTightCorrelation)
            m_faults.notice("risk/correlation_limit",
                            numberText(risk.correlationLimit)
                                + " refuses most symbols: the correlation with BTC is usually 0.65 or more");
    }

    Preset& m_preset;
    const Json& m_object;
    PresetFaults& m_faults;
};

} // namespace

void applyPresetRules(Preset& preset, const Json& object, PresetFaults& faults)
{
    PresetRules(preset, object, faults).run();
}

} // namespace breakline
