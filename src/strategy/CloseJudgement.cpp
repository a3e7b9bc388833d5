// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/CloseJudgement.h"

#include "strategy/NumberText.h"
#include "strategy/StrategyRegistry.h"

namespace breakline {

namespace {

std::string describe(const SignalVerdict& verdict)
{
    const SignalCheck& check = *verdict.refusal;
    std::string text = "signal:";
    text += toText(verdict.strategy);
    text += ':';
    text += toText(check.condition);
    if (check.outcome == CheckOutcome::NoData)
        return text + " no data";
    if (check.value)
        text += ' ' + shortestText(*check.value);
    if (check.threshold)
        text += " against " + shortestText(*check.threshold);
    return text;
}

} // namespace

CloseJudgement judgeClose(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                          std::span<const Level> levels, double score, const AllowMissing& letPass,
                          BreakoutHistory& history, const FindZones& findZones,
                          const AnalysisSettings& settings)
{
    CloseJudgement judgement;
    if (levels.empty() && !findsLevels(preset)) {
        judgement.refusal = "signal:gate:no_levels";
        return judgement;
    }
    judgement.signal =
        selectSignal(view, metrics, preset, levels, history, score, letPass, settings, &judgement.account);
    if (!judgement.signal) {
        judgement.refusal = "signal:none";
        if (const SignalVerdict* nearest = judgement.account.nearest())
            judgement.refusal = describe(*nearest);
        return judgement;
    }
    if (const auto& breakout = judgement.signal->breakout)
        history.markUsed(breakout->level, breakout->time);
    const auto zones = findZones && preset.entryRules ? findZones() : std::nullopt;
    judgement.entry =
        validateEntry(*judgement.signal, view, metrics, preset,
                      zones ? std::optional(std::span<const PriceZone>(*zones)) : std::nullopt, settings);
    judgement.refusal = judgement.entry.reason();
    return judgement;
}

} // namespace breakline
