// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/OrderStore.h"

#include "matching/VenueIds.h"

#include <algorithm>

namespace breakline {

VenueOrder& OrderStore::add(const OrderUpdate& state)
{
    const auto number = static_cast<std::uint32_t>(m_orders.size());
    VenueOrder& order = m_orders.emplace_back();
    order.state = state;
    order.state.venueId = venueIdText('o', std::uint64_t{number} + 1);
    order.number = number;
    m_live[state.symbol.index].push_back(number);
    if (!state.clientId.empty())
        m_byClientId.emplace(state.clientId, number);
    return order;
}

const VenueOrder* OrderStore::find(SymbolId symbol, const OrderName& name) const
{
    std::optional<std::size_t> place;
    if (!name.venueId.empty()) {
        if (const auto number = venueIdNumber('o', name.venueId))
            place = *number - 1;
    } else if (const auto found = m_byClientId.find(name.clientId); found != m_byClientId.end()) {
        place = found->second;
    }
    if (!place || *place >= m_orders.size() || m_orders[*place].state.symbol != symbol)
        return nullptr;
    return &m_orders[*place];
}

VenueOrder* OrderStore::find(SymbolId symbol, const OrderName& name)
{
    return const_cast<VenueOrder*>(std::as_const(*this).find(symbol, name));
}

void OrderStore::close(const VenueOrder& order)
{
    auto& live = m_live[order.state.symbol.index];
    const auto found = std::lower_bound(live.begin(), live.end(), order.number);
    if (found != live.end() && *found == order.number)
        live.erase(found);
}

} // namespace breakline
