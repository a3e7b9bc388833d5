// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_keys/KeyScenes.h"

namespace breakline::test {

namespace {

std::string ofBreakout(const Preset& preset)
{
    return breakout().outcome(preset);
}

std::string ofBreakdown(const Preset& preset)
{
    return breakdown().outcome(preset);
}

std::string ofReturn(const Preset& preset)
{
    return returned().outcome(preset);
}

/// A close that breaks a resistance again which was broken 6 h before: both strategies signal.
std::string ofBoth(const Preset& preset)
{
    CloseScene close = breakout();
    close.scene.candles.back() = bar(60, 99.8, 100.3, 99.8, 100.15, 250.0);
    close.scene.setBook(100.14, 65.0, 100.15, 35.0);
    close.history.record({close.levels.front().id, 100.0, Direction::Long,
                          close.scene.closeTime() - Duration::hours(6), 102.0, false});
    return close.outcome(preset);
}

std::string withoutBook(const Preset& preset)
{
    CloseScene close = breakout();
    close.scene.book.reset();
    return close.outcome(preset);
}

Json ladder(double firstR, double firstSize)
{
    return Json::array({{{"name", "TP1"}, {"r", firstR}, {"size_frac", firstSize}, {"mode", "fixed"}},
                        {{"name", "TP2"}, {"r", 4.0}, {"size_frac", 0.5}, {"mode", "fixed"}}});
}

} // namespace

std::vector<KeyCase> signalKeys()
{
    return {
        {"intended_side", "both", "short", ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5", "signal:momentum:side"},
        {"strategy_priority", "momentum", "retest", ofBoth,
         "momentum long 100.15 stop 99.43 target 100.87 x 0.5 target 101.59 x 0.5",
         "retest long 100.15 stop 99.4 target 100.9 x 0.5 target 101.65 x 0.5"},
        {"strategies.momentum", Json {"momentum", "retest"}, Json {"retest"}, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:retest:previous_breakout"},
        {"strategies.retest", Json {"momentum", "retest"}, Json {"momentum"}, ofReturn,
         "retest long 100.15 stop 99.42 target 100.88 x 0.5 target 101.61 x 0.5",
         "signal:momentum:volume_surge 1.2 against 1.4"},
        {"allow_missing.l2_imbalance", Json::array(), Json {"l2_imbalance"}, withoutBook,
         "signal:momentum:l2_imbalance no data",
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5"},
        {"signal.momentum_volume_multiplier", 2.5, 2.6, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:momentum:volume_surge 2.5 against 2.6"},
        {"signal.momentum_body_ratio_min", 0.6, 0.7, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:momentum:body_ratio 0.625 against 0.7"},
        {"signal.momentum_epsilon", 0.0012, 0.004, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:momentum:price_breakout 100.3 against 100.4"},
        {"signal.l2_imbalance_threshold", 0.2, 0.4, ofBreakdown,
         "momentum short 99.7 stop 100.46 target 98.94 x 0.5 target 98.18 x 0.5",
         "signal:momentum:l2_imbalance 0.301004 against 0.4"},
        {"signal.vwap_gap_max_atr", 2, 0.5, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:momentum:vwap_gap 0.584 against 0.313333"},
        {"signal.stop_atr_mult", 1.2, 1.0, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "momentum long 100.3 stop 99.67 target 100.93 x 0.5 target 101.56 x 0.5"},
        {"signal.retest_pierce_tolerance",
         0.002,
         0.001,
         ofReturn,
         "retest long 100.15 stop 99.42 target 100.88 x 0.5 target 101.61 x 0.5",
         "signal:retest:too_far 15 against 10",
         {{"strategies", Json {"retest"}}}},
        {"signal.retest_max_pierce_atr",
         0.35,
         0.05,
         ofReturn,
         "retest long 100.15 stop 99.42 target 100.88 x 0.5 target 101.61 x 0.5",
         "signal:retest:level_retest 100.05 against 100.029",
         {{"strategies", Json {"retest"}}}},
        {"entry_rules.max_distance_from_level_bps", 30, 15, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:momentum:too_far 17.978426 against 15"},
        {"position.sl_mode", "fixed", "atr", ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "momentum long 100.3 stop 98.42 target 102.18 x 0.5 target 104.06 x 0.5"},
        {"position.sl_r", 1.0, 0.8, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "momentum long 100.3 stop 99.69 target 100.91 x 0.5 target 101.52 x 0.5"},
        {"position.chandelier_atr_mult",
         3,
         2,
         ofBreakout,
         "momentum long 100.3 stop 98.42 target 102.18 x 0.5 target 104.06 x 0.5",
         "momentum long 100.3 stop 99.04 target 101.56 x 0.5 target 102.82 x 0.5",
         {{"position", {{"sl_mode", "atr"}}}}},
        {"position.chandelier_lookback_bars",
         22,
         5,
         ofBreakout,
         "momentum long 100.3 stop 98.54 target 102.06 x 0.5 target 103.82 x 0.5",
         "momentum long 100.3 stop 98.4 target 102.2 x 0.5 target 104.1 x 0.5",
         {{"position", {{"sl_mode", "chandelier"}}}}},
        {"position.tp_levels[].r", ladder(1.5, 0.5), ladder(2.0, 0.5), ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.44 x 0.5 target 103.34 x 0.5",
         "momentum long 100.3 stop 99.54 target 101.82 x 0.5 target 103.34 x 0.5"},
        {"position.tp_levels[].size_frac", ladder(2.0, 0.5), ladder(2.0, 0.3), ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.82 x 0.5 target 103.34 x 0.5",
         "momentum long 100.3 stop 99.54 target 101.82 x 0.3 target 103.34 x 0.5"},
        {"execution.expected_slippage_bps", 5, 80, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:momentum:no_edge -0.267088 against 0.25"},
        {"execution.taker_fee_bps", 7.5, 40, ofBreakout,
         "momentum long 100.3 stop 99.54 target 101.06 x 0.5 target 101.82 x 0.5",
         "signal:momentum:bad_stop 0.752 against 0.8024"},
    };
}

} // namespace breakline::test
