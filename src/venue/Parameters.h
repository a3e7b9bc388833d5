// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// The named values of one request, as text: those of a query string, or the
/// members of a JSON object (true and false as such, numbers in their shortest
/// form). What is nested in it is left out, and so is null. Whoever reads takes
/// what is known; other names are nobody's business.
class Parameters {
public:
    static Parameters fromQuery(std::string_view query);
    /// An empty body is an empty object.
    static Expected<Parameters> fromJson(std::string_view body);

    void set(std::string name, std::string value) { m_values[std::move(name)] = std::move(value); }
    /// Empty where it is missing.
    const std::string& text(const std::string& name) const;
    bool has(const std::string& name) const { return !text(name).empty(); }
    bool isTrue(const std::string& name) const { return text(name) == "true"; }
    /// Empty where it is missing; an error where it is no whole number.
    Expected<std::optional<std::int64_t>> integer(const std::string& name) const;

private:
    std::map<std::string, std::string> m_values;
};

} // namespace breakline
