// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/JsonLines.h"
#include "strategy/PresetLoader.h"
#include "strategy/PresetSchema.h"

#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Collects what the loader has to say on one file: faults, warnings, notices.
/// Every sentence begins "file:line: preset id: field".
class PresetFaults {
public:
    PresetFaults(std::string fileName, JsonLines lines) : m_fileName(std::move(fileName)), m_lines(std::move(lines)) {}

    /// Names the preset that is read; `path` is its place in the file.
    void beginPreset(std::string id, std::string path);
    void endPresets();

    /// `path` below the preset, parts parted by '/'; `what` continues the sentence.
    void fault(std::string_view path, const std::string& what);
    /// `path` from the top of the file, `line` known.
    void faultAt(int line, std::string_view path, const std::string& what);
    void warn(std::string_view path, const std::string& what);
    void notice(std::string_view path, const std::string& what);

    JsonLines& lines() { return m_lines; }
    std::string full(std::string_view path) const;

    std::size_t faultCount() const { return m_faults.size(); }
    std::string allFaults() const;
    std::vector<PresetMessage> warnings;
    std::vector<PresetMessage> notices;

private:
    std::string sentence(std::string_view path, const std::string& what) const;

    std::string m_fileName;
    JsonLines m_lines;
    std::string m_presetId;
    std::string m_presetPath;
    std::vector<std::string> m_faults;
};

/// "risk/max_leverage" -> "risk.max_leverage", "tp_levels/0/r" -> "tp_levels[0].r".
std::string fieldOf(std::string_view path);
/// Shortest text that reads back as the same number.
std::string numberText(double value);
/// "above 0 and at most 0.05", "0 or more", "from 1 to 10".
std::string rangeText(const preset_schema::Range& range);
/// "a, b or c".
std::string joinChoices(const std::vector<std::string>& names);

} // namespace breakline
