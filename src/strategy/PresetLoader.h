// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "strategy/Preset.h"

#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// A word of the loader on a preset that did load. `text` is a whole sentence
/// with file, line, preset, field and value.
struct PresetMessage {
    std::string presetId;
    std::string field; ///< "signal.l2_imbalance_threshold"
    std::string text;

    friend bool operator==(const PresetMessage&, const PresetMessage&) = default;
};

struct PresetFile {
    std::vector<Preset> presets;         ///< in the order of the file, ids unique
    std::vector<PresetMessage> warnings; ///< migrations, corrections and doubtful values
    std::vector<PresetMessage> notices;  ///< keys that are accepted and have no effect

    const Preset* find(std::string_view id) const;
};

/// Reads a file with the schema of the shipped presets.json. Strict: an unknown
/// key, a wrong type, a value out of range or a broken rule between keys is an
/// error, and all faults of the file come in one error, a line each, with file,
/// line, preset, field, value and what would be right. `fileName` is only named.
/// Old forms are migrated once, each with a warning. Preset::hash stays empty.
Expected<PresetFile> loadPresets(std::string_view jsonText, std::string_view fileName);

/// The plan as text, a line a key, shortest round-trip numbers: two presets that
/// act alike have the same form, and every key that acts is in it. The preset's
/// hash is the SHA-256 of these bytes in hex.
std::string canonicalForm(const Preset& preset);

} // namespace breakline
