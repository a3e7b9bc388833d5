// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"

#include <string>

namespace breakline {

/// The exchange's own account of its session as one JSON object: orders, fills,
/// positions with their unprotected milliseconds, ledger lines, and the identity
/// equity = start + realised + unrealised - fees - funding with its difference;
/// and how often each kind of the script of faults has met something.
/// Keys are snake_case, prices, quantities and amounts decimal text.
std::string venueReport(const SimulatedExchange& exchange);

} // namespace breakline
