// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/PresetFaults.h"
#include "strategy/PresetSchema.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// The visitor of PresetSchema.h that reads one object of the file. Each call
/// names a key; finish() reports every key that was not named.
class PresetBlockReader {
public:
    using Json = nlohmann::json;
    using Range = preset_schema::Range;
    using Need = preset_schema::Need;

    /// `object` null: the block is absent, every required key is missing.
    PresetBlockReader(const Json* object, std::string path, PresetFaults& faults);

    void number(std::string_view key, double& value, Range range, Need need);
    void inertNumber(std::string_view key, double& value, Range range);
    void integer(std::string_view key, int& value, Range range, Need need);
    /// A whole number that is kept as one of many.
    void wholeNumber(std::string_view key, double& value, Range range, Need need);
    void flag(std::string_view key, bool& value);
    /// Null leaves the default, as absence does.
    void flagOrNull(std::string_view key, bool& value);
    /// Null is "none"; an absent key leaves the default.
    void optionalNumber(std::string_view key, std::optional<double>& value, Range range);
    void optionalInteger(std::string_view key, std::optional<int>& value, Range range);

    template<class E>
    void choice(std::string_view key, E& value, std::span<const preset_schema::Choice<E>> choices,
                Need need = Need::Optional)
    {
        std::vector<std::string> names;
        for (const auto& [name, unused] : choices)
            names.emplace_back(name);
        const std::optional<std::string> text = textOf(key, names, need);
        if (!text)
            return;
        for (const auto& [name, chosen] : choices)
            if (name == *text)
                value = chosen;
    }

    /// The value of a key read elsewhere; null where absent. Names the key.
    const Json* take(std::string_view key);
    /// An object or nothing; anything else is a fault.
    const Json* block(std::string_view key);
    std::optional<std::string> string(std::string_view key, Need need);
    /// An array of texts; null and absent are empty.
    std::optional<std::vector<std::string>> strings(std::string_view key);
    bool has(std::string_view key) const;
    void fault(std::string_view key, const std::string& what);
    void wrong(std::string_view key, const Json& value, const std::string& expected);
    void missing(std::string_view key, const std::string& expected);
    std::string pathOf(std::string_view key) const;
    void finish();

private:
    std::optional<double> readNumber(std::string_view key, const Json& value, const Range& range, bool whole,
                                     const char* orNull);
    std::optional<std::string> textOf(std::string_view key, const std::vector<std::string>& names, Need need);

    const Json* m_object;
    std::string m_path;
    PresetFaults& m_faults;
    std::vector<std::string> m_known;
};

/// The value as it stands in the file, cut where it is long.
std::string shown(const nlohmann::json& value);

} // namespace breakline
