// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BenchDrill.h"

#include "drill/DrillPreset.h"

namespace breakline {

Expected<SessionSetup> prepareBenchDrill(std::uint64_t seed, Duration roundTrip, int symbols)
{
    SimulationOptions options;
    options.seed = seed;
    options.symbolCount = symbols;
    auto setup = prepareSimulation(options);
    if (!setup)
        return setup;
    setup->settings.preset = eager(setup->settings.preset);
    setup->settings.analysis = eagerAnalysis();
    // Small positions, so that several are open at once and no day ends early.
    RiskSettings& risk = setup->settings.preset.risk;
    risk.riskPerTrade = 0.001;
    risk.maxConcurrentPositions = 6;
    risk.dailyRiskLimit = 0.5;
    risk.killSwitchLossLimit = 0.9;
    risk.maxConsecutiveLosses = 1'000'000;
    risk.maxCorrelatedExposure = 100.0;
    setup->venue.latencyMin = roundTrip;
    setup->venue.latencyMax = roundTrip;
    return setup;
}

} // namespace breakline
