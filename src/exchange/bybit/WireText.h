// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <charconv>
#include <optional>
#include <string_view>

/// Between Qt's bytes and the codec's text.
namespace breakline::bybit {

inline std::string_view viewOf(const QByteArray& text)
{
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

inline QByteArray bytesOf(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

/// A whole number and nothing else.
template<class T>
std::optional<T> numberIn(const QByteArray& text)
{
    T value = 0;
    const char* end = text.constData() + text.size();
    const auto [at, error] = std::from_chars(text.constData(), end, value);
    if (error != std::errc() || at != end || text.isEmpty())
        return std::nullopt;
    return value;
}

} // namespace breakline::bybit
