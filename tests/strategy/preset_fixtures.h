// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/PresetLoader.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace breakline::test {

using Json = nlohmann::ordered_json;

inline std::string readPresetFile(const std::string& name)
{
    std::ifstream file(std::string(BREAKLINE_PRESET_DIR) + "/" + name, std::ios::binary);
    if (!file)
        throw std::runtime_error("no preset file " + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline PresetFile shippedPresets()
{
    auto file = loadPresets(readPresetFile("presets.json"), "presets.json");
    if (!file)
        throw std::runtime_error(file.error().message);
    return std::move(*file);
}

/// The one preset of the demo file, to be changed by a test.
inline Json demoJson()
{
    return Json::parse(readPresetFile("breakout_v1_demo.json"))["presets"][0];
}

inline std::string fileOf(const Json& preset)
{
    return Json{{"schema_version", 1}, {"presets", Json::array({preset})}}.dump(1);
}

inline PresetFile loadOne(const Json& preset)
{
    auto file = loadPresets(fileOf(preset), "test.json");
    if (!file)
        throw std::runtime_error(file.error().message);
    return std::move(*file);
}

} // namespace breakline::test
