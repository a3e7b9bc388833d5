// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/JournalWriter.h"
#include "storage/SqliteConnection.h"

#include <QSqlQuery>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// The session's database as the journal's thread writes it. One thread.
class JournalStore {
public:
    static Expected<std::unique_ptr<JournalStore>> open(const QString& file);

    /// Commits the entries in one transaction; after an error none of them is in.
    Expected<void> commit(std::span<const JournalWriter::Entry> entries);
    /// Highest ticket in the file.
    JournalTicket lastTicket() const { return m_lastTicket; }
    /// Folds the write-ahead log into the file, so that it stands alone.
    Expected<void> close();

private:
    explicit JournalStore(std::unique_ptr<SqliteConnection> connection);
    Expected<void> writeAll(std::span<const JournalWriter::Entry> entries);
    Expected<QSqlQuery*> rowStatement(std::size_t table);
    Expected<QSqlQuery*> intentStatement();

    // Declared first: statements must go before their connection.
    std::unique_ptr<SqliteConnection> m_connection;
    std::vector<std::optional<QSqlQuery>> m_rowStatements;
    std::optional<QSqlQuery> m_intentStatement;
    std::int64_t m_nextRow = 1;
    JournalTicket m_lastTicket = 0;
};

} // namespace breakline
