// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/QuotedText.h"
#include "storage/SessionRows.h"

#include <QList>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

namespace breakline {

/// A row's values in the order of its table: time_ms, trace_id, the key where
/// it is derived, the columns. A keyed row without a key breaks an invariant.
QList<QVariant> encodeRow(const SessionRow& row);

/// Values of order_intents after the ticket: as of the order table, without key.
QList<QVariant> encodeIntent(const OrderRow& order);

/// Reads the current row of a query column by column, from `first` on. Remembers
/// the first fault, so that a whole row is read before one look at it.
class RowCursor {
public:
    RowCursor(const QSqlQuery& query, int first)
        : m_query(query)
        , m_column(first)
    {
    }

    std::int64_t integer();
    std::optional<std::int64_t> optionalInteger();
    double real();
    std::optional<double> optionalReal();
    bool boolean();
    std::string text();
    std::string bytes();
    Decimal decimal();
    std::optional<Decimal> optionalDecimal();
    Timestamp time() { return {integer()}; }
    std::optional<Timestamp> optionalTime();
    template<class Enum>
    Enum oneOf(Enum last)
    {
        const std::string written = text();
        for (int i = 0; i <= static_cast<int>(last); ++i) {
            if (written == toText(static_cast<Enum>(i)))
                return static_cast<Enum>(i);
        }
        note(quotedText(written) + " is none of the known values");
        return Enum {};
    }

    /// Empty while all was well; else column number and what is wrong.
    const std::string& fault() const { return m_fault; }

private:
    QVariant take();
    void note(const std::string& what);

    const QSqlQuery& m_query;
    int m_column;
    std::string m_fault;
};

// One overload a type: time_ms, trace_id and the columns, without a derived key.
void decode(RowCursor& cursor, TransitionRow& row);
void decode(RowCursor& cursor, CandidateRow& row);
void decode(RowCursor& cursor, SignalRow& row);
void decode(RowCursor& cursor, OrderRow& row);
void decode(RowCursor& cursor, FillRow& row);
void decode(RowCursor& cursor, PositionRow& row);
void decode(RowCursor& cursor, EquityRow& row);
void decode(RowCursor& cursor, LogRow& row);
void decode(RowCursor& cursor, WallLogRow& row);
void decode(RowCursor& cursor, ClientIdRow& row);
void decode(RowCursor& cursor, CheckpointRow& row);
void decode(RowCursor& cursor, StateRow& row);
void decode(RowCursor& cursor, BreakRow& row);
void decode(RowCursor& cursor, DecisionRow& row);
void decode(RowCursor& cursor, GateKindRow& row);
void decode(RowCursor& cursor, CostSheetRow& row);
void decode(RowCursor& cursor, LevelRow& row);

} // namespace breakline
