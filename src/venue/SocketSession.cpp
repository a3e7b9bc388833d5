// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/SocketSession.h"

#include "venue/Parameters.h"

#include <algorithm>
#include <charconv>

namespace breakline {

SocketSession::Kind SocketSession::kindOf(std::string_view path)
{
    if (path == "/v5/public/linear")
        return Kind::Public;
    if (path == "/v5/private")
        return Kind::Private;
    if (path == "/v5/trade")
        return Kind::Trade;
    if (path == "/sim/v1/control")
        return Kind::Control;
    return Kind::Unknown;
}

std::int64_t SocketSession::mostIdleOf(Kind kind, std::string_view query)
{
    constexpr std::int64_t kLeast = 30;
    constexpr std::int64_t kMost = kMostIdleMs / 1000;
    if (kind != Kind::Private && kind != Kind::Trade)
        return kMostIdleMs;
    const std::string text = Parameters::fromQuery(query).text("max_active_time");
    std::int64_t count = 0;
    const char* const last = text.data() + text.size();
    const auto end = std::from_chars(text.data(), last, count);
    if (end.ec != std::errc() || end.ptr + 1 != last || (*end.ptr != 's' && *end.ptr != 'm'))
        return kMostIdleMs;
    count = std::clamp<std::int64_t>(count, 0, kMost) * (*end.ptr == 'm' ? 60 : 1);
    return std::clamp(count, kLeast, kMost) * 1000;
}

std::string_view SocketSession::kindText() const
{
    switch (kind) {
    case Kind::Public: return "public";
    case Kind::Private: return "private";
    case Kind::Trade: return "trade";
    case Kind::Control: return "control";
    case Kind::Unknown: break;
    }
    return "unknown";
}

} // namespace breakline
