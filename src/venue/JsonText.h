// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace breakline {

/// Writes JSON from left to right; commas are its business, and numbers that
/// must stay exact are handed in as text.
class JsonText {
public:
    JsonText& beginObject() { return open('{'); }
    JsonText& endObject() { return close('}'); }
    JsonText& beginArray() { return open('['); }
    JsonText& endArray() { return close(']'); }
    JsonText& key(std::string_view name)
    {
        text(name);
        m_text += ':';
        m_comma = false;
        return *this;
    }
    /// A quoted, escaped string.
    JsonText& text(std::string_view value);
    JsonText& integer(std::int64_t value) { return raw(std::to_string(value)); }
    JsonText& boolean(bool value) { return raw(value ? "true" : "false"); }
    /// A value that is JSON already.
    JsonText& raw(std::string_view json)
    {
        separate();
        m_text += json;
        return *this;
    }

    JsonText& field(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonText& field(std::string_view name, const char* value) { return key(name).text(value); }
    JsonText& integerField(std::string_view name, std::int64_t value) { return key(name).integer(value); }
    JsonText& flag(std::string_view name, bool value) { return key(name).boolean(value); }

    const std::string& str() const { return m_text; }
    std::string take() { return std::move(m_text); }

private:
    JsonText& open(char c)
    {
        separate();
        m_text += c;
        m_comma = false;
        return *this;
    }
    JsonText& close(char c)
    {
        m_text += c;
        m_comma = true;
        return *this;
    }
    void separate()
    {
        if (m_comma)
            m_text += ',';
        m_comma = true;
    }

    std::string m_text;
    bool m_comma = false;
};

} // namespace breakline
