// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PresetsCommand.h"

#include "app/ExitCode.h"
#include "app/Presets.h"
#include "strategy/PresetSchema.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace breakline {

namespace {

using Json = nlohmann::ordered_json;

int complain(const Error& error)
{
    fmt::print(stderr, "{}\n", error.message);
    return error.code == ErrorCode::Io ? kExitRuntime : kExitUsage;
}

void tell(const std::vector<std::string>& messages)
{
    for (const std::string& message : messages)
        fmt::print(stderr, "{}\n", message);
}

std::string_view sideOf(const Preset& preset)
{
    return preset_schema::nameOf<IntendedSide>(preset_schema::kSides, preset.intendedSide);
}

/// The acting keys and their values, in the order of the plan.
std::vector<std::pair<std::string, std::string>> keysOf(const Preset& preset)
{
    std::vector<std::pair<std::string, std::string>> keys;
    const std::string form = canonicalForm(preset);
    for (std::size_t at = 0; at < form.size();) {
        const std::size_t end = form.find('\n', at);
        const std::string line = form.substr(at, end - at);
        at = end + 1;
        const std::size_t equals = line.find('=');
        if (const std::string key = line.substr(0, equals); key != "preset" && key != "id")
            keys.emplace_back(key, line.substr(equals + 1));
    }
    return keys;
}

int list(bool json)
{
    std::vector<std::string> messages;
    const std::vector<Preset> presets = knownPresets(messages);
    tell(messages);
    if (!json)
        fmt::print("{:<28} {:<13} {:<5} {:>6} {:>4}  {}\n", "id", "first", "side", "risk %", "max",
                   "what it is");
    for (const Preset& preset : presets) {
        if (json)
            fmt::print("{}\n",
                       Json {{"id", preset.id},
                             {"hash", preset.hash},
                             {"summary", preset.summary},
                             {"strategy_priority", toText(preset.strategyPriority)},
                             {"intended_side", sideOf(preset)},
                             {"risk_per_trade", preset.risk.riskPerTrade},
                             {"max_concurrent_positions", preset.risk.maxConcurrentPositions}}
                           .dump());
        else
            fmt::print("{:<28} {:<13} {:<5} {:>6.2f} {:>4}  {}\n", preset.id, toText(preset.strategyPriority),
                       sideOf(preset), preset.risk.riskPerTrade * 100.0, preset.risk.maxConcurrentPositions,
                       preset.summary);
    }
    return kExitOk;
}

int show(const PresetsOptions& options)
{
    std::vector<std::string> messages;
    const auto preset = findPreset(options.names.front(), messages);
    if (!preset)
        return complain(preset.error());
    tell(messages);
    const auto keys = keysOf(*preset);
    if (options.json) {
        Json object;
        for (const auto& [key, value] : keys)
            object[key] = value;
        fmt::print("{}\n",
                   Json {{"id", preset->id},
                         {"hash", preset->hash},
                         {"summary", preset->summary},
                         {"keys", object},
                         {"messages", messages}}
                       .dump());
        return kExitOk;
    }
    fmt::print("{}: {}\nhash {}\n", preset->id, preset->summary, preset->hash);
    for (const auto& [key, value] : keys)
        fmt::print("{:<48} {}\n", key, value);
    return kExitOk;
}

int validate(const PresetsOptions& options)
{
    int code = kExitOk;
    for (const std::string& path : options.names) {
        const auto file = readPresetFile(path);
        if (!file) {
            fmt::print(stderr, "{}\n", file.error().message);
            code = kExitUsage;
            continue;
        }
        for (const auto* messages : {&file->warnings, &file->notices})
            for (const PresetMessage& message : *messages)
                fmt::print(stderr, "{}\n", message.text);
        fmt::print("{}: {} {} valid, {} {}\n", path, file->presets.size(),
                   file->presets.size() == 1 ? "preset is" : "presets are", file->warnings.size(),
                   file->warnings.size() == 1 ? "warning" : "warnings");
    }
    return code;
}

int import(const PresetsOptions& options)
{
    std::vector<std::string> messages;
    auto preset = findPreset(options.names.front(), messages);
    if (!preset)
        return complain(preset.error());
    tell(messages);
    if (!options.as.empty())
        preset->id = options.as;
    const auto path = keepPreset(*preset);
    if (!path)
        return complain(path.error());
    fmt::print("{} is kept in {}\n", preset->id, *path);
    return kExitOk;
}

int difference(const PresetsOptions& options)
{
    std::vector<Preset> both;
    for (const std::string& name : options.names) {
        std::vector<std::string> messages;
        auto preset = findPreset(name, messages);
        if (!preset)
            return complain(preset.error());
        tell(messages);
        both.push_back(std::move(*preset));
    }
    // A ladder or a block that only one of them has is a difference too.
    std::map<std::string, std::pair<std::string, std::string>> values;
    std::vector<std::string> order;
    for (const bool isSecond : {false, true})
        for (const auto& [key, value] : keysOf(both[isSecond ? 1 : 0])) {
            const auto [place, isNew] = values.try_emplace(key, "-", "-");
            if (isNew)
                order.push_back(key);
            (isSecond ? place->second.second : place->second.first) = value;
        }
    for (const std::string& key : order) {
        const auto& [first, second] = values.at(key);
        if (first == second)
            continue;
        if (options.json)
            fmt::print("{}\n",
                       Json {{"key", key},
                             {"first", first == "-" ? Json() : Json(first)},
                             {"second", second == "-" ? Json() : Json(second)}}
                           .dump());
        else
            fmt::print("{:<48} {:<24} {}\n", key, first, second);
    }
    return kExitOk;
}

} // namespace

int runPresets(const PresetsOptions& options)
{
    switch (options.action) {
    case PresetsAction::List: return list(options.json);
    case PresetsAction::Show: return show(options);
    case PresetsAction::Validate: return validate(options);
    case PresetsAction::Import: return import(options);
    case PresetsAction::Diff: return difference(options);
    }
    return kExitUsage;
}

} // namespace breakline
