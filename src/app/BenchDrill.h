// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/SessionSetup.h"

namespace breakline {

/// A session with positions in plenty, on the seeded market of so many symbols, at
/// a venue each of whose private requests takes `roundTrip`: what figures of safety
/// are taken on. Its attached stops take the venue's usual 0 to 20 ms.
Expected<SessionSetup> prepareBenchDrill(std::uint64_t seed, Duration roundTrip, int symbols);

} // namespace breakline
