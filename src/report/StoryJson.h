// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"

#include <string>

namespace breakline {

/// One object of the schema breakline.story/1; `file`: the page that was written.
std::string storyJson(const Story& story, const std::string& file);

} // namespace breakline
