// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/DurationHistogram.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace breakline {

/// {"count","p50_ms","p99_ms","longest_ms","buckets":[{"up_to_ms","count"}]}: without
/// any duration the figures are null, and so is the bound of the last bucket.
nlohmann::ordered_json toJson(const DurationHistogram& histogram);

/// The same in one line for a log, empty buckets left out.
std::string toText(const DurationHistogram& histogram);

} // namespace breakline
