// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../strategy/StrategyFixture.h"
#include "preset_keys/KeyCase.h"

#include "strategy/DensityDetector.h"
#include "strategy/FlowFilters.h"

#include <algorithm>

namespace breakline::test {

namespace {

/// A book around 10,000 ticks with ten levels a side of 10 lots, one tick apart.
BookSnapshot evenBook()
{
    BookSnapshot book;
    for (std::int64_t i = 0; i < 10; ++i) {
        book.bids.push_back({Price {9'999 - i}, Quantity {10}});
        book.asks.push_back({Price {10'001 + i}, Quantity {10}});
    }
    return book;
}

DensityDetector detectorOf(const Preset& preset)
{
    return DensityDetector(preset.density, preset.signal.enterOnDensityEatRatio);
}

/// Forty seconds of the book.
std::string thresholdOf(const Preset& preset)
{
    DensityDetector detector = detectorOf(preset);
    for (int second = 0; second < 40; ++second)
        detector.sample(evenBook(), kMidnight + Duration::seconds(second));
    return text(detector.threshold().value_or(-1.0));
}

/// Two minutes of the book, then one of twice its sizes.
std::string thresholdAfterGrowth(const Preset& preset)
{
    DensityDetector detector = detectorOf(preset);
    BookSnapshot book = evenBook();
    for (int second = 0; second < 180; ++second) {
        if (second == 120)
            for (auto* side : {&book.bids, &book.asks})
                for (BookLevel& level : *side)
                    level.quantity = Quantity {20};
        detector.sample(book, kMidnight + Duration::seconds(second));
    }
    return text(detector.threshold().value_or(-1.0));
}

/// Asks of 400 lots at 100.05, of which trades take 280.
std::vector<DensityWall> eatenWall(const Preset& preset)
{
    DensityDetector detector({10.0, 1, 300.0}, preset.signal.enterOnDensityEatRatio);
    BookSnapshot book = evenBook();
    BookLevel& wall = *std::ranges::find(book.asks, Price {10'005}, &BookLevel::price);
    wall.quantity = Quantity {400};
    for (int second = 0; second < 30; ++second)
        detector.sample(book, kMidnight + Duration::seconds(second));
    TradePrint print;
    print.id = 1;
    print.time = kMidnight + Duration::seconds(29);
    print.price = Price {10'005};
    print.quantity = Quantity {280};
    print.takerSide = Side::Buy;
    detector.onTrade(print);
    wall.quantity = Quantity {120};
    detector.sample(book, kMidnight + Duration::seconds(30));
    return {detector.walls().begin(), detector.walls().end()};
}

std::string last(const Signal& signal, const FlowView& flow, const Preset& preset)
{
    const FlowReport report = checkFlow(signal, flow, preset);
    return report.refusal() == nullptr ? "taken" : report.reason();
}

/// The last look at a breakout of 100.05 through that wall.
std::string throughWall(const Preset& preset)
{
    const std::vector<DensityWall> walls = eatenWall(preset);
    Signal signal;
    signal.level = 100.05;
    FlowView flow;
    flow.now = kMidnight + Duration::seconds(31);
    flow.walls = walls;
    flow.bucketPrice = 0.01;
    return last(signal, flow, preset);
}

/// A retest while 6 trades a minute pass, of 10 in the hour's mean.
std::string atTouch(const Preset& preset)
{
    Signal signal;
    signal.strategy = Strategy::Retest;
    FlowView flow;
    flow.tape.emplace();
    flow.tape->tradesPerMinute = 6.0;
    flow.tape->meanTradesPerMinute1h = 10.0;
    return last(signal, flow, preset);
}

std::string withoutTape(const Preset& preset)
{
    Signal signal;
    signal.strategy = Strategy::Retest;
    return last(signal, {}, preset);
}

/// Any signal while activity falls by half.
std::string whileActivityFalls(const Preset& preset)
{
    FlowView flow;
    flow.activityDrop = 0.5;
    return last({}, flow, preset);
}

} // namespace

std::vector<KeyCase> flowKeys()
{
    const Json walls = {{"entry_rules", {{"require_density_confirmation", true}}}};
    return {
        {"density.k_density", 7, 5, thresholdOf, "210", "150"},
        {"density.bucket_ticks", 1, 3, thresholdOf, "70", "210"},
        {"density.lookback_window_s", 300, 60, thresholdAfterGrowth, "210", "420"},
        {"signal.enter_on_density_eat_ratio", 0.75, 0.65, throughWall,
         "signal:wall_standing 0.7 against 0.75", "taken", walls},
        {"entry_rules.require_density_confirmation",
         true,
         false,
         throughWall,
         "signal:wall_standing 0.7 against 0.75",
         "taken",
         {{"entry_rules", Json::object()}}},
        {"entry_rules.density_confirmation_threshold", 2, 5, throughWall,
         "signal:wall_standing 0.7 against 0.75", "taken", walls},
        {"signal.tpm_on_touch_frac", 0.7, 0.6, atTouch, "signal:touch_activity 6 against 7", "taken"},
        {"allow_missing.tape", Json::array(), Json {"tape"}, withoutTape, "signal:touch_activity no data",
         "taken"},
        {"position.activity_drop_threshold", 0.4, 0.6, whileActivityFalls,
         "signal:activity_drop 0.5 against 0.4", "taken"},
    };
}

} // namespace breakline::test
