// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SessionJournal.h"
#include "trading/TradingServices.h"

#include <deque>

namespace breakline {

/// Writes the intents of orders and watches how long the disk takes: while one
/// is not durable 20 ms after it was written, no entry is allowed (gate reason
/// JournalSlow). What does not wait for the disk is finished all the same.
/// Trading thread.
class IntentJournal {
public:
    static constexpr Duration kDurableWithin = Duration::milliseconds(20);

    explicit IntentJournal(TradingServices& services);

    /// `isWaitedFor`: the order is sent only when the intent is durable. On a
    /// simulated clock, where the disk takes no time, only these are watched:
    /// nobody there asks for the word on the others.
    JournalTicket write(OrderRow row, bool isWaitedFor);
    void durable(JournalTicket upTo);
    /// No word will come any more.
    void failed();

private:
    struct Awaited {
        JournalTicket ticket = 0;
        Timestamp since;
    };
    void watch();

    TradingServices& m_services;
    std::deque<Awaited> m_awaited; ///< oldest first
    TimerId m_timer = 0;
};

} // namespace breakline
