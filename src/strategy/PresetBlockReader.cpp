// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetBlockReader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace breakline {

namespace {

/// How many letters have to be added, taken away or changed to come from one to the
/// other (Levenshtein).
std::size_t lettersApart(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t before = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = before + (a[i] == b[j] ? 0 : 1);
            before = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, before + 1});
        }
    }
    return row.back();
}

/// ", nearest is ..." where one of the keys may have been meant.
std::string nearestTo(std::string_view key, const std::vector<std::string>& known)
{
    constexpr std::size_t kLongest = 100; // no slip of the pen is longer
    if (key.size() > kLongest)
        return {};
    const auto apart = [key](const std::string& other) { return lettersApart(key, other); };
    const auto nearest = std::ranges::min_element(known, {}, apart);
    if (nearest == known.end() || apart(*nearest) > std::max<std::size_t>(2, key.size() / 3))
        return {};
    return ", nearest is " + *nearest;
}

} // namespace

std::string shown(const nlohmann::json& value)
{
    constexpr std::size_t kLongest = 60;
    std::string text = value.dump(-1, ' ', true);
    if (text.size() > kLongest)
        text = text.substr(0, kLongest) + "...";
    return text;
}

PresetBlockReader::PresetBlockReader(const Json* object, std::string path, PresetFaults& faults)
    : m_object(object), m_path(std::move(path)), m_faults(faults)
{
}

std::string PresetBlockReader::pathOf(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + "/" + std::string(key);
}

bool PresetBlockReader::has(std::string_view key) const
{
    return m_object && m_object->contains(key);
}

const PresetBlockReader::Json* PresetBlockReader::take(std::string_view key)
{
    m_known.emplace_back(key);
    return has(key) ? &(*m_object)[std::string(key)] : nullptr;
}

void PresetBlockReader::fault(std::string_view key, const std::string& what)
{
    m_faults.fault(pathOf(key), what);
}

void PresetBlockReader::wrong(std::string_view key, const Json& value, const std::string& expected)
{
    fault(key, "is " + shown(value) + "; expected " + expected);
}

void PresetBlockReader::missing(std::string_view key, const std::string& expected)
{
    fault(key, "is missing; expected " + expected);
}

std::optional<double> PresetBlockReader::readNumber(std::string_view key, const Json& value, const Range& range,
                                                    bool whole, const char* orNull)
{
    if (value.is_number()) {
        const double number = value.get<double>();
        if (std::isfinite(number) && range.holds(number) && (!whole || std::floor(number) == number))
            return number;
    }
    wrong(key, value, (whole ? "a whole number " : "a number ") + rangeText(range) + orNull);
    return std::nullopt;
}

void PresetBlockReader::number(std::string_view key, double& value, Range range, Need need)
{
    const Json* given = take(key);
    if (!given) {
        if (need == Need::Required)
            missing(key, "a number " + rangeText(range));
        return;
    }
    if (const auto number = readNumber(key, *given, range, false, ""))
        value = *number;
}

void PresetBlockReader::inertNumber(std::string_view key, double& value, Range range)
{
    number(key, value, range, Need::Optional);
    if (has(key))
        m_faults.notice(pathOf(key), "is accepted and has no effect");
}

void PresetBlockReader::wholeNumber(std::string_view key, double& value, Range range, Need need)
{
    const Json* given = take(key);
    if (!given) {
        if (need == Need::Required)
            missing(key, "a whole number " + rangeText(range));
        return;
    }
    if (const auto number = readNumber(key, *given, range, true, ""))
        value = *number;
}

void PresetBlockReader::integer(std::string_view key, int& value, Range range, Need need)
{
    double number = value;
    wholeNumber(key, number, range, need);
    value = static_cast<int>(number);
}

void PresetBlockReader::flag(std::string_view key, bool& value)
{
    const Json* given = take(key);
    if (!given)
        return;
    if (given->is_boolean())
        value = given->get<bool>();
    else
        wrong(key, *given, "true or false");
}

void PresetBlockReader::flagOrNull(std::string_view key, bool& value)
{
    const Json* given = take(key);
    if (!given || given->is_null())
        return;
    if (given->is_boolean())
        value = given->get<bool>();
    else
        wrong(key, *given, "true, false or null");
}

void PresetBlockReader::optionalNumber(std::string_view key, std::optional<double>& value, Range range)
{
    const Json* given = take(key);
    if (!given)
        return;
    if (given->is_null())
        value.reset();
    else if (const auto number = readNumber(key, *given, range, false, ", or null"))
        value = *number;
}

void PresetBlockReader::optionalInteger(std::string_view key, std::optional<int>& value, Range range)
{
    const Json* given = take(key);
    if (!given)
        return;
    if (given->is_null())
        value.reset();
    else if (const auto number = readNumber(key, *given, range, true, ", or null"))
        value = static_cast<int>(*number);
}

const PresetBlockReader::Json* PresetBlockReader::block(std::string_view key)
{
    const Json* given = take(key);
    if (given && !given->is_object()) {
        wrong(key, *given, "an object");
        return nullptr;
    }
    return given;
}

std::optional<std::string> PresetBlockReader::string(std::string_view key, Need need)
{
    const Json* given = take(key);
    if (!given) {
        if (need == Need::Required)
            missing(key, "a text");
        return std::nullopt;
    }
    if (given->is_string())
        return given->get<std::string>();
    wrong(key, *given, "a text");
    return std::nullopt;
}

std::optional<std::vector<std::string>> PresetBlockReader::strings(std::string_view key)
{
    const Json* given = take(key);
    if (!given || given->is_null())
        return std::nullopt;
    if (!given->is_array() || !std::ranges::all_of(*given, &Json::is_string)) {
        wrong(key, *given, "a list of texts");
        return std::nullopt;
    }
    return given->get<std::vector<std::string>>();
}

std::optional<std::string> PresetBlockReader::textOf(std::string_view key, const std::vector<std::string>& names,
                                                     Need need)
{
    const Json* given = take(key);
    if (!given) {
        if (need == Need::Required)
            missing(key, joinChoices(names));
        return std::nullopt;
    }
    if (given->is_string() && std::ranges::find(names, given->get<std::string>()) != names.end())
        return given->get<std::string>();
    wrong(key, *given, joinChoices(names));
    return std::nullopt;
}

void PresetBlockReader::finish()
{
    if (!m_object)
        return;
    for (const auto& [key, value] : m_object->items())
        if (std::ranges::find(m_known, key) == m_known.end())
            fault(key, "is an unknown key" + nearestTo(key, m_known) + "; expected " + joinChoices(m_known));
}

} // namespace breakline
