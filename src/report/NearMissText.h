// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "report/NearMissEnds.h"
#include "strategy/NearMiss.h"

#include <string>

namespace breakline {

/// One object of the schema breakline.nearmiss/1. `ends`: how those admitted had ended, or
/// why that is not known; null: nobody asked.
std::string nearMissJson(const std::string& session, const NearMissReport& report,
                         const Expected<NearMissEnds>* ends = nullptr);
/// The same for a person.
std::string nearMissText(const NearMissReport& report, const Expected<NearMissEnds>* ends = nullptr);

} // namespace breakline
