// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

namespace breakline {

/// How long a gateway waits for an answer before the request counts as one of
/// unknown fate. Twice the 5 s in which a venue takes a signed request: what it does
/// not know then it will not take any more.
inline constexpr Duration kRequestTimeout = Duration::seconds(10);

} // namespace breakline
