// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"
#include "strategy/DataAudit.h"

#include <string>

namespace breakline {

/// One object, without a line end. Recorded candles have no books: crossed ones are null.
std::string auditJson(const std::string& symbol, const DataAudit& audit);

/// How good recorded candles are, a line a symbol. Returns the exit code.
int runAudit(const AuditOptions& options);

} // namespace breakline
