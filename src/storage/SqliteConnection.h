// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>

#include <memory>

namespace breakline {

/// One connection to a SQLite file, closed and forgotten with the object. Made,
/// used and destroyed on one thread. Queries must not outlive it.
class SqliteConnection {
public:
    enum class Mode {
        ReadOnly, ///< an absent file is an error
        ReadWrite ///< an absent file is made
    };

    /// Waits up to `busyTimeoutMs` for another process's lock before it errs.
    static Expected<std::unique_ptr<SqliteConnection>> open(const QString& file, Mode mode,
                                                            int busyTimeoutMs = 1000);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    /// A forward-only query of this connection.
    QSqlQuery query() const;
    Expected<QSqlQuery> prepare(const QString& sql) const;
    Expected<void> execute(const QString& sql) const;
    /// The first column of the first row; an invalid QVariant where none came.
    Expected<QVariant> value(const QString& sql) const;

    /// "<file>: <what>: <the database's words>".
    std::unexpected<Error> failure(const QString& what, const QSqlError& error) const;
    QString file() const { return m_file; }

private:
    SqliteConnection(QString name, QString file);

    QString m_name;
    QString m_file;
};

} // namespace breakline
