// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/PositionModel.h"

#include "ui/DisplayText.h"

namespace breakline {

namespace {

bool samePosition(const PositionView& a, const PositionView& b)
{
    return a.quantity == b.quantity && a.entry == b.entry && a.stop == b.stop && a.targets == b.targets
        && a.mark == b.mark && a.pnlUsd == b.pnlUsd && a.pnlR == b.pnlR && a.opened == b.opened
        && a.unprotectedMs == b.unprotectedMs && a.stopMode == b.stopMode && a.direction == b.direction;
}

/// Place of a price on the way from the stop to the last target.
double progressOf(const PositionView& row, std::optional<double> price)
{
    if (!price || !row.stop || row.targets.empty())
        return -1.0;
    const double way = row.targets.back() - *row.stop;
    if (way == 0.0)
        return -1.0;
    return std::clamp((*price - *row.stop) / way, 0.0, 1.0);
}

} // namespace

void PositionModel::update(const std::vector<PositionView>& positions)
{
    followKeyed(
        m_rows, positions, [](const PositionView& row) -> const std::string& { return row.id; },
        samePosition);
}

QVariant PositionModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const PositionView& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case SymbolRole: return DisplayText::plain(row.symbol);
    case TraceIdRole: return DisplayText::plain(row.traceId);
    case IsLongRole: return row.direction == Direction::Long;
    case DirectionRole: return DisplayText::directionName(row.direction);
    case QuantityRole: return DisplayText::quantity(row.quantity);
    case EntryRole: return DisplayText::price(row.entry, row.priceDecimals);
    case StopRole: return DisplayText::price(row.stop, row.priceDecimals);
    case HasStopRole: return row.stop.has_value();
    case StopModeRole: return DisplayText::stopModeName(row.stopMode);
    case TargetsRole: {
        QStringList prices;
        for (const double target : row.targets)
            prices.append(DisplayText::price(target, row.priceDecimals));
        return prices.isEmpty() ? DisplayText::unknown() : prices.join(QStringLiteral(" · "));
    }
    case MarkRole: return DisplayText::price(row.mark, row.priceDecimals);
    case PnlUsdRole: return DisplayText::signedNumber(row.pnlUsd, 2);
    case PnlRRole: return DisplayText::signedNumber(row.pnlR, 2);
    case PnlSignRole: return !row.pnlUsd || *row.pnlUsd == 0.0 ? 0 : (*row.pnlUsd > 0.0 ? 1 : -1);
    case OpenedRole: return DisplayText::timeOfDay(row.opened);
    case UnprotectedRole: return tr("%1 ms").arg(row.unprotectedMs);
    case ProgressRole: return progressOf(row, row.mark);
    case EntryProgressRole: return progressOf(row, row.entry);
    default: return {};
    }
}

QHash<int, QByteArray> PositionModel::roleNames() const
{
    return {{SymbolRole, "symbol"},
            {TraceIdRole, "traceId"},
            {IsLongRole, "isLong"},
            {DirectionRole, "direction"},
            {QuantityRole, "quantity"},
            {EntryRole, "entry"},
            {StopRole, "stop"},
            {HasStopRole, "hasStop"},
            {StopModeRole, "stopMode"},
            {TargetsRole, "targets"},
            {MarkRole, "mark"},
            {PnlUsdRole, "pnlUsd"},
            {PnlRRole, "pnlR"},
            {PnlSignRole, "pnlSign"},
            {OpenedRole, "opened"},
            {UnprotectedRole, "unprotected"},
            {ProgressRole, "progress"},
            {EntryProgressRole, "entryProgress"}};
}

} // namespace breakline
