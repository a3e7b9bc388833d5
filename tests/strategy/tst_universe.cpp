// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"

#include "strategy/Scan.h"
#include "strategy/Universe.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const Timestamp kNow = kMidnight + Duration::days(30);

struct Market {
    InstrumentTable table;
    std::vector<UniverseMember> members;

    explicit Market(const std::vector<std::string>& symbols)
    {
        std::vector<Instrument> instruments;
        for (const std::string& symbol : symbols)
            instruments.push_back(makeInstrument(symbol.c_str()));
        table = InstrumentTable::make(std::move(instruments)).value();
        for (const Instrument& instrument : table.all())
            members.push_back({&instrument, {}, {}});
    }
    Market(const Market&) = delete;

    UniverseMember& operator[](const char* symbol) { return members[table.find(symbol)->index]; }
    std::vector<std::string> select(const ScannerSettings& scanner, const UniverseOptions& options = {}) const
    {
        std::vector<std::string> result;
        for (const SymbolId id : selectUniverse(members, scanner, kNow, options))
            result.push_back(table.at(id).symbol);
        return result;
    }
};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("what may be traded")
{
    Instrument instrument = makeInstrument();
    CHECK(checkTradability(instrument, kNow) == Tradability::Tradable);
    for (const InstrumentStatus status : {InstrumentStatus::PreLaunch, InstrumentStatus::ReduceOnly,
                                          InstrumentStatus::Delivering, InstrumentStatus::Closed}) {
        instrument.status = status;
        CHECK(checkTradability(instrument, kNow) == Tradability::NotTrading);
    }
    instrument.status = InstrumentStatus::Trading;
    instrument.launchTime = kNow - Duration::days(7);
    CHECK(checkTradability(instrument, kNow) == Tradability::Tradable);
    instrument.launchTime->ms += 1;
    CHECK(checkTradability(instrument, kNow) == Tradability::TooYoung);
    instrument.launchTime.reset();
    instrument.deliveryTime = kNow + Duration::days(7);
    CHECK(checkTradability(instrument, kNow) == Tradability::DeliveryNear);
    instrument.deliveryTime->ms += 1;
    CHECK(checkTradability(instrument, kNow) == Tradability::Tradable);
}

TEST_CASE("majors come first in their order, the rest as given")
{
    const Market market({"AAAUSDT", "BTCUSDT", "UNIUSDT", "ETHUSDT", "ZZZUSDT", "SOLUSDT", "BTCDOMUSDT"});
    CHECK(market.select({})
          == Names{"BTCUSDT", "ETHUSDT", "SOLUSDT", "UNIUSDT", "AAAUSDT", "BTCDOMUSDT", "ZZZUSDT"});
    CHECK(market.select({}, {{}, 2}) == Names{"BTCUSDT", "ETHUSDT"});
}

TEST_CASE("white and black lists take any spelling")
{
    const Market market({"AAAUSDT", "BTCUSDT", "ETHUSDT", "ZZZUSDT"});
    ScannerSettings scanner;
    scanner.symbolBlacklist = {"ETH/USDT:USDT"};
    CHECK(market.select(scanner) == Names{"BTCUSDT", "AAAUSDT", "ZZZUSDT"});
    CHECK(market.select(scanner, {{"ETH/USDT", "AAA/USDT"}, 0}) == Names{"AAAUSDT"});
    scanner.symbolWhitelist = Names{"BTC/USDT", "ZZZUSDT", "GONEUSDT"};
    CHECK(market.select(scanner) == Names{"BTCUSDT", "ZZZUSDT"});
    CHECK(market.select(scanner, {{"ZZZUSDT"}, 0}) == Names{"ZZZUSDT"});
    scanner.symbolWhitelist = Names{};
    CHECK(market.select(scanner).empty());
}

TEST_CASE("the most traded stay, a tie goes by symbol, unknown volume last")
{
    Market market({"AUSDT", "BUSDT", "CUSDT", "DUSDT"});
    market["BUSDT"].turnover24hUsd = 5.0;
    market["CUSDT"].turnover24hUsd = 9.0;
    market["DUSDT"].turnover24hUsd = 5.0;
    ScannerSettings scanner;
    scanner.topNByVolume = 3;
    CHECK(market.select(scanner) == Names{"CUSDT", "BUSDT", "DUSDT"});
    scanner.topNByVolume = 2;
    CHECK(market.select(scanner) == Names{"CUSDT", "BUSDT"});
}

TEST_CASE("movers")
{
    Market market({"AUSDT", "BUSDT", "CUSDT", "DUSDT", "EUSDT"});
    market["AUSDT"].change24h = 0.05;
    market["BUSDT"].change24h = 0.08;
    market["CUSDT"].change24h = -0.09;
    market["DUSDT"].change24h = 0.02;
    ScannerSettings scanner;
    scanner.movers = MoversFilter{true, 5.0, 50};
    CHECK(market.select(scanner) == Names{"BUSDT", "AUSDT"});
    scanner.movers->topN = 1;
    CHECK(market.select(scanner) == Names{"BUSDT"});
    scanner.movers = MoversFilter{false, 5.0, 50};
    CHECK(market.select(scanner) == Names{"CUSDT"});
}

TEST_CASE("ranks go by score, then volume, then symbol, and only to what passed")
{
    std::vector<ScanResult> results(6);
    const double scores[] = {1.0, 2.0, 2.0, 5.0, 2.0, 0.5};
    const double volumes[] = {1e6, 1e6, 3e6, 9e6, 1e6, 1e6};
    for (std::uint32_t i = 0; i < 6; ++i) {
        results[i].symbol = SymbolId{i};
        results[i].score.total = scores[i];
        results[i].live.turnover24hUsd = volumes[i];
        results[i].passed = i != 3;
    }
    const std::size_t candidates = rankResults(results, 3);
    CHECK(candidates == 3);
    std::vector<std::uint32_t> order;
    for (const ScanResult& result : results)
        order.push_back(result.symbol.index);
    CHECK(order == std::vector<std::uint32_t>{2, 1, 4, 0, 5, 3});
    CHECK(results[0].rank == 1);
    CHECK(results[4].rank == 5);
    CHECK_FALSE(results[5].rank);
    CHECK(rankResults(results, 30) == 5);
}

TEST_CASE("a scan of one symbol is metrics, filters, levels and score")
{
    Scene scene;
    scene.candles = randomWalk(4, 300, 10'000.0, 20.0);
    scene.reference = randomWalk(5, 300, 50'000.0, 90.0, 20'000.0);
    const double close = scene.candles.back().close;
    scene.setBook(close - 1.0, 10.0, close + 1.0, 10.0);
    scene.setTape(12.0);
    Preset preset = openPreset();
    preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::LevelQuality)] = 0.1;
    BarAnalysis analysis;
    analyseBar(scene.view(), {}, analysis);
    const ScanResult result = scanSymbol(scene.view(), analysis, preset, {});
    CHECK(result.passed);
    CHECK(result.barClose == scene.closeTime());
    REQUIRE_FALSE(result.levels.empty());
    CHECK(result.levels == findLevels(scene.candles, scene.instrument, preset.levels));
    CHECK(result.score[ScoreComponent::LevelQuality] == Approx(6.0 * result.levels.front().enhancedStrength - 3.0));

    scene.candles.resize(19);
    analyseBar(scene.view(), {}, analysis);
    CHECK(analysis.levels.empty());
    preset.allowMissing.filters.fill(true);
    const ScanResult tooFew = scanSymbol(scene.view(), analysis, preset, {});
    CHECK(tooFew.tooFewBars);
    CHECK_FALSE(tooFew.passed);
}

TEST_CASE("levels are looked for only where the symbol passes or the score weighs them")
{
    Scene scene;
    scene.candles = randomWalk(4, 300, 10'000.0, 20.0);
    scene.reference = randomWalk(5, 300, 50'000.0, 90.0, 20'000.0);
    const double close = scene.candles.back().close;
    scene.setBook(close - 1.0, 10.0, close + 1.0, 10.0);
    scene.setTape(12.0);
    Preset preset = openPreset();
    double& weight = preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::LevelQuality)];
    weight = 0.0;
    const auto expected = findLevels(scene.candles, scene.instrument, preset.levels);
    REQUIRE_FALSE(expected.empty());

    BarAnalysis analysis;
    analyseBar(scene.view(), {}, analysis);
    CHECK_FALSE(analysis.hasLevels);
    Preset closed = preset;
    closed.liquidity.minTradesPerMinute = 13.0;
    const ScanResult refused = scanSymbol(scene.view(), analysis, closed, {});
    CHECK_FALSE(refused.passed);
    CHECK(refused.levels.empty());
    CHECK_FALSE(analysis.hasLevels);

    const ScanResult passed = scanSymbol(scene.view(), analysis, preset, {});
    CHECK(passed.passed);
    CHECK(passed.levels == expected);
    CHECK(analysis.hasLevels);
    // Found once a bar: the next scan of the bar takes the same.
    CHECK(scanSymbol(scene.view(), analysis, preset, {}).levels == expected);

    analyseBar(scene.view(), {}, analysis);
    closed.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::LevelQuality)] = 0.1;
    const ScanResult weighed = scanSymbol(scene.view(), analysis, closed, {});
    CHECK_FALSE(weighed.passed);
    CHECK(weighed.levels == expected);
    CHECK(weighed.score[ScoreComponent::LevelQuality] == Approx(6.0 * expected.front().enhancedStrength - 3.0));
}
