// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillAsked.h"

#include "app/FaultFile.h"
#include "app/Presets.h"
#include "app/SessionReport.h"

#include <QRandomGenerator>

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace breakline {

Expected<DrillAsked> readAsked(const DrillOptions& options)
{
    std::vector<std::string> messages;
    auto preset = findPreset(options.preset, messages);
    printMessages(messages);
    if (!preset)
        return std::unexpected(preset.error());
    DrillAsked asked;
    asked.preset = std::move(*preset);
    asked.seed = options.seed ? *options.seed : QRandomGenerator::global()->generate();
    if (!options.seed)
        fmt::print(stderr, "seed {}\n", asked.seed);
    if (options.faults) {
        auto script = readFaults(*options.faults);
        if (!script)
            return std::unexpected(script.error());
        asked.faults = std::move(*script);
    }
    return asked;
}

} // namespace breakline
