// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "report/Story.h"

#include <QString>

namespace breakline {

/// Where a session's page is written if nothing else is said: in its own folder.
QString storyFileOf(const QString& sessionFolder);

/// Writes the page, whole or not at all, in the place of an earlier one; makes its folder. InvalidArgument
/// where the file is there and no story, which it leaves as it is; Io where it cannot be
/// written.
Expected<void> writeStory(const Story& story, const QString& file);

} // namespace breakline
