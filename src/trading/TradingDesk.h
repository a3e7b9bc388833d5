// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"
#include "trading/UserCommand.h"

#include <QObject>

namespace breakline {

/// What the window knows of the trading side: values out, commands in. Lives on
/// the GUI thread; its implementation carries both across to the trading thread.
class TradingDesk : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Returns at once with the command's id; `replied` follows. Flatten and the
    /// kill switch are taken before anything else that waits.
    virtual std::uint64_t submit(CommandKind kind, const std::string& argument) = 0;
    /// Asks for a snapshot; `snapshotReady` follows. Asking again before it has
    /// come is ignored, so a slow side never builds up a queue.
    virtual void requestSnapshot() = 0;
    /// Writes the session's CSV files to `folder`; `exported` follows.
    virtual void exportSession(const QString& folder) = 0;
    /// Ends the session, flat first where it trades, and opens one at that venue:
    /// "sim" or "bybit"; replied by a snapshot of the new session, or by `venueRefused`.
    virtual void openVenue(const std::string& venue) = 0;

Q_SIGNALS:
    void snapshotReady(const breakline::TradingSnapshotPtr& snapshot);
    void replied(const breakline::CommandReply& reply);
    void exported(bool success, const QString& message);
    void venueRefused(const QString& message);
};

} // namespace breakline
