// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/RecordedDecisions.h"

#include <string>

namespace breakline {

/// One object of the schema breakline.explain/1.
std::string explainJson(const std::string& session, const RecordedDecision& decision);
/// The same for a person, a line a gate.
std::string explainText(const RecordedDecision& decision);

} // namespace breakline
