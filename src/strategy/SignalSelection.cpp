// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/SignalSelection.h"

#include "strategy/StrategyRegistry.h"

#include <algorithm>

namespace breakline {

const SignalVerdict* SelectionAccount::nearest() const
{
    const auto mayRefuse = [](const SignalVerdict& verdict) {
        return verdict.refusal && verdict.isOfPlan();
    };
    auto found = std::ranges::find_if(verdicts, [&](const SignalVerdict& verdict) {
        return mayRefuse(verdict) && verdict.refusals() == 1;
    });
    if (found == verdicts.end())
        found = std::ranges::find_if(verdicts, mayRefuse);
    return found == verdicts.end() ? nullptr : &*found;
}

std::optional<Signal> selectSignal(const MarketView& view, const CandleMetrics& metrics, const Preset& preset,
                                   std::span<const Level> levels, const BreakoutHistory& history,
                                   double score, const AllowMissing& missing,
                                   const AnalysisSettings& settings, SelectionAccount* account)
{
    const StrategyInput input {
        view,  metrics, preset,   levels.first(std::min(levels.size(), settings.maxLevels)), history,
        score, missing, settings, account != nullptr ? Account::Explain : Account::Decide};
    std::vector<SignalVerdict> verdicts;
    std::optional<Signal> best;
    for (const Strategy strategy : strategyOrder(preset)) {
        verdicts.clear();
        definitionOf(strategy).evaluate(input, verdicts);
        for (SignalVerdict& verdict : verdicts) {
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
