// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"

namespace breakline {

class HtmlWriter;

/// The picture of a trade that has a chart, as SVG: candles, the level from its first
/// touch, entry, the way of the stop, targets, fills. Its colours are the classes of
/// storyHtml().
void writeChart(HtmlWriter& html, const StoryTrade& trade);

} // namespace breakline
