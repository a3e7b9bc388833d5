// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/Parameters.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace breakline {

namespace {

int hexOf(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '%' && i + 2 < text.size() && hexOf(text[i + 1]) >= 0
            && hexOf(text[i + 2]) >= 0;
        if (escaped) {
            out += static_cast<char>(hexOf(text[i + 1]) * 16 + hexOf(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

} // namespace

Parameters Parameters::fromQuery(std::string_view query)
{
    Parameters result;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::size_t mark = pair.find('=');
        if (mark != std::string_view::npos)
            result.set(decoded(pair.substr(0, mark)), decoded(pair.substr(mark + 1)));
    }
    return result;
}

Expected<Parameters> Parameters::fromJson(std::string_view body)
{
    Parameters result;
    if (body.empty())
        return result;
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::InvalidArgument, "the body is no JSON object");
    for (const auto& [name, value] : json.items()) {
        if (value.is_string())
            result.set(name, value.get<std::string>());
        else if (value.is_primitive() && !value.is_null())
            result.set(name, value.dump());
    }
    return result;
}

const std::string& Parameters::text(const std::string& name) const
{
    static const std::string kNone;
    const auto found = m_values.find(name);
    return found == m_values.end() ? kNone : found->second;
}

Expected<std::optional<std::int64_t>> Parameters::integer(const std::string& name) const
{
    const std::string& value = text(name);
    if (value.empty())
        return std::optional<std::int64_t>();
    std::int64_t number = 0;
    const auto end = std::from_chars(value.data(), value.data() + value.size(), number);
    if (end.ec != std::errc() || end.ptr != value.data() + value.size())
        return fail(ErrorCode::InvalidArgument, name + " is no whole number: " + value);
    return std::optional(number);
}

} // namespace breakline
