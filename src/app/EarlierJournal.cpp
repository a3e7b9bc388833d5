// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/EarlierJournal.h"

#include "storage/RowsReader.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteJournal.h"

namespace breakline {

Expected<EarlierJournal> readEarlierJournal(const QString& sessionFolder)
{
    {
        auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(sessionFolder));
        if (!journal)
            return std::unexpected(journal.error());
        if (const auto closed = (*journal)->close(); !closed)
            return std::unexpected(closed.error());
    }
    auto reader = RowsReader::open(sessionFolder);
    if (!reader)
        return std::unexpected(reader.error());
    auto rows = (*reader)->wallLog();
    if (!rows)
        return std::unexpected(rows.error());
    const auto intents = (*reader)->intents();
    if (!intents)
        return std::unexpected(intents.error());
    EarlierJournal earlier;
    earlier.hostRows = std::move(*rows);
    for (const IntentRecord& intent : *intents)
        earlier.intents.push_back(intent.order.clientId);
    return earlier;
}

} // namespace breakline
