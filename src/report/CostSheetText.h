// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/SessionRows.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace breakline {

/// The value of the key cost_sheet: forecast, what came of it (null while open or where
/// nothing was filled), and the error. Amounts and prices are decimal strings, null is unknown.
nlohmann::ordered_json costSheetJson(const CostSheetRow& row);
/// For a person: a line a figure, forecast beside realised.
std::string costSheetText(const CostSheetRow& row);

} // namespace breakline
