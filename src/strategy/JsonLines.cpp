// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/JsonLines.h"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace breakline {

namespace {

struct Level {
    bool isObject = false;
    std::size_t pathLength = 0; // of the parent's path
    std::size_t index = 0;
};

class Locator {
public:
    explicit Locator(std::string_view text) : m_text(text) {}

    JsonLines run()
    {
        for (; m_at < m_text.size(); ++m_at) {
            switch (m_text[m_at]) {
            case '\n': ++m_line; break;
            case '{':
            case '[': enter(m_text[m_at] == '{'); break;
            case '}':
            case ']': leave(); break;
            case '"': string(); break;
            case ',': next(); break;
            case ' ':
            case '\t':
            case '\r':
            case ':': break;
            default: scalar(); break;
            }
        }
        return std::move(m_result);
    }

private:
    bool inObject() const { return !m_levels.empty() && m_levels.back().isObject; }

    void note(int line)
    {
        if (!m_result.lines.emplace(m_path, line).second)
            m_result.repeated.push_back({m_path, line});
    }

    void element()
    {
        if (!m_levels.empty() && !inObject() && !m_noted) {
            m_path.resize(m_levels.back().pathLength);
            if (!m_path.empty())
                m_path += '/';
            m_path += std::to_string(m_levels.back().index);
            note(m_line);
            m_noted = true;
        }
    }

    void enter(bool isObject)
    {
        element();
        m_levels.push_back({isObject, m_path.size(), 0});
        m_expectKey = isObject;
        m_noted = false;
    }

    void leave()
    {
        m_path.resize(m_levels.back().pathLength);
        m_levels.pop_back();
        m_expectKey = false;
        m_noted = true;
    }

    void next()
    {
        ++m_levels.back().index;
        m_expectKey = inObject();
        m_noted = false;
    }

    void scalar()
    {
        element();
        while (m_at + 1 < m_text.size() && std::string_view(",]} \t\r\n").find(m_text[m_at + 1]) == std::string_view::npos)
            ++m_at;
    }

    void string()
    {
        const std::size_t begin = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        if (!inObject() || !m_expectKey) {
            element();
            return;
        }
        m_path.resize(m_levels.back().pathLength);
        if (!m_path.empty())
            m_path += '/';
        m_path += nlohmann::json::parse(m_text.substr(begin, m_at + 1 - begin)).get<std::string>();
        note(m_line);
        m_expectKey = false;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
    std::string m_path;
    std::vector<Level> m_levels;
    bool m_expectKey = false;
    bool m_noted = false; // the array element at hand has its line
    JsonLines m_result;
};

} // namespace

int JsonLines::lineOf(std::string_view path) const
{
    while (true) {
        if (const auto found = lines.find(path); found != lines.end())
            return found->second;
        const std::size_t slash = path.rfind('/');
        if (slash == std::string_view::npos)
            return 1;
        path = path.substr(0, slash);
    }
}

void JsonLines::move(const std::string& from, const std::string& to)
{
    std::vector<std::pair<std::string, int>> moved;
    for (auto it = lines.lower_bound(from); it != lines.end() && it->first.starts_with(from);) {
        const std::string rest = it->first.substr(from.size());
        if (rest.empty() || rest.front() == '/') {
            moved.emplace_back(to + rest, it->second);
            it = lines.erase(it);
        } else {
            ++it;
        }
    }
    for (auto& [path, line] : moved)
        lines.insert_or_assign(std::move(path), line);
}

JsonLines locateJson(std::string_view text)
{
    return Locator(text).run();
}

} // namespace breakline
