// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Why no entry may be sent. One name a cause.
enum class GateReason : std::uint8_t {
    // Latches: released only as SPEC 6.2, 6.3 and 9.4 say.
    KillLatch,
    DailyLossLatch,
    LossStreakLatch,
    // Commands.
    StopRequested,
    PauseRequested,
    TimeStop,
    Flatten, ///< a flatten is under way
    // Risk.
    LimitReading, ///< an equity limit was passed once; a second reading decides
    RiskCheckFailed, ///< a risk or kill-switch evaluation could not be made
    EquityUnknown,
    EquityJump, ///< unexplained by execution, funding or transfer
    DayStartUnknown,
    // The connection to the venue.
    MarketDataDown,
    MarketDataStale, ///< the connection says it is up, and nothing comes
    BookGap, ///< an update of a book is missing
    StreamAgainstRest, ///< the prices asked for have moved, those of the streams have not
    PrivateStreamDown,
    ClockOffset,
    Authentication,
    RequestBudget, ///< the venue refuses requests for their rate
    QueueOverflow, ///< trading data was lost; the venue is being synchronised anew
    MarketDataOnly, ///< orders to this venue are closed
    // The account.
    SelfTest, ///< the venue has not passed the self-test
    NotReconciled,
    PositionContested,
    Unprotected,
    // Our own house.
    NotRunning, ///< the trading state is outside Running
    JournalSlow,
    JournalFailed,
    RecorderFailed,
    DiskFull,
    InvariantBroken
};
inline constexpr std::size_t kGateReasonCount = 32;

/// Who alone may say that a cause is over.
enum class GateOwner : std::uint8_t {
    Command,
    Risk,
    Connection,
    Account,
    Journal,
    Orchestrator,
    Nobody ///< only a new session clears it
};

/// "kill_latch" ...
std::string_view toText(GateReason reason);
GateOwner ownerOf(GateReason reason);

/// May we enter: a set of named reasons, open when empty. Lives on the trading
/// thread and works without the state machine, so that kill switch and risk can
/// close it before anything else moves.
class EntryGate : public QObject {
    Q_OBJECT
public:
    struct Entry {
        GateReason reason = GateReason::KillLatch;
        std::string detail; ///< value against threshold, for a person
        Timestamp since; ///< when the reason was added
    };

    explicit EntryGate(QObject* parent = nullptr);

    /// Anyone may add. Adding a reason that holds already keeps its time and
    /// takes the new detail. True if the reason is new.
    bool add(GateReason reason, std::string_view detail, Timestamp now);
    /// Only its owner may remove a reason: another changes nothing. True if the
    /// reason was there and is gone.
    bool remove(GateReason reason, GateOwner owner, Timestamp now);

    bool isOpen() const { return m_set == 0 || m_isIgnored; }
    /// Its reasons keep nothing back any more: see Protections.
    void ignore() { m_isIgnored = true; }
    bool has(GateReason reason) const { return (m_set & bitOf(reason)) != 0; }
    /// The reasons that hold, in the order of the enum.
    std::vector<Entry> entries() const;
    /// Their names in the same order, joined by "+"; empty when open.
    std::string summary() const;

Q_SIGNALS:
    /// After a reason came or went (not when only its detail changed).
    void changed(breakline::GateReason reason, bool added, bool isOpen, breakline::Timestamp time);

private:
    static constexpr std::uint64_t bitOf(GateReason reason)
    {
        return std::uint64_t {1} << static_cast<unsigned>(reason);
    }

    std::uint64_t m_set = 0;
    bool m_isIgnored = false;
    std::array<Entry, kGateReasonCount> m_entries;
};

} // namespace breakline
