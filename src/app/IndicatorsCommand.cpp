// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/IndicatorsCommand.h"

#include "app/AnalysisRun.h"
#include "market/CandleSeries.h"
#include "market/WindowIndicators.h"
#include "strategy/AnalysisSettings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

namespace breakline {

namespace {

using Value = std::optional<double> WindowIndicators::*;

/// The keys of the contract, in its order.
constexpr std::array<std::pair<const char*, Value>, 14> kValues {{
    {"atr14", &WindowIndicators::atr14},
    {"ema9", &WindowIndicators::ema9},
    {"bb_width_pct", &WindowIndicators::bollingerWidthPercent},
    {"bb_width_percentile", &WindowIndicators::bollingerPercentile},
    {"vwap", &WindowIndicators::vwap},
    {"rsi14", &WindowIndicators::rsi14},
    {"obv", &WindowIndicators::onBalanceVolume},
    {"donchian20_high", &WindowIndicators::donchian20High},
    {"donchian20_low", &WindowIndicators::donchian20Low},
    {"swing_high", &WindowIndicators::swingHigh},
    {"swing_low", &WindowIndicators::swingLow},
    {"chandelier_long", &WindowIndicators::chandelierLong},
    {"chandelier_short", &WindowIndicators::chandelierShort},
    {"volume_surge", &WindowIndicators::volumeSurge},
}};

constexpr int kColumn = 14;

int widthOf(const char* name)
{
    return std::max(kColumn, static_cast<int>(std::string_view(name).size()) + 1);
}

} // namespace

int runIndicators(const IndicatorsOptions& options)
{
    std::string heading = fmt::format("{:12} {:16}", "symbol", "bar closed");
    for (const auto& [name, value] : kValues)
        heading += fmt::format("{:>{}}", name, widthOf(name));
    heading += '\n';
    const AnalysisSettings settings;
    return runAnalysis(
        options.analysis, heading,
        [&](const RecordedBars& recorded, const Preset& preset, const AskedBar& bar, std::string& text) {
            const auto upTo = recorded.of(bar.symbol).first(bar.index + 1);
            const WindowIndicators values =
                windowIndicators(upTo.last(std::min(upTo.size(), kDecisionWindow)),
                                 static_cast<std::size_t>(preset.position.chandelierLookbackBars),
                                 preset.position.chandelierAtrMult, settings.atrMode);
            const std::string& symbol = recorded.instruments.at(bar.symbol).symbol;
            const auto out = std::back_inserter(text);
            if (options.analysis.json) {
                fmt::format_to(out, R"({{"symbol":"{}","time_ms":{})", symbol, bar.close.ms);
                for (const auto& [name, value] : kValues)
                    fmt::format_to(out, ",\"{}\":{}", name, jsonNumber(values.*value));
                text += "}\n";
                return;
            }
            const std::string time = toIso8601(bar.close);
            fmt::format_to(out, "{:12} {} {}", symbol, time.substr(0, 10), time.substr(11, 5));
            for (const auto& [name, value] : kValues)
                fmt::format_to(out, "{:>{}}", values.*value ? fmt::format("{:.8g}", *(values.*value)) : "-",
                               widthOf(name));
            text += '\n';
        });
}

} // namespace breakline
