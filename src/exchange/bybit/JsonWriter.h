// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace breakline::bybit {

/// Appends JSON to a text, without spaces, keys in the order given.
class JsonWriter {
public:
    explicit JsonWriter(std::string& text)
        : m_text(text)
    {
    }

    JsonWriter& open(char bracket)
    {
        separate();
        m_text += bracket;
        m_isFirst = true;
        return *this;
    }
    JsonWriter& close(char bracket)
    {
        m_text += bracket;
        m_isFirst = false;
        return *this;
    }
    JsonWriter& key(std::string_view name)
    {
        separate();
        quote(name);
        m_text += ':';
        m_isFirst = true;
        return *this;
    }
    JsonWriter& text(std::string_view value)
    {
        separate();
        quote(value);
        return *this;
    }
    JsonWriter& integer(std::int64_t value)
    {
        separate();
        char digits[24];
        m_text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
        return *this;
    }
    JsonWriter& flag(bool value)
    {
        separate();
        m_text += value ? "true" : "false";
        return *this;
    }
    JsonWriter& null()
    {
        separate();
        m_text += "null";
        return *this;
    }

private:
    void separate()
    {
        if (!m_isFirst)
            m_text += ',';
        m_isFirst = false;
    }
    void quote(std::string_view value)
    {
        m_text += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') {
                m_text += '\\';
                m_text += c;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                constexpr char kHex[] = "0123456789abcdef";
                m_text += "\\u00";
                m_text += kHex[c >> 4 & 15];
                m_text += kHex[c & 15];
            } else {
                m_text += c;
            }
        }
        m_text += '"';
    }

    std::string& m_text;
    bool m_isFirst = true;
};

} // namespace breakline::bybit
