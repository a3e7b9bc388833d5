// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_keys/KeyScenes.h"

#include "strategy/Signal.h"

#include <cstdlib>
#include <sstream>

namespace breakline::test {

namespace {

Level levelAt100(LevelType type, int touches)
{
    Level level;
    level.type = type;
    level.price = 100.0;
    level.touches = touches;
    level.strength = level.enhancedStrength = 0.7;
    level.id = {type, kMidnight, 10'000};
    level.firstTouch = kMidnight;
    return level;
}

/// The numbers in it as text() writes them.
std::string rounded(const std::string& refusal)
{
    std::istringstream words(refusal);
    std::string found;
    for (std::string word; words >> word;) {
        char* end = nullptr;
        const double value = std::strtod(word.c_str(), &end);
        found += (found.empty() ? "" : " ") + (*end == '\0' ? text(value) : word);
    }
    return found;
}

} // namespace

CloseJudgement CloseScene::judge(const Preset& preset) const
{
    BreakoutHistory known = history;
    const MarketView view = scene.view();
    return judgeClose(view, measureCandles(view), preset, levels, score, {}, known, [this] { return zones; },
                      {});
}

std::string CloseScene::outcome(const Preset& preset) const
{
    const CloseJudgement judgement = judge(preset);
    if (!judgement.refusal.empty() || !judgement.signal)
        return rounded(judgement.refusal);
    const Signal& signal = *judgement.signal;
    const auto price = [this](Price value) { return scene.instrument.toDecimal(value).toString(); };
    std::string found(toText(signal.strategy));
    found += " " + std::string(toText(signal.direction)) + " " + price(signal.entry) + " stop "
        + price(signal.stop);
    for (const SignalTarget& target : signal.targets)
        found += " target " + price(target.price) + " x " + text(target.sizeFrac);
    return found;
}

CloseScene breakout()
{
    CloseScene close;
    for (std::size_t i = 0; i < 60; ++i)
        close.scene.candles.push_back(bar(i, 99.7, 100.0, 99.4, 99.7, 100.0));
    close.scene.candles.push_back(bar(60, 99.8, 100.4, 99.6, 100.3, 250.0));
    close.scene.setBook(100.28, 65.0, 100.30, 35.0);
    close.levels = {levelAt100(LevelType::Resistance, 3)};
    return close;
}

CloseScene breakdown()
{
    CloseScene close;
    for (std::size_t i = 0; i < 60; ++i)
        close.scene.candles.push_back(bar(i, 100.3, 100.6, 100.0, 100.3, 100.0));
    close.scene.candles.push_back(bar(60, 100.2, 100.4, 99.6, 99.7, 250.0));
    close.scene.setBook(99.70, 35.0, 99.72, 65.0);
    close.levels = {levelAt100(LevelType::Support, 3)};
    return close;
}

CloseScene returned()
{
    CloseScene close;
    for (std::size_t i = 0; i < 60; ++i)
        close.scene.candles.push_back(bar(i, 100.3, 100.6, 100.0, 100.3, 100.0));
    close.scene.candles.push_back(bar(60, 100.3, 100.5, 100.05, 100.15, 120.0));
    close.scene.setBook(100.14, 65.0, 100.15, 35.0);
    close.levels = {levelAt100(LevelType::Resistance, 4)};
    close.history.record({close.levels.front().id, 100.0, Direction::Long,
                          close.scene.closeTime() - Duration::hours(6), 102.0, false});
    return close;
}

} // namespace breakline::test
