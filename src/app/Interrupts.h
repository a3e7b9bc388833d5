// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace breakline {

/// From here on SIGINT and SIGTERM are counted and do nothing else.
void countInterrupts();
/// How many came; any thread.
int interrupts();
/// From here on a file at its size limit refuses writes, as a full disk does, and
/// the program goes on.
void surviveFileSizeLimit();

} // namespace breakline
