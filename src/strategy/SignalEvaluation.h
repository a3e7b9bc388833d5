// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Levels.h"
#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"
#include "strategy/Signal.h"
#include "strategy/StopPlan.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// What the evaluations of strategies share: the record of checks, the
/// book's imbalance, entry, stop, targets and edge. One level, one use. Internal
/// to the strategy room.
class SignalEvaluation {
protected:
    SignalEvaluation(Strategy strategy, const MarketView& view, const CandleMetrics& metrics,
                     const Preset& preset, const Level& level, const AnalysisSettings& settings,
                     Account account);

    /// Records a check; false where the evaluation is to end.
    bool check(SignalCondition condition, CheckOutcome outcome, std::optional<double> value = {},
               std::optional<double> threshold = {}, Bound bound = Bound::AtLeast,
               bool allowedMissing = false);
    /// Of a price that has to lie beyond another in the direction, or may not yet.
    Bound beyond() const { return m_direction == Direction::Long ? Bound::MoreThan : Bound::LessThan; }
    Bound notBeyond() const { return m_direction == Direction::Long ? Bound::AtMost : Bound::AtLeast; }
    static CheckOutcome outcomeOf(bool passes) { return passes ? CheckOutcome::Pass : CheckOutcome::Fail; }

    // Each false where the evaluation is to end.
    bool checkStrategy();
    bool checkSideFilter();
    bool checkBarsAndAtr();
    bool checkImbalance();
    /// The expected fill. False where there is none.
    bool findEntry();
    /// Of a break through P: the entry, its distance from there, and the preset's stop
    /// as judgeStop() has it.
    bool planBreak(double breakoutPrice);
    /// Bounds of a planned stop, its rounding, the edge, and the targets.
    bool judgeStop(std::optional<double> stop);
    StopInput stopInput() const;

    void setDirection(Direction direction);
    double entryPrice() const { return m_view.instrument->toDouble(m_entry); }
    /// All but what the strategy itself knows: P, confidence, reason.
    Signal makeSignal(const AllowMissing& missing);
    /// A price with the decimals of a tick, or more.
    std::string priceText(double price, int moreDecimals = 0) const;
    static std::string fixed(double value, int decimals);

    const MarketView& m_view;
    const CandleMetrics& m_metrics;
    const Preset& m_preset;
    const Level& m_level;
    const AnalysisSettings& m_settings;
    Account m_account;
    std::span<const Candle> m_window;
    Direction m_direction = Direction::Long;
    double m_side = 1.0;
    bool m_hasBook;
    SignalVerdict m_verdict;
    std::optional<double> m_imbalance; ///< of the book, unsigned by side
    Price m_entry;

private:
    bool checkEdge(double entry, double risk);
    bool planTargets();
    double takerFeeBps() const;
    double fundingCost(double entry) const;

    Strategy m_strategy;
    double m_cost = 0.0;
    Price m_stop;
    std::vector<SignalTarget> m_targets;
};

} // namespace breakline
