// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/SessionRows.h"

#include <QString>

#include <string>
#include <vector>

namespace breakline {

/// What the journal of a killed run has that no run made anew from its recording
/// brings back.
struct EarlierJournal {
    std::vector<WallLogRow> hostRows;
    std::vector<std::string> intents; ///< client ids, in their order
};

/// Reads it and folds its write-ahead log into its file. Corrupt where the file is
/// damaged: what it holds cannot be had then.
Expected<EarlierJournal> readEarlierJournal(const QString& sessionFolder);

} // namespace breakline
