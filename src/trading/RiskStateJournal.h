// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard headers behind it
#include "risk/RiskMonitor.h"
#endif
#include "storage/SessionJournal.h"

#include <map>
#include <string>

namespace breakline {

/// Keeps in the journal what risk must find again after a restart, one named
/// fact a row: risk_day (ms), day_start_equity, high_water, consecutive_losses,
/// daily_latch, loss_latch and kill_latch (when set, ms), kill_cause, kill_value
/// (a fraction), extreme_day_disarmed (1 or 0). Empty: there is none. Nothing
/// waits for the disk. (SPEC 6.2, 6.3, 6.5)
class RiskStateJournal {
public:
    /// `journal` outlives it.
    explicit RiskStateJournal(SessionJournal& journal);

    /// Writes those facts that differ from what was written last. `fault`: the
    /// failure that set the kill latch; empty where none did.
    void write(const RiskState& state, const std::string& fault, Timestamp now);

private:
    SessionJournal& m_journal;
    std::map<std::string, std::string> m_written;
};

} // namespace breakline
