// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetFaults.h"

#include <algorithm>
#include <charconv>

namespace breakline {

void PresetFaults::beginPreset(std::string id, std::string path)
{
    m_presetId = std::move(id);
    m_presetPath = std::move(path);
}

void PresetFaults::endPresets()
{
    m_presetId.clear();
    m_presetPath.clear();
}

std::string PresetFaults::full(std::string_view path) const
{
    if (m_presetPath.empty())
        return std::string(path);
    if (path.empty())
        return m_presetPath;
    return m_presetPath + "/" + std::string(path);
}

std::string PresetFaults::sentence(std::string_view path, const std::string& what) const
{
    std::string text = m_fileName + ":" + std::to_string(m_lines.lineOf(full(path))) + ": ";
    if (!m_presetPath.empty())
        text += "preset " + (m_presetId.empty() ? fieldOf(m_presetPath) : m_presetId) + ": ";
    const std::string field = fieldOf(path);
    return text + field + (field.empty() ? "" : " ") + what;
}

void PresetFaults::fault(std::string_view path, const std::string& what)
{
    m_faults.push_back(sentence(path, what));
}

void PresetFaults::faultAt(int line, std::string_view path, const std::string& what)
{
    m_faults.push_back(m_fileName + ":" + std::to_string(line) + ": " + fieldOf(path) + " " + what);
}

void PresetFaults::warn(std::string_view path, const std::string& what)
{
    warnings.push_back({m_presetId, fieldOf(path), sentence(path, what)});
}

void PresetFaults::notice(std::string_view path, const std::string& what)
{
    notices.push_back({m_presetId, fieldOf(path), sentence(path, what)});
}

std::string PresetFaults::allFaults() const
{
    std::string text;
    for (const std::string& one : m_faults)
        text += (text.empty() ? "" : "\n") + one;
    return text;
}

std::string fieldOf(std::string_view path)
{
    std::string field;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        if (!part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; }))
            field.append("[").append(part).append("]");
        else
            field.append(field.empty() ? "" : ".").append(part);
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return field;
}

std::string numberText(double value)
{
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return error == std::errc{} ? std::string(text, end) : std::string("nan");
}

std::string rangeText(const preset_schema::Range& range)
{
    if (range.high == preset_schema::kUnbounded)
        return range.lowOpen ? "above " + numberText(range.low) : numberText(range.low) + " or more";
    if (range.lowOpen)
        return "above " + numberText(range.low) + " and at most " + numberText(range.high);
    if (range.low == range.high)
        return numberText(range.low);
    if (range.high == preset_schema::kLargestCount) // numberText would say 1e+06
        return "from " + numberText(range.low) + " to 1000000";
    return "from " + numberText(range.low) + " to " + numberText(range.high);
}

std::string joinChoices(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
    return text;
}

} // namespace breakline
