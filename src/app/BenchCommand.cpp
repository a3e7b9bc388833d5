// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BenchCommand.h"

#include "app/BenchResult.h"
#include "app/ExitCode.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace breakline {

namespace {

struct Benchmark {
    const char* name;
    Expected<BenchResult> (*run)();
    bool onlyNamed = false; ///< takes minutes: runs where it is named
};

// Memory first: it is the one that sees what the others leave behind.
constexpr Benchmark kBenchmarks[] = {
    {"memory_demo", benchMemory},
    {"memory_window", benchMemoryWindow, true},
    {"matching_engine", benchMatchingEngine},
    {"state_machine_transition", benchStateMachine},
    {"session_input", benchSessionInput},
    {"trade_candles_per_second", benchTrade},
    {"first_frame", benchFirstFrame},
    {"levels", benchLevels},
    {"analysis_candle", benchAnalysis},
    {"scan_500", benchScan},
    {"candidate_evaluation", benchCandidate},
    {"trace", benchTrace},
    {"candle_files", benchCandleFiles},
    {"decode_depth", benchDecodeDepth},
    {"decode_trade", benchDecodeTrade},
    {"decode_kline", benchDecodeKline},
    {"lockstep_0", benchLockStep0},
    {"lockstep_12", benchLockStep12},
    {"lockstep_48", benchLockStep48},
    {"lockstep_162", benchLockStep162},
    {"network_frames", benchNetworkFrames},
    {"network_frame_cpu", benchNetworkFrameCpu},
    {"tick_to_order_1000", benchTickToOrder1000},
    {"tick_to_order_10000", benchTickToOrder10000},
    {"tick_to_order_40000", benchTickToOrder40000},
    {"rest_round_trip", benchRestRoundTrip},
    {"protection_0ms", benchProtection0},
    {"protection_50ms", benchProtection50},
    {"protection_250ms", benchProtection250},
    {"unprotected_0ms", benchUnprotected0},
    {"unprotected_50ms", benchUnprotected50},
    {"unprotected_250ms", benchUnprotected250},
    {"flatten_0ms", benchFlatten0},
    {"flatten_50ms", benchFlatten50},
    {"flatten_250ms", benchFlatten250},
    {"restart_0ms", benchRestart0},
    {"restart_50ms", benchRestart50},
    {"restart_250ms", benchRestart250},
};

nlohmann::ordered_json orNull(std::optional<double> value)
{
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

} // namespace

std::string toJson(const BenchResult& result)
{
    nlohmann::ordered_json json;
    json["name"] = result.name;
    json["unit"] = result.unit;
    json["median"] = orNull(result.median);
    json["p50"] = orNull(result.p50);
    json["p99"] = orNull(result.p99);
    json["p999"] = orNull(result.p999);
    json["runs"] = result.runs;
    json["beside"] = nullptr;
    json["ratio"] = nullptr;
    if (result.beside) {
        json["beside"] = {{"name", result.beside->name}, {"median", orNull(result.beside->median)}};
        if (result.median && result.beside->median && *result.beside->median != 0.0)
            json["ratio"] = *result.median / *result.beside->median;
    }
    json["note"] = result.note;
    return json.dump();
}

std::optional<double> medianOf(std::vector<double> values)
{
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

std::optional<double> quantileOf(std::vector<double> values, double share)
{
    if (values.empty())
        return std::nullopt;
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(std::clamp(rank, std::size_t {1}, values.size()) - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

int runBench(const BenchOptions& options)
{
    std::vector<Benchmark> chosen;
    for (const std::string& name : options.names) {
        const auto found = std::ranges::find(kBenchmarks, name, &Benchmark::name);
        if (found == std::end(kBenchmarks)) {
            std::string all;
            for (const Benchmark& benchmark : kBenchmarks)
                all += fmt::format(" {}", benchmark.name);
            fmt::print(stderr, "breakline: there is no benchmark \"{}\"; there are:{}\n", name, all);
            return kExitUsage;
        }
        chosen.push_back(*found);
    }
    if (chosen.empty())
        std::ranges::copy_if(kBenchmarks, std::back_inserter(chosen),
                             [](const Benchmark& benchmark) { return !benchmark.onlyNamed; });
    int code = kExitOk;
    for (const Benchmark& benchmark : chosen) {
        const auto result = benchmark.run();
        if (result) {
            fmt::print("{}\n", toJson(*result));
            std::fflush(stdout);
            continue;
        }
        fmt::print(stderr, "breakline: {}: {}\n", benchmark.name, result.error().message);
        code = result.error().code == ErrorCode::Corrupt ? kExitCheckFailed : kExitRuntime;
    }
    return code;
}

} // namespace breakline
