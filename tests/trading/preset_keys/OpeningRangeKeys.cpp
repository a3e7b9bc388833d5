// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_keys/KeyScenes.h"

namespace breakline::test {

namespace {

/// The first six bars of the day lie between 99.50 and 100.50; after `quiet` bars in all
/// one is the first to close beyond, at 100.70 on 2.5 times the volume.
CloseScene openingBreak(std::size_t quiet = 30)
{
    CloseScene close;
    for (std::size_t i = 0; i < quiet; ++i)
        close.scene.candles.push_back(bar(i, 100.0, 100.3, 99.7, 100.0, 100.0));
    close.scene.candles[2].high = 100.5;
    close.scene.candles[4].low = 99.5;
    close.scene.candles.push_back(bar(quiet, 100.2, 100.75, 100.1, 100.7, 250.0));
    close.scene.setBook(100.70, 65.0, 100.71, 35.0);
    return close;
}

std::string ofBreak(const Preset& preset)
{
    return openingBreak().outcome(preset);
}

/// A wider bar follows the six.
std::string ofWiderRange(const Preset& preset)
{
    CloseScene close = openingBreak();
    close.scene.candles[8].high = 101.0;
    return close.outcome(preset);
}

/// At 05:00; a session that begins at 04:00 has another range.
std::string ofLaterSession(const Preset& preset)
{
    CloseScene close = openingBreak(60);
    close.scene.candles[50].high = 101.5;
    return close.outcome(preset);
}

Json traded(Json block = Json::object())
{
    return {{"strategies", Json {"opening_range"}}, {"opening_range", std::move(block)}};
}

constexpr const char* kSignal =
    "opening_range long 100.71 stop 99.96 target 101.46 x 0.5 target 102.21 x 0.5";

} // namespace

std::vector<KeyCase> openingRangeKeys()
{
    return {
        {"strategies.opening_range", Json {"momentum"}, Json {"momentum", "opening_range"}, ofBreak,
         "signal:gate:no_levels", kSignal},
        {"opening_range.session_hours", 24, 4, ofLaterSession,
         "opening_range long 100.71 stop 99.92 target 101.5 x 0.5 target 102.29 x 0.5",
         "signal:opening_range:price_breakout 100.7 against 101.565827", traded({{"valid_bars", 96}})},
        {"opening_range.range_bars", 6, 12, ofWiderRange,
         "opening_range long 100.71 stop 99.95 target 101.47 x 0.5 target 102.23 x 0.5",
         "signal:opening_range:price_breakout 100.7 against 101.062514", traded()},
        {"opening_range.valid_bars", 25, 24, ofBreak, kSignal, "signal:opening_range:range_age 25 against 24",
         traded()},
        {"opening_range.max_height_atr", 6, 1, ofBreak, kSignal,
         "signal:opening_range:range_height 1 against 0.621131", traded()},
        {"opening_range.break_atr", 0.1, 0.5, ofBreak, kSignal,
         "signal:opening_range:price_breakout 100.7 against 100.810565", traded()},
        {"opening_range.volume_multiplier", 2.5, 2.6, ofBreak, kSignal,
         "signal:opening_range:volume_surge 2.5 against 2.6", traded()},
    };
}

} // namespace breakline::test
