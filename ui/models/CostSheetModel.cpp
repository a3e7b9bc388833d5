// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/CostSheetModel.h"

#include "ui/DisplayText.h"

namespace breakline {

namespace {

/// "1.6 → 3.0"; before the trade is over the forecast alone.
template<class Show>
QString besideRealised(const CostSheetView& row, std::optional<double> CostFigures::*figure, const Show& show)
{
    const QString forecast = show(row.forecast.*figure);
    return row.realised ? forecast + QStringLiteral(" → ") + show((*row.realised).*figure) : forecast;
}

} // namespace

void CostSheetModel::update(const std::vector<CostSheetView>& sheets)
{
    followKeyed(
        m_rows, sheets, [](const CostSheetView& row) -> const std::string& { return row.traceId; },
        [](const CostSheetView& a, const CostSheetView& b) { return a == b; });
}

QVariant CostSheetModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const CostSheetView& row = m_rows[static_cast<std::size_t>(index.row())];
    const auto money = [](std::optional<double> value) { return DisplayText::number(value, 2); };
    const auto tenths = [](std::optional<double> value) { return DisplayText::number(value, 1); };
    const auto price = [&row](std::optional<double> value) { return DisplayText::price(value, row.priceDecimals); };
    switch (role) {
    case TraceIdRole: return DisplayText::plain(row.traceId);
    case TimeRole: return DisplayText::timeOfDay(row.time);
    case Qt::DisplayRole:
    case SymbolRole: return DisplayText::plain(row.symbol);
    case IsLongRole: return row.direction == Direction::Long;
    case DirectionRole: return DisplayText::directionName(row.direction);
    case EntryPriceRole: return besideRealised(row, &CostFigures::entryPrice, price);
    case EntrySlippageRole: return besideRealised(row, &CostFigures::entrySlippageBps, tenths);
    case FeesRole: return besideRealised(row, &CostFigures::fees, money);
    case FundingRole: return besideRealised(row, &CostFigures::funding, money);
    case ExitPriceRole: return besideRealised(row, &CostFigures::exitPrice, price);
    case ExitSlippageRole: return besideRealised(row, &CostFigures::exitSlippageBps, tenths);
    case LiquidationRole: return besideRealised(row, &CostFigures::liquidationDistance, price);
    case LossRole: return besideRealised(row, &CostFigures::lossR, money);
    case WorstRole: return money(row.worstLossR);
    case ErrorRole: return DisplayText::signedNumber(row.errorR, 3);
    case ErrorSignRole: return !row.errorR || *row.errorR == 0.0 ? 0 : (*row.errorR < 0.0 ? 1 : -1);
    case SizeFactorRole: return money(row.sizeFactor);
    default: return {};
    }
}

QHash<int, QByteArray> CostSheetModel::roleNames() const
{
    return {{TraceIdRole, "traceId"},
            {TimeRole, "time"},
            {SymbolRole, "symbol"},
            {IsLongRole, "isLong"},
            {DirectionRole, "direction"},
            {EntryPriceRole, "entryPrice"},
            {EntrySlippageRole, "entrySlippage"},
            {FeesRole, "fees"},
            {FundingRole, "funding"},
            {ExitPriceRole, "exitPrice"},
            {ExitSlippageRole, "exitSlippage"},
            {LiquidationRole, "liquidation"},
            {LossRole, "loss"},
            {WorstRole, "worst"},
            {ErrorRole, "error"},
            {ErrorSignRole, "errorSign"},
            {SizeFactorRole, "sizeFactor"}};
}

} // namespace breakline
