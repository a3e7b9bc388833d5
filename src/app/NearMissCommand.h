// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"
#include "strategy/NearMiss.h"

#include <string>

namespace breakline {

/// What refused in a session, how often, how far off, and what another threshold had
/// let pass. Returns the exit code.
int runNearMiss(const NearMissOptions& options);

/// One object of the schema breakline.nearmiss/1.
std::string nearMissJson(const std::string& session, const NearMissReport& report);
/// The same for a person.
std::string nearMissText(const NearMissReport& report);

} // namespace breakline
