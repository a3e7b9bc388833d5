// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSession.h"
#include "trading/UserCommand.h"

#include <functional>
#include <optional>
#include <string>

namespace breakline {

/// Takes a trading session through its venue's time, wherever that venue is: in
/// this process, behind a wire in step with us, or behind a wire in real time.
/// All calls on the trading thread.
class SessionRunner {
public:
    virtual ~SessionRunner() = default;

    virtual TradingSession& session() = 0;
    /// Venue time.
    virtual Timestamp now() const = 0;
    /// Handles a person's command, last of what now is there to handle.
    virtual void submit(const UserCommand& command) = 0;
    /// The same for what the host has to say.
    virtual void report(const DiskReading& disk) = 0;
    /// The next instant, if it is not after `limit`; else the time goes there.
    /// False once `limit` is reached without anything happening, where a wait
    /// was interrupted, and after a failure.
    virtual bool step(Timestamp limit) = 0;
    void runUntil(Timestamp limit)
    {
        while (step(limit)) { }
    }

    /// The inputs come by the thread's event loop, which must run; step() only
    /// waits for them.
    virtual bool isRealTime() const { return false; }
    /// The way to the venue has ended by an error: nothing goes on.
    virtual std::optional<std::string> failure() const { return std::nullopt; }
    /// Where an earlier run is simulated again: asked wherever a failure of the
    /// journal may enter whether it entered there.
    virtual void setRecalledFailure(std::function<std::optional<JournalFailed>()> recalled)
    {
        static_cast<void>(recalled);
    }
    /// Asked while a venue is waited for, five times a second; true ends the wait.
    virtual void setInterruptCheck(std::function<bool()> check) { static_cast<void>(check); }
};

} // namespace breakline
