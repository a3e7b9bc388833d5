// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <QString>

namespace breakline {

/// Writes the session's rows to `to` (made where absent) as transitions,
/// candidates, signals, orders, fills, positions, equity, log, decisions and
/// levels .csv, and wall_log.csv where the session holds such records: RFC 4180
/// with its CR LF, UTF-8, one header line, first columns seq,time_ms,time_iso,trace_id. Rows
/// stand in the order of their first writing, so equal sessions give equal
/// bytes. Independent of the locale. Reads what is committed; a running session
/// may be exported. Each file is replaced as a whole.
Expected<void> exportSession(const QString& sessionFolder, const QString& to);

} // namespace breakline
