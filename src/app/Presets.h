// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "strategy/PresetLoader.h"

#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// All presets that ship with the program, the demonstration's first.
std::vector<Preset> shippedPresets();
/// These and the ones that were imported, by file name. An imported file that is not
/// valid any more is left out; `messages` says why.
std::vector<Preset> knownPresets(std::vector<std::string>& messages);
/// A known preset by id, or the only or named preset of a file ("FILE.json"
/// or "FILE.json:ID"). Messages of the loader go to `messages`.
Expected<Preset> findPreset(const std::string& idOrFile, std::vector<std::string>& messages);
/// Reads a preset back from a session's canonical JSON text.
Expected<Preset> presetFromSession(const std::string& json, const std::string& id);
/// The JSON text that holds the preset, to be kept with a session.
Expected<std::string> presetSource(const std::string& idOrFile);
std::string presetHash(const Preset& preset);

/// Every preset of a file. InvalidArgument with all of its faults, Io.
Expected<PresetFile> readPresetFile(const std::string& path);
/// Writes it, in today's form, to where imported presets are kept, and returns that
/// file. Refused under the id of a shipped preset, or of an imported one that differs.
Expected<std::string> keepPreset(const Preset& preset);

} // namespace breakline
