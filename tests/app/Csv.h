// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

#include <map>
#include <string>
#include <vector>

namespace breakline {

/// Fields of a row by the names of their columns.
using CsvRow = std::map<std::string, std::string>;

/// A CSV file whose fields hold no quoted line break.
inline std::vector<CsvRow> readCsv(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<CsvRow> rows;
    std::vector<std::string> names;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        std::vector<std::string> fields(1);
        bool quoted = false;
        for (const char c : line.trimmed()) {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                fields.emplace_back();
            else
                fields.back() += c;
        }
        if (names.empty()) {
            names = fields;
            continue;
        }
        CsvRow row;
        for (std::size_t i = 0; i < names.size() && i < fields.size(); ++i)
            row[names[i]] = fields[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace breakline
