// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/VenueReport.h"

#include "venue/JsonText.h"

#include <algorithm>

namespace breakline {

namespace {

std::string_view kindText(LedgerKind kind)
{
    switch (kind) {
    case LedgerKind::Funding: return "funding";
    case LedgerKind::Liquidation: return "liquidation";
    case LedgerKind::Settlement: return "settlement";
    case LedgerKind::AutoDeleverage: return "adl";
    case LedgerKind::Transfer: return "transfer";
    case LedgerKind::Trade: break;
    }
    return "trade";
}

class ReportWriter {
public:
    explicit ReportWriter(const SimulatedExchange& exchange)
        : m_exchange(exchange)
    {
    }

    std::string write()
    {
        m_json.beginObject().field("schema", "breakline.venue-report/1");
        m_json.integerField("time_ms", m_exchange.now().ms);
        m_json.integerField("seed", static_cast<std::int64_t>(m_exchange.settings().seed));
        m_json.integerField("private_requests", static_cast<std::int64_t>(m_exchange.requestCount()));
        list("orders", m_exchange.orders(), [this](const VenueOrder& order) { write(order); });
        list("fills", m_exchange.executions(), [this](const Execution& fill) { write(fill); });
        list("positions", m_exchange.positionRecords(),
             [this](const VenuePositionRecord& record) { write(record); });
        list("ledger", m_exchange.ledger(), [this](const LedgerLine& line) { write(line); });
        writeEquity();
        writeFaults();
        m_json.endObject();
        return m_json.take();
    }

private:
    const Instrument& rules(SymbolId symbol) const { return m_exchange.instruments().at(symbol); }

    template<class List, class Write>
    void list(std::string_view name, const List& values, Write writeOne)
    {
        m_json.key(name).beginArray();
        for (const auto& value : values) {
            m_json.beginObject();
            writeOne(value);
            m_json.endObject();
        }
        m_json.endArray();
    }

    void decimal(std::string_view name, const std::optional<Decimal>& value)
    {
        m_json.key(name);
        if (value)
            m_json.text(value->toString());
        else
            m_json.raw("null");
    }
    void price(std::string_view name, SymbolId symbol, const std::optional<Price>& value)
    {
        decimal(name, value ? std::optional(rules(symbol).toDecimal(*value)) : std::nullopt);
    }
    void quantity(std::string_view name, SymbolId symbol, Quantity value)
    {
        decimal(name, rules(symbol).toDecimal(value));
    }

    void write(const VenueOrder& order)
    {
        const OrderUpdate& state = order.state;
        m_json.field("venue_id", state.venueId).field("client_id", state.clientId);
        m_json.field("parent_client_id", state.parentClientId).field("symbol", rules(state.symbol).symbol);
        m_json.field("side", toText(state.side)).field("type", toText(state.type));
        m_json.field("time_in_force", toText(state.timeInForce)).flag("reduce_only", state.reduceOnly);
        m_json.flag("position_stop", state.isPositionStop).field("status", toText(state.status));
        m_json.field("reason", toText(state.reason));
        quantity("quantity", state.symbol, state.quantity);
        quantity("filled_quantity", state.symbol, state.filled);
        price("price", state.symbol, state.price);
        price("trigger_price", state.symbol, state.trigger);
        decimal("average_price", state.averagePrice);
        m_json.integerField("created_ms", order.created.ms).integerField("time_ms", state.time.ms);
    }

    void write(const Execution& fill)
    {
        m_json.field("venue_trade_id", fill.venueTradeId).field("client_id", fill.clientId);
        m_json.field("venue_id", fill.venueId).field("symbol", rules(fill.symbol).symbol);
        m_json.field("kind", kindText(ledgerKindOf(fill.kind))).field("side", toText(fill.side));
        price("price", fill.symbol, fill.price);
        quantity("quantity", fill.symbol, fill.quantity);
        decimal("fee", fill.fee);
        m_json.field("liquidity", toText(fill.liquidity)).integerField("time_ms", fill.time.ms);
    }

    void write(const VenuePositionRecord& record)
    {
        m_json.field("symbol", rules(record.symbol).symbol).integerField("opened_ms", record.opened.ms);
        m_json.key("closed_ms");
        if (record.closed)
            m_json.integer(record.closed->ms);
        else
            m_json.raw("null");
        quantity("max_quantity", record.symbol, record.maxQuantity);
        decimal("realised_pnl", record.realisedPnl);
        decimal("fees", record.fees);
        decimal("funding", record.funding);
        m_json.integerField("unprotected_ms", record.unprotectedMs);
    }

    void write(const LedgerLine& line)
    {
        m_json.integerField("number", static_cast<std::int64_t>(line.number)).integerField("time_ms", line.time.ms);
        const bool isTransfer = line.kind == LedgerKind::Transfer; // of no symbol, no side and no price
        m_json.key("symbol");
        isTransfer ? m_json.raw("null") : m_json.text(rules(line.symbol).symbol);
        m_json.field("kind", kindText(line.kind)).key("side");
        isTransfer ? m_json.raw("null") : m_json.text(toText(line.side));
        const auto ofTrade = [&](std::string_view name, const Decimal& value) {
            decimal(name, isTransfer ? std::nullopt : std::optional(value));
        };
        ofTrade("price", rules(line.symbol).toDecimal(line.price));
        ofTrade("quantity", rules(line.symbol).toDecimal(line.quantity));
        ofTrade("position", rules(line.symbol).toDecimal(line.position));
        decimal("realised_pnl", line.realised);
        decimal("fee", line.fee);
        decimal("funding", line.funding);
        decimal("transfer", line.transfer);
        decimal("change", line.change);
        decimal("balance", line.balance);
        m_json.field("venue_trade_id", line.venueTradeId).field("venue_id", line.venueId);
        m_json.field("client_id", line.clientId);
    }

    void writeEquity()
    {
        const VenueTotals totals = m_exchange.totals();
        const Decimal equity = m_exchange.wallet().equity();
        m_json.key("equity").beginObject();
        decimal("start", totals.start);
        decimal("realised_pnl", totals.realised);
        decimal("fees", totals.fees);
        decimal("funding", totals.funding);
        decimal("transfers", totals.transfers);
        decimal("wallet", totals.wallet);
        decimal("unrealised_pnl", totals.unrealised);
        decimal("equity", equity);
        decimal("difference",
                equity
                    - (totals.start + totals.realised + totals.unrealised - totals.fees - totals.funding
                       + totals.transfers));
        m_json.endObject();
    }

    void writeFaults()
    {
        const FaultInjector& faults = m_exchange.faults();
        m_json.key("faults").beginObject();
        for (std::size_t i = 0; i < kFaultKindCount; ++i) {
            const auto kind = static_cast<FaultKind>(i);
            if (std::ranges::count(faults.script().faults, kind, &Fault::kind) > 0)
                m_json.integerField(toText(kind), static_cast<std::int64_t>(faults.injected()[i]));
        }
        m_json.endObject();
    }

    const SimulatedExchange& m_exchange;
    JsonText m_json;
};

} // namespace

std::string venueReport(const SimulatedExchange& exchange)
{
    return ReportWriter(exchange).write();
}

} // namespace breakline
