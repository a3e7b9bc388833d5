// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/LevelsCommand.h"

#include "app/AnalysisRun.h"
#include "market/Indicators.h"
#include "strategy/LevelHistory.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

namespace breakline {

namespace {

struct Named {
    std::string id;
    const LevelRecord* record = nullptr;
};

void writeJson(const Named& named, const std::string& symbol, Timestamp close, std::string& text)
{
    const LevelRecord& record = *named.record;
    const Level& level = record.level;
    const auto out = std::back_inserter(text);
    fmt::format_to(
        out,
        R"({{"symbol":"{}","time_ms":{},"id":"{}","type":"{}","price":{},"methods":[{}],"born_ms":{},)"
        R"("first_touch_ms":{},"last_touch_ms":{},"touches":{},"strength":{},"enhanced_strength":{},)"
        R"("base_height":{},"fate":"{}","fate_ms":{},"kept":{}}})"
        "\n",
        symbol, close.ms, named.id, toText(level.type), jsonNumber(level.price),
        methodNames(level.methods, "\"", ","), record.born.ms, level.firstTouch.ms, level.lastTouch.ms, level.touches, jsonNumber(level.strength),
        jsonNumber(level.enhancedStrength), jsonNumber(level.baseHeight), toText(record.fate),
        record.fateTime ? std::to_string(record.fateTime->ms) : "null", record.isKept);
}

/// "01-05 10:00": of the day and to the minute.
std::string shortTime(Timestamp time)
{
    const std::string iso = toIso8601(time);
    return iso.substr(5, 5) + " " + iso.substr(11, 5);
}

constexpr std::string_view kRow =
    "{:12} {:16} {:10} {:>14} {:>7} {:>8} {:>8} {:>12}  {:11}  {:11}  {:11}  {:8} {:11}  {}\n";

void writeRow(const Named& named, const Instrument& instrument, Timestamp close, std::string& text)
{
    const LevelRecord& record = *named.record;
    const Level& level = record.level;
    const int decimals = instrument.tickSize.decimals();
    const std::string time = toIso8601(close);
    fmt::format_to(std::back_inserter(text), kRow, instrument.symbol,
                   time.substr(0, 10) + " " + time.substr(11, 5), toText(level.type),
                   fmt::format("{:.{}f}", level.price, decimals), level.touches,
                   fmt::format("{:.3f}", level.strength), fmt::format("{:.3f}", level.enhancedStrength),
                   level.baseHeight ? fmt::format("{:.{}f}", *level.baseHeight, decimals) : "-",
                   shortTime(level.firstTouch), shortTime(level.lastTouch), shortTime(record.born),
                   toText(record.fate), record.fateTime ? shortTime(*record.fateTime) : "",
                   methodNames(level.methods, "", " "));
}

} // namespace

int runLevels(const LevelsOptions& options)
{
    std::map<SymbolId, LevelHistory> histories;
    std::vector<Level> kept;
    std::vector<Named> lines;
    const AnalysisSettings settings;
    const std::string heading = fmt::format(kRow, "symbol", "bar closed", "type", "price",
                                            "touches", "strength", "enhanced", "base height", "first touch",
                                            "last touch", "born", "fate", "since", "methods");
    return runAnalysis(
        options.analysis, heading,
        [&](const RecordedBars& recorded, const Preset& preset, const AskedBar& bar, std::string& text) {
            const Instrument& instrument = recorded.instruments.at(bar.symbol);
            const auto upTo = recorded.of(bar.symbol).first(bar.index + 1);
            auto history = histories.find(bar.symbol);
            if (history == histories.end()) {
                history =
                    histories.emplace(bar.symbol, levelHistoryOf(upTo, instrument, preset, settings)).first;
            } else {
                // A symbol's bars are asked for one after the other.
                const auto window = upTo.last(std::min(upTo.size(), kDecisionWindow));
                findLevels(window, instrument, preset.levels, settings, kept);
                history->second.add(window, kept, lastAverageTrueRange(window, 14, settings.atrMode));
            }
            lines.clear();
            for (const LevelRecord& record : history->second.records())
                if (options.analysis.json || record.isKept)
                    lines.push_back({toText(record.level.id, instrument.symbol), &record});
            std::ranges::sort(lines, {}, &Named::id);
            for (const Named& line : lines) {
                if (options.analysis.json)
                    writeJson(line, instrument.symbol, bar.close, text);
                else
                    writeRow(line, instrument, bar.close, text);
            }
        });
}

} // namespace breakline
