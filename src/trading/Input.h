// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Scheduler.h"
#include "exchange/ExchangeGateway.h"
#include "storage/SessionJournal.h"
#include "trading/UserCommand.h"

#include <string>
#include <variant>

namespace breakline {

struct TimerFired {
    TimerId timer = 0;

    friend bool operator==(const TimerFired&, const TimerFired&) = default;
};

struct JournalDurable {
    JournalTicket upTo = 0;

    friend bool operator==(const JournalDurable&, const JournalDurable&) = default;
};

struct JournalFailed {
    std::string what;

    friend bool operator==(const JournalFailed&, const JournalFailed&) = default;
};

/// The recording can no longer be written: what follows will be missing in it.
struct RecorderFailed {
    std::string what;

    friend bool operator==(const RecorderFailed&, const RecorderFailed&) = default;
};

/// How full the volume of the session's folder is. (trading/DiskLimit.h)
struct DiskReading {
    double usedPercent = 0.0;

    friend bool operator==(const DiskReading&, const DiskReading&) = default;
};

/// What comes from a person or from the host: no run of the venue brings it back,
/// so that the recording alone says where it stood.
using OutsideInput = std::variant<UserCommand, DiskReading>;

/// Everything that can move the session. What the managers decide is a function
/// of the sequence of inputs and of nothing else.
using Input = std::variant<ExchangeEvent, TimerFired, JournalDurable, JournalFailed, UserCommand,
                           RecorderFailed, DiskReading>;

/// Whoever handles inputs, one at a time, to its end.
class InputHandler {
public:
    virtual ~InputHandler() = default;
    virtual void handle(const ExchangeEvent& event) = 0;
    virtual void handle(const TimerFired& timer) = 0;
    virtual void handle(const JournalDurable& durable) = 0;
    virtual void handle(const JournalFailed& failed) = 0;
    virtual void handle(const UserCommand& command) = 0;
    virtual void handle(const RecorderFailed& failed) = 0;
    virtual void handle(const DiskReading& disk) = 0;
};

} // namespace breakline
