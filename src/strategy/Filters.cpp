// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Filters.h"

#include "strategy/NumberText.h"

#include <cmath>

namespace breakline {

std::string_view toText(CheckOutcome outcome)
{
    switch (outcome) {
    case CheckOutcome::Pass: return "pass";
    case CheckOutcome::Fail: return "fail";
    case CheckOutcome::NoData: return "no_data";
    case CheckOutcome::Skipped: return "skipped";
    }
    return "no_data";
}

namespace {

class Evaluation {
public:
    Evaluation(FilterResults& results, const AllowMissing& allowMissing)
        : m_results(results)
        , m_allowMissing(allowMissing)
    {
        for (std::size_t i = 0; i < kFilterCount; ++i)
            m_results.results[i].filter = static_cast<Filter>(i);
    }

    void atLeast(Filter filter, std::optional<double> value, double threshold)
    {
        set(filter, value, threshold, Bound::AtLeast);
    }
    void atMost(Filter filter, std::optional<double> value, double threshold)
    {
        set(filter, value, threshold, Bound::AtMost);
    }
    void within(Filter filter, std::optional<double> value, double low, double high)
    {
        const bool isAbove = value && *value > high;
        set(filter, value, isAbove ? high : low, isAbove ? Bound::AtMost : Bound::AtLeast);
    }
    void pass(Filter filter, std::optional<double> threshold)
    {
        FilterResult& result = at(filter);
        result.outcome = CheckOutcome::Pass;
        result.bound = Bound::AtMost;
        result.threshold = threshold;
    }

private:
    FilterResult& at(Filter filter) { return m_results.results[static_cast<std::size_t>(filter)]; }

    void set(Filter filter, std::optional<double> value, double threshold, Bound bound)
    {
        FilterResult& result = at(filter);
        result.value = value;
        result.threshold = threshold;
        result.bound = bound;
        if (!value) {
            result.outcome = CheckOutcome::NoData;
            result.allowedMissing = m_allowMissing.filters[static_cast<std::size_t>(filter)];
        } else {
            result.outcome = holds(bound, *value, threshold) ? CheckOutcome::Pass : CheckOutcome::Fail;
        }
    }

    FilterResults& m_results;
    const AllowMissing& m_allowMissing;
};

std::optional<double> magnitude(std::optional<double> value)
{
    return value ? std::optional(std::fabs(*value)) : std::nullopt;
}

bool concernsBookOrTape(Filter filter)
{
    return filter == Filter::MaxSpread || filter == Filter::MinDepth05 || filter == Filter::MinDepth03
        || filter == Filter::MinTradesPerMinute;
}

} // namespace

std::string_view unitOf(Filter filter)
{
    switch (filter) {
    case Filter::Min24hVolume:
    case Filter::MinOpenInterest:
    case Filter::MinDepth05:
    case Filter::MinDepth03: return "usd";
    case Filter::MaxSpread: return "bps";
    case Filter::MinTradesPerMinute: return "1/min";
    case Filter::BollingerWidth: return "percentile";
    case Filter::AtrRange:
    case Filter::VolumeSurge1h:
    case Filter::VolumeSurge5m:
    case Filter::OpenInterestDelta:
    case Filter::Correlation: return "ratio";
    case Filter::DataHealth: return "issues";
    }
    return "";
}

FilterResults evaluateFilters(const MarketView& view, const CandleMetrics& candles, const LiveMetrics& live,
                              const Preset& preset)
{
    FilterResults results;
    results.health = checkData(view, candles.health, preset.liquidity.maxSpreadBps);

    const LiquidityFilters& liquidity = preset.liquidity;
    const VolatilityFilters& volatility = preset.volatility;
    Evaluation evaluation(results, preset.allowMissing);
    evaluation.atLeast(Filter::Min24hVolume, live.turnover24hUsd, liquidity.min24hVolumeUsd);
    if (liquidity.minOpenInterestUsd)
        evaluation.atLeast(Filter::MinOpenInterest, live.openInterestUsd, *liquidity.minOpenInterestUsd);
    evaluation.atMost(Filter::MaxSpread, live.spreadBps, liquidity.maxSpreadBps);
    evaluation.atLeast(Filter::MinDepth05, live.depth05Usd, liquidity.minDepthUsd05Pct);
    evaluation.atLeast(Filter::MinDepth03, live.depth03Usd, liquidity.minDepthUsd03Pct);
    evaluation.atLeast(Filter::MinTradesPerMinute, live.tradesPerMinute, liquidity.minTradesPerMinute);
    const auto atrShare = candles.atr15m && candles.close > 0.0 ? std::optional(*candles.atr15m / candles.close)
                                                                : std::nullopt;
    evaluation.within(Filter::AtrRange, atrShare, volatility.atrRangeMin, volatility.atrRangeMax);
    evaluation.atMost(Filter::BollingerWidth, candles.bollingerPercentile, volatility.bbWidthPercentileMax);
    evaluation.atLeast(Filter::VolumeSurge1h, candles.surge1h, volatility.volumeSurge1hMin);
    evaluation.atLeast(Filter::VolumeSurge5m, candles.surge5m, volatility.volumeSurge5mMin);
    if (volatility.oiDeltaThreshold)
        evaluation.atLeast(Filter::OpenInterestDelta, magnitude(live.openInterestChange24h),
                           *volatility.oiDeltaThreshold);
    if (view.isReference)
        evaluation.pass(Filter::Correlation, preset.risk.correlationLimit); // exempt
    else
        evaluation.atMost(Filter::Correlation, magnitude(candles.correlation), preset.risk.correlationLimit);
    evaluation.atMost(Filter::DataHealth, static_cast<double>(results.health.issueCount()), 0.0);
    return results;
}

bool FilterResults::passesAll() const
{
    return !firstRefusal();
}

bool FilterResults::passesStatic() const
{
    return (*this)[Filter::Min24hVolume].passes() && (*this)[Filter::MinOpenInterest].passes()
        && (*this)[Filter::MaxSpread].passes();
}

bool FilterResults::passesWithoutBookAndTape() const
{
    for (const FilterResult& result : results) {
        if (concernsBookOrTape(result.filter))
            continue;
        const bool passes = result.filter == Filter::DataHealth ? health.okWithoutBookAndTape() : result.passes();
        if (!passes)
            return false;
    }
    return true;
}

std::optional<Filter> FilterResults::firstRefusal() const
{
    for (const FilterResult& result : results)
        if (!result.passes())
            return result.filter;
    return std::nullopt;
}

AllowMissing FilterResults::letPass() const
{
    AllowMissing missing;
    for (std::size_t i = 0; i < kFilterCount; ++i)
        missing.filters[i] = results[i].outcome == CheckOutcome::NoData && results[i].allowedMissing;
    return missing;
}

std::string FilterResults::reason(Filter filter) const
{
    const FilterResult& result = (*this)[filter];
    std::string text(toText(filter));
    if (filter == Filter::DataHealth)
        return text + ' ' + (health.isOk() ? std::string("ok") : health.text());
    if (result.outcome == CheckOutcome::Skipped)
        return text + " not set";
    if (result.outcome == CheckOutcome::NoData)
        return text + " no data";
    if (!result.value || !result.threshold)
        return text + " exempt";
    const char* relation = *result.value < *result.threshold ? " < " : *result.value > *result.threshold ? " > " : " = ";
    return text + ' ' + shortestText(*result.value) + relation + shortestText(*result.threshold);
}

} // namespace breakline
