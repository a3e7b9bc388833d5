// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"
#include "report/StoryRows.h"

#include <span>
#include <vector>

namespace breakline {

/// One for each position, in the order of their opening; without charts.
std::vector<StoryTrade> storyTrades(const StoryRows& rows);

/// The bars from before the first touch of the trade's level, at most 150 before its
/// signal, to an hour after its end; put together where there are more than 300.
/// `candles`: the closed 5-minute bars of its symbol, ascending.
void addChart(StoryTrade& trade, std::span<const Candle> candles);

} // namespace breakline
