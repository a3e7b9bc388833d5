// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/PresetMapping.h"

#include "market/FeeRates.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

Duration millisecondsOf(double value)
{
    return Duration::milliseconds(static_cast<std::int64_t>(std::llround(value)));
}

std::optional<Duration> hoursOf(const std::optional<double>& hours)
{
    return hours ? std::optional(millisecondsOf(*hours * 3.6e6)) : std::nullopt;
}

std::optional<Duration> minutesOf(const std::optional<double>& minutes)
{
    return minutes ? std::optional(millisecondsOf(*minutes * 6e4)) : std::nullopt;
}

} // namespace

RiskParameters riskParametersOf(const Preset& preset)
{
    RiskParameters parameters;
    parameters.riskPerTrade = preset.risk.riskPerTrade;
    parameters.maxConcurrentPositions = preset.risk.maxConcurrentPositions;
    parameters.dailyRiskLimit = preset.risk.dailyRiskLimit;
    parameters.killSwitchLossLimit = preset.risk.killSwitchLossLimit;
    parameters.maxPositionSizeUsd = preset.risk.maxPositionSizeUsd;
    parameters.correlationLimit = preset.risk.correlationLimit;
    parameters.maxLeverage = preset.risk.maxLeverage;
    parameters.maxCorrelatedExposure = preset.risk.maxCorrelatedExposure;
    parameters.maxConsecutiveLosses = preset.risk.maxConsecutiveLosses;
    parameters.maxDepthFraction = preset.execution.maxDepthFraction;
    parameters.allowMissingSizingDepth = preset.allowMissing.sizingDepth;
    parameters.allowMissingCorrelation =
        preset.allowMissing.filters[static_cast<std::size_t>(Filter::Correlation)];
    parameters.expectedSlippageBps = preset.execution.expectedSlippageBps;
    return parameters;
}

ExecutionParameters executionParametersOf(const Preset& preset)
{
    const ExecutionSettings& from = preset.execution;
    ExecutionParameters parameters;
    parameters.enableTwap = from.enableTwap;
    parameters.enableIceberg = from.enableIceberg;
    parameters.maxDepthFraction = from.maxDepthFraction;
    parameters.twapMinSlices = from.twapMinSlices;
    parameters.twapMaxSlices = from.twapMaxSlices;
    parameters.twapInterval = millisecondsOf(from.twapIntervalSeconds * 1000.0);
    parameters.icebergMinNotional = from.icebergMinNotional;
    parameters.limitOffsetBps = from.limitOffsetBps;
    parameters.spreadWidenBps = from.spreadWidenBps;
    parameters.entryMaxSlippageBps = preset.fsm.entryMaxSlippageBps;
    parameters.deadmanTimeout = millisecondsOf(from.deadmanTimeoutMs);
    parameters.limitTimeout = millisecondsOf(from.limitTimeoutSeconds * 1000.0);
    parameters.useLimitOrders = from.useLimitOrders;
    parameters.fillOrKill = from.fillOrKill;
    parameters.postOnly = from.postOnly;
    return parameters;
}

FeeRatesBps feeRatesOf(const Preset& preset, const Instrument& instrument)
{
    if (!takerFeeBpsOf(instrument))
        return {preset.execution.takerFeeBps, preset.execution.makerFeeBps};
    return {instrument.takerFeeRate.toDouble() * 1e4, instrument.makerFeeRate.toDouble() * 1e4};
}

double entryFeeBpsOf(const Preset& preset, const Instrument& instrument)
{
    const FeeRatesBps rates = feeRatesOf(preset, instrument);
    return preset.execution.postOnly ? std::max(0.0, rates.maker) : rates.taker;
}

BreakevenSettings breakevenSettingsOf(const Preset& preset)
{
    const PositionFsmSettings& fsm = preset.fsm;
    BreakevenSettings settings;
    settings.enabled = preset.position.breakevenEnabled;
    settings.triggerR = fsm.enabled ? fsm.runningBreakevenTriggerR : preset.position.breakevenTriggerR;
    settings.bufferBps = fsm.enabled ? fsm.breakevenBufferBps : preset.position.breakevenBufferBps;
    settings.lockProfitEnabled = fsm.enabled && fsm.breakevenLockProfitEnabled;
    settings.lockProfitBps = fsm.breakevenLockProfitBps;
    return settings;
}

TrailingSettings trailingSettingsOf(const Preset& preset)
{
    const PositionFsmSettings& fsm = preset.fsm;
    TrailingSettings settings;
    settings.enabled = preset.position.trailingEnabled;
    settings.activationR = fsm.enabled ? fsm.trailingActivationR : preset.position.trailingActivationR;
    settings.stepBps = fsm.enabled ? fsm.trailingStepBps : preset.position.trailingStepBps;
    settings.accelerationEnabled = fsm.enabled && fsm.trailingAccelerationEnabled;
    settings.accelerationAfterR = fsm.trailingAccelAfterR;
    settings.accelerationStepBps = fsm.trailingAccelStepBps;
    settings.partialEnabled = fsm.enabled && fsm.partialClosedTrailEnabled;
    settings.partialTriggerR = fsm.partialClosedTrailTriggerR;
    settings.partialStepBps = fsm.partialClosedTrailStepBps;
    return settings;
}

TimeExitSettings timeExitSettingsOf(const Preset& preset)
{
    TimeExitSettings settings;
    settings.maxHold = hoursOf(preset.position.maxHoldTimeHours);
    settings.timeStop = minutesOf(preset.position.timeStopMinutes);
    return settings;
}

ExitRuleSettings exitRuleSettingsOf(const Preset& preset)
{
    const ExitRules& from = preset.exitRules;
    ExitRuleSettings settings;
    settings.failedBreakoutEnabled = from.failedBreakoutEnabled;
    settings.failedBreakoutBars = from.failedBreakoutBars;
    settings.failedBreakoutThreshold = from.failedBreakoutRetestThreshold;
    settings.activityDropEnabled = from.activityDropEnabled;
    settings.activityDropThreshold = from.activityDropThreshold;
    settings.activityDropBars = from.activityDropWindowBars;
    settings.weakImpulseEnabled = from.weakImpulseEnabled;
    settings.weakImpulseMinMovePct = from.weakImpulseMinMovePct;
    settings.weakImpulseBars = from.weakImpulseCheckBars;
    settings.maxHold = hoursOf(from.maxHoldTimeHours);
    settings.timeStop = minutesOf(from.timeStopMinutes);
    settings.volatilityEnabled = from.volatilityExitEnabled;
    settings.volatilitySigmas = from.volatilitySpikeThreshold;
    return settings;
}

PanicSettings panicSettingsOf(const Preset& preset)
{
    PanicSettings settings;
    settings.enabled = preset.position.panicExitOnActivityDrop;
    settings.threshold = preset.position.activityDropThreshold;
    return settings;
}

PlacementSettings placementSettingsOf(const Preset& preset)
{
    const SmartPlacement& from = preset.smartPlacement;
    PlacementSettings settings;
    settings.avoidZones = from.avoidDensityZones;
    settings.zoneBufferBps = from.densityZoneBufferBps;
    settings.avoidLevels = from.avoidSrLevels;
    settings.levelBufferBps = from.srLevelBufferBps;
    settings.preferRoundNumbers = from.preferRoundNumbers;
    settings.roundNumberStep = from.roundNumberStep;
    settings.maxAdjustmentBps = from.maxAdjustmentBps;
    return settings;
}

AddOnSettings addOnSettingsOf(const Preset& preset)
{
    AddOnSettings settings;
    settings.enabled = preset.position.addOnEnabled && preset.position.addOnMaxSizePct > 0.0;
    settings.maxSizeFraction = preset.position.addOnMaxSizePct;
    return settings;
}

TargetPlacement placementOf(const Preset& preset, double r)
{
    if (preset.smartPlacement.enabled)
        for (const TargetLevel& target : preset.position.targets)
            if (target.r == r)
                return target.mode;
    return TargetPlacement::Fixed;
}

RestingExitSettings restingExitSettingsOf(const Preset& preset)
{
    return {millisecondsOf(preset.fsm.exitingTimeoutS * 1000.0), preset.fsm.exitingPanicAfterAttempts};
}

ImaginedRules imaginedRulesOf(const Preset& preset, const Instrument& instrument, AtrMode atrMode)
{
    ImaginedRules rules;
    for (const TargetLevel& target : preset.position.targets)
        rules.legs.push_back({target.r, target.sizeFrac});
    const FeeRatesBps rates = feeRatesOf(preset, instrument);
    rules.entryFeeBps = entryFeeBpsOf(preset, instrument);
    rules.takerFeeBps = rates.taker;
    rules.makerFeeBps = rates.maker;
    rules.slippageBps = preset.execution.expectedSlippageBps / 2.0;
    rules.maxEntrySlippageBps = preset.fsm.entryMaxSlippageBps;
    rules.breakeven = breakevenSettingsOf(preset);
    rules.trailing = trailingSettingsOf(preset);
    rules.times = timeExitSettingsOf(preset);
    rules.exits = exitRuleSettingsOf(preset);
    rules.atrMode = atrMode;
    if (preset.position.trailingEnabled && preset.position.stopMode == StopMode::Chandelier)
        rules.chandelier = {static_cast<std::size_t>(std::max(preset.position.chandelierLookbackBars, 1)),
                            preset.position.chandelierAtrMult};
    return rules;
}

} // namespace breakline
