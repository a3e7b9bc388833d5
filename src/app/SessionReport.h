// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "trading/TradingSession.h"

#include <string>
#include <vector>

namespace breakline {

// What a session tells on the standard error stream, and with which code the
// program ends, with a window and without.

/// A line each; of a long list the first 20 and how many more there are.
void printMessages(const std::vector<std::string>& messages);

/// Whether a position is open or an order rests.
bool isExposed(const TradingSession& session);

/// What the self-test found, a line each.
void listSelfTest(const TradingSession& session);
/// What is open and rests, a line each.
void listExposure(const TradingSession& session);

/// The same of a session that is left unfinished, and where it goes on.
/// `how`: "left at once", for one.
void tellLeft(const TradingSession& session, const std::string& how, const std::string& folder);

/// Of an error of prepareSession(): what was given, or a venue that is not there.
int exitCodeOfPreparing(const Error& error);
/// Of an error of StoredSession::open().
int exitCodeOfOpening(const Error& error);

} // namespace breakline
