// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/SocketSession.h"

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
