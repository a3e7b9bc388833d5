// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace breakline {

/// Called when our own code broke a promise to itself (overflow inside, an
/// impossible state). The handler decides what follows; without one the process
/// aborts, since state that breaks its own rules must not trade.
using InvariantHandler = void (*)(const char* what);

/// Installs the process-wide handler; call once, before other threads start.
void setInvariantHandler(InvariantHandler handler);

/// Reports the broken invariant to the handler, then aborts.
[[noreturn]] void failInvariant(const char* what);

} // namespace breakline
