// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillJudge.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace breakline {

namespace {

/// By the role of its client id: it opens a position, or adds to one.
bool isEntry(std::string_view role)
{
    return role == "entry" || role.starts_with("add_on");
}

/// Of positions: before fees and funding, both positive when paid.
struct Result {
    Decimal realised, fees, funding;

    void add(const Decimal& more, const Decimal& moreFees, const Decimal& moreFunding)
    {
        realised += more;
        fees += moreFees;
        funding += moreFunding;
    }
    /// The venue rounds the cost of a part that is sold to 8 places, we to 18.
    bool isAsGoodAs(const Result& other) const
    {
        return (realised - other.realised).abs() < Decimal::fromUnits(1, 6) && fees == other.fees
            && funding == other.funding;
    }
    std::string toText() const
    {
        return fmt::format("{} realised, {} fees, {} funding", realised.toString(), fees.toString(),
                           funding.toString());
    }
};

class SessionJudge {
public:
    SessionJudge(DrillFindings& findings, const SimulatedExchange& exchange, const DrillBelief& belief)
        : m_findings(findings)
        , m_exchange(exchange)
        , m_belief(belief)
    {
        for (OrderRow& row : belief.journal.orders())
            m_orders.emplace(row.clientId.empty() ? row.venueId : row.clientId, std::move(row));
        for (FillRow& row : belief.journal.all<FillRow>())
            m_fills[row.venueTradeId].push_back(std::move(row));
        for (const ClientIdRow& row : belief.journal.all<ClientIdRow>())
            m_ids.emplace(row.clientId, row);
        std::set<std::string> madeByVenue;
        for (const VenueOrder& order : exchange.orders())
            if (order.origin != OrderOrigin::Client)
                madeByVenue.insert(order.state.venueId);
        for (const Execution& execution : exchange.executions())
            if (isOurs(execution) && madeByVenue.contains(execution.venueId))
                m_filledByVenue.insert(execution.venueId);
    }

    DrillVerdict run()
    {
        judgeFate();
        judgeLost();
        judgeExecutions();
        judgeOrders();
        judgeReductions();
        judgeLedger();
        judgeFlat();
        return m_verdict;
    }

private:
    const Instrument& instrument(SymbolId symbol) const { return m_exchange.instruments().at(symbol); }

    /// Each order is here what it is at the venue. How one ended that the venue made is
    /// not always told: but that it did, and with how much of it filled, is known.
    void judgeFate()
    {
        for (const auto& [id, row] : m_orders) {
            const auto symbol = m_exchange.instruments().find(row.symbol);
            const bool isOurs = !row.clientId.empty();
            const VenueOrder* order = m_exchange.findOrder(
                *symbol, isOurs ? OrderName::byClient(row.clientId) : OrderName::byVenue(row.venueId));
            if (!isOurs && order != nullptr && order->origin == OrderOrigin::Client)
                continue; // another hand's
            // What the venue never had can only have ended without a fill.
            const OrderStatus status = order != nullptr ? order->state.status : row.status;
            const Decimal filled =
                order != nullptr ? instrument(*symbol).toDecimal(order->state.filled) : Decimal {};
            const bool isKnown = isFinal(row.status) && row.filledQuantity == filled
                && (isOurs ? row.status == status : isFinal(status));
            m_findings.check(DrillInvariant::OrderFateKnown, isKnown, [&] {
                return fmt::format("{} is {} with {} filled here, {} with {} at the venue", id,
                                   toText(row.status), row.filledQuantity.toString(),
                                   order != nullptr ? toText(status) : "not there", filled.toString());
            });
        }
    }

    void lost(bool isKnown, const std::string& what)
    {
        m_verdict.ordersLost += isKnown ? 0 : 1;
        m_findings.check(DrillInvariant::NoLostOrder, isKnown, [&] { return what + " is not written down"; });
    }

    /// Every order that left, every order that the venue filled for a position of
    /// ours, and every fill of one, is written down.
    void judgeLost()
    {
        for (const std::string& id : m_belief.books.sentIds())
            lost(m_orders.contains(id), id);
        for (const std::string& id : m_filledByVenue)
            lost(m_orders.contains(id), "the venue's order " + id);
        for (const Execution& execution : m_exchange.executions())
            if (execution.kind != ExecutionKind::Funding && isOurs(execution))
                lost(m_fills.contains(execution.venueTradeId),
                     fmt::format("fill {} of {}", execution.venueTradeId,
                                 execution.clientId.empty() ? execution.venueId : execution.clientId));
    }

    /// Each execution counts once, as it was.
    void judgeExecutions()
    {
        std::map<std::string, const Execution*> executions;
        for (const Execution& execution : m_exchange.executions())
            executions.emplace(execution.venueTradeId, &execution);
        for (const auto& [id, rows] : m_fills) {
            const auto found = executions.find(id);
            const bool isRight =
                rows.size() == 1 && found != executions.end() && isSame(rows.front(), *found->second);
            doubled(isRight, [&] {
                return fmt::format("fill {} is written {} times, and {} at the venue", id, rows.size(),
                                   found == executions.end() ? "not there" : "may be another");
            });
        }
    }

    /// No client id is twice at the venue; the attempts of one slice of an entry
    /// together do no more than the slice.
    void judgeOrders()
    {
        std::map<std::string, int> times;
        for (const VenueOrder& order : m_exchange.orders())
            if (!order.state.clientId.empty())
                ++times[order.state.clientId];
        for (const auto& [id, count] : times)
            doubled(count == 1, [&] { return fmt::format("{} is {} times at the venue", id, count); });

        using Slice = std::tuple<std::string, std::string, std::int64_t>;
        struct Sum {
            Decimal asked; ///< by its first attempt
            Decimal filled;
        };
        std::map<Slice, Sum> slices;
        for (const auto& [id, row] : m_ids) {
            const auto order = m_orders.find(id);
            if (order == m_orders.end() || !isEntry(row.role))
                continue;
            Sum& sum = slices[Slice {row.traceId, row.role, row.slice}];
            if (row.attempt == 0)
                sum.asked = order->second.quantity;
            const auto symbol = m_exchange.instruments().find(order->second.symbol);
            if (const VenueOrder* placed = m_exchange.findOrder(*symbol, OrderName::byClient(id)))
                sum.filled += instrument(*symbol).toDecimal(placed->state.filled);
        }
        for (const auto& [slice, sum] : slices)
            doubled(sum.filled <= sum.asked, [&] {
                return fmt::format("{} {} slice {}: {} filled where {} was asked for", std::get<0>(slice),
                                   std::get<1>(slice), std::get<2>(slice), sum.filled.toString(),
                                   sum.asked.toString());
            });
    }

    /// What leaves a position, exits, targets and stops together, never turns it
    /// around and never makes it larger.
    void judgeReductions()
    {
        const std::vector<Execution>& executions = m_exchange.executions();
        for (std::size_t i = 0; i < executions.size(); ++i) {
            const auto id = m_ids.find(executions[i].clientId);
            if (id == m_ids.end() || isEntry(id->second.role))
                continue;
            const std::int64_t after = m_exchange.ledgerLineOf(i + 1)->position.lots;
            const std::int64_t before =
                after - (executions[i].side == Side::Buy ? 1 : -1) * executions[i].quantity.lots;
            const bool isLess = before > 0 ? after >= 0 && after < before : after <= 0 && after > before;
            doubled(isLess, [&] {
                return fmt::format("{} took the position of {} from {} to {} lots", executions[i].clientId,
                                   instrument(executions[i].symbol).symbol, before, after);
            });
        }
    }

    template<class What>
    void doubled(bool isRight, What&& what)
    {
        m_verdict.ordersDoubled += isRight ? 0 : 1;
        m_findings.check(DrillInvariant::NoDoubleOrder, isRight, std::forward<What>(what));
    }

    bool isOurs(const Execution& execution) const
    {
        return m_belief.books.trades().contains(execution.venueTradeId);
    }

    bool isSame(const FillRow& row, const Execution& execution) const
    {
        const Instrument& symbol = instrument(execution.symbol);
        return row.symbol == symbol.symbol && row.side == execution.side && row.clientId == execution.clientId
            && row.quantity == symbol.toDecimal(execution.quantity)
            && row.price == symbol.toDecimal(execution.price) && row.fee == execution.fee;
    }

    /// The wallet that we were told of is the venue's; and what our own positions
    /// come to, by what we wrote down of them, is what the venue's ledger has of them.
    void judgeLedger()
    {
        const Decimal venue = m_exchange.totals().wallet;
        if (m_belief.wallet)
            m_verdict.ledgerDifference = *m_belief.wallet - venue;
        m_findings.check(DrillInvariant::LedgerEqual, m_belief.wallet && *m_belief.wallet == venue, [&] {
            return fmt::format("the wallet is {} here and {} at the venue",
                               m_belief.wallet ? m_belief.wallet->toString() : "unknown", venue.toString());
        });

        std::map<std::string, Result> ours, theirs;
        for (const PositionRow& row : m_belief.journal.positions())
            ours[row.symbol].add(row.realisedPnl, row.fees, row.funding);
        for (const LedgerLine& line : m_exchange.ledger())
            if (m_belief.books.trades().contains(line.venueTradeId))
                theirs[instrument(line.symbol).symbol].add(line.realised, line.fee, line.funding);
        for (const auto& [symbol, result] : theirs)
            ours.try_emplace(symbol);
        for (const auto& [symbol, result] : ours) {
            if (m_belief.books.mixed().contains(*m_exchange.instruments().find(symbol)))
                continue;
            const Result& other = theirs[symbol];
            m_findings.check(DrillInvariant::LedgerEqual, result.isAsGoodAs(other), [&] {
                return fmt::format("{}: {} by our positions, {} by the venue's ledger", symbol,
                                   result.toText(), other.toText());
            });
        }
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
    std::map<std::string, ClientIdRow> m_ids;
    std::set<std::string> m_filledByVenue; ///< ids of the venue's own orders that a position of ours met
    DrillVerdict m_verdict;
};

} // namespace

DrillVerdict judge(DrillFindings& findings, const SimulatedExchange& exchange, const DrillBelief& belief)
{
    return SessionJudge(findings, exchange, belief).run();
}

} // namespace breakline
