// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ScanCommand.h"

#include "app/AnalysisRun.h"
#include "app/CandleCloses.h"
#include "app/ExitCode.h"
#include "app/Presets.h"
#include "strategy/Signal.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>

namespace breakline {

namespace {

struct PreparedScan {
    Preset preset;
    RecordedBars recorded;
    std::optional<AskedCloses> asked;
};

Expected<PreparedScan> prepareScan(const AnalysisOptions& options)
{
    PreparedScan prepared;
    std::vector<std::string> messages;
    auto preset = findPreset(options.preset, messages);
    if (!preset)
        return std::unexpected(preset.error());
    prepared.preset = std::move(*preset);
    auto recorded = readRecordedBars(options.data);
    if (!recorded)
        return std::unexpected(recorded.error());
    prepared.recorded = std::move(*recorded);
    const auto asked = closesAsked(prepared.recorded, options);
    if (!asked)
        return std::unexpected(asked.error());
    prepared.asked = *asked;
    messages.insert(messages.end(), prepared.recorded.messages.begin(), prepared.recorded.messages.end());
    for (const std::string& message : messages)
        fmt::print(stderr, "breakline: {}\n", message);
    if (!prepared.asked)
        fmt::print(stderr, "breakline: {} has no bar that closed then\n", options.data);
    return prepared;
}

std::string jsonText(const std::string& text)
{
    return nlohmann::json(text).dump();
}

std::string minuteOf(Timestamp time)
{
    const std::string iso = toIso8601(time);
    return iso.substr(0, 10) + " " + iso.substr(11, 5);
}

void writeScan(const ScanResult& result, const Preset& preset, const std::string& symbol, Timestamp close,
               std::size_t levels, bool json, std::string& text)
{
    const auto out = std::back_inserter(text);
    if (!json) {
        std::string refused;
        for (const FilterResult& filter : result.filters.results)
            if (!filter.passes())
                refused += (refused.empty() ? "" : ", ") + result.filters.reason(filter.filter);
        fmt::format_to(out, "{:12} {:16} {:>5} {:>9.4f} {:>6}  {}\n", symbol, minuteOf(close),
                       result.rank ? std::to_string(*result.rank) : "-", result.score.total, levels,
                       result.passed ? std::string("passed") : refused);
        return;
    }
    fmt::format_to(out, R"({{"symbol":"{}","time_ms":{},"rank":{},"score":{},"passed":{},"filters":[)",
                   symbol, close.ms, result.rank ? std::to_string(*result.rank) : "null",
                   jsonNumber(result.score.total), result.passed);
    bool isFirst = true;
    for (const FilterResult& filter : result.filters.results) {
        if (filter.outcome == CheckOutcome::Skipped)
            continue;
        fmt::format_to(out, R"({}{{"name":"{}","result":"{}","value":{},"threshold":{}}})",
                       isFirst ? "" : ",", toText(filter.filter), toText(filter.outcome),
                       jsonNumber(filter.value), jsonNumber(filter.threshold));
        isFirst = false;
    }
    text += R"(],"components":{)";
    isFirst = true;
    for (std::size_t i = 0; i < kScoreComponentCount; ++i) {
        if (preset.scanner.scoreWeights[i] == 0.0)
            continue;
        fmt::format_to(out, R"({}"{}":{})", isFirst ? "" : ",", toText(static_cast<ScoreComponent>(i)),
                       jsonNumber(result.score.z[i]));
        isFirst = false;
    }
    fmt::format_to(out, "}},\"levels\":{}}}\n", levels);
}

void writeSignal(const Signal& signal, const Instrument& instrument, bool json, std::string& text)
{
    const auto out = std::back_inserter(text);
    const auto price = [&](Price value) { return instrument.toDecimal(value).toString(); };
    if (!json) {
        fmt::format_to(out, "{:12} {:16} {:13} {:5} {:>14} {:>14} {:>6.4f} {:>5.2f}  {}\n", instrument.symbol,
                       minuteOf(signal.barClose), toText(signal.strategy), toText(signal.direction),
                       price(signal.entry), price(signal.stop), signal.confidence, signal.rewardRisk,
                       signal.reason);
        return;
    }
    fmt::format_to(
        out,
        R"({{"symbol":"{}","time_ms":{},"id":"S:{}:{}:c","strategy":"{}","side":"{}","level_id":"{}",)"
        R"("level":{},"entry":"{}","stop":"{}","targets":[)",
        instrument.symbol, signal.barClose.ms, instrument.symbol, signal.barClose.ms, toText(signal.strategy),
        toText(signal.direction), toText(signal.levelId, instrument.symbol), jsonNumber(signal.level),
        price(signal.entry), price(signal.stop));
    for (const SignalTarget& target : signal.targets)
        fmt::format_to(out, R"({}{{"r":{},"price":"{}","size":{}}})",
                       &target == signal.targets.data() ? "" : ",", jsonNumber(target.r), price(target.price),
                       jsonNumber(target.sizeFrac));
    fmt::format_to(out, R"(],"confidence":{},"reward_risk":{},"reason":{},"missing":[)",
                   jsonNumber(signal.confidence), jsonNumber(signal.rewardRisk), jsonText(signal.reason));
    bool isFirst = true;
    for (const std::string& name : missingNames(signal.missing)) {
        fmt::format_to(out, R"({}"{}")", isFirst ? "" : ",", name);
        isFirst = false;
    }
    text += "]}\n";
}

int printAll(const std::string& text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
        return kExitOk;
    fmt::print(stderr, "breakline: the output cannot be written\n");
    return kExitRuntime;
}

/// What is asked of which symbol; empty: of every one.
struct Asked {
    const Preset& preset;
    const RecordedBars& recorded;
    AskedCloses closes;
    std::string symbol;

    bool wants(const std::string& name) const { return symbol.empty() || symbol == name; }
};

/// Appends what there is to say of the closes asked for to `text`.
using WriteCloses = std::function<void(const Asked& asked, CandleRun& run, std::string& text)>;

/// Reads preset and candles and prints what `write` says of them, under `heading` where
/// it is a table. Exit code.
int runOverCloses(const AnalysisOptions& options, bool scans, const std::string& heading,
                  const WriteCloses& write)
{
    const auto prepared = prepareScan(options);
    if (!prepared) {
        fmt::print(stderr, "breakline: {}\n", prepared.error().message);
        return kExitUsage;
    }
    std::string text = options.json ? std::string() : heading;
    CandleRun run(prepared->recorded.instruments, prepared->preset, {}, scans);
    if (prepared->asked)
        write({prepared->preset, prepared->recorded, *prepared->asked, normaliseSymbol(options.symbol)}, run,
              text);
    return printAll(text);
}

} // namespace

int runScan(const ScanOptions& options)
{
    const bool json = options.analysis.json;
    const auto write = [json](const Asked& asked, CandleRun& run, std::string& text) {
        runCloses(asked.recorded, run, asked.closes.from, asked.closes.to, [&](Timestamp close) {
            CandleRun::Scan scan = run.scan(close);
            std::ranges::sort(scan.results, {}, &ScanResult::symbol);
            for (const ScanResult& result : scan.results) {
                const std::string& symbol = run.instruments().at(result.symbol).symbol;
                if (asked.wants(symbol))
                    writeScan(result, asked.preset, symbol, close, run.levels(result.symbol).size(), json,
                              text);
            }
        });
    };
    return runOverCloses(options.analysis, options.scans,
                         fmt::format("{:12} {:16} {:>5} {:>9} {:>6}  {}\n", "symbol", "bar closed", "rank",
                                     "score", "levels", "refused by"),
                         write);
}

int runSignals(const SignalsOptions& options)
{
    const bool json = options.analysis.json;
    const auto write = [json](const Asked& asked, CandleRun& run, std::string& text) {
        const Timestamp first = asked.closes.from - BreakoutHistory::kKept;
        runCloses(asked.recorded, run, first, asked.closes.to, [&](Timestamp close) {
            std::vector<JudgedSignal> found = run.judge(close);
            if (close < asked.closes.from)
                return;
            std::ranges::sort(found, {}, [](const JudgedSignal& judged) { return judged.signal.symbol; });
            for (const JudgedSignal& judged : found) {
                const Instrument& instrument = run.instruments().at(judged.signal.symbol);
                if (asked.wants(instrument.symbol))
                    writeSignal(judged.signal, instrument, json, text);
            }
        });
    };
    return runOverCloses(options.analysis, options.scans,
                         fmt::format("{:12} {:16} {:13} {:5} {:>14} {:>14} {:>6} {:>5}  {}\n", "symbol",
                                     "bar closed", "strategy", "side", "entry", "stop", "conf.", "r:r",
                                     "reason"),
                         write);
}

} // namespace breakline
