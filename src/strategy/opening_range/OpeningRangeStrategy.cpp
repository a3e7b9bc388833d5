// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/opening_range/OpeningRangeStrategy.h"

#include "strategy/opening_range/OpeningRangeSignal.h"

#include <array>

namespace breakline {

namespace {

using preset_schema::kPositive;
using preset_schema::kUnbounded;

constexpr OpeningRangeSettings kUsual;

enum Place : std::size_t { SessionHours, RangeBars, ValidBars, MaxHeightAtr, BreakAtr, VolumeMultiplier };

// The range and the bars behind it lie within the window of a decision, 150 bars, and
// the range within the shortest session.
constexpr std::array kParameters {
    StrategyParameter {
        .key = "session_hours",
        .label = BREAKLINE_TEXT("Strategies", "Length of a session"),
        .unit = "h",
        .range = {4.0, 24.0},
        .sentence = BREAKLINE_TEXT("Strategies",
                                   "Sessions begin at 00:00 UTC and after every so many hours of the day."),
        .usual = kUsual.sessionHours,
        .isWhole = true},
    StrategyParameter {
        .key = "range_bars",
        .label = BREAKLINE_TEXT("Strategies", "Bars of the range"),
        .unit = BREAKLINE_TEXT("Strategies", "bars"),
        .range = {1.0, 36.0},
        .sentence = BREAKLINE_TEXT("Strategies",
                                   "How many bars of five minutes at the start of a session make its range."),
        .usual = kUsual.rangeBars,
        .isWhole = true},
    StrategyParameter {.key = "valid_bars",
                       .label = BREAKLINE_TEXT("Strategies", "Bars for a break"),
                       .unit = BREAKLINE_TEXT("Strategies", "bars"),
                       .range = {1.0, 96.0},
                       .sentence = BREAKLINE_TEXT(
                           "Strategies", "How many bars after the range a break of it may come, at most."),
                       .usual = kUsual.validBars,
                       .isWhole = true},
    StrategyParameter {.key = "max_height_atr",
                       .label = BREAKLINE_TEXT("Strategies", "Height of the range"),
                       .unit = "ATR",
                       .range = kPositive,
                       .sentence =
                           BREAKLINE_TEXT("Strategies", "From the low to the high of the range, at most."),
                       .usual = kUsual.maxHeightAtr},
    StrategyParameter {
        .key = "break_atr",
        .label = BREAKLINE_TEXT("Strategies", "Distance of the break"),
        .unit = "ATR",
        .range = {0.0, 2.0},
        .sentence = BREAKLINE_TEXT("Strategies", "How far beyond the edge of the range a bar has to close."),
        .usual = kUsual.breakAtr},
    StrategyParameter {
        .key = "volume_multiplier",
        .label = BREAKLINE_TEXT("Strategies", "Volume multiplier"),
        .unit = BREAKLINE_TEXT("Strategies", "ratio"),
        .range = {1.0, kUnbounded},
        .sentence = BREAKLINE_TEXT(
            "Strategies", "The volume of the bar that breaks, to the median of the 19 before it, at least."),
        .usual = kUsual.volumeMultiplier}};

OpeningRangeSettings settingsOf(const Preset& preset)
{
    const auto value = [&](Place place) {
        return ownValue(preset, Strategy::OpeningRange, kParameters, place);
    };
    return {.sessionHours = static_cast<int>(value(SessionHours)),
            .rangeBars = static_cast<int>(value(RangeBars)),
            .validBars = static_cast<int>(value(ValidBars)),
            .maxHeightAtr = value(MaxHeightAtr),
            .breakAtr = value(BreakAtr),
            .volumeMultiplier = value(VolumeMultiplier)};
}

void evaluate(const StrategyInput& input, std::vector<SignalVerdict>& verdicts)
{
    const OpeningRangeSettings settings = settingsOf(input.preset);
    for (const LevelType side : {LevelType::Resistance, LevelType::Support})
        verdicts.push_back(evaluateOpeningRange(input, settings, side));
}

} // namespace

StrategyDefinition openingRangeStrategy()
{
    return {
        .strategy = Strategy::OpeningRange,
        .name = "opening_range",
        .title = BREAKLINE_TEXT("Strategies", "Opening range"),
        .sentence = BREAKLINE_TEXT("Strategies",
                                   "Enters where a bar is the first to close beyond the range of a session's "
                                   "first bars, on volume."),
        .place = EntryPlace::Break,
        .findsLevels = true,
        .block = "opening_range",
        .parameters = kParameters,
        .evaluate = evaluate,
    };
}

} // namespace breakline
