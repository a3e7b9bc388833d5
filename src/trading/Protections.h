// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace breakline {

/// What keeps a session from losing money by a fault. A drill switches one off to
/// show that it would find out; nothing else ever does, and no setting of the
/// program reaches them.
struct Protections {
    bool stop = true; ///< entries carry their stop, and the watchdog looks after it
    bool reconcile = true; ///< what the streams lost is asked for, and the account compared
    bool journalWait = true; ///< an entry leaves after its intent is durable
    bool reduceOnly = true; ///< what leaves a position cannot open one
    bool entryGate = true; ///< its reasons keep entries back
    bool idempotence = true; ///< an execution counts once
};

} // namespace breakline
