// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SecretFilter.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace breakline {

namespace {

using Range = std::pair<std::size_t, std::size_t>; // first, one past the last

/// Names whose value is never shown. "x-bapi-" stands for all that begin so.
constexpr std::array<std::string_view, 14> kSecretNames {
    "x-bapi-", "api_key",    "apikey",   "api-key",       "secret", "secretkey", "signature",
    "sign",    "passphrase", "password", "authorization", "token",  "listenkey", "secret_key"};

constexpr bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::size_t skipBlanks(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] == ' ')
        ++at;
    return at;
}

constexpr bool isQuote(char c)
{
    return c == '"' || c == '\'';
}

std::size_t countBackslashes(std::string_view text, std::size_t at)
{
    std::size_t count = 0;
    while (at + count < text.size() && text[at + count] == '\\')
        ++count;
    return count;
}

/// Past a quote, which is escaped where one text stands inside another.
std::size_t skipQuote(std::string_view text, std::size_t at)
{
    const std::size_t quote = at + countBackslashes(text, at);
    return quote < text.size() && isQuote(text[quote]) ? quote + 1 : at;
}

/// Where the value ends that began behind `quote` with `depth` backslashes: at
/// the next such quote of the same depth or of one further out.
std::size_t closingQuote(std::string_view text, std::size_t at, char quote, std::size_t depth)
{
    while (at < text.size()) {
        const std::size_t slashes = countBackslashes(text, at);
        if (at + slashes < text.size() && text[at + slashes] == quote && slashes <= depth)
            return at;
        at += slashes + 1;
    }
    return text.size();
}

/// The value that begins at `at`, behind the separator: quoted, in square
/// brackets, or up to a blank or separator.
Range valueAt(std::string_view text, std::size_t at)
{
    if (at < text.size() && text[at] == '[') {
        const std::size_t end = text.find(']', at);
        return {at + 1, end == std::string_view::npos ? text.size() : end};
    }
    const std::size_t begin = skipQuote(text, at);
    if (begin != at)
        return {begin, closingQuote(text, begin, text[begin - 1], countBackslashes(text, at))};
    constexpr std::string_view stops = " \t\r\n,;&\"')}]";
    std::size_t end = std::min(text.find_first_of(stops, begin), text.size());
    const std::string scheme = lowered(text.substr(begin, end - begin));
    if (scheme == "bearer" || scheme == "basic") {
        const std::size_t credential = skipBlanks(text, end);
        end = std::min(text.find_first_of(stops, credential), text.size());
    }
    return {begin, end};
}

void findNamed(std::string_view text, std::string_view lower, std::string_view name,
               std::vector<Range>& found)
{
    for (std::size_t at = lower.find(name); at != std::string_view::npos; at = lower.find(name, at + 1)) {
        if (at > 0 && isWordCharacter(lower[at - 1]))
            continue;
        std::size_t end = at + name.size();
        if (name.back() == '-')
            while (end < lower.size() && (isWordCharacter(lower[end]) || lower[end] == '-'))
                ++end;
        end = skipBlanks(text, skipQuote(text, end));
        if (end >= text.size() || (text[end] != ':' && text[end] != '='))
            continue;
        const Range value = valueAt(text, skipBlanks(text, end + 1));
        if (value.second > value.first)
            found.push_back(value);
    }
}

} // namespace

bool SecretFilter::addSecret(std::string_view secret)
{
    if (secret.size() < kShortest)
        return false;
    const QByteArray encoded =
        QByteArray(secret.data(), static_cast<qsizetype>(secret.size())).toPercentEncoding();
    for (const std::string& form : {std::string(secret), encoded.toStdString()})
        if (std::find(m_secrets.begin(), m_secrets.end(), form) == m_secrets.end())
            m_secrets.push_back(form);
    std::stable_sort(m_secrets.begin(), m_secrets.end(),
                     [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    return true;
}

std::string SecretFilter::mask(std::string_view text) const
{
    std::vector<Range> found;
    for (const std::string& secret : m_secrets)
        for (std::size_t at = text.find(secret); at != std::string_view::npos; at = text.find(secret, at + 1))
            found.emplace_back(at, at + secret.size());
    if (text.find_first_of(":=") != std::string_view::npos) {
        const std::string lower = lowered(text);
        for (const std::string_view name : kSecretNames)
            findNamed(text, lower, name, found);
        // A sign-in over a websocket carries key and signature as bare arguments.
        if (lower.find("\"auth\"") != std::string::npos || lower.find("\\\"auth\\\"") != std::string::npos)
            findNamed(text, lower, "args", found);
    }
    if (found.empty())
        return std::string(text);

    std::sort(found.begin(), found.end());
    std::string masked;
    std::size_t done = 0;
    for (std::size_t i = 0; i < found.size();) {
        Range range = found[i];
        for (++i; i < found.size() && found[i].first <= range.second; ++i)
            range.second = std::max(range.second, found[i].second);
        masked.append(text.substr(done, range.first - done)).append(kMask);
        done = range.second;
    }
    return masked.append(text.substr(done));
}

} // namespace breakline
