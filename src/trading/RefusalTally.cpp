// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/RefusalTally.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::string_view kNoData = " no data";

bool isOfBookOrTape(Filter filter)
{
    return filter == Filter::MaxSpread || filter == Filter::MinDepth05 || filter == Filter::MinDepth03
        || filter == Filter::MinTradesPerMinute;
}

} // namespace

void RefusalTally::addClose(const ScanOutcome& outcome)
{
    m_evaluated += outcome.results.size();
    m_candidates += outcome.candidates;
    for (std::size_t i = 0; i < outcome.results.size(); ++i) {
        const ScanResult& result = outcome.results[i];
        if (result.passed) {
            if (i >= outcome.candidates)
                add("scan:max_candidates");
            continue;
        }
        if (result.tooFewBars)
            add("scan:bars");
        const bool hasBookAskedFor = result.filters.passesWithoutBookAndTape();
        const auto counts = [hasBookAskedFor](const FilterResult& filter) {
            return !filter.passes()
                && (filter.outcome != CheckOutcome::NoData || hasBookAskedFor
                    || !isOfBookOrTape(filter.filter));
        };
        const bool isAlone = std::ranges::count_if(result.filters.results, counts) == 1 && !result.tooFewBars;
        for (const FilterResult& filter : result.filters.results) {
            if (!counts(filter))
                continue;
            FilterCounts& of = m_filters[static_cast<std::size_t>(filter.filter)];
            Count& count = filter.outcome == CheckOutcome::NoData ? of.withoutData : of.failed;
            ++count.all;
            count.alone += isAlone ? 1 : 0;
        }
    }
}

void RefusalTally::add(std::string_view reason)
{
    const bool hasNoData = reason.ends_with(kNoData);
    std::string code(reason.substr(0, reason.find(' ')));
    if (code.ends_with(':'))
        code.pop_back();
    if (hasNoData)
        code += kNoData;
    ++m_others[code];
}

std::vector<RefusalTally::Line> RefusalTally::lines() const
{
    std::vector<Line> lines;
    for (const auto& [reason, count] : m_others)
        lines.push_back({reason, count, count});
    for (std::size_t i = 0; i < kFilterCount; ++i) {
        const std::string name = "filter:" + std::string(toText(static_cast<Filter>(i)));
        const auto& [failed, withoutData] = m_filters[i];
        if (failed.all > 0)
            lines.push_back({name, failed.all, failed.alone});
        if (withoutData.all > 0)
            lines.push_back({name + std::string(kNoData), withoutData.all, withoutData.alone});
    }
    std::ranges::sort(lines, [](const Line& a, const Line& b) {
        return a.count != b.count ? a.count > b.count : a.reason < b.reason;
    });
    return lines;
}

} // namespace breakline
