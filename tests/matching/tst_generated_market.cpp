// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/BarPath.h"
#include "matching/GeneratedMarket.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace breakline;

namespace {

constexpr Duration kMinute = Duration::minutes(1);

std::unique_ptr<GeneratedMarket> marketOf(std::uint64_t seed, int symbols = 40)
{
    return *GeneratedMarket::make({seed, symbols});
}

std::vector<GridCandle> play(GeneratedMarket& market, SymbolId id, int minutes)
{
    std::vector<GridCandle> bars;
    for (int i = 0; i < minutes; ++i)
        bars.push_back(*market.bar(id, market.start() + kMinute * i));
    return bars;
}

std::vector<GridCandle> aggregated(const std::vector<GridCandle>& bars, std::size_t count)
{
    std::vector<GridCandle> result;
    for (std::size_t i = 0; i + count <= bars.size(); i += count) {
        GridCandle whole = bars[i];
        for (std::size_t k = i + 1; k < i + count; ++k) {
            whole.high = std::max(whole.high, bars[k].high);
            whole.low = std::min(whole.low, bars[k].low);
            whole.close = bars[k].close;
            whole.volume += bars[k].volume;
        }
        result.push_back(whole);
    }
    return result;
}

// Median over time of the mean true range of the last 14 quarters of an hour, of price.
double medianRange(const std::vector<GridCandle>& minutes)
{
    const auto quarters = aggregated(minutes, 15);
    std::vector<double> shares;
    for (std::size_t i = 14; i < quarters.size(); ++i) {
        double sum = 0.0;
        for (std::size_t k = i - 13; k <= i; ++k)
            sum += static_cast<double>(quarters[k].high - quarters[k].low);
        shares.push_back(sum / 14.0 / static_cast<double>(quarters[i].close));
    }
    std::ranges::sort(shares);
    return shares[shares.size() / 2];
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace

TEST_CASE("a generated market says what it is")
{
    const auto market = marketOf(1);
    CHECK(toIso8601(market->start()) == "2026-01-05T10:00:00.000Z");
    CHECK(market->instruments().size() == 40);
    CHECK_FALSE(market->end());
    std::set<std::int64_t> fundingHours;
    std::set<std::string> ticks;
    std::set<std::string> lots;
    std::set<std::string> leverages;
    for (const Instrument& instrument : market->instruments().all()) {
        CHECK(instrument.status == InstrumentStatus::Trading);
        CHECK(toIso8601(*instrument.launchTime) == "2025-01-05T10:00:00.000Z");
        CHECK(market->listing(instrument.id) == *instrument.launchTime);
        CHECK_FALSE(market->delivery(instrument.id));
        CHECK(market->interval(instrument.id) == kMinute);
        CHECK(instrument.minNotional.toString() == "5");
        CHECK(instrument.symbol.ends_with("USDT"));
        CHECK(instrument.maxMarketQuantity->lots < instrument.maxLimitQuantity->lots);
        fundingHours.insert(instrument.fundingInterval.ms / 3'600'000);
        ticks.insert(instrument.tickSize.toString());
        lots.insert(instrument.lotSize.toString());
        leverages.insert(instrument.maxLeverage.toString());
    }
    CHECK(fundingHours == std::set<std::int64_t> {1, 2, 4, 8});
    CHECK(ticks.contains("0.1"));
    CHECK(ticks.contains("0.0000001"));
    CHECK(lots.contains("0.001"));
    CHECK(lots.contains("100"));
    CHECK(leverages.size() >= 4);
    for (const char* name : {"BTCUSDT", "ETHUSDT", "SOLUSDT", "1000PEPEUSDT"})
        CHECK(market->instruments().find(name));
}

TEST_CASE("settings out of range are refused")
{
    CHECK(GeneratedMarket::make({1, 0}).error().message
          == "a generated market of 0 symbols; 1 to 40 would be right");
    CHECK_FALSE(GeneratedMarket::make({1, 41}));
    CHECK(GeneratedMarket::make({1, 1, Timestamp {1'767'607'200'001}}).error().message
          == "the start 2026-01-05T10:00:00.001Z is not a whole minute; 2026-01-05T10:00:00.000Z would be "
             "right");
    const auto one = *GeneratedMarket::make({1, 1, Timestamp {1'767'607'260'000}});
    CHECK(one->instruments().size() == 1);
    CHECK(one->instruments().at(SymbolId {0}).symbol == "BTCUSDT");
    CHECK(toIso8601(one->start()) == "2026-01-05T10:01:00.000Z");
}

TEST_CASE("symbols can be chosen, and move as they do among all the others")
{
    GeneratorSettings settings;
    settings.seed = 5;
    settings.symbols = {"SOLUSDT", "ADAUSDT"};
    const auto few = *GeneratedMarket::make(settings);
    const auto all = marketOf(5);
    std::vector<std::string> names;
    for (const Instrument& instrument : few->instruments().all()) {
        names.push_back(instrument.symbol);
        const SymbolId id = *all->instruments().find(instrument.symbol);
        CHECK(few->history(instrument.id) == all->history(id));
        CHECK(play(*few, instrument.id, 60) == play(*all, id, 60));
    }
    CHECK(names == std::vector<std::string> {"ADAUSDT", "BTCUSDT", "SOLUSDT"});
    settings.symbols = {"SOLUSDT", "NOUSDT"};
    CHECK(GeneratedMarket::make(settings).error().message == "the generated market knows no NOUSDT");
}

TEST_CASE("a day of history joins the bars that follow")
{
    const auto market = marketOf(3, 8);
    for (const Instrument& instrument : market->instruments().all()) {
        auto bars = market->history(instrument.id);
        REQUIRE(bars.size() == 1440);
        CHECK(bars.front().openTime == market->start() - Duration::days(1));
        const auto later = play(*market, instrument.id, 600);
        bars.insert(bars.end(), later.begin(), later.end());
        std::size_t jumps = 0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            REQUIRE(isPrintable(bars[i]));
            REQUIRE(bars[i].volume >= 24);
            if (i == 0)
                continue;
            REQUIRE(bars[i].openTime == bars[i - 1].openTime + kMinute);
            REQUIRE(std::abs(bars[i].open - bars[i - 1].close) <= 1);
            jumps += bars[i].open != bars[i - 1].close ? 1U : 0U;
        }
        CHECK(jumps > bars.size() * 4 / 10);
        CHECK(jumps < bars.size() * 6 / 10);
    }
}

TEST_CASE("equal settings give equal markets, another seed another")
{
    auto a = marketOf(5, 6);
    auto b = marketOf(5, 6);
    auto c = marketOf(6, 6);
    for (std::uint32_t i = 0; i < 6; ++i) {
        const SymbolId id {i};
        CHECK(a->history(id) == b->history(id));
        CHECK(a->history(id) != c->history(id));
        CHECK(play(*a, id, 200) == play(*b, id, 200));
        CHECK(a->openInterest(id, a->start() + kMinute * 100)
              == b->openInterest(id, a->start() + kMinute * 100));
    }
}

TEST_CASE("a bar does not depend on the order in which symbols are asked")
{
    constexpr int kMinutes = 300;
    auto straight = marketOf(7, 10);
    auto backward = marketOf(7, 10);
    auto bySymbol = marketOf(7, 10);
    std::vector<std::vector<GridCandle>> one(10);
    std::vector<std::vector<GridCandle>> two(10);
    for (int minute = 0; minute < kMinutes; ++minute) {
        const Timestamp open = straight->start() + kMinute * minute;
        for (std::uint32_t i = 0; i < 10; ++i) {
            one[i].push_back(*straight->bar(SymbolId {i}, open));
            two[9 - i].push_back(*backward->bar(SymbolId {9 - i}, open));
        }
    }
    CHECK(one == two);
    // One symbol after the other, the leader somewhere among them, its own bars too.
    for (std::uint32_t i = 10; i-- > 0;)
        CHECK(play(*bySymbol, SymbolId {i}, kMinutes) == one[i]);
    // Asking again gives the same bar, asking back none.
    const Timestamp last = straight->start() + kMinute * (kMinutes - 1);
    CHECK(straight->bar(SymbolId {2}, last) == one[2].back());
    CHECK_FALSE(straight->bar(SymbolId {2}, last - kMinute));
    CHECK_FALSE(straight->bar(SymbolId {2}, straight->start() - kMinute));
    CHECK_FALSE(straight->bar(SymbolId {2}, last + Duration {1}));
}

TEST_CASE("fewer symbols leave the others as they are")
{
    auto few = marketOf(9, 3);
    auto many = marketOf(9, 40);
    for (const Instrument& instrument : few->instruments().all()) {
        const SymbolId other = *many->instruments().find(instrument.symbol);
        CHECK(few->history(instrument.id) == many->history(other));
        CHECK(play(*few, instrument.id, 50) == play(*many, other, 50));
    }
}

TEST_CASE("open interest is that of the last closed bar")
{
    auto market = marketOf(2, 4);
    for (std::uint32_t i = 0; i < 4; ++i) {
        const SymbolId id {i};
        const auto atStart = market->openInterest(id, market->start());
        REQUIRE(atStart);
        CHECK(*atStart > 0.0);
        CHECK_FALSE(market->openInterest(id, market->start() - Duration::days(1)));
        CHECK(market->openInterest(id, market->start() - Duration::hours(23)));
        // The bar in progress is still the market's secret.
        market->bar(id, market->start());
        CHECK(market->openInterest(id, market->start()) == atStart);
        CHECK(market->openInterest(id, market->start() + Duration {59'999}) == atStart);
        const auto next = market->openInterest(id, market->start() + kMinute);
        CHECK(next != atStart);
        market->bar(id, market->start() + kMinute);
        CHECK(market->openInterest(id, market->start() + kMinute) == next);
    }
}

TEST_CASE("funding rates are plausible and hold for their interval")
{
    const auto market = marketOf(1);
    int usual = 0;
    int periods = 0;
    for (const Instrument& instrument : market->instruments().all()) {
        const double hours = static_cast<double>(instrument.fundingInterval.ms) / 3'600'000.0;
        for (int i = 0; i < 50; ++i) {
            const Timestamp begin =
                market->start().floorTo(instrument.fundingInterval) + instrument.fundingInterval * i;
            const auto rate = market->fundingRate(instrument.id, begin);
            REQUIRE(rate);
            REQUIRE(
                *rate
                == *market->fundingRate(instrument.id, begin + instrument.fundingInterval - Duration {1}));
            REQUIRE(std::fabs(rate->toDouble()) <= 0.00075 * hours / 8.0);
            REQUIRE(rate->decimals() <= 8);
            usual += std::fabs(rate->toDouble() - 0.0001 * hours / 8.0) < 1e-12 ? 1 : 0;
            ++periods;
        }
    }
    CHECK(usual > periods * 4 / 10);
    CHECK(usual < periods * 6 / 10);
}

TEST_CASE("volatility, volume and correlation are like those of real markets")
{
    constexpr int kMinutes = 3 * 1440;
    auto market = marketOf(1);
    const SymbolId leader = *market->instruments().find("BTCUSDT");
    std::vector<double> leaderReturns;
    std::vector<std::vector<GridCandle>> all;
    for (const Instrument& instrument : market->instruments().all())
        all.push_back(play(*market, instrument.id, kMinutes));
    const auto returnsOf = [](const std::vector<GridCandle>& minutes) {
        const auto bars = aggregated(minutes, 5);
        std::vector<double> returns;
        for (std::size_t i = 1; i < bars.size(); ++i)
            returns.push_back(static_cast<double>(bars[i].close) / static_cast<double>(bars[i - 1].close)
                              - 1.0);
        return returns;
    };
    const auto reference = returnsOf(all[leader.index]);

    std::vector<double> ranges;
    std::vector<double> correlations;
    for (const Instrument& instrument : market->instruments().all()) {
        const auto& bars = all[instrument.id.index];
        const double range = medianRange(bars);
        double turnover = 0.0;
        for (const GridCandle& bar : bars)
            turnover += instrument.toDouble(Price {bar.close}) * instrument.toDouble(Quantity {bar.volume});
        const double perDay = turnover * 1440.0 / kMinutes;
        CHECK(perDay > 8e6);
        CHECK(perDay < 2e10);
        if (instrument.id == leader) {
            CHECK(range > 0.0025);
            CHECK(range < 0.0065);
            CHECK(perDay > 5e9);
            continue;
        }
        CHECK(range > 0.004);
        CHECK(range < 0.016);
        ranges.push_back(range);

        // A surge of twice the usual five minutes is not rare and not common.
        const auto fives = aggregated(bars, 5);
        std::vector<double> volumes;
        for (const GridCandle& bar : fives)
            volumes.push_back(static_cast<double>(bar.volume));
        const double usual = median(volumes);
        const auto surges = std::ranges::count_if(volumes, [&](double v) { return v >= 2.0 * usual; });
        const double share = static_cast<double>(surges) / static_cast<double>(volumes.size());
        CHECK(share > 0.03);
        CHECK(share < 0.30);

        const auto own = returnsOf(bars);
        double ab = 0.0;
        double aa = 0.0;
        double bb = 0.0;
        for (std::size_t i = 0; i < own.size(); ++i) {
            ab += own[i] * reference[i];
            aa += own[i] * own[i];
            bb += reference[i] * reference[i];
        }
        correlations.push_back(ab / std::sqrt(aa * bb));
    }
    CHECK(median(ranges) > 0.006);
    CHECK(median(ranges) < 0.012);
    CHECK(median(correlations) > 0.15);
    CHECK(median(correlations) < 0.8);
    CHECK(*std::ranges::max_element(correlations) < 0.95);
}

TEST_CASE("prices stay near home for weeks")
{
    auto market = marketOf(4, 12);
    for (const Instrument& instrument : market->instruments().all()) {
        const auto from = static_cast<double>(market->history(instrument.id).front().open);
        for (const GridCandle& bar : play(*market, instrument.id, 21 * 1440)) {
            REQUIRE(static_cast<double>(bar.low) > from * 0.3);
            REQUIRE(static_cast<double>(bar.high) < from * 3.0);
        }
    }
}

TEST_CASE("every phase happens, in the order the machine allows")
{
    constexpr int kMinutes = 5 * 1440;
    const auto name = [](MarketPhase phase) { return static_cast<std::size_t>(phase); };
    std::array<int, 7> entered {};
    std::array<double, 7> volume {};
    std::array<double, 7> stay {};
    std::array<double, 7> interest {};
    int pairs[7][7] = {};
    for (const GeneratedSymbol& symbol : generatedSymbols()) {
        const Instrument instrument = instrumentOf(symbol, Timestamp {});
        GeneratedPath path(symbol, instrument, 1);
        std::optional<MarketPhase> before;
        double interestBefore = path.openInterest();
        double all = 0.0;
        std::vector<std::pair<MarketPhase, double>> minutes;
        for (int i = 0; i < kMinutes; ++i) {
            const GridCandle bar = path.next(Timestamp {} + kMinute * i, 0.0);
            const MarketPhase phase = path.phase();
            REQUIRE(std::fabs(path.lastReturn()) < 6.0 * symbol.sigmaBps * 1e-4); // nothing jumps
            if (before && *before != phase) {
                ++entered[name(phase)];
                ++pairs[name(*before)][name(phase)];
            }
            before = phase;
            minutes.emplace_back(phase, static_cast<double>(bar.volume));
            all += static_cast<double>(bar.volume);
            interest[name(phase)] += path.openInterest() / interestBefore - 1.0;
            interestBefore = path.openInterest();
        }
        for (const auto& [phase, lots] : minutes) {
            volume[name(phase)] += lots / (all / kMinutes);
            stay[name(phase)] += 1.0;
        }
    }
    for (const int count : entered)
        CHECK(count > 100);
    const auto allowed = [&](MarketPhase from, MarketPhase to) {
        switch (from) {
        case MarketPhase::Calm: return to == MarketPhase::Range;
        case MarketPhase::Range: return to == MarketPhase::Coil;
        case MarketPhase::Coil: return to == MarketPhase::Break;
        case MarketPhase::Break:
            return to == MarketPhase::Failure || to == MarketPhase::Retest || to == MarketPhase::Trend;
        case MarketPhase::Retest: return to == MarketPhase::Trend;
        case MarketPhase::Trend: return to == MarketPhase::Calm || to == MarketPhase::Range;
        case MarketPhase::Failure: return to == MarketPhase::Range;
        }
        return false;
    };
    for (std::size_t from = 0; from < 7; ++from)
        for (std::size_t to = 0; to < 7; ++to)
            if (from != to)
                CHECK((pairs[from][to] > 0)
                      == allowed(static_cast<MarketPhase>(from), static_cast<MarketPhase>(to)));

    // All symbols together leave a range every few minutes, truly or falsely.
    const double breaksPerHour = entered[name(MarketPhase::Break)] / (kMinutes / 60.0);
    CHECK(breaksPerHour > 8.0);
    CHECK(breaksPerHour < 24.0);
    const double failed =
        static_cast<double>(entered[name(MarketPhase::Failure)]) / entered[name(MarketPhase::Break)];
    CHECK(failed > 0.3);
    CHECK(failed < 0.6);

    const auto usual = [&](MarketPhase phase) { return volume[name(phase)] / stay[name(phase)]; };
    CHECK(usual(MarketPhase::Break) > 3.0);
    CHECK(usual(MarketPhase::Coil) > usual(MarketPhase::Range));
    CHECK(usual(MarketPhase::Range) > usual(MarketPhase::Calm));
    CHECK(interest[name(MarketPhase::Break)] / stay[name(MarketPhase::Break)] > 0.001);
    CHECK(interest[name(MarketPhase::Failure)] / stay[name(MarketPhase::Failure)] < 0.0);
}
