// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/VenueLink.h"
#include "trading/RecorderWatch.h"
#include "trading/SessionRunner.h"
#include "trading/WallClock.h"

#include <QEventLoop>
#include <QObject>
#include <QTimer>

#include <functional>

namespace breakline {

/// A trading session on a venue that runs in real time: the order in which the
/// inputs arrive is their order, and is recorded. They come by the event loop of
/// the trading thread, which must run; step() runs it for a program that has
/// nothing else to wait for.
///
/// The venue goes on when this program ends: what the session knows is the
/// operating system's before anything that changes the account leaves.
class RealTimeRunner final : public QObject, public SessionRunner {
    Q_OBJECT
public:
    /// All but the settings outlive it. `recorder` may be null.
    RealTimeRunner(SessionSettings settings, VenueLink& link, const WallClock& clock, SessionJournal& journal,
                   RecordingSink* recorder);
    ~RealTimeRunner() override;

    /// Handles an input of an earlier run. Nothing is sent.
    void recall(Timestamp time, const Input& input);
    /// After the last recall(): back to the venue. Unavailable where the clock is
    /// before what the session has seen.
    Expected<void> goOn();

    TradingSession& session() override { return m_session; }
    /// Never before the newest input.
    Timestamp now() const override;
    void submit(const UserCommand& command) override;
    void report(const DiskReading& disk) override;
    /// Waits for something to happen, no longer than until `limit`.
    bool step(Timestamp limit) override;
    bool isRealTime() const override { return true; }
    void setInterruptCheck(std::function<bool()> check) override { m_interruptCheck = std::move(check); }

private:
    template<class Value>
    void post(const Value& value);
    void tellDurable(JournalTicket upTo);

    VenueLink& m_link;
    const WallClock& m_clock;
    WallScheduler m_timers;
    RecordingSink* m_recorder;
    TradingSession m_session;
    RecorderWatch m_recorderWatch;
    QTimer m_recorderLook;
    std::function<bool()> m_interruptCheck;
    Timestamp m_last; ///< of the newest input
    JournalTicket m_told = 0; ///< the session knows that so much is durable
    bool m_isRecalling = false; ///< until goOn()
    JournalTicket m_durableMeanwhile = 0;
    std::uint64_t m_handled = 0;
    QEventLoop* m_waiting = nullptr; ///< of step()
};

} // namespace breakline
