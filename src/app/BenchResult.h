// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// What stands beside a figure, measured in the same run.
struct BenchBeside {
    std::string name;
    std::optional<double> median;
};

/// One line of `breakline bench`. Empty is unknown.
struct BenchResult {
    std::string name;
    std::string unit;
    std::optional<double> median; ///< of the runs
    std::optional<double> p50; ///< of single operations, where they are timed one by one
    std::optional<double> p99;
    int runs = 0;
    std::optional<BenchBeside> beside;
    std::string note;
    std::optional<double> p999 = std::nullopt;
};

/// One line of JSON; the ratio is this median over the one beside it.
std::string toJson(const BenchResult& result);

/// Of values in any order; empty of none.
std::optional<double> medianOf(std::vector<double> values);
/// The smallest value that at least `share` of the values do not exceed.
std::optional<double> quantileOf(std::vector<double> values, double share);

/// Resident memory of this process; empty where the system does not tell.
std::optional<double> residentMiB();

/// Each: an error where it cannot be measured or its results differ.
Expected<BenchResult> benchMemory();
Expected<BenchResult> benchMemoryWindow(); ///< takes ten minutes
Expected<BenchResult> benchMatchingEngine();
Expected<BenchResult> benchStateMachine();
Expected<BenchResult> benchSessionInput();
Expected<BenchResult> benchTrade();
Expected<BenchResult> benchFirstFrame();
Expected<BenchResult> benchAnalysis();
Expected<BenchResult> benchLevels();
Expected<BenchResult> benchScan(); ///< of 500 symbols
Expected<BenchResult> benchCandidate();
Expected<BenchResult> benchTrace();
Expected<BenchResult> benchCandleFiles();
Expected<BenchResult> benchDecodeDepth();
Expected<BenchResult> benchDecodeTrade();
Expected<BenchResult> benchDecodeKline();
Expected<BenchResult> benchLockStep0();
Expected<BenchResult> benchLockStep12();
Expected<BenchResult> benchLockStep48();
Expected<BenchResult> benchLockStep162();
Expected<BenchResult> benchNetworkFrames();
Expected<BenchResult> benchNetworkFrameCpu();
Expected<BenchResult> benchTickToOrder1000(); ///< other frames a second
Expected<BenchResult> benchTickToOrder10000();
Expected<BenchResult> benchTickToOrder40000();
Expected<BenchResult> benchRestRoundTrip();
Expected<BenchResult> benchProtection0(); ///< ms that a private request takes
Expected<BenchResult> benchProtection50();
Expected<BenchResult> benchProtection250();
Expected<BenchResult> benchUnprotected0();
Expected<BenchResult> benchUnprotected50();
Expected<BenchResult> benchUnprotected250();
Expected<BenchResult> benchFlatten0();
Expected<BenchResult> benchFlatten50();
Expected<BenchResult> benchFlatten250();
Expected<BenchResult> benchRestart0();
Expected<BenchResult> benchRestart50();
Expected<BenchResult> benchRestart250();

} // namespace breakline
