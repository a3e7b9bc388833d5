// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillJudge.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace breakline {

namespace {

class Judge {
public:
    Judge(DrillFindings& findings, const SimulatedExchange& exchange, const DrillBelief& belief)
        : m_findings(findings)
        , m_exchange(exchange)
        , m_belief(belief)
    {
        for (OrderRow& row : belief.journal.orders())
            m_orders.emplace(row.clientId.empty() ? row.venueId : row.clientId, std::move(row));
        for (FillRow& row : belief.journal.all<FillRow>())
            m_fills[row.venueTradeId].push_back(std::move(row));
    }

    DrillVerdict run()
    {
        judgeFate();
        judgeLost();
        judgeDoubled();
        judgeLedger();
        judgeFlat();
        return m_verdict;
    }

private:
    const Instrument& instrument(SymbolId symbol) const { return m_exchange.instruments().at(symbol); }

    /// Each order of ours is, here, what it is at the venue.
    void judgeFate()
    {
        for (const auto& [id, row] : m_orders) {
            if (row.clientId.empty())
                continue;
            const auto symbol = m_exchange.instruments().find(row.symbol);
            const VenueOrder* order = m_exchange.findOrder(*symbol, OrderName::byClient(row.clientId));
            // What the venue never had can only have ended without a fill.
            const OrderStatus status = order != nullptr ? order->state.status : row.status;
            const Decimal filled =
                order != nullptr ? instrument(*symbol).toDecimal(order->state.filled) : Decimal {};
            m_findings.check(
                DrillInvariant::OrderFateKnown,
                isFinal(row.status) && row.status == status && row.filledQuantity == filled, [&] {
                    return fmt::format("{} is {} with {} filled here, {} with {} at the venue", id,
                                       toText(row.status), row.filledQuantity.toString(),
                                       order != nullptr ? toText(status) : "not there", filled.toString());
                });
        }
    }

    /// Every order that left, and every fill of one, is written down.
    void judgeLost()
    {
        for (const std::string& id : m_belief.sent) {
            const bool isWritten = m_orders.contains(id);
            m_verdict.ordersLost += isWritten ? 0 : 1;
            m_findings.check(DrillInvariant::NoLostOrder, isWritten,
                             [&] { return fmt::format("{} left and is not written down", id); });
        }
        for (const Execution& execution : m_exchange.executions()) {
            if (execution.kind != ExecutionKind::Trade || !m_belief.sent.contains(execution.clientId))
                continue;
            const auto found = m_fills.find(execution.venueTradeId);
            const bool isKnown = found != m_fills.end();
            m_verdict.ordersLost += isKnown ? 0 : 1;
            m_findings.check(DrillInvariant::NoLostOrder, isKnown, [&] {
                return fmt::format("fill {} of {} is not written down", execution.venueTradeId,
                                   execution.clientId);
            });
        }
    }

    /// Each execution counts once, as it was; the attempts of one slice together
    /// do no more than the slice.
    void judgeDoubled()
    {
        std::map<std::string, const Execution*> executions;
        for (const Execution& execution : m_exchange.executions())
            executions.emplace(execution.venueTradeId, &execution);
        for (const auto& [id, rows] : m_fills) {
            const auto found = executions.find(id);
            const bool isRight =
                rows.size() == 1 && found != executions.end() && isSame(rows.front(), *found->second);
            m_verdict.ordersDoubled += isRight ? 0 : 1;
            m_findings.check(DrillInvariant::NoDoubleOrder, isRight, [&] {
                return fmt::format("fill {} is written {} times, and {} at the venue", id, rows.size(),
                                   found == executions.end() ? "not there" : "may be another");
            });
        }

        using Slice = std::tuple<std::string, std::string, std::int64_t>;
        struct Sum {
            Decimal asked; ///< by its first attempt
            Decimal filled;
        };
        std::map<Slice, Sum> slices;
        for (const ClientIdRow& row : m_belief.journal.all<ClientIdRow>()) {
            const auto order = m_orders.find(row.clientId);
            if (order == m_orders.end())
                continue;
            Sum& sum = slices[Slice {row.traceId, row.role, row.slice}];
            if (row.attempt == 0)
                sum.asked = order->second.quantity;
            const auto symbol = m_exchange.instruments().find(order->second.symbol);
            if (const VenueOrder* placed = m_exchange.findOrder(*symbol, OrderName::byClient(row.clientId)))
                sum.filled += instrument(*symbol).toDecimal(placed->state.filled);
        }
        for (const auto& [slice, sum] : slices) {
            if (std::get<1>(slice) != "entry")
                continue; // what leaves a position is reduce-only: the venue sees to it
            const bool isWithin = sum.filled <= sum.asked;
            m_verdict.ordersDoubled += isWithin ? 0 : 1;
            m_findings.check(DrillInvariant::NoDoubleOrder, isWithin, [&] {
                return fmt::format("{} {} slice {}: {} filled where {} was asked for", std::get<0>(slice),
                                   std::get<1>(slice), std::get<2>(slice), sum.filled.toString(),
                                   sum.asked.toString());
            });
        }
    }

    bool isSame(const FillRow& row, const Execution& execution) const
    {
        const Instrument& symbol = instrument(execution.symbol);
        return row.symbol == symbol.symbol && row.side == execution.side && row.clientId == execution.clientId
            && row.quantity == symbol.toDecimal(execution.quantity)
            && row.price == symbol.toDecimal(execution.price) && row.fee == execution.fee;
    }

    void judgeLedger()
    {
        const Decimal venue = m_exchange.totals().wallet;
        if (m_belief.wallet)
            m_verdict.ledgerDifference = *m_belief.wallet - venue;
        m_findings.check(DrillInvariant::LedgerEqual, m_belief.wallet && *m_belief.wallet == venue, [&] {
            return fmt::format("the wallet is {} here and {} at the venue",
                               m_belief.wallet ? m_belief.wallet->toString() : "unknown", venue.toString());
        });
    }

    void judgeFlat()
    {
        std::string left;
        for (const VenuePosition& position : m_exchange.positions())
            left += fmt::format(" {} {} lots", instrument(position.update.symbol).symbol,
                                position.update.quantity.lots);
        for (const VenueOrder* order : m_exchange.liveOrders(std::nullopt))
            left += " " + (order->state.clientId.empty() ? order->state.venueId : order->state.clientId);
        m_findings.check(DrillInvariant::FlatAfterFlatten, left.empty(),
                         [&] { return "left at the end:" + left; });
    }

    DrillFindings& m_findings;
    const SimulatedExchange& m_exchange;
    const DrillBelief& m_belief;
    std::map<std::string, OrderRow> m_orders; ///< by client id, or the venue's
    std::map<std::string, std::vector<FillRow>> m_fills;
    DrillVerdict m_verdict;
};

} // namespace

DrillVerdict judge(DrillFindings& findings, const SimulatedExchange& exchange, const DrillBelief& belief)
{
    return Judge(findings, exchange, belief).run();
}

} // namespace breakline
