// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "core/Units.h"
#include "storage/SessionJournal.h"
#include "strategy/GateCodec.h"
#include "strategy/GateTrace.h"

#include <map>
#include <string>
#include <string_view>

namespace breakline {

/// Writes down why each evaluation ended as it did: the gates of every symbol at
/// every close, and of those that come to a signal what follows, until the trade is
/// over or was never made. It decides nothing: with it and without it a session
/// decides the same. Trading thread.
class DecisionTracer {
public:
    /// `isOn` false: nothing is kept or written.
    DecisionTracer(SessionJournal& journal, bool isOn);

    bool isOn() const { return m_isOn; }

    /// An empty trace of a symbol at the close of a bar, to be filled and ended at
    /// once. Valid until the next call.
    GateTrace& begin(const std::string& traceId, const std::string& symbol, Timestamp close);
    /// What was begun is written. `goesOn`: it came to a signal, more() adds to it.
    void end(std::string_view outcome, bool goesOn = false);

    /// The trace of a signal or trade that goes on; null where there is none, of a
    /// trade that another session began too.
    GateTrace* more(const std::string& traceId);
    /// It is written again with this outcome; `goesOn` false: for the last time.
    void write(const std::string& traceId, std::string_view outcome, bool goesOn);

private:
    struct Trace {
        std::string symbol;
        Timestamp close;
        GateTrace gates;
    };

    void write(const std::string& traceId, Trace& trace, std::string_view outcome);

    SessionJournal& m_journal;
    bool m_isOn;
    GateEncoder m_encoder;
    std::string m_traceId; ///< of m_current
    Trace m_current;
    std::map<std::string, Trace> m_open;
    const Trace* m_writing = nullptr; ///< while its gates are encoded
    std::string m_writingId;
};

} // namespace breakline
