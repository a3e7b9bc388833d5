// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

namespace breakline {

/// How far the venue's clock and ours may be apart. Beyond it what is stamped with the
/// one's time and with the other's do not belong together.
inline constexpr Duration kMostClockOffset = Duration::milliseconds(500);

} // namespace breakline
