// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"
#include "Truncation.h"
#include "Verdicts.h"
#include "preset_fixtures.h"

#include "strategy/CandleRun.h"
#include "strategy/LevelEvents.h"
#include "strategy/PresetWriter.h"
#include "strategy/StopPlan.h"
#include "strategy/StrategyRegistry.h"
#include "strategy/opening_range/OpeningRange.h"
#include "strategy/opening_range/OpeningRangeSignal.h"

#include <catch2/catch.hpp>

#include <functional>
#include <set>

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr std::size_t kLast = 30;

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

/// The first six bars of the day lie between 99.50 and 100.50; bar 30 is the first to
/// close beyond, at 100.70 on 2.5 times the volume. Every other bar spans 0.60.
struct Break {
    Scene scene;
    Preset preset = openPreset();
    OpeningRangeSettings settings;
    LevelType side = LevelType::Resistance;

    Break()
    {
        for (std::size_t i = 0; i < kLast; ++i)
            scene.candles.push_back(bar(i, 100.0, 100.3, 99.7, 100.0, 100.0));
        scene.candles[2].high = 100.5;
        scene.candles[4].low = 99.5;
        scene.candles.push_back(bar(kLast, 100.2, 100.75, 100.1, 100.7, 250.0));
        scene.setBook(100.70, 65.0, 100.71, 35.0);
        preset.strategies = {Strategy::OpeningRange};
        preset.strategyPriority = Strategy::OpeningRange;
    }

    SignalVerdict evaluate(Account account = Account::Decide, double score = 1.0) const
    {
        const MarketView view = scene.view();
        const CandleMetrics metrics = measureCandles(view);
        const AnalysisSettings analysis;
        const AllowMissing missing;
        const BreakoutHistory history;
        return evaluateOpeningRange({view, metrics, preset, {}, history, score, missing, analysis, account},
                                    settings, side);
    }

    /// By the one way of sessions and programs, with the values of the preset.
    CloseJudgement judge() const
    {
        const MarketView view = scene.view();
        BreakoutHistory history;
        return judgeClose(view, measureCandles(view), preset, {}, 1.0, {}, history, {}, {});
    }
};

/// The demonstration's plan with the strategy on and these values in its block.
Json withBlock(const Json& block)
{
    Json preset = demoJson();
    preset["strategies"] = {"momentum", "opening_range"};
    preset["opening_range"] = block;
    return preset;
}

double valueOf(const Preset& preset, std::string_view key)
{
    const StrategyDefinition& definition = definitionOf(Strategy::OpeningRange);
    for (std::size_t i = 0; i < definition.parameters.size(); ++i)
        if (definition.parameters[i].key == key)
            return parameterValue(preset, definition, i);
    FAIL("no parameter " << key);
    return 0.0;
}

void setValue(Preset& preset, std::string_view key, double value)
{
    const StrategyDefinition& definition = definitionOf(Strategy::OpeningRange);
    for (std::size_t i = 0; i < definition.parameters.size(); ++i)
        if (definition.parameters[i].key == key)
            setParameterValue(preset, definition, i, value);
}

} // namespace

TEST_CASE("the first close beyond the opening range is a signal")
{
    const Break scene;
    const auto verdict = scene.evaluate(Account::Explain);
    REQUIRE(verdict.signal);
    const Signal& signal = *verdict.signal;
    const double atr = *lastAverageTrueRange(scene.scene.candles);
    CHECK(verdict.strategy == Strategy::OpeningRange);
    CHECK(signal.strategy == Strategy::OpeningRange);
    CHECK(signal.direction == Direction::Long);
    CHECK(signal.level == 100.5);
    CHECK(signal.levelId == LevelId {LevelType::Resistance, kMidnight, 10'050});
    CHECK(signal.breakoutPrice == near(100.5 + 0.1 * atr));
    CHECK(signal.entry == Price {10'071}); // best ask
    // As momentum's: the nearer of the last ten lows and 1.2 ATR.
    CHECK(signal.stop
          == *scene.scene.instrument.quantizePrice(std::max(99.7, 100.71 - 1.2 * atr),
                                                   QuantizeFor::StopOfLong));
    // The imbalance is of notional, and so a little under 0.3.
    const double imbalance = *scene.scene.view().book->imbalance;
    CHECK(imbalance == Approx(0.3).margin(1e-3));
    CHECK(signal.confidence == near(0.4 * 0.75 + 0.3 * 0.5 + 0.2 * (1.0 - 24.0 / 48.0) + 0.1 * imbalance / 0.5));
    CHECK(checkOf(verdict, SignalCondition::RangeAge).value == 25.0);
    CHECK(checkOf(verdict, SignalCondition::OpeningRange).value == 6.0);
    CHECK(checkOf(verdict, SignalCondition::RangeHeight).value == near(1.0));
    CHECK(checkOf(verdict, SignalCondition::RangeHeight).threshold == near(6.0 * atr));
    CHECK(checkOf(verdict, SignalCondition::VolumeSurge).value == near(2.5));
    CHECK(checkOf(verdict, SignalCondition::Crossing).value == 100.0);
    CHECK(verdict.checkCount == kMaxSignalChecks);
    for (const SignalCheck& check : verdict.evaluated())
        CHECK(check.outcome == CheckOutcome::Pass);
    CHECK(signal.reason.starts_with("close 100.70 over 100.5"));
    CHECK(signal.reason.ends_with(", opening range 99.50 to 100.50 of 00:00, volume 2.50x"));
    // The other side of the same bar.
    Break other = scene;
    other.side = LevelType::Support;
    CHECK(other.evaluate().refusal->condition == SignalCondition::PriceBreakout);
}

TEST_CASE("confidence of an opening range")
{
    CHECK(openingRangeConfidence(0.0, 2.5, 1.0, 48, 0.25) == near(0.2 + 0.15 + 0.2 + 0.05));
    CHECK(openingRangeConfidence(0.0, 2.5, 25.0, 48, {}) == near(0.2 + 0.15 + 0.1));
    CHECK(openingRangeConfidence(-9.0, 0.0, 48.0, 48, {}) == 0.1);
    CHECK(openingRangeConfidence(9.0, 50.0, 1.0, 48, 1.0) == near(1.0));
}

TEST_CASE("each condition of an opening range refuses by itself")
{
    struct Row {
        SignalCondition condition;
        std::function<void(Break&)> breakIt;
        CheckOutcome outcome = CheckOutcome::Fail;
    };
    const Row rows[] = {
        {SignalCondition::Strategy, [](Break& b) { b.preset.strategies = kUsualStrategies; }},
        {SignalCondition::SideFilter, [](Break& b) { b.preset.intendedSide = IntendedSide::Short; }},
        {SignalCondition::Bars,
         [](Break& b) { b.scene.candles.erase(b.scene.candles.begin(), b.scene.candles.end() - 19); }},
        {SignalCondition::RangeAge, [](Break& b) { b.settings.validBars = 24; }},
        {SignalCondition::RangeAge, [](Break& b) { b.settings.rangeBars = 31; }}, // it still forms
        {SignalCondition::OpeningRange, [](Break& b) { b.scene.candles.erase(b.scene.candles.begin() + 3); },
         CheckOutcome::NoData},
        {SignalCondition::RangeHeight, [](Break& b) { b.scene.candles[1].low = 90.0; }},
        {SignalCondition::PriceBreakout, [](Break& b) { b.scene.candles.back().close = 100.55; }},
        {SignalCondition::VolumeSurge, [](Break& b) { b.scene.candles.back().volume = 149.0; }},
        {SignalCondition::L2Imbalance, [](Break& b) { b.scene.setBook(100.70, 55.0, 100.71, 45.0); }},
        {SignalCondition::L2Imbalance, [](Break& b) { b.scene.book.reset(); }, CheckOutcome::NoData},
        {SignalCondition::Crossing,
         [](Break& b) { b.scene.candles[10] = bar(10, 100.3, 100.75, 100.2, 100.7, 100.0); }},
        {SignalCondition::Crossing, [](Break& b) { b.scene.candles.erase(b.scene.candles.begin() + 9); },
         CheckOutcome::NoData},
        {SignalCondition::TooFar, [](Break& b) { b.scene.setBook(101.0, 65.0, 101.01, 35.0); }},
        {SignalCondition::BadStop, [](Break& b) { b.scene.takerFeeBps = 60.0; }},
        {SignalCondition::NoEdge, [](Break& b) { b.preset.position.targets.front().r = 0.4; }},
    };
    for (const Row& row : rows) {
        INFO(toText(row.condition) << " row " << &row - rows);
        Break scene;
        row.breakIt(scene);
        for (const Account account : {Account::Decide, Account::Explain}) {
            const auto verdict = scene.evaluate(account);
            CHECK_FALSE(verdict.signal);
            REQUIRE(verdict.refusal);
            CHECK(verdict.refusal->condition == row.condition);
            CHECK(verdict.refusal->outcome == row.outcome);
        }
    }
}

TEST_CASE("without any bar of the range or since, without a book, there is no entry, and it says which")
{
    for (std::size_t missing = 0; missing < kLast; ++missing) {
        INFO(missing);
        Break scene;
        scene.scene.candles.erase(scene.scene.candles.begin() + static_cast<std::ptrdiff_t>(missing));
        const auto verdict = scene.evaluate();
        CHECK_FALSE(verdict.signal);
        REQUIRE(verdict.refusal);
        CHECK(verdict.refusal->outcome == CheckOutcome::NoData);
        CHECK(verdict.refusal->condition
              == (missing < 6 ? SignalCondition::OpeningRange : SignalCondition::Crossing));
    }
    Break scene;
    scene.scene.book.reset();
    scene.preset.allowMissing.l2Imbalance = true;
    const auto verdict = scene.evaluate();
    REQUIRE(verdict.signal);
    CHECK(verdict.signal->entry == Price {10'070}); // the close
    CHECK(missingNames(verdict.signal->missing) == std::vector<std::string> {"l2_imbalance"});
}

TEST_CASE("a session begins at midnight UTC and after every so many hours of its day")
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 400; ++i)
        bars.push_back(
            bar(i, 100.0, 101.0 + static_cast<double>(i), 99.0 - static_cast<double>(i), 100.0, 10.0));
    const auto at = [&](std::size_t last, int hours, int rangeBars) {
        return findOpeningRange(std::span(bars).first(last + 1), Duration::minutes(5), hours, rangeBars);
    };
    OpeningRange range = at(11, 24, 12);
    CHECK(range.open == kMidnight);
    CHECK(range.known == 12);
    CHECK(range.age == 0); // its last bar
    CHECK(range.since.empty());
    range = at(14, 24, 12);
    CHECK(range.age == 3);
    CHECK(range.highest.openTime == bars[11].openTime);
    CHECK(range.lowest.low == 88.0);
    CHECK(range.volume == 10.0);
    REQUIRE(range.since.size() == 2);
    CHECK(range.since.front().openTime == bars[12].openTime);
    // 12 bars an hour: the session of 08:00 is bar 96, that of the next day bar 288.
    CHECK(at(95, 8, 6).open == kMidnight);
    CHECK(at(96, 8, 6).open == kMidnight + Duration::hours(8));
    CHECK(at(96, 8, 6).known == 1);
    CHECK(at(287, 5, 6).open == kMidnight + Duration::hours(20)); // the last of the day is shorter
    CHECK(at(288, 5, 6).open == kMidnight + Duration::days(1));
    // Before the window began nothing is known.
    CHECK(findOpeningRange(std::span(bars).subspan(3, 20), Duration::minutes(5), 24, 6).known == 3);
    CHECK(findOpeningRange(std::span(bars).subspan(10, 20), Duration::minutes(5), 24, 6).known == 0);
}

TEST_CASE("long and short opening ranges mirror")
{
    constexpr double kCentre = 1'000'000.0;
    int signals = 0;
    for (std::uint64_t seed = 0; seed < 25; ++seed) {
        Break up;
        up.scene.instrument = makeInstrument("X", "1", "0.001");
        up.scene.takerFeeBps = 0.1;
        up.preset.execution.expectedSlippageBps = 0.1;
        up.scene.candles = randomWalk(seed, 40, kCentre - 200.0, 10.0, 150.0);
        up.settings.maxHeightAtr = 50.0;
        double top = 0.0;
        for (const Candle& candle : up.scene.candles)
            top = std::max(top, candle.high);
        up.scene.candles[3].high = top;
        const double before = up.scene.candles.back().close;
        up.scene.candles.push_back(bar(40, before, top + 32.0, before - 10.0, top + 30.0, 400.0));
        up.scene.setBook(top + 28.0, 65.0, top + 32.0, 35.0);

        Break down = up;
        down.side = LevelType::Support;
        down.scene.candles = reflected(up.scene.candles, kCentre);
        down.scene.setBook(2.0 * kCentre - top - 32.0, 35.0, 2.0 * kCentre - top - 28.0, 65.0);

        const auto longVerdict = up.evaluate(Account::Explain);
        const auto shortVerdict = down.evaluate(Account::Explain);
        INFO("seed " << seed);
        if (!requireMirrored(longVerdict, shortVerdict))
            continue;
        ++signals;
        const Signal& a = *longVerdict.signal;
        const Signal& b = *shortVerdict.signal;
        CHECK(a.direction == Direction::Long);
        CHECK(b.direction == Direction::Short);
        CHECK(b.entry.ticks == 2'000'000 - a.entry.ticks);
        CHECK(b.stop.ticks == 2'000'000 - a.stop.ticks);
        CHECK(b.level == 2.0 * kCentre - a.level);
        CHECK(a.confidence == Approx(b.confidence).margin(1e-3));
    }
    CHECK(signals >= 20);
}

TEST_CASE("prices and tick times 1000 change nothing but the prices")
{
    Break small;
    Break large;
    large.scene.instrument = makeInstrument("X", "10", "0.001");
    for (Candle& candle : large.scene.candles)
        candle = {candle.openTime,     candle.open * 1000.0,  candle.high * 1000.0,
                  candle.low * 1000.0, candle.close * 1000.0, candle.volume};
    large.scene.setBook(100'700.0, 65.0, 100'710.0, 35.0);
    const auto a = small.evaluate();
    const auto b = large.evaluate();
    REQUIRE(a.signal);
    REQUIRE(b.signal);
    CHECK(a.signal->entry == b.signal->entry);
    CHECK(a.signal->stop == b.signal->stop);
    CHECK(a.signal->confidence == near(b.signal->confidence));
    CHECK(a.signal->levelId.ticks == b.signal->levelId.ticks);
}

TEST_CASE("every parameter of the schema decides")
{
    struct Row {
        std::string_view key;
        double other;
        std::function<void(Break&)> prepare = [](Break&) {};
    };
    // At each of these values the signal is gone that is there at the usual one.
    const Row rows[] = {
        // The day is at 05:00: of a session from 04:00 on the edge is another one.
        {"session_hours", 4.0,
         [](Break& b) {
             Candle last = b.scene.candles.back();
             last.openTime = kMidnight + Duration::hours(5);
             b.scene.candles.pop_back();
             for (std::size_t i = kLast; i < 60; ++i)
                 b.scene.candles.push_back(bar(i, 100.0, 100.3, 99.7, 100.0, 100.0));
             b.scene.candles[50].high = 101.5;
             b.scene.candles.push_back(last);
             setValue(b.preset, "valid_bars", 96.0);
         }},
        {"range_bars", 12.0, [](Break& b) { b.scene.candles[8].high = 101.0; }},
        {"valid_bars", 24.0},
        {"max_height_atr", 1.0},
        {"break_atr", 0.5},
        {"volume_multiplier", 2.6},
    };
    std::set<std::string_view> shown;
    for (const Row& row : rows) {
        INFO(row.key);
        Break scene;
        row.prepare(scene);
        CHECK(scene.judge().refusal.empty());
        setValue(scene.preset, row.key, row.other);
        const CloseJudgement judged = scene.judge();
        CHECK_FALSE(judged.signal);
        CHECK(judged.refusal.starts_with("signal:opening_range:"));
        shown.insert(row.key);
    }
    for (const StrategyParameter& parameter : definitionOf(Strategy::OpeningRange).parameters)
        CHECK(shown.contains(parameter.key));
}

TEST_CASE("it needs no found level, and is off where a preset does not name it")
{
    Break scene;
    CHECK(scene.judge().signal);
    scene.preset.strategies = kUsualStrategies;
    CHECK(scene.judge().refusal == "signal:gate:no_levels");
    scene.preset.strategies = {Strategy::OpeningRange};
    scene.scene.candles.back().close = 100.55;
    CHECK(scene.judge().refusal.starts_with("signal:opening_range:price_breakout 100.55 against 100.5"));
}

TEST_CASE("only where the strategies before it give no signal it is tried")
{
    Break scene;
    scene.preset.strategies = {Strategy::Momentum, Strategy::OpeningRange};
    scene.preset.strategyPriority = Strategy::Momentum;
    scene.preset.signal.vwapGapMaxAtr = 50.0;
    Level level;
    level.type = LevelType::Resistance;
    level.price = 100.5;
    level.enhancedStrength = 0.5;
    const MarketView view = scene.scene.view();
    const CandleMetrics metrics = measureCandles(view);
    const std::vector<Level> levels {level};
    const auto select = [&] { return selectSignal(view, metrics, scene.preset, levels, {}, 1.0); };
    REQUIRE(select());
    CHECK(select()->strategy == Strategy::Momentum);
    scene.preset.strategyPriority = Strategy::OpeningRange;
    CHECK(select()->strategy == Strategy::OpeningRange);
    scene.preset.strategyPriority = Strategy::Momentum;
    scene.preset.signal.momentumBodyRatioMin = 0.99;
    CHECK(select()->strategy == Strategy::OpeningRange);
}

TEST_CASE("nothing later changes what was said of a bar")
{
    Preset preset = eagerPreset();
    preset.strategies = {Strategy::OpeningRange};
    setValue(preset, "session_hours", 6.0);
    setValue(preset, "valid_bars", 60.0);
    setValue(preset, "max_height_atr", 20.0);
    setValue(preset, "break_atr", 0.0);
    setValue(preset, "volume_multiplier", 1.0);
    const Instrument instrument = makeInstrument();
    std::size_t signals = 0;
    const Detector detector {"opening range", [&](const Moment& moment) {
                                 Sayings sayings;
                                 signals = 0;
                                 for (std::size_t i = 0; i < moment.closed.size(); ++i) {
                                     MarketView view;
                                     view.instrument = &instrument;
                                     view.history = moment.closed.first(i + 1);
                                     view.now = *view.closeTime();
                                     Saying saying;
                                     const CandleMetrics metrics = measureCandles(view);
                                     if (const auto signal =
                                             selectSignal(view, metrics, preset, {}, {}, 0.0)) {
                                         ++signals;
                                         saying = {static_cast<double>(signal->direction),
                                                   signal->level,
                                                   signal->breakoutPrice,
                                                   static_cast<double>(signal->entry.ticks),
                                                   static_cast<double>(signal->stop.ticks),
                                                   signal->confidence};
                                     }
                                     sayings.emplace_back(view.history.back().openTime, std::move(saying));
                                 }
                                 return sayings;
                             }};
    std::size_t all = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const auto bars = randomWalk(seed, 240, 10'000.0, 30.0, 1'500.0);
        const auto change = firstChange(bars, {}, detector);
        INFO(change.value_or(""));
        CHECK_FALSE(change);
        all += signals;
    }
    CHECK(all >= 3);
}

TEST_CASE("a run on candles: its signals are of this strategy, and all is as the run before")
{
    const auto run = [] {
        InstrumentTable instruments =
            InstrumentTable::make({makeInstrument("AAAUSDT"), makeInstrument("BTCUSDT")}).value();
        Preset preset = openPreset();
        preset.strategies = {Strategy::OpeningRange};
        preset.strategyPriority = Strategy::OpeningRange;
        preset.allowMissing.filters.fill(true);
        preset.allowMissing.l2Imbalance = true;
        preset.entryRules = EntryRules {};
        preset.entryRules->requireMomentum = false;
        preset.entryRules->validateApproach = false;
        preset.position.targets.front().r = 3.0;
        preset.position.targets.back().r = 4.0;
        setValue(preset, "session_hours", 8.0);
        setValue(preset, "max_height_atr", 20.0);
        CandleRun candles(instruments, preset, {}, false);
        std::vector<std::string> told;
        std::vector<std::vector<Candle>> bars;
        for (std::uint64_t seed = 0; seed < 2; ++seed) {
            bars.push_back(randomWalk(seed + 5, 1200, 10'000.0, 12.0, 1'500.0));
            for (std::size_t i = 0; i < bars.back().size(); i += 5)
                bars.back()[i].volume *= 6.0;
        }
        for (std::size_t i = 0; i < 1200; ++i) {
            for (std::uint32_t s = 0; s < 2; ++s)
                candles.add(SymbolId {s}, bars[s][i]);
            for (const JudgedSignal& judged : candles.judge(bars[0][i].openTime + Duration::minutes(5))) {
                CHECK(judged.signal.strategy == Strategy::OpeningRange);
                CHECK(judged.entry[EntryCheckKind::Volume].outcome == CheckOutcome::Pass); // a break's check
                told.push_back(std::to_string(i) + " " + std::string(toText(judged.signal.direction)) + " "
                               + judged.signal.reason);
            }
        }
        return told;
    };
    const auto told = run();
    REQUIRE(told.size() == 7);
    CHECK(told.front()
          == "135 long close 10104.00 over 10097.034, opening range 10036.00 to 10095.00 of 08:00, volume 2.71x");
    CHECK(told.back()
          == "1069 long close 9935.00 over 9933.165, opening range 9886.00 to 9931.00 of 16:00, volume 1.52x");
    CHECK(told == run());
}

TEST_CASE("the block of a preset is read by the schema, strictly")
{
    const Preset usual = loadOne(withBlock(Json::object())).presets.front();
    CHECK(usual.strategies == StrategySet {Strategy::Momentum, Strategy::OpeningRange});
    CHECK(valueOf(usual, "session_hours") == 24.0);
    CHECK(valueOf(usual, "range_bars") == 6.0);
    CHECK(valueOf(usual, "valid_bars") == 48.0);
    CHECK(valueOf(usual, "max_height_atr") == 6.0);
    CHECK(valueOf(usual, "break_atr") == 0.1);
    CHECK(valueOf(usual, "volume_multiplier") == 1.5);
    // Without the block as well.
    Json named = demoJson();
    named["strategies"] = {"opening_range"};
    named["strategy_priority"] = "opening_range";
    named.erase("strategy_priority_raw");
    const Preset first = loadOne(named).presets.front();
    CHECK(first.strategyPriority == Strategy::OpeningRange);
    CHECK(valueOf(first, "range_bars") == 6.0);

    const Preset given =
        loadOne(withBlock({{"range_bars", 12}, {"break_atr", 0.25}, {"session_hours", 8}})).presets.front();
    CHECK(valueOf(given, "range_bars") == 12.0);
    CHECK(valueOf(given, "break_atr") == 0.25);
    CHECK(valueOf(given, "session_hours") == 8.0);
    CHECK(valueOf(given, "volume_multiplier") == 1.5);

    const auto errorOf = [](const Json& block) {
        const auto file = loadPresets(fileOf(withBlock(block)), "test.json");
        return file ? std::string() : file.error().message;
    };
    CHECK(errorOf({{"range_bar", 12}})
              .find("opening_range.range_bar is an unknown key, nearest is range_bars; expected "
                    "session_hours, range_bars, valid_bars, max_height_atr, break_atr or "
                    "volume_multiplier")
          != std::string::npos);
    CHECK(errorOf({{"range_bars", 0}})
              .find("opening_range.range_bars is 0; expected a whole number from 1 to 36")
          != std::string::npos);
    CHECK(errorOf({{"range_bars", 6.5}})
              .find("opening_range.range_bars is 6.5; expected a whole number from 1 to 36")
          != std::string::npos);
    CHECK(errorOf({{"break_atr", "much"}})
              .find("opening_range.break_atr is \"much\"; expected a number from 0 to 2")
          != std::string::npos);
    CHECK(errorOf({{"max_height_atr", 0.0}}).find("expected a number above 0") != std::string::npos);
}

TEST_CASE("what the block says is part of the plan where the strategy may signal")
{
    const std::string before = canonicalForm(loadOne(withBlock(Json::object())).presets.front());
    CHECK(before.find("strategies.opening_range=true\n") != std::string::npos);
    CHECK(before.find("opening_range.range_bars=6\n") != std::string::npos);
    for (const StrategyParameter& parameter : definitionOf(Strategy::OpeningRange).parameters) {
        INFO(parameter.key);
        const double other = parameter.isWhole ? parameter.usual - 1.0 : parameter.usual + 0.5;
        const Preset turned = loadOne(withBlock({{std::string(parameter.key), other}})).presets.front();
        CHECK(canonicalForm(turned) != before);
        // Written out and read back it is the same plan.
        const auto read = loadPresets(presetFileText(turned), "written.json");
        REQUIRE(read);
        CHECK(canonicalForm(read->presets.front()) == canonicalForm(turned));
    }
    // Where it may not, the plan is as if the block were not there, and the file says so.
    Json off = withBlock({{"range_bars", 12}});
    off["strategies"] = {"momentum"};
    const PresetFile file = loadOne(off);
    CHECK(canonicalForm(file.presets.front()) == canonicalForm(loadOne(demoJson()).presets.front()));
    REQUIRE(std::ranges::count(file.notices, "opening_range", &PresetMessage::field) == 1);
    CHECK(valueOf(file.presets.front(), "range_bars") == 12.0);
    // What was set is kept for the day it is switched on.
    CHECK(presetFileText(file.presets.front()).find("\"range_bars\": 12") != std::string::npos);
    CHECK(presetFileText(loadOne(demoJson()).presets.front()).find("opening_range") == std::string::npos);
}
