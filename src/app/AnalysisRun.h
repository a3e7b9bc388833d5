// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AnalysisOptions.h"
#include "app/RecordedBars.h"
#include "strategy/Preset.h"

#include <functional>
#include <optional>
#include <string>

namespace breakline {

/// Appends what there is to say of a bar to `text`, a line each.
using WriteBar = std::function<void(const RecordedBars& recorded, const Preset& preset, const AskedBar& bar,
                                    std::string& text)>;

/// Reads preset and candles and prints what `writeBar` says of every bar that
/// was asked for. `heading` stands above a table for people. Exit code.
int runAnalysis(const AnalysisOptions& options, const std::string& heading, const WriteBar& writeBar);

/// The shortest text that reads back as the same number; null for none.
std::string jsonNumber(std::optional<double> value);

} // namespace breakline
