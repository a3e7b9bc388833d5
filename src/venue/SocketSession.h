// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "venue/WireServer.h"

#include <cstdint>
#include <map>
#include <optional>
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
    std::uint64_t confirmed = 0;       ///< and those of the newest step that is done
    std::int64_t lastActiveMs = 0;     ///< wall time of the newest frame, of either side
    std::int64_t mostIdleMs = kMostIdleMs;
    std::optional<std::int64_t> leavingMs; ///< wall time since which it is being closed
    std::vector<std::string> topics;   ///< of Private, as they were asked for
    std::set<std::string> requestIds;  ///< of Trade: each is used once
    std::map<std::string, std::vector<std::string>> swapped; ///< by topic: frames that come after the next one

    std::string connectionId() const { return "c" + std::to_string(id); }
    std::string_view kindText() const;
    static Kind kindOf(std::string_view path);

    static constexpr std::int64_t kMostIdleMs = 600'000;
    /// How long a client that opens with this query may be idle: the private and
    /// the trade socket take max_active_time=45s or 2m. The venue's document
    /// bounds it by 30 s and 600 s and does not say what becomes of other values:
    /// they go to the nearer bound, and what cannot be read counts as absent.
    static std::int64_t mostIdleOf(Kind kind, std::string_view query);
};

} // namespace breakline
