// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <algorithm>

namespace breakline {

/// How entries are sent: the execution block of a preset and its order style.
/// Fractions in (0, 1], bps >= 0, 1 <= twapMinSlices <= twapMaxSlices.
struct ExecutionParameters {
    bool enableTwap = true;
    bool enableIceberg = true;
    double maxDepthFraction = 0.25;
    int twapMinSlices = 3;
    int twapMaxSlices = 12;
    Duration twapInterval = Duration::seconds(3);
    double icebergMinNotional = 3000.0; ///< quote; 0: off
    double limitOffsetBps = 2.0;
    double spreadWidenBps = 12.0;
    double entryMaxSlippageBps = 10.0; ///< from the decision, over all slices
    Duration deadmanTimeout = Duration::seconds(10);
    Duration limitTimeout{0}; ///< of a resting child; 0: min(10 s, interval)
    bool useLimitOrders = true;
    bool fillOrKill = false;
    bool postOnly = false;

    Duration restingTimeout() const
    {
        return limitTimeout.ms > 0 ? limitTimeout : std::min(Duration::seconds(10), twapInterval);
    }
};

} // namespace breakline
