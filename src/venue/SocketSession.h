// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "venue/WireServer.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// One websocket of a client, as the venue keeps it.
struct SocketSession {
    enum class Kind : std::uint8_t { Public, Private, Trade, Control, Unknown };

    std::uint64_t id = 0;
    std::uint16_t port = 0; ///< the client's
    Kind kind = Kind::Unknown;
    std::string userAgent;
    bool isAuthenticated = false;
    std::uint64_t sent = 0;            ///< text frames
    std::uint64_t told = 0;            ///< of them, as the newest step said
    std::uint64_t toldBefore = 0;      ///< and the step before it
    std::int64_t lastHeardMs = 0;      ///< wall time
    std::vector<std::string> topics;   ///< of Private, as they were asked for
    std::set<std::string> requestIds;  ///< of Trade: each is used once

    std::string connectionId() const { return "c" + std::to_string(id); }
    std::string_view kindText() const;
    static Kind kindOf(std::string_view path);
};

} // namespace breakline
