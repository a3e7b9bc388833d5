// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/CandleFiles.h"

#include <string>
#include <vector>

namespace breakline {

/// SHA-256, hex, over symbols, intervals, grids, rows, funding and rules as
/// they were understood, whatever the files were called and however written.
std::string hashCandles(const std::vector<CandleFile>& files);

} // namespace breakline
