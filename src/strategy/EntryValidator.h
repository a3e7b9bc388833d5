// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketView.h"
#include "market/PriceZone.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/MarketQualityFilter.h"
#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"
#include "strategy/Signal.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace breakline {

/// What the entry rules look at, in this order. The first five have a score, the
/// others reject by themselves.
enum class EntryCheckKind : std::uint8_t {
    Volume, ///< "volume" HIGH: ratio
    DensityAvoidance, ///< "density_avoidance" MEDIUM: percent to the nearest wall's edge
    Momentum, ///< "momentum" HIGH: percent over momentum_check_bars
    MarketQuality, ///< "market_quality" MEDIUM: noise, or the measure that failed
    BreakoutQuality, ///< "breakout_quality" CRITICAL: bps from P
    Approach, ///< "approach": percent a bar, or closes near the level
    CleanBreakout, ///< "clean_breakout"
    SessionGuard ///< "session_guard": minutes to the nearest boundary
};
inline constexpr std::size_t kEntryCheckCount = 8;
inline constexpr std::size_t kScoredEntryChecks = 5;
std::string_view toText(EntryCheckKind kind);
/// "ratio", "percent", "bps", "minutes" or "".
std::string_view unitOf(EntryCheckKind kind);

enum class CheckPriority : std::uint8_t { Medium, High, Critical };
CheckPriority priorityOf(EntryCheckKind kind);

/// What a rule looked at besides, and let pass; of the same bound and unit.
struct EntryMeasure {
    std::string_view name;
    double value = 0.0;
    double threshold = 0.0;
};

/// One check, its value against its threshold. NoData fails as well.
struct EntryRuleCheck {
    EntryCheckKind kind = EntryCheckKind::Volume;
    CheckOutcome outcome = CheckOutcome::Skipped;
    double score = 0.0; ///< 0-1, of one that passed
    Bound bound = Bound::AtLeast;
    std::optional<double> value;
    std::optional<double> threshold;
    std::string detail; ///< what failed, as a code, where the name does not say it
    std::string_view unit {}; ///< of value and threshold, where it is not unitOf(kind)
    std::string_view measure {}; ///< what the value is of, where the rule looks at several
    std::optional<EntryMeasure> also {};
};

struct EntryReport {
    std::array<EntryRuleCheck, kEntryCheckCount> checks {};
    std::optional<MarketQualityReport> quality;
    int enabled = 0; ///< of the five that have a score
    double confidence = 1.0; ///< sum of scores of the passed / enabled; 1 where none is
    double minConfidence = 0.0;

    const EntryRuleCheck& operator[](EntryCheckKind kind) const
    {
        return checks[static_cast<std::size_t>(kind)];
    }
    /// No critical check failed.
    bool isValid() const;
    /// The check that rejects by itself, first in order.
    const EntryRuleCheck* rejection() const;
    bool passes() const { return rejection() == nullptr && confidence >= minConfidence; }
    /// "signal:entry:approach_too_steep 1.8 against 1.5"; empty where it passes.
    std::string reason() const;
};

/// Judges a selected signal by the preset's entry rules and market quality.
/// `zones`: walls of either side, empty optional without a book or with too few
/// samples of it.
EntryReport validateEntry(const Signal& signal, const MarketView& view, const CandleMetrics& metrics,
                          const Preset& preset, const std::optional<std::span<const PriceZone>>& zones,
                          const AnalysisSettings& settings);

// The scores, for tests and tools.
double surplusScore(double value, double threshold); ///< min(1, 0.7 + 0.3 (v-t)/t), 1 where t is 0
double densityScore(double distancePct); ///< min(1, 0.6 + distance/10)
double qualityScore(std::optional<double> noise, double threshold); ///< max(0.5, 1 - noise/threshold)

/// Where [B - before, B + after) of a boundary B holds `close`: its signed
/// minutes from that boundary. B: 00:00 UTC and the funding times, of which
/// `nextFunding` is one; unknown: 00, 08, 16 UTC.
std::optional<double> minutesFromSessionBoundary(Timestamp close, std::optional<Timestamp> nextFunding,
                                                 Duration fundingInterval, Duration before, Duration after);

} // namespace breakline
