// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a level, and that nothing of the past changes.
#include "../market/CandleMaker.h"
#include "Truncation.h"

#include "strategy/LevelHistory.h"
#include "strategy/LevelLives.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const Instrument kInstrument = makeInstrument();

Timestamp closeOf(std::size_t index)
{
    return kMidnight + Duration::milliseconds(kBarMs * static_cast<std::int64_t>(index + 1));
}

/// `count` bars 99-101 around 100 with highs of 105 at bars 10 and 20: a
/// resistance of two touches, known at the close of bar 21.
std::vector<Candle> twoTouches(std::size_t count)
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < count; ++i)
        bars.push_back(bar(i, 100, 101, 99, 100));
    bars[10].high = bars[20].high = 105.0;
    return bars;
}

std::optional<LevelRecord> recordAt(const std::vector<Candle>& bars, double price)
{
    const LevelHistory history = levelHistoryOf(bars, kInstrument, Preset{});
    for (const LevelRecord& record : history.records())
        if (record.level.price == price && record.level.type == LevelType::Resistance)
            return record;
    return std::nullopt;
}

} // namespace

TEST_CASE("a level is born with the first bar that holds it")
{
    CHECK_FALSE(recordAt(twoTouches(21), 105.0));
    const auto born = recordAt(twoTouches(22), 105.0);
    REQUIRE(born);
    CHECK(born->born == closeOf(21));
    CHECK(born->isKept);
    CHECK(born->fate == LevelFate::Active);
    CHECK_FALSE(born->fateTime);
    REQUIRE(born->readings.size() == 1);
    CHECK(born->readings[0].time == closeOf(21));
    CHECK(born->readings[0].touches == 2);
    CHECK(born->readings[0].strength == born->level.strength);

    const auto later = recordAt(twoTouches(30), 105.0);
    REQUIRE(later);
    CHECK(later->born == closeOf(21));
    CHECK(later->readings.size() == 9);
    CHECK(later->readings[0] == born->readings[0]);
}

TEST_CASE("a level breaks, and is retested once")
{
    // 105 * 1.0012 = 105.126
    auto bars = twoTouches(40);
    bars[30] = bar(30, 100, 107, 100, 105.12);
    REQUIRE(recordAt(bars, 105.0));
    CHECK(recordAt(bars, 105.0)->fate != LevelFate::Broken);
    bars[30].close = 105.2;
    for (std::size_t i = 31; i < bars.size(); ++i)
        bars[i] = bar(i, 109, 110, 108.5, 109);
    auto broken = recordAt(bars, 105.0);
    REQUIRE(broken);
    CHECK(broken->fate == LevelFate::Broken);
    CHECK(broken->fateTime == closeOf(30));
    CHECK(broken->born == closeOf(21));

    // The wick comes to a third of an ATR of it, the close holds.
    bars[35].low = 105.5;
    auto retested = recordAt(bars, 105.0);
    REQUIRE(retested);
    CHECK(retested->fate == LevelFate::Retested);
    CHECK(retested->fateTime == closeOf(35));
    bars[38].low = 105.1; // a later one changes nothing
    CHECK(recordAt(bars, 105.0)->fateTime == closeOf(35));
    bars[35].low = 104.0;
    bars[35].close = 104.5; // closes below: no retest, but the later one is
    CHECK(recordAt(bars, 105.0)->fateTime == closeOf(38));

    // Beyond it already before it was born: no break.
    auto beyond = twoTouches(40);
    beyond[21].close = beyond[22].close = 105.2;
    beyond[21].high = beyond[22].high = 105.3;
    const auto stale = recordAt(std::vector<Candle>(beyond.begin(), beyond.begin() + 23), 105.0);
    REQUIRE(stale);
    CHECK(stale->fate == LevelFate::Active);
}

TEST_CASE("a level expires with the first bar that holds it no more")
{
    // At bar 160 the window begins at bar 11: one touch is left.
    CHECK(recordAt(twoTouches(160), 105.0)->fate == LevelFate::Active);
    auto bars = twoTouches(320);
    const auto upTo = [&](std::size_t count) {
        return recordAt(std::vector<Candle>(bars.begin(), bars.begin() + static_cast<std::ptrdiff_t>(count)), 105.0);
    };
    auto gone = upTo(161);
    REQUIRE(gone);
    CHECK(gone->fate == LevelFate::Expired);
    CHECK(gone->fateTime == closeOf(160));
    CHECK_FALSE(gone->isKept);
    CHECK(gone->readings.size() == 139); // bars 21 to 159

    // A later break is one still, and so is one at the bar that lets it go.
    bars[165] = bar(165, 100, 107, 100, 106);
    CHECK(upTo(165)->fate == LevelFate::Expired);
    CHECK(upTo(165)->fateTime == closeOf(160));
    CHECK(upTo(166)->fate == LevelFate::Broken);
    CHECK(upTo(166)->fateTime == closeOf(165));
    bars[165] = bar(165, 100, 101, 99, 100);
    bars[160] = bar(160, 100, 107, 100, 106);
    CHECK(upTo(161)->fate == LevelFate::Broken);
    CHECK(upTo(161)->fateTime == closeOf(160));

    // It is told of for 150 bars after the last that held it, which is bar 159.
    REQUIRE(upTo(309));
    CHECK(upTo(309)->born == closeOf(21));
    CHECK(upTo(309)->fateTime == closeOf(160));
    CHECK_FALSE(upTo(310));
}

TEST_CASE("bar by bar and from scratch are the same, and nothing is taken back")
{
    std::size_t broken = 0;
    std::size_t retested = 0;
    std::size_t expired = 0;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        const auto bars = randomWalk(seed, 700);
        const Preset preset;
        LevelHistory history(preset.signal.momentumEpsilon, preset.signal.retestMaxPierceAtr);
        std::map<std::string, LevelRecord> known;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const auto window = windowAt(bars, i);
            const auto kept = findLevels(window, kInstrument, preset.levels);
            history.add(window, kept, lastAverageTrueRange(window));
            const Timestamp close = window.back().openTime + Duration::minutes(5);
            INFO("seed " << seed << " bar " << i);
            if (i % 23 == 0 || i > 690) {
                const LevelHistory scratch =
                    levelHistoryOf(std::span(bars).first(i + 1), kInstrument, preset);
                REQUIRE(std::ranges::equal(history.records(), scratch.records()));
            }
            std::size_t keptNow = 0;
            for (const LevelRecord& record : history.records()) {
                keptNow += record.isKept ? 1 : 0;
                REQUIRE(record.born <= close);
                REQUIRE(record.readings.front().time == record.born);
                const auto [found, isNew] = known.try_emplace(toText(record.level.id, "T"), record);
                if (isNew) {
                    REQUIRE(record.born == close);
                    continue;
                }
                const LevelRecord& before = found->second;
                REQUIRE(record.born == before.born);
                REQUIRE(record.readings.size() >= before.readings.size());
                REQUIRE(std::equal(before.readings.begin(), before.readings.end(), record.readings.begin()));
                if (record.fate != before.fate) {
                    const bool isLegal = before.fate == LevelFate::Active
                        ? record.fate == LevelFate::Broken || record.fate == LevelFate::Expired
                        : before.fate == LevelFate::Expired ? record.fate == LevelFate::Broken
                                                            : record.fate == LevelFate::Retested;
                    REQUIRE(isLegal);
                    REQUIRE(record.fateTime == close);
                    broken += record.fate == LevelFate::Broken ? 1 : 0;
                    retested += record.fate == LevelFate::Retested ? 1 : 0;
                    expired += record.fate == LevelFate::Expired ? 1 : 0;
                } else {
                    REQUIRE(record.fateTime == before.fateTime);
                }
                found->second = record;
            }
            REQUIRE(keptNow <= kept.size());
        }
    }
    CHECK(broken > 20);
    CHECK(retested > 10);
    CHECK(expired > 100);
}

TEST_CASE("what was said of a closed bar stays said")
{
    const auto bars = randomWalk(11, 200);
    const auto reference = randomWalk(12, 200, 50'000.0, 90.0, 20'000.0);
    // Metrics and filters say 39 numbers of a bar; more is a break or a signal.
    constexpr std::size_t kOfEveryBar = 39;
    std::size_t more = 0;
    for (const auto& [time, saying] : evaluationDetector(kInstrument).says({bars, reference, {}}))
        more += saying.size() > kOfEveryBar ? 1 : 0;
    CHECK(more > 5);
    for (const Detector& detector : soundDetectors(kInstrument)) {
        const auto change = firstChange(bars, reference, detector);
        INFO(change.value_or(""));
        CHECK_FALSE(change);
    }
}

TEST_CASE("a detector that looks at what it cannot know is found out")
{
    const auto bars = randomWalk(11, 60);
    const auto reference = randomWalk(12, 60, 50'000.0, 90.0, 20'000.0);
    CHECK(firstChange(bars, reference, formingBarDetector(kInstrument)));
    CHECK(firstChange(bars, reference, futureDetector()));
}

TEST_CASE("lives followed in any steps are those of the history")
{
    const Preset preset;
    const AnalysisSettings settings;
    const auto bars = randomWalk(3, 500);
    LevelHistory history(preset.signal.momentumEpsilon, preset.signal.retestMaxPierceAtr);
    LevelLives lives(preset, settings);
    std::size_t next = 0;
    for (std::size_t i = kDecisionWindow - 1; i < bars.size(); ++i) {
        const auto window = windowAt(bars, i);
        const auto kept = findLevels(window, kInstrument, preset.levels);
        history.add(window, kept, lastAverageTrueRange(window));
        if (i < next)
            continue;
        next = i + 1 + i % 7;
        // As a board does, it holds the newest 320.
        const auto held = std::span(bars).first(i + 1).last(std::min<std::size_t>(i + 1, 320));
        REQUIRE(lives.follow(held, kInstrument));
        REQUIRE(std::ranges::equal(lives.kept(), kept));
        REQUIRE(std::ranges::equal(lives.records(), history.records()));
        for (const LevelRecord& record : lives.records()) {
            const bool isSeen = record.level.firstTouch >= bars[kDecisionWindow - 1].openTime;
            REQUIRE(lives.bornOf(record) == (isSeen ? std::optional(record.born) : std::nullopt));
            REQUIRE(lives.find(record.level.id) == &record);
        }
    }
}

TEST_CASE("of a life that begins with a bar, or was broken off, what lies before is unknown")
{
    const Preset preset;
    const AnalysisSettings settings;
    auto bars = twoTouches(60);
    LevelLives lives(preset, settings);
    const auto upTo = [&](std::size_t count) { return std::span<const Candle>(bars).first(count); };
    const auto resistance = [&]() -> const LevelRecord& {
        for (const LevelRecord& record : lives.records())
            if (record.level.price == 105.0)
                return record;
        FAIL("no resistance at 105");
        return lives.records().front();
    };

    REQUIRE(lives.follow(upTo(30), kInstrument, LevelLives::LookBack::NewestBar));
    CHECK(resistance().born == closeOf(29));
    CHECK_FALSE(lives.bornOf(resistance()));
    CHECK_FALSE(lives.fateOf(resistance()));
    CHECK(lives.follow(upTo(30), kInstrument));
    CHECK(lives.records().size() == lives.kept().size());
    // That it broke is seen all the same.
    bars[40] = bar(40, 100, 107, 100, 106);
    CHECK(lives.follow(upTo(42), kInstrument));
    CHECK_FALSE(lives.bornOf(resistance()));
    CHECK(lives.fateOf(resistance()) == LevelFate::Broken);
    CHECK(resistance().fateTime == closeOf(40));

    // A bar before the newest is there now.
    std::vector<Candle> late(bars.begin(), bars.begin() + 42);
    late.erase(late.begin() + 35);
    LevelLives other(preset, settings);
    CHECK(other.follow(late, kInstrument));
    CHECK_FALSE(other.follow(upTo(42), kInstrument));
    for (const LevelRecord& record : other.records())
        CHECK_FALSE(other.bornOf(record));
    // From then on births are known again.
    CHECK(other.follow(upTo(60), kInstrument));
}

TEST_CASE("without its readings a history says the same")
{
    const Preset preset;
    const auto bars = randomWalk(4, 200);
    LevelHistory with(preset.signal.momentumEpsilon, preset.signal.retestMaxPierceAtr);
    LevelHistory without = with;
    without.keepNoReadings();
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const auto window = windowAt(bars, i);
        const auto kept = findLevels(window, kInstrument, preset.levels);
        with.add(window, kept, lastAverageTrueRange(window));
        without.add(window, kept, lastAverageTrueRange(window));
    }
    REQUIRE_FALSE(with.records().empty());
    REQUIRE(with.records().size() == without.records().size());
    for (std::size_t i = 0; i < with.records().size(); ++i) {
        LevelRecord record = with.records()[i];
        record.readings.clear();
        CHECK(record == without.records()[i]);
    }
    without.clear();
    CHECK(without.records().empty());
}
