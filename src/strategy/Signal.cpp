// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Signal.h"

#include <algorithm>

namespace breakline {

std::vector<std::string> missingNames(const AllowMissing& missing)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kFilterCount; ++i)
        if (missing.filters[i])
            names.emplace_back(toText(static_cast<Filter>(i)));
    if (missing.l2Imbalance)
        names.emplace_back("l2_imbalance");
    if (missing.sizingDepth)
        names.emplace_back("sizing_depth");
    if (missing.tape)
        names.emplace_back("tape");
    return names;
}

std::optional<std::size_t> SignalVerdict::refusals() const
{
    if (!isWhole())
        return std::nullopt;
    return static_cast<std::size_t>(
        std::ranges::count_if(evaluated(), [](const SignalCheck& check) { return !check.passes(); }));
}

std::string_view toText(SignalCondition condition)
{
    switch (condition) {
    case SignalCondition::Strategy: return "strategy";
    case SignalCondition::SideFilter: return "side";
    case SignalCondition::Bars: return "bars";
    case SignalCondition::Atr: return "atr";
    case SignalCondition::PriceBreakout: return "price_breakout";
    case SignalCondition::VolumeSurge: return "volume_surge";
    case SignalCondition::BodyRatio: return "body_ratio";
    case SignalCondition::L2Imbalance: return "l2_imbalance";
    case SignalCondition::VwapGap: return "vwap_gap";
    case SignalCondition::Crossing: return "crossing";
    case SignalCondition::TooFar: return "too_far";
    case SignalCondition::BadStop: return "bad_stop";
    case SignalCondition::NoEdge: return "no_edge";
    case SignalCondition::PreviousBreakout: return "previous_breakout";
    case SignalCondition::BreakoutUnused: return "breakout_unused";
    case SignalCondition::MovedAway: return "moved_away";
    case SignalCondition::LevelRetest: return "level_retest";
    case SignalCondition::PierceTolerance: return "pierce_tolerance";
    case SignalCondition::TradingActivity: return "trading_activity";
    case SignalCondition::RangeAge: return "range_age";
    case SignalCondition::OpeningRange: return "opening_range";
    case SignalCondition::RangeHeight: return "range_height";
    }
    return "";
}

std::string_view unitOf(SignalCondition condition)
{
    switch (condition) {
    case SignalCondition::Strategy:
    case SignalCondition::SideFilter:
    case SignalCondition::BreakoutUnused: return "";
    case SignalCondition::Bars:
    case SignalCondition::RangeAge:
    case SignalCondition::OpeningRange: return "bars";
    case SignalCondition::VolumeSurge:
    case SignalCondition::BodyRatio:
    case SignalCondition::L2Imbalance:
    case SignalCondition::TradingActivity: return "ratio";
    case SignalCondition::PreviousBreakout: return "hours";
    case SignalCondition::TooFar: return "bps";
    case SignalCondition::NoEdge: return "r";
    case SignalCondition::Atr:
    case SignalCondition::PriceBreakout:
    case SignalCondition::VwapGap:
    case SignalCondition::Crossing:
    case SignalCondition::MovedAway:
    case SignalCondition::LevelRetest:
    case SignalCondition::PierceTolerance:
    case SignalCondition::RangeHeight:
    case SignalCondition::BadStop: return "price";
    }
    return "";
}

} // namespace breakline
