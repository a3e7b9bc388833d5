// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <span>

namespace breakline {

class SqliteConnection;

/// What takes a database from the version before to `version`. Written once and
/// never edited: a change of the schema is a new migration.
struct Migration {
    int version = 0;
    std::span<const char* const> statements;
};

/// The version that the database holds; 0 where it is new.
Expected<int> schemaVersion(const SqliteConnection& connection);

/// Applies what the database lacks, each version in a transaction of its own,
/// so a failure leaves the last whole version. Versions count up from 1 without
/// a gap. A database of a newer version than the last is an error.
Expected<void> migrate(const SqliteConnection& connection, std::span<const Migration> migrations);

} // namespace breakline
