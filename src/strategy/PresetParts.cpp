// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetLoader.h"

namespace breakline {

std::vector<std::string> inactiveParts(const Preset& preset)
{
    std::vector<std::string> parts;
    const auto part = [&parts](bool isOn, const char* text) {
        if (isOn)
            parts.emplace_back(text);
    };
    part(preset.position.panicExitOnActivityDrop, "panic exit on an activity drop");
    return parts;
}

} // namespace breakline
