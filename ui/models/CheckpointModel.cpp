// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/CheckpointModel.h"

#include "ui/DisplayText.h"
#include "ui/EngineCodes.h"

namespace breakline {

namespace {

int toneOf(CheckpointStatus status)
{
    return status == CheckpointStatus::Completed ? 1 : status == CheckpointStatus::Failed ? -1 : 0;
}

} // namespace

void CheckpointModel::update(const std::vector<Checkpoint>& checkpoints)
{
    followTail(m_rows, checkpoints, kLimit,
               [](const Checkpoint& a, const Checkpoint& b) { return a.id == b.id && a.time == b.time; });
}

QVariant CheckpointModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Checkpoint& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TimeRole: return DisplayText::timeOfDay(row.time);
    case Qt::DisplayRole:
    case TypeRole: return engineCodeName(EngineCode::Checkpoint, toText(row.type));
    case StatusRole: return engineCodeName(EngineCode::CheckpointStatus, toText(row.status));
    case ToneRole: return toneOf(row.status);
    case SymbolRole: return DisplayText::plain(row.symbol);
    case DurationRole: return row.durationMs ? DisplayText::age(*row.durationMs) : QString();
    case MessageRole: return DisplayText::plain(row.message);
    default: return {};
    }
}

QHash<int, QByteArray> CheckpointModel::roleNames() const
{
    return {{TimeRole, "time"},     {TypeRole, "type"},         {StatusRole, "status"},  {ToneRole, "tone"},
            {SymbolRole, "symbol"}, {DurationRole, "duration"}, {MessageRole, "message"}};
}

} // namespace breakline
