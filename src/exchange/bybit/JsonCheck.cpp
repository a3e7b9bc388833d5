// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/JsonCheck.h"

#include <simdjson.h>

#include <string>

namespace breakline::bybit {

namespace {

class Checker {
public:
    explicit Checker(std::string_view text)
        : m_text(text)
    {
    }

    bool run() { return value(0) && (space(), m_at == m_text.size()); }
    std::size_t position() const { return m_at; }

private:
    static constexpr int kMaxDepth = 1000;

    void space()
    {
        while (
            m_at < m_text.size()
            && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool word(std::string_view expected)
    {
        if (m_text.substr(m_at, expected.size()) != expected)
            return false;
        m_at += expected.size();
        return true;
    }
    bool digits()
    {
        const std::size_t from = m_at;
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        return m_at > from;
    }
    bool number()
    {
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            return digits();
        }
        return true;
    }
    bool string()
    {
        if (!take('"'))
            return false;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            if (c != '\\')
                continue;
            ++m_at;
            const char escape = peek();
            if (escape == 'u') {
                for (int i = 0; i < 4; ++i) {
                    ++m_at;
                    if (m_at >= m_text.size()
                        || std::string_view("0123456789abcdefABCDEF").find(m_text[m_at])
                            == std::string_view::npos)
                        return false;
                }
            } else if (escape == '\0'
                       || std::string_view("\"\\/bfnrt").find(escape) == std::string_view::npos) {
                return false;
            }
        }
        return false;
    }
    bool members(int depth, char close, bool hasKeys)
    {
        ++m_at;
        space();
        if (take(close))
            return true;
        do {
            space();
            if (hasKeys && !(string() && (space(), take(':'))))
                return false;
            if (!value(depth + 1))
                return false;
            space();
        } while (take(','));
        return take(close);
    }
    bool value(int depth)
    {
        if (depth > kMaxDepth)
            return false;
        space();
        switch (peek()) {
        case '{': return members(depth, '}', true);
        case '[': return members(depth, ']', false);
        case '"': return string();
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: return number();
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Expected<void> checkJson(std::string_view text)
{
    Checker checker(text);
    if (!checker.run())
        return fail(ErrorCode::Corrupt,
                    checker.position() >= text.size()
                        ? "the text ends before its JSON does"
                        : "no JSON from byte " + std::to_string(checker.position() + 1) + " on");
    if (!simdjson::validate_utf8(text.data(), text.size()))
        return fail(ErrorCode::Corrupt, "the text is not UTF-8");
    return {};
}

} // namespace breakline::bybit
