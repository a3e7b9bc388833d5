// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/PresetMapping.h"

#include <cmath>

namespace breakline {

namespace {

Duration millisecondsOf(double value)
{
    return Duration::milliseconds(static_cast<std::int64_t>(std::llround(value)));
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

} // namespace breakline
