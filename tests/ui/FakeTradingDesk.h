// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingDesk.h"

#include <string>
#include <vector>

namespace breakline {

/// A desk that records what it is asked and answers when it is told to.
class FakeTradingDesk : public TradingDesk {
    Q_OBJECT
public:
    using TradingDesk::TradingDesk;

    struct Submitted {
        std::uint64_t id = 0;
        CommandKind kind = CommandKind::Start;
        std::string argument;
    };

    std::uint64_t submit(CommandKind kind, const std::string& argument) override
    {
        submitted.push_back({++m_lastId, kind, argument});
        return m_lastId;
    }
    void requestSnapshot() override { ++requests; }
    void exportSession(const QString& folder) override { exportFolders.push_back(folder); }
    void openVenue(const std::string& venue) override { venues.push_back(venue); }

    void publish() { Q_EMIT snapshotReady(std::make_shared<const TradingSnapshot>(snapshot)); }
    void reply(bool success, const std::string& message)
    {
        const Submitted& last = submitted.back();
        Q_EMIT replied({last.id, last.kind, success, message, snapshot.time});
    }

    TradingSnapshot snapshot;
    std::vector<Submitted> submitted;
    std::vector<QString> exportFolders;
    std::vector<std::string> venues; ///< asked for
    int requests = 0;

private:
    std::uint64_t m_lastId = 0;
};

} // namespace breakline
