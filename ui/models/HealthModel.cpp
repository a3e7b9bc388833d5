// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/HealthModel.h"

#include "ui/DisplayText.h"

#include <cmath>

namespace breakline {

namespace {

int signOf(Health health)
{
    return health == Health::Unknown ? 0 : health == Health::Green ? 1 : -1;
}

} // namespace

QString HealthModel::nameOf(FeedInput input)
{
    switch (input) {
    case FeedInput::MarketData: return tr("Market data");
    case FeedInput::Books: return tr("Gaps in books");
    case FeedInput::StreamAgainstRest: return tr("Stream against REST");
    case FeedInput::Clock: return tr("Clock");
    case FeedInput::RequestBudget: return tr("Refused for rate");
    case FeedInput::AccountStream: return tr("Account stream");
    case FeedInput::Disk: return tr("Disk");
    case FeedInput::Memory: return tr("Memory");
    }
    return DisplayText::unknown();
}

QString HealthModel::textOf(const HealthReading& reading, std::optional<double> value)
{
    if (reading.input == FeedInput::AccountStream)
        return DisplayText::streamState(reading.health == Health::Unknown
                                            ? std::nullopt
                                            : std::optional(reading.health == Health::Green));
    if (!value)
        return DisplayText::unknown();
    switch (reading.input) {
    case FeedInput::MarketData: return tr("%1 s").arg(DisplayText::number(value, 0));
    case FeedInput::StreamAgainstRest: return tr("%1 bps").arg(DisplayText::number(value, 0));
    case FeedInput::Clock:
        return tr("%1 ms").arg(*value < 0.0 ? DisplayText::signedNumber(value, 0) : DisplayText::number(value, 0));
    case FeedInput::Disk:
    case FeedInput::Memory: return tr("%1 %").arg(DisplayText::number(value, 0));
    default: return DisplayText::number(value, 0);
    }
}

void HealthModel::update(const std::vector<HealthReading>& readings)
{
    followKeyed(
        m_rows, readings, [](const HealthReading& row) { return row.input; },
        [](const HealthReading& a, const HealthReading& b) { return a == b; });
}

QVariant HealthModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const HealthReading& row = m_rows[static_cast<std::size_t>(index.row())];
    const QString value = textOf(row, row.value);
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return nameOf(row.input);
    case ValueRole: return value;
    case SignRole: return signOf(row.health);
    case DetailRole: {
        const QString since = row.since ? DisplayText::timeOfDay(*row.since) : DisplayText::unknown();
        return row.threshold ? tr("%1, limit %2, since %3").arg(value, textOf(row, row.threshold), since)
                             : tr("%1, since %2").arg(value, since);
    }
    default: return {};
    }
}

QHash<int, QByteArray> HealthModel::roleNames() const
{
    return {{NameRole, "name"}, {ValueRole, "value"}, {SignRole, "sign"}, {DetailRole, "detail"}};
}

} // namespace breakline
