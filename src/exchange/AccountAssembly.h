// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeEvents.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace breakline {

/// Puts the answers of the three questions together that one request for the
/// account stands for. Every gateway asks them in this order: wallet, open
/// positions, open orders. They may be answered in any order, each as of when it
/// was read; whoever brings the last part gets the whole. Parts of a request that
/// is not under way are ignored.
class AccountAssembly {
public:
    void begin(RequestId request) { m_open[request].account.request = request; }
    /// A part will not come: the request has ended. Returns whether it was under way.
    bool drop(RequestId request) { return m_open.erase(request) != 0; }

    std::optional<AccountAnswer> addWallet(RequestId request, const WalletUpdate& wallet)
    {
        return add(request, 1U, [&](AccountAnswer& account) { account.wallet = wallet; });
    }
    /// Open ones.
    std::optional<AccountAnswer> addPositions(RequestId request, std::vector<PositionUpdate> positions)
    {
        return add(request, 2U, [&](AccountAnswer& account) { account.positions = std::move(positions); });
    }
    /// Live ones, conditional and stops included.
    std::optional<AccountAnswer> addOrders(RequestId request, std::vector<OrderUpdate> orders)
    {
        return add(request, 4U, [&](AccountAnswer& account) { account.orders = std::move(orders); });
    }

private:
    static constexpr unsigned kAll = 7U;

    struct Entry {
        AccountAnswer account;
        unsigned have = 0; // a bit a part
    };

    template<class Fill>
    std::optional<AccountAnswer> add(RequestId request, unsigned part, Fill&& fill)
    {
        const auto found = m_open.find(request);
        if (found == m_open.end())
            return std::nullopt;
        Entry& entry = found->second;
        fill(entry.account);
        entry.have |= part;
        if (entry.have != kAll)
            return std::nullopt;
        AccountAnswer whole = std::move(entry.account);
        m_open.erase(found);
        return whole;
    }

    std::map<RequestId, Entry> m_open;
};

} // namespace breakline
