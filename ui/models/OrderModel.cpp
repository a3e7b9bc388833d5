// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/OrderModel.h"

#include "ui/DisplayText.h"

namespace breakline {

namespace {

/// The venue's own orders carry no client id: their place and kind stand for it.
std::string orderKey(const OrderView& order)
{
    if (!order.clientId.empty())
        return order.clientId;
    return order.symbol + '/' + std::string(toText(order.intent)) + '/' + std::to_string(order.time.ms);
}

bool sameOrder(const OrderView& a, const OrderView& b)
{
    return a.symbol == b.symbol && a.side == b.side && a.type == b.type && a.intent == b.intent
        && a.status == b.status && a.quantity == b.quantity && a.filled == b.filled && a.price == b.price
        && a.trigger == b.trigger && a.time == b.time;
}

} // namespace

void OrderModel::update(const std::vector<OrderView>& orders)
{
    followKeyed(m_rows, orders, orderKey, sameOrder);
    const int live = static_cast<int>(std::count_if(
        m_rows.begin(), m_rows.end(), [](const OrderView& order) { return !isFinal(order.status); }));
    if (live != m_liveCount) {
        m_liveCount = live;
        Q_EMIT liveCountChanged();
    }
}

QVariant OrderModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const OrderView& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case SymbolRole: return DisplayText::plain(row.symbol);
    case TraceIdRole: return DisplayText::plain(row.traceId);
    case IsBuyRole: return row.side == Side::Buy;
    case SideRole: return DisplayText::sideName(row.side);
    case TypeRole: return DisplayText::orderTypeName(row.type);
    case IntentRole: return DisplayText::orderIntentName(row.intent);
    case StatusRole: return DisplayText::orderStatusName(row.status);
    case IsLiveRole: return !isFinal(row.status);
    case IsBadRole: return row.status == OrderStatus::Rejected || row.status == OrderStatus::Unknown;
    case QuantityRole: return DisplayText::quantity(row.quantity);
    case FilledRole: return DisplayText::quantity(row.filled);
    case FilledFractionRole: return row.quantity > 0.0 ? row.filled / row.quantity : 0.0;
    case PriceRole: return DisplayText::price(row.price, row.priceDecimals);
    case TriggerRole: return DisplayText::price(row.trigger, row.priceDecimals);
    case TimeRole: return DisplayText::timeOfDay(row.time);
    default: return {};
    }
}

QHash<int, QByteArray> OrderModel::roleNames() const
{
    return {{SymbolRole, "symbol"},
            {TraceIdRole, "traceId"},
            {IsBuyRole, "isBuy"},
            {SideRole, "side"},
            {TypeRole, "type"},
            {IntentRole, "intent"},
            {StatusRole, "status"},
            {IsLiveRole, "isLive"},
            {IsBadRole, "isBad"},
            {QuantityRole, "quantity"},
            {FilledRole, "filled"},
            {FilledFractionRole, "filledFraction"},
            {PriceRole, "price"},
            {TriggerRole, "trigger"},
            {TimeRole, "time"}};
}

} // namespace breakline
