// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/SignalSelection.h"

#include <algorithm>

namespace breakline {

std::optional<Signal> selectSignal(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                                   std::span<const Level> levels, double score, const AllowMissing& missing,
                                   const AnalysisSettings& settings, SelectionAccount* account)
{
    std::optional<Signal> best;
    for (const Level& level : levels.first(std::min(levels.size(), settings.maxLevels))) {
        SignalVerdict verdict = evaluateMomentum(view, metrics, preset, level, score, missing, settings,
                                                 account ? Account::Explain : Account::Decide);
        // Levels come strongest first, so that on a tie the first one stays.
        if (verdict.signal && (!best || verdict.signal->confidence > best->confidence))
            best = verdict.signal;
        if (account)
            account->verdicts.push_back(std::move(verdict));
    }
    return best;
}

bool takenBefore(const Signal& a, const Signal& b)
{
    return a.confidence != b.confidence ? a.confidence > b.confidence : a.symbol < b.symbol;
}

} // namespace breakline
