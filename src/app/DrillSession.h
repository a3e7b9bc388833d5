// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// The program that a drill kills: a session on the venue of another process, in a
/// folder of its own, with crash points around its ports. Goes on where an earlier
/// one was killed, trades until so long after the session's first start, stops and
/// flattens.
///
/// Lines of JSON on stdout, each at once:
///   {"event":"ready","resumed":false}  at the venue; what was recorded is handled
///   {"event":"broken","what":""}       an entry left though none was allowed
///   {"event":"ended","entries":0,"passes":{"NAME":k},"closing":{}}
/// `passes` is how often each crash point was passed, `closing` that of `trade`.
int runDrillSession(const DrillSessionOptions& options);

} // namespace breakline
