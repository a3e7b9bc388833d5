// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/SessionSetup.h"
#include "app/StoredSession.h"

#include <QString>

namespace breakline {

/// The options of an embedded session in `folder`, without a wire.
inline SessionOptions sessionIn(const QString& folder)
{
    SessionOptions options;
    options.simulation.isInProcess = true;
    options.sessionDir = folder.toStdString();
    return options;
}

/// Positions that are open and orders of ours that rest at the exchange.
struct Exposure {
    std::size_t positions = 0;
    std::size_t resting = 0;
};

inline Exposure exposureOf(TradingSession& session)
{
    Exposure exposure {session.positions().open().size(), 0};
    for (const TrackedOrder* order : session.desk().liveOrders())
        exposure.resting +=
            order->request().type == OrderType::Limit && order->status() == OrderStatus::Acknowledged;
    return exposure;
}

/// Trades in `folder` from the start until at least so much is open and rests,
/// and leaves the session there, as a killed program does. False: not within
/// two days of the exchange.
inline bool tradeUntil(const QString& folder, Exposure wanted)
{
    const SessionOptions options = sessionIn(folder);
    auto setup = prepareSession(options);
    if (!setup)
        return false;
    auto session = StoredSession::open(std::move(*setup), options.sessionDir);
    if (!session)
        return false;
    SessionRunner& runner = (*session)->runner();
    (*session)->submit({1, CommandKind::Start, (*session)->meta().presetId});
    const Timestamp end = runner.now() + Duration::days(2);
    while (runner.now() < end) {
        runner.runUntil(runner.now() + Duration::seconds(20));
        const Exposure now = exposureOf((*session)->session());
        if (now.positions >= wanted.positions && now.resting >= wanted.resting)
            return true;
    }
    return false;
}

} // namespace breakline
