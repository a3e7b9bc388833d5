// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/SignalSelection.h"

#include <algorithm>
#include <array>

namespace breakline {

std::optional<Signal> selectSignal(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                                   std::span<const Level> levels, const BreakoutHistory& history,
                                   double score, const AllowMissing& missing,
                                   const AnalysisSettings& settings, SelectionAccount* account)
{
    const auto tried = levels.first(std::min(levels.size(), settings.maxLevels));
    const Account kind = account != nullptr ? Account::Explain : Account::Decide;
    const Strategy first = preset.strategyPriority;
    const std::array order {first, first == Strategy::Momentum ? Strategy::Retest : Strategy::Momentum};
    std::optional<Signal> best;
    for (const Strategy strategy : order) {
        for (const Level& level : tried) {
            SignalVerdict verdict = strategy == Strategy::Momentum
                ? evaluateMomentum(view, metrics, preset, level, score, missing, settings, kind)
                : evaluateRetest(view, metrics, preset, level, history, score, missing, settings, kind);
            // Levels come strongest first, so that on a tie the first one stays.
            if (verdict.signal && (!best || verdict.signal->confidence > best->confidence))
                best = verdict.signal;
            if (account != nullptr)
                account->verdicts.push_back(std::move(verdict));
        }
        if (best)
            break;
    }
    return best;
}

bool takenBefore(const Signal& a, const Signal& b)
{
    return a.confidence != b.confidence ? a.confidence > b.confidence : a.symbol < b.symbol;
}

} // namespace breakline
