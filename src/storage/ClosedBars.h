// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"
#include "market/Candle.h"
#include "market/Instrument.h"
#include "storage/CandleFiles.h"

#include <vector>

namespace breakline {

/// The closed bars of a file at `interval`, ascending: the file's last row is
/// none, and finer rows are put together on the grid of the epoch, each bar only
/// if all its rows are there. The same values as a session on the file sees. An
/// error where the file's own interval does not divide `interval`.
Expected<std::vector<Candle>> closedBars(const CandleFile& file, const Instrument& instrument,
                                         Duration interval = Duration::minutes(5));

} // namespace breakline
