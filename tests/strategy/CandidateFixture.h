// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "StrategyFixture.h"

#include "strategy/CandidateGates.h"
#include "strategy/CloseJudgement.h"
#include "strategy/GateKey.h"

#include <functional>
#include <string>
#include <vector>

namespace breakline::test {

/// A candidate at the close of a bar that breaks its level: everything right.
struct Candidate {
    Scene scene;
    Preset preset = openPreset();
    AnalysisSettings settings;
    Level level;
    std::size_t levelCount = 1;
    std::vector<LevelBreak> breaks;
    std::function<void(CandleMetrics&)> adjust; ///< of what the bars say
    std::optional<double> activityDrop;
    std::vector<DensityWall> walls;

    Candidate()
    {
        scene.isReference = true;
        for (std::size_t i = 0; i < 320; ++i)
            scene.candles.push_back(bar(i, 99.7, 100.0, 99.4, 99.7, 100.0));
        scene.candles.push_back(bar(320, 99.8, 100.4, 99.6, 100.3, 250.0));
        scene.setBook(100.28, 65.0, 100.30, 35.0);
        scene.setTape(12.0);
        level.type = LevelType::Resistance;
        level.price = 100.0;
        level.touches = 3;
        level.strength = 0.7;
        level.id = {level.type, kMidnight, 10'000};
        level.firstTouch = kMidnight;
        preset.entryRules.emplace();
        preset.entryRules->requireVolumeConfirmation = true;
        preset.entryRules->requireMomentum = true;
        preset.entryRules->momentumMinSlopePct = 0.1;
        preset.entryRules->validateApproach = false;
        preset.entryRules->requireDensityConfirmation = false;
        preset.entryRules->avoidSessionStartMinutes = 0;
        preset.entryRules->avoidSessionEndMinutes = 0;
        preset.entryRules->maxDistanceFromLevelBps = 40.0;
        preset.strategies.set(Strategy::Retest, false);
    }

    Candle& last() { return scene.candles.back(); }
    PlanAndSettings plan() const { return {preset, settings}; }

    /// Filters, the close, then the last look, as a session asks them.
    bool evaluate(GateTrace& trace) const
    {
        trace.clear();
        const MarketView view = scene.view();
        CandleMetrics metrics = measureCandles(view);
        if (adjust)
            adjust(metrics);
        const FilterResults filters = evaluateFilters(view, metrics, measureLive(view, metrics), preset);
        append(trace, filters);
        if (!filters.passesAll())
            return false;
        appendLevelCount(trace, levelCount);
        if (levelCount == 0)
            return false;
        BreakoutHistory history;
        for (const LevelBreak& broken : breaks)
            history.record(broken);
        const CloseJudgement judgement = judgeClose(view, metrics, preset, std::span(&level, 1), 1.029146,
                                                    filters.letPass(), history, {}, settings);
        append(trace, judgement.account, "AUSDT");
        if (judgement.signal)
            append(trace, judgement.entry);
        if (!judgement.refusal.empty())
            return false;
        FlowView flow;
        flow.now = view.now;
        flow.tape = scene.tape;
        flow.walls = walls;
        flow.bucketPrice = scene.instrument.tick;
        flow.activityDrop = activityDrop;
        const FlowReport report = checkFlow(*judgement.signal, flow, preset);
        append(trace, report);
        return report.refusal() == nullptr;
    }
};

inline const Gate* find(const GateTrace& trace, const std::string& name)
{
    for (const Gate& each : trace.gates())
        if (each.fullName() == name)
            return &each;
    return nullptr;
}

inline std::vector<std::string> soleBlockers(GateTrace& trace)
{
    trace.markSoleBlockers();
    std::vector<std::string> names;
    for (const Gate& each : trace.gates())
        if (each.isSoleBlocker)
            names.push_back(each.fullName());
    return names;
}

} // namespace breakline::test
