// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

namespace breakline {

/// A time at which funding is paid, and the rate of it.
struct FundingTime {
    Timestamp time;
    double rate = 0.0; ///< fraction; longs pay where positive

    friend bool operator==(const FundingTime&, const FundingTime&) = default;
};

} // namespace breakline
