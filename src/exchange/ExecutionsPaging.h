// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstddef>

namespace breakline {

/// The steps in which every gateway reads the executions since a time, however
/// its venue tells them: a span of time after the other, each in pages from its
/// newest on, until a span reaches the present.
struct ExecutionsPaging {
    static constexpr Duration kSpan = Duration::days(7);
    static constexpr std::size_t kPage = 100;
    static constexpr Timestamp endOf(Timestamp from) { return from + kSpan; } ///< inclusive
    static constexpr Timestamp after(Timestamp from) { return endOf(from) + Duration::milliseconds(1); }
};

/// The same for deposits and withdrawals, each kind of a span by itself.
struct TransfersPaging {
    static constexpr Duration kSpan = Duration::days(7);
    static constexpr std::size_t kPage = 50;
    static constexpr Timestamp endOf(Timestamp from) { return from + kSpan; } ///< inclusive
    static constexpr Timestamp after(Timestamp from) { return endOf(from) + Duration::milliseconds(1); }
};

} // namespace breakline
