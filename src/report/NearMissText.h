// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/NearMiss.h"

#include <string>

namespace breakline {

/// One object of the schema breakline.nearmiss/1.
std::string nearMissJson(const std::string& session, const NearMissReport& report);
/// The same for a person.
std::string nearMissText(const NearMissReport& report);

} // namespace breakline
