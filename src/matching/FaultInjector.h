// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Instrument.h"
#include "matching/FaultScript.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace breakline {

/// A message that met its fault, or a fault that happened by itself.
struct FaultMet {
    FaultKind kind = FaultKind::Refuse;
    FaultTarget target = FaultTarget::Any; ///< what the message was
    std::optional<SymbolId> symbol; ///< empty: of the account or of all symbols
    Timestamp at;
    Duration length; ///< of the fault
};

/// Says which message meets which fault, and when the others are due: the one
/// place that counts a script down. A value without a clock: times are handed
/// in and do not go back. Without a script it says no to everything.
///
/// A message meets at most one fault: of those whose time has come and that
/// match it, the first of the script.
class FaultInjector {
public:
    FaultInjector() = default;
    /// `start`: when the market begins to move. A symbol that the table does not
    /// know is met by nothing.
    FaultInjector(FaultScript script, Timestamp start, const InstrumentTable& instruments);

    bool isEmpty() const { return m_script.faults.empty(); }
    const FaultScript& script() const { return m_script; }

    /// A request (Place, Cancel, Stop, Question; the latter may be of no symbol) arrives.
    std::optional<Fault> onRequest(FaultTarget request, std::optional<SymbolId> symbol, Timestamp now);
    /// A push (Order ... Candle) is about to leave. Wallets are of no symbol.
    std::optional<Fault> onPush(FaultTarget push, std::optional<SymbolId> symbol, Timestamp now);
    /// The next of the faults that happen by themselves: of stream, market and account.
    std::optional<Timestamp> nextDue() const;
    /// Takes the first of them that is due, with its symbol where the script names one.
    std::optional<Fault> takeDue(Timestamp now);

    /// One that happened by itself found something to happen to.
    void countInjected(FaultKind kind) { ++m_injected[static_cast<std::size_t>(kind)]; }
    void countInjected(const Fault& fault, std::optional<SymbolId> symbol, Timestamp now)
    {
        countInjected(fault.kind);
        m_met.push_back({fault.kind, FaultTarget::Any, symbol, now, fault.length});
    }
    /// How often each kind met something.
    const std::array<std::uint64_t, kFaultKindCount>& injected() const { return m_injected; }
    /// What was met when, in order; not those of the kinds that only count.
    const std::vector<FaultMet>& met() const { return m_met; }

private:
    struct Armed {
        Timestamp at;
        std::optional<SymbolId> symbol;
        int left = 0;
        std::size_t fault = 0; ///< place in the script
    };

    std::optional<Fault> meet(std::vector<Armed>& armed, FaultTarget target, std::optional<SymbolId> symbol,
                              Timestamp now);

    FaultScript m_script;
    std::vector<Armed> m_requests;
    std::vector<Armed> m_pushes;
    std::vector<Armed> m_due;
    std::array<std::uint64_t, kFaultKindCount> m_injected {};
    std::vector<FaultMet> m_met;
};

} // namespace breakline
