// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/shared/NetworkCommand.h"

#include <vector>

namespace breakline {

/// What an earlier run of a session had asked of its venue, gathered while its
/// recorded inputs are handled again and nothing is sent: which streams it
/// listened to, and which calls got no answer before the program ended. Trading
/// thread.
class RecalledCalls {
public:
    void note(const NetworkCommand& command);
    /// The answer to this request is among the recorded inputs.
    void answered(RequestId request);

    /// What brings the session back to its venue; `instruments` are its own, by id.
    std::vector<NetworkCommand> reopening(std::vector<Instrument> instruments) const;
    /// That the connection was lost, and an end of unknown fate for each call
    /// that got no answer, in their order.
    std::vector<Delivery> lost(Timestamp now) const;

private:
    bool m_isConnected = false;
    std::vector<StreamCall> m_streams; ///< that are on, in the order of asking
    std::vector<NetworkCall> m_calls;  ///< without an answer, in their order
};

} // namespace breakline
