// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"

#include <QByteArray>

#include <string>
#include <string_view>

namespace breakline {

/// The first bytes of every page that storyHtml() makes, by which it is known again.
inline constexpr std::string_view kStoryPageStart =
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"/>"
    "<meta name=\"generator\" content=\"breakline story\"/>";

/// The story as one page, in English, times in UTC: no script, and nothing that is
/// fetched. It is well-formed XML too. The same story gives the same bytes.
QByteArray storyHtml(const Story& story);

} // namespace breakline
