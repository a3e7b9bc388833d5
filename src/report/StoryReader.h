// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "report/Story.h"

#include <QString>

namespace breakline {

/// The story of a session, from its folder: what is committed. What has to add up
/// (positions, fills, equity) is of one moment. The session may be running, or have been cut off.
/// Any thread; takes seconds for a month. An error where a file of the session cannot
/// be read; a recording that cannot leaves the trades without charts, and is named there.
Expected<Story> readStory(const QString& sessionFolder);

} // namespace breakline
