// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"
#include "app/RecordedDecisions.h"

#include <string>

namespace breakline {

/// Why a symbol was traded, or not, at the close of a bar. Returns the exit code.
int runExplain(const ExplainOptions& options);

/// One object of the schema breakline.explain/1.
std::string explainJson(const std::string& session, const RecordedDecision& decision);
/// The same for a person, a line a gate.
std::string explainText(const RecordedDecision& decision);

} // namespace breakline
