// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"

#include <string>
#include <vector>

namespace breakline {

// The story's sentences, in English; what they say is counted from rows.

/// "2025-05-06 13:55:00", with milliseconds where asked.
std::string timeText(Timestamp time, bool withMilliseconds = false);
/// One time, or from one to the other; a date that is the same stands once.
std::string spanText(Timestamp from, Timestamp to);
/// "3 d 2 h", "14 min 22 s".
std::string durationText(Duration duration);
/// Rounded to cents, thousands apart: "-12,345.60".
std::string moneyText(const Decimal& amount);

std::vector<std::string> storySummary(const Story& story);
/// One line of its chronicle.
std::string chronicleText(const Story& story, const StoryEvent& event);
/// "-375.77 (-1.11 R), stop", or that it is open.
std::string resultText(const StoryTrade& trade);
std::vector<std::string> tradeSentences(const StoryTrade& trade);
/// What holds of the ledger's difference.
std::vector<std::string> ledgerSentences(const Story& story);

} // namespace breakline
