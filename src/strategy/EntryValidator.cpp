// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/EntryValidator.h"

#include "strategy/LevelApproach.h"
#include "strategy/LevelEvents.h"
#include "strategy/NumberText.h"
#include "strategy/StrategyRegistry.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr Duration kUsualFunding = Duration::hours(8);
constexpr double kMaxApproachPct = 0.5; ///< of the level, the closes before the break
constexpr std::string_view kConsolidation = "consolidation";

class Validation {
public:
    Validation(const Signal& signal, const MarketView& view, const CandleMetrics& metrics,
               const Preset& preset, const AnalysisSettings& settings)
        : m_signal(signal)
        , m_view(view)
        , m_metrics(metrics)
        , m_preset(preset)
        , m_settings(settings)
        , m_window(view.candles())
        , m_isBreak(definitionOf(signal.strategy).place == EntryPlace::Break)
        , m_side(signOf(signal.direction))
        , m_entry(view.instrument->toDouble(signal.entry))
    {
        for (std::size_t i = 0; i < kEntryCheckCount; ++i)
            m_report.checks[i].kind = static_cast<EntryCheckKind>(i);
    }

    EntryReport run(const std::optional<std::span<const PriceZone>>& zones)
    {
        checkQuality();
        if (m_preset.entryRules) {
            const EntryRules& rules = *m_preset.entryRules;
            checkVolume(rules);
            checkDensity(zones);
            checkMomentum(rules);
            checkBreakout(rules);
            checkApproach(rules);
            checkCleanBreakout(rules);
            checkSession(rules);
        }
        double sum = 0.0;
        for (std::size_t i = 0; i < kScoredEntryChecks; ++i) {
            const EntryRuleCheck& check = m_report.checks[i];
            if (check.outcome == CheckOutcome::Skipped)
                continue;
            ++m_report.enabled;
            sum += check.outcome == CheckOutcome::Pass ? check.score : 0.0;
        }
        if (m_report.enabled > 0)
            m_report.confidence = sum / m_report.enabled;
        m_report.minConfidence = m_settings.minEntryConfidence;
        return std::move(m_report);
    }

private:
    EntryRuleCheck& set(EntryCheckKind kind, bool passes, std::optional<double> value,
                        std::optional<double> threshold, double score = 0.0, Bound bound = Bound::AtLeast)
    {
        EntryRuleCheck& check = m_report.checks[static_cast<std::size_t>(kind)];
        check.outcome = passes ? CheckOutcome::Pass : value ? CheckOutcome::Fail : CheckOutcome::NoData;
        check.score = passes ? score : 0.0;
        check.value = value;
        check.threshold = threshold;
        check.bound = bound;
        return check;
    }

    void checkVolume(const EntryRules& rules)
    {
        if (!m_isBreak || !rules.requireVolumeConfirmation)
            return;
        const double least = rules.volumeConfirmationMultiplier;
        const auto& ratio = m_metrics.volumeRatio;
        set(EntryCheckKind::Volume, ratio && *ratio >= least, ratio, least,
            ratio ? surplusScore(*ratio, least) : 0.0);
    }

    void checkDensity(const std::optional<std::span<const PriceZone>>& zones)
    {
        if (!zones)
            return;
        std::optional<double> nearest;
        for (const PriceZone& zone : *zones) {
            const double away = zone.holds(m_entry) ? 0.0 : zone.distanceTo(m_entry) / m_entry * 100.0;
            if (!nearest || away < *nearest)
                nearest = away;
        }
        EntryRuleCheck& check = m_report.checks[static_cast<std::size_t>(EntryCheckKind::DensityAvoidance)];
        check.value = nearest;
        check.threshold = 0.0;
        check.bound = Bound::MoreThan;
        const bool isInside =
            std::ranges::any_of(*zones, [this](const PriceZone& zone) { return zone.holds(m_entry); });
        check.outcome = isInside ? CheckOutcome::Fail : CheckOutcome::Pass;
        check.score = isInside ? 0.0 : nearest ? densityScore(*nearest) : 1.0;
        if (isInside)
            check.detail = "inside a wall";
    }

    void checkMomentum(const EntryRules& rules)
    {
        if (!m_isBreak || !rules.requireMomentum)
            return;
        const auto bars = static_cast<std::size_t>(std::max(rules.momentumCheckBars, 0));
        std::optional<double> change;
        if (m_window.size() > bars)
            change =
                m_side * (m_window.back().close / m_window[m_window.size() - 1 - bars].close - 1.0) * 100.0;
        const double least = rules.momentumMinSlopePct;
        set(EntryCheckKind::Momentum, change && *change >= least, change, least,
            change ? surplusScore(*change, least) : 0.0);
    }

    void checkQuality()
    {
        if (!m_preset.marketQuality)
            return;
        const MarketQuality& rules = *m_preset.marketQuality;
        m_report.quality =
            judgeMarketQuality(measureMarketQuality(m_window, rules, m_settings.atrMode), rules);
        const auto& noise = m_report.quality->metrics.noise;
        EntryRuleCheck& check = m_report.checks[static_cast<std::size_t>(EntryCheckKind::MarketQuality)];
        showQuality(check, *m_report.quality, rules);
        check.outcome = m_report.quality->passes() ? CheckOutcome::Pass : CheckOutcome::Fail;
        check.score = m_report.quality->passes() ? qualityScore(noise, rules.noiseThreshold) : 0.0;
        check.detail = m_report.quality->reason();
    }

    /// The measure that failed, the first in the order of the flags; else the noise.
    static void showQuality(EntryRuleCheck& check, const MarketQualityReport& report,
                            const MarketQuality& rules)
    {
        const auto show = [&check](std::optional<double> value, std::optional<double> threshold, Bound bound,
                                   std::string_view unit) {
            check.value = value;
            check.threshold = threshold;
            check.bound = bound;
            check.unit = unit;
        };
        const MarketQualityMetrics& metrics = report.metrics;
        if (report.isFlat)
            show(metrics.atrPct, rules.flatMarketAtrThreshold, Bound::AtLeast, "percent");
        else if (report.isConsolidating)
            show(metrics.priceRangePct, rules.consolidationRangeThresholdPct, Bound::MoreThan, "percent");
        else if (report.isVolatile)
            show({}, {}, Bound::AtMost, "percent");
        else if (report.isWeakTrend)
            show(std::fabs(*metrics.trendSlopePct), rules.trendSlopeMinPct, Bound::AtLeast, "percent");
        else
            show(metrics.noise, rules.noiseFilterEnabled ? std::optional(rules.noiseThreshold) : std::nullopt,
                 Bound::AtMost, "ratio");
    }

    void checkBreakout(const EntryRules& rules)
    {
        const double distance = distanceBps(m_signal.direction, m_entry, m_signal.breakoutPrice);
        const double most = rules.maxDistanceFromLevelBps;
        // The bar of the break is b itself: no bars have gone since.
        constexpr double kBarsSince = 0.0;
        const bool passes =
            distance >= 0.0 && distance <= most && (!m_isBreak || kBarsSince <= rules.falseStartLookbackBars);
        const double near = 1.0 - distance / most;
        const double fresh = 1.0 - kBarsSince / rules.falseStartLookbackBars;
        set(EntryCheckKind::BreakoutQuality, passes, distance, distance < 0.0 ? 0.0 : most,
            m_isBreak ? (near + fresh) / 2.0 : near, distance < 0.0 ? Bound::AtLeast : Bound::AtMost);
    }

    void checkApproach(const EntryRules& rules)
    {
        if (!m_isBreak || !rules.validateApproach)
            return;
        const Approach approach = judgeApproach(m_window, m_signal.level, m_preset.levels);
        const bool passes = approach.verdict == ApproachVerdict::Good;
        const bool wandered = approach.verdict == ApproachVerdict::NoConsolidation;
        EntryRuleCheck& check =
            set(EntryCheckKind::Approach, passes, wandered ? approach.farthestPct : approach.slopePctPerBar,
                wandered ? kMaxApproachPct : m_preset.levels.approachSlopeMaxPctPerBar, 0.0, Bound::AtMost);
        const double steepest = m_preset.levels.approachSlopeMaxPctPerBar;
        if (wandered) {
            check.measure = kConsolidation;
            check.also = {toText(EntryCheckKind::Approach), *approach.slopePctPerBar, steepest};
        } else if (passes && approach.farthestPct) {
            check.also = {kConsolidation, *approach.farthestPct, kMaxApproachPct};
        }
        if (!passes)
            check.detail = toText(approach.verdict);
        if (approach.verdict == ApproachVerdict::TooFewBars)
            check.outcome = CheckOutcome::NoData;
    }

    void checkCleanBreakout(const EntryRules& rules)
    {
        if (!m_isBreak || !rules.requireCleanBreakout)
            return;
        const auto bars = std::min(static_cast<std::size_t>(std::max(rules.falseStartLookbackBars, 0)),
                                   m_window.size() - 1);
        const auto before = m_window.first(m_window.size() - 1).last(bars);
        bool wasBeyond = false;
        double returns = 0.0;
        for (const Candle& bar : before) {
            const bool isBeyond = closesBeyond(bar.close, m_signal.level, m_signal.direction);
            returns += wasBeyond && !isBeyond ? 1.0 : 0.0;
            wasBeyond = isBeyond;
        }
        set(EntryCheckKind::CleanBreakout, returns == 0.0, returns, 0.0, 0.0, Bound::AtMost);
    }

    void checkSession(const EntryRules& rules)
    {
        const auto minutes = minutesFromSessionBoundary(m_signal.barClose, m_view.nextFundingTime,
                                                        m_view.instrument->fundingInterval,
                                                        Duration::minutes(rules.avoidSessionEndMinutes),
                                                        Duration::minutes(rules.avoidSessionStartMinutes));
        EntryRuleCheck& check = m_report.checks[static_cast<std::size_t>(EntryCheckKind::SessionGuard)];
        check.outcome = minutes ? CheckOutcome::Fail : CheckOutcome::Pass;
        check.value = minutes;
        if (!minutes)
            return;
        const bool isBefore = *minutes < 0.0;
        check.threshold = isBefore ? -rules.avoidSessionEndMinutes : rules.avoidSessionStartMinutes;
        check.bound = isBefore ? Bound::LessThan : Bound::AtLeast;
    }

    const Signal& m_signal;
    const MarketView& m_view;
    const CandleMetrics& m_metrics;
    const Preset& m_preset;
    const AnalysisSettings& m_settings;
    std::span<const Candle> m_window;
    bool m_isBreak;
    double m_side;
    double m_entry;
    EntryReport m_report;
};

} // namespace

std::string_view toText(EntryCheckKind kind)
{
    switch (kind) {
    case EntryCheckKind::Volume: return "volume";
    case EntryCheckKind::DensityAvoidance: return "density_avoidance";
    case EntryCheckKind::Momentum: return "momentum";
    case EntryCheckKind::MarketQuality: return "market_quality";
    case EntryCheckKind::BreakoutQuality: return "breakout_quality";
    case EntryCheckKind::Approach: return "approach";
    case EntryCheckKind::CleanBreakout: return "clean_breakout";
    case EntryCheckKind::SessionGuard: return "session_guard";
    }
    return "";
}

std::string_view unitOf(EntryCheckKind kind)
{
    switch (kind) {
    case EntryCheckKind::Volume:
    case EntryCheckKind::MarketQuality: return "ratio";
    case EntryCheckKind::DensityAvoidance:
    case EntryCheckKind::Momentum:
    case EntryCheckKind::Approach: return "percent";
    case EntryCheckKind::BreakoutQuality: return "bps";
    case EntryCheckKind::CleanBreakout: return "";
    case EntryCheckKind::SessionGuard: return "minutes";
    }
    return "";
}

CheckPriority priorityOf(EntryCheckKind kind)
{
    switch (kind) {
    case EntryCheckKind::Volume:
    case EntryCheckKind::Momentum: return CheckPriority::High;
    case EntryCheckKind::DensityAvoidance:
    case EntryCheckKind::MarketQuality: return CheckPriority::Medium;
    case EntryCheckKind::BreakoutQuality:
    case EntryCheckKind::Approach:
    case EntryCheckKind::CleanBreakout:
    case EntryCheckKind::SessionGuard: return CheckPriority::Critical;
    }
    return CheckPriority::Critical;
}

bool EntryReport::isValid() const
{
    return (*this)[EntryCheckKind::BreakoutQuality].outcome != CheckOutcome::Fail;
}

const EntryRuleCheck* EntryReport::rejection() const
{
    for (const EntryRuleCheck& check : checks)
        if (priorityOf(check.kind) == CheckPriority::Critical
            && (check.outcome == CheckOutcome::Fail || check.outcome == CheckOutcome::NoData))
            return &check;
    return nullptr;
}

std::string EntryReport::reason() const
{
    std::string text = "signal:entry:";
    if (const EntryRuleCheck* check = rejection()) {
        text += toText(check->kind);
        if (!check->detail.empty())
            text += '_' + check->detail;
        if (check->outcome == CheckOutcome::NoData)
            return text + " no data";
        if (check->value)
            text += ' ' + shortestText(*check->value);
        if (check->threshold)
            text += " against " + shortestText(*check->threshold);
        return text;
    }
    if (passes())
        return {};
    text += "confidence " + shortestText(confidence) + " against " + shortestText(minConfidence) + ':';
    for (const EntryRuleCheck& check : checks)
        if (check.outcome == CheckOutcome::Fail || check.outcome == CheckOutcome::NoData)
            text += ' ' + std::string(toText(check.kind));
    return text;
}

EntryReport validateEntry(const Signal& signal, const MarketView& view, const CandleMetrics& metrics,
                          const Preset& preset, const std::optional<std::span<const PriceZone>>& zones,
                          const AnalysisSettings& settings)
{
    return Validation(signal, view, metrics, preset, settings).run(zones);
}

double surplusScore(double value, double threshold)
{
    return threshold > 0.0 ? std::min(1.0, 0.7 + 0.3 * (value - threshold) / threshold) : 1.0;
}

double densityScore(double distancePct)
{
    return std::min(1.0, 0.6 + distancePct / 10.0);
}

double qualityScore(std::optional<double> noise, double threshold)
{
    const double known = noise.value_or(1.0);
    if (known <= 0.0)
        return 1.0;
    return threshold > 0.0 ? std::max(0.5, 1.0 - known / threshold) : 0.5;
}

std::optional<double> minutesFromSessionBoundary(Timestamp close, std::optional<Timestamp> nextFunding,
                                                 Duration fundingInterval, Duration before, Duration after)
{
    std::optional<double> found;
    const auto look = [&](Timestamp boundary) {
        const Duration from = close - boundary;
        if (from < Duration {-before.ms} || from >= after)
            return;
        const double minutes = static_cast<double>(from.ms) / 60'000.0;
        if (!found || std::fabs(minutes) < std::fabs(*found))
            found = minutes;
    };
    // Before and after, as far as the guard reaches.
    const auto lookAround = [&](Timestamp anchor, Duration every) {
        const Timestamp last = anchor
            + Duration {(close - anchor).ms >= 0
                            ? (close - anchor).ms / every.ms * every.ms
                            : -((anchor - close).ms + every.ms - 1) / every.ms * every.ms};
        for (Timestamp at = last; close - at <= after; at = at - every)
            look(at);
        for (Timestamp at = last + every; at - close <= before; at = at + every)
            look(at);
    };
    lookAround(close.floorTo(Duration::days(1)), Duration::days(1));
    const bool isKnown = nextFunding && fundingInterval.ms > 0;
    lookAround(isKnown ? *nextFunding : close.floorTo(Duration::days(1)),
               isKnown ? fundingInterval : kUsualFunding);
    return found;
}

} // namespace breakline
