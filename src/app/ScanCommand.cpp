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

int refuseScan(const Error& error)
{
    fmt::print(stderr, "breakline: {}\n", error.message);
    return kExitUsage;
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

} // namespace

int runScan(const ScanOptions& options)
{
    const AnalysisOptions& analysis = options.analysis;
    const auto prepared = prepareScan(analysis);
    if (!prepared)
        return refuseScan(prepared.error());
    std::string text;
    if (!analysis.json)
        text = fmt::format("{:12} {:16} {:>5} {:>9} {:>6}  {}\n", "symbol", "bar closed", "rank", "score",
                           "levels", "refused by");
    const std::string wanted = normaliseSymbol(analysis.symbol);
    CandleRun run(prepared->recorded.instruments, prepared->preset, {}, options.scans);
    if (prepared->asked)
        runCloses(prepared->recorded, run, prepared->asked->from, prepared->asked->to, [&](Timestamp close) {
            CandleRun::Scan scan = run.scan(close);
            std::ranges::sort(scan.results, {}, &ScanResult::symbol);
            for (const ScanResult& result : scan.results) {
                const std::string& symbol = run.instruments().at(result.symbol).symbol;
                if (wanted.empty() || wanted == symbol)
                    writeScan(result, prepared->preset, symbol, close, run.levels(result.symbol).size(),
                              analysis.json, text);
            }
        });
    return printAll(text);
}

int runSignals(const SignalsOptions& options)
{
    const AnalysisOptions& analysis = options.analysis;
    const auto prepared = prepareScan(analysis);
    if (!prepared)
        return refuseScan(prepared.error());
    std::string text;
    if (!analysis.json)
        text = fmt::format("{:12} {:16} {:13} {:5} {:>14} {:>14} {:>6} {:>5}  {}\n", "symbol", "bar closed",
                           "strategy", "side", "entry", "stop", "conf.", "r:r", "reason");
    const std::string wanted = normaliseSymbol(analysis.symbol);
    CandleRun run(prepared->recorded.instruments, prepared->preset, {}, options.scans);
    if (prepared->asked) {
        const Timestamp first = prepared->asked->from - BreakoutHistory::kKept;
        runCloses(prepared->recorded, run, first, prepared->asked->to, [&](Timestamp close) {
            std::vector<JudgedSignal> found = run.judge(close);
            if (close < prepared->asked->from)
                return;
            std::ranges::sort(found, {}, [](const JudgedSignal& judged) { return judged.signal.symbol; });
            for (const JudgedSignal& judged : found) {
                const Instrument& instrument = run.instruments().at(judged.signal.symbol);
                if (wanted.empty() || wanted == instrument.symbol)
                    writeSignal(judged.signal, instrument, analysis.json, text);
            }
        });
    }
    return printAll(text);
}

} // namespace breakline
