// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SessionRows.h"

#include <QObject>

#include <cstdint>

namespace breakline {

/// Counts the order intents of a session from 1.
using JournalTicket = std::uint64_t;

/// Port: the session's memory. Called on the trading thread; returns at once
/// and writes in the order of the calls. After `durable(t)` all that was
/// written up to ticket t has survived any crash. An entry is sent only then;
/// exits, stop moves and cancels never wait.
class SessionJournal : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Writes a row, or its new state where it has a key.
    virtual void write(SessionRow row) = 0;
    /// Writes an order's intent and asks for the word when it is durable.
    virtual JournalTicket writeIntent(OrderRow order) = 0;
    /// Waits, on the calling thread, until everything is durable, and delivers
    /// the signals due: for a simulated clock, on which a disk takes no time.
    virtual void settle() = 0;

Q_SIGNALS:
    /// On the trading thread, tickets ascending; one signal may stand for all
    /// tickets up to the one named.
    void durable(breakline::JournalTicket upTo);
    /// The store cannot be written; entries must not be sent.
    void failed(const QString& what);
};

} // namespace breakline
