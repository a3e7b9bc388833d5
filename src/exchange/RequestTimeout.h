// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

namespace breakline {

/// How long a gateway waits for an answer before the request counts as one of
/// unknown fate.
inline constexpr Duration kRequestTimeout = Duration::seconds(30);

} // namespace breakline
