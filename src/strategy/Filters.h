// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Bound.h"
#include "strategy/DataHealth.h"
#include "strategy/Preset.h"
#include "strategy/ScanMetrics.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

enum class CheckOutcome : std::uint8_t {
    Pass,
    Fail,
    NoData,
    Skipped ///< the preset sets no threshold: not evaluated, and not shown
};

/// "pass", "fail", "no_data", "skipped".
std::string_view toText(CheckOutcome outcome);

struct FilterResult {
    Filter filter = Filter::Min24hVolume;
    CheckOutcome outcome = CheckOutcome::Skipped;
    bool allowedMissing = false; ///< no data, and the preset lets that pass
    Bound bound = Bound::AtLeast;
    std::optional<double> value;
    std::optional<double> threshold; ///< of a range the bound that was missed, else the lower

    bool passes() const
    {
        return outcome == CheckOutcome::Pass || outcome == CheckOutcome::Skipped
            || (outcome == CheckOutcome::NoData && allowedMissing);
    }
};

/// All filters of one symbol, by Filter, in their order of evaluation. All are
/// always evaluated: a refusal names each that fails.
struct FilterResults {
    std::array<FilterResult, kFilterCount> results{};
    DataHealth health;

    const FilterResult& operator[](Filter filter) const { return results[static_cast<std::size_t>(filter)]; }
    bool passesAll() const;
    /// Volume, open interest and spread: with the universe's status rules, what
    /// makes a symbol worth its trade stream.
    bool passesStatic() const;
    /// All but spread, depth, trades per minute and the health of book and tape:
    /// what makes a symbol worth a book, by score.
    bool passesWithoutBookAndTape() const;
    /// The first filter that refuses.
    std::optional<Filter> firstRefusal() const;
    /// What was missing and let pass.
    AllowMissing letPass() const;
    /// "volume_surge_5m 1.2 < 2", "max_spread no data", "data_health gaps:1".
    std::string reason(Filter filter) const;
};

/// "usd", "bps", "1/min", "ratio", "percentile" or "issues" for the gates of `explain`.
std::string_view unitOf(Filter filter);

FilterResults evaluateFilters(const MarketView& view, const CandleMetrics& candles, const LiveMetrics& live,
                              const Preset& preset);

} // namespace breakline
