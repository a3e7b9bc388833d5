// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/RowCodec.h"

#include "core/Invariant.h"

#include <string_view>

namespace breakline {

namespace {

QVariant value(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
QVariant value(const std::string& text)
{
    return value(std::string_view(text));
}
QVariant value(const Decimal& decimal)
{
    return value(decimal.toString());
}
QVariant value(std::int64_t number)
{
    return QVariant::fromValue<qlonglong>(number);
}
QVariant value(Timestamp time)
{
    return value(time.ms);
}
QVariant value(double number)
{
    return number;
}
QVariant value(bool flag)
{
    return flag ? 1 : 0;
}

template<class Enum>
requires std::is_enum_v<Enum> QVariant value(Enum name)
{
    return value(std::string_view(toText(name)));
}

template<class T>
QVariant value(const std::optional<T>& maybe)
{
    return maybe ? value(*maybe) : QVariant();
}

template<class... Values>
QList<QVariant> list(const Values&... values)
{
    return {value(values)...};
}

void requireKey(const std::string& key, const char* what)
{
    if (key.empty())
        failInvariant(what);
}

QList<QVariant> encode(const TransitionRow& r)
{
    return list(r.time, r.traceId, r.from, r.to, r.trigger, r.reason);
}

QList<QVariant> encode(const CandidateRow& r)
{
    return list(r.time, r.traceId, r.symbol, r.rank, r.score, r.passed, r.refusedBy);
}

QList<QVariant> encode(const SignalRow& r)
{
    requireKey(r.signalId, "a signal row without a signal id");
    return list(r.time, r.traceId, r.signalId, r.symbol, r.strategy, r.side, r.levelId, r.level, r.entry,
                r.stop, r.confidence, r.status, r.reason, r.missing, r.costR);
}

QList<QVariant> encode(const OrderRow& r)
{
    requireKey(r.clientId.empty() ? r.venueId : r.clientId, "an order row without a client or venue id");
    // Ids of ours and of the venue could be equal by chance.
    const std::string key = r.clientId.empty() ? "venue:" + r.venueId : "client:" + r.clientId;
    QList<QVariant> values = encodeIntent(r);
    values.insert(2, value(key));
    return values;
}

QList<QVariant> encode(const FillRow& r)
{
    requireKey(r.venueTradeId, "a fill row without a trade id");
    return list(r.time, r.traceId, r.venueTradeId, r.clientId, r.symbol, r.side, r.quantity, r.price, r.fee,
                r.liquidity);
}

QList<QVariant> encode(const PositionRow& r)
{
    requireKey(r.positionId, "a position row without a position id");
    return list(r.time, r.traceId, r.positionId, r.symbol, r.side, r.quantity, r.entryPrice, r.initialStop,
                r.exitPrice, r.opened, r.closed, r.realisedPnl, r.fees, r.funding, r.netR, r.exitReason,
                r.unprotectedMs);
}

QList<QVariant> encode(const EquityRow& r)
{
    return list(r.time, r.traceId, r.wallet, r.unrealised, r.equity);
}

QList<QVariant> encode(const LogRow& r)
{
    return list(r.time, r.traceId, r.level, r.component, r.state, r.symbol, r.message);
}

QList<QVariant> encode(const WallLogRow& r)
{
    return encode(r.record);
}

QList<QVariant> encode(const ClientIdRow& r)
{
    requireKey(r.clientId, "a client id row without a client id");
    return list(r.time, r.traceId, r.clientId, r.role, r.slice, r.attempt);
}

QList<QVariant> encode(const CheckpointRow& r)
{
    requireKey(r.checkpointId, "a checkpoint row without a checkpoint id");
    return list(r.time, r.traceId, r.checkpointId, r.type, r.status, r.durationMs, r.symbol, r.message);
}

QList<QVariant> encode(const StateRow& r)
{
    requireKey(r.key, "a state row without a key");
    return list(r.time, r.traceId, r.key, r.value);
}

QList<QVariant> encode(const BreakRow& r)
{
    requireKey(r.breakId, "a break row without a break id");
    return list(r.time, r.traceId, r.breakId, r.symbol, r.levelId, r.side, r.level, r.extreme, r.used);
}

QList<QVariant> encode(const DecisionRow& r)
{
    requireKey(r.traceId, "a decision row without a trace id");
    QList<QVariant> values = list(r.time, r.traceId, r.symbol, r.outcome, r.stage, r.gate, r.value,
                                  r.threshold, r.unit, r.soleBlockers, r.neededChange);
    values.append(QByteArray(r.gates.data(), static_cast<qsizetype>(r.gates.size())));
    values.append(value(r.levelIds));
    return values;
}

QList<QVariant> encode(const GateKindRow& r)
{
    return list(r.time, r.traceId, r.number, r.stage, r.scope, r.name, r.unit, r.bound, r.threshold);
}

QList<QVariant> encodeFigures(const CostSheet& s)
{
    return list(s.quantity, s.entryPrice, s.entrySlippageBps, s.entryFee, s.exitFee, s.funding, s.exitPrice,
                s.exitSlippageBps, s.liquidationDistance, s.loss, s.lossR);
}

QList<QVariant> encode(const CostSheetRow& r)
{
    requireKey(r.traceId, "a cost sheet row without a trace id");
    QList<QVariant> values = list(r.time, r.traceId, r.symbol, r.side, r.middle, r.plannedEntry, r.stop,
                                  r.priorErrorR, r.sizeFactor);
    values += encodeFigures(r.forecast);
    values += list(r.forecast.worstLoss, r.forecast.worstLossR);
    if (r.realised)
        values += encodeFigures(*r.realised);
    else
        values += QList<QVariant>(encodeFigures({}).size());
    values += list(r.errorUsd, r.errorBps, r.errorR);
    return values;
}

QList<QVariant> encode(const LevelRow& r)
{
    requireKey(r.levelId, "a level row without a level id");
    return list(r.time, r.traceId, r.symbol, r.levelId, r.type, r.price, r.methods, r.born, r.firstTouch,
                r.lastTouch, r.touches, r.strength, r.enhancedStrength, r.baseHeight, r.fate, r.fateTime);
}

} // namespace

QList<QVariant> encodeRow(const SessionRow& row)
{
    return std::visit([](const auto& r) { return encode(r); }, row);
}

QList<QVariant> encodeIntent(const OrderRow& r)
{
    return list(r.time, r.traceId, r.clientId, r.venueId, r.symbol, r.side, r.type, r.timeInForce,
                r.reduceOnly, r.intent, r.quantity, r.price, r.triggerPrice, r.status, r.filledQuantity,
                r.averagePrice);
}

QVariant RowCursor::take()
{
    return m_query.value(m_column++);
}

void RowCursor::note(const std::string& what)
{
    if (m_fault.empty())
        m_fault = "column " + std::to_string(m_column) + ": " + what;
}

std::optional<std::int64_t> RowCursor::optionalInteger()
{
    const QVariant stored = take();
    if (stored.isNull())
        return std::nullopt;
    bool ok = false;
    const std::int64_t number = stored.toLongLong(&ok);
    if (!ok)
        note(quotedText(stored.toString().toStdString()) + " is not a whole number");
    return number;
}

std::int64_t RowCursor::integer()
{
    const auto number = optionalInteger();
    if (!number)
        note("is empty, a whole number is expected");
    return number.value_or(0);
}

std::optional<Timestamp> RowCursor::optionalTime()
{
    const auto number = optionalInteger();
    return number ? std::optional(Timestamp {*number}) : std::nullopt;
}

std::optional<double> RowCursor::optionalReal()
{
    const QVariant stored = take();
    if (stored.isNull())
        return std::nullopt;
    bool ok = false;
    const double number = stored.toDouble(&ok);
    if (!ok)
        note(quotedText(stored.toString().toStdString()) + " is not a number");
    return number;
}

double RowCursor::real()
{
    const auto number = optionalReal();
    if (!number)
        note("is empty, a number is expected");
    return number.value_or(0.0);
}

bool RowCursor::boolean()
{
    return integer() != 0;
}

std::string RowCursor::text()
{
    return take().toString().toStdString();
}

std::string RowCursor::bytes()
{
    return take().toByteArray().toStdString();
}

std::optional<Decimal> RowCursor::optionalDecimal()
{
    const QVariant stored = take();
    if (stored.isNull())
        return std::nullopt;
    const auto decimal = Decimal::parse(stored.toString().toStdString());
    if (!decimal)
        note(decimal.error().message);
    return decimal.value_or(Decimal());
}

Decimal RowCursor::decimal()
{
    const auto decimal = optionalDecimal();
    if (!decimal)
        note("is empty, a decimal is expected");
    return decimal.value_or(Decimal());
}

// Members of a braced list are evaluated in order, so these read column by column.

void decode(RowCursor& c, TransitionRow& row)
{
    row = {c.time(), c.text(), c.text(), c.text(), c.text(), c.text()};
}

void decode(RowCursor& c, CandidateRow& row)
{
    row = {c.time(), c.text(), c.text(), c.integer(), c.real(), c.boolean(), c.text()};
}

void decode(RowCursor& c, SignalRow& row)
{
    row = {c.time(),    c.text(),    c.text(), c.text(), c.text(), c.text(), c.text(),        c.real(),
           c.decimal(), c.decimal(), c.real(), c.text(), c.text(), c.text(), c.optionalReal()};
}

void decode(RowCursor& c, OrderRow& row)
{
    row = {c.time(),
           c.text(),
           c.text(),
           c.text(),
           c.text(),
           c.oneOf(Side::Sell),
           c.oneOf(OrderType::StopLimit),
           c.oneOf(TimeInForce::PostOnly),
           c.boolean(),
           c.oneOf(OrderIntent::AddOn),
           c.decimal(),
           c.optionalDecimal(),
           c.optionalDecimal(),
           c.oneOf(OrderStatus::Expired),
           c.decimal(),
           c.optionalDecimal()};
}

void decode(RowCursor& c, FillRow& row)
{
    row = {c.time(),    c.text(),
           c.text(),    c.text(),
           c.text(),    c.oneOf(Side::Sell),
           c.decimal(), c.decimal(),
           c.decimal(), c.oneOf(Liquidity::Taker)};
}

void decode(RowCursor& c, PositionRow& row)
{
    row = {c.time(),    c.text(),         c.text(),
           c.text(),    c.text(),         c.decimal(),
           c.decimal(), c.decimal(),      c.optionalDecimal(),
           c.time(),    c.optionalTime(), c.decimal(),
           c.decimal(), c.decimal(),      c.optionalReal(),
           c.text(),    c.integer()};
}

void decode(RowCursor& c, EquityRow& row)
{
    row = {c.time(), c.text(), c.decimal(), c.decimal(), c.decimal()};
}

void decode(RowCursor& c, LogRow& row)
{
    row = {c.time(), c.text(), c.text(), c.text(), c.text(), c.text(), c.text()};
}

void decode(RowCursor& c, WallLogRow& row)
{
    decode(c, row.record);
}

void decode(RowCursor& c, ClientIdRow& row)
{
    row = {c.time(), c.text(), c.text(), c.text(), c.integer(), c.integer()};
}

void decode(RowCursor& c, CheckpointRow& row)
{
    row = {c.time(), c.text(), c.text(), c.text(), c.text(), c.optionalInteger(), c.text(), c.text()};
}

void decode(RowCursor& c, StateRow& row)
{
    row = {c.time(), c.text(), c.text(), c.text()};
}

void decode(RowCursor& c, BreakRow& row)
{
    row = {c.time(), c.text(), c.text(),         c.text(),   c.text(),
           c.text(), c.real(), c.optionalReal(), c.boolean()};
}

void decode(RowCursor& c, DecisionRow& row)
{
    row = {c.time(),         c.text(), c.text(), c.text(),         c.text(),  c.text(), c.optionalReal(),
           c.optionalReal(), c.text(), c.text(), c.optionalReal(), c.bytes(), c.text()};
}

void decode(RowCursor& c, GateKindRow& row)
{
    row = {c.time(), c.text(), c.integer(), c.text(),        c.text(),
           c.text(), c.text(), c.text(),    c.optionalReal()};
}

namespace {

/// Its worst loss stands behind it. Empty where there is no quantity.
std::optional<CostSheet> decodeFigures(RowCursor& c)
{
    const auto quantity = c.optionalDecimal();
    CostSheet sheet;
    sheet.entryPrice = c.optionalDecimal();
    sheet.entrySlippageBps = c.optionalReal();
    sheet.entryFee = c.optionalDecimal().value_or(Decimal());
    sheet.exitFee = c.optionalDecimal().value_or(Decimal());
    sheet.funding = c.optionalDecimal();
    sheet.exitPrice = c.optionalDecimal();
    sheet.exitSlippageBps = c.optionalReal();
    sheet.liquidationDistance = c.optionalDecimal();
    sheet.loss = c.optionalDecimal();
    sheet.lossR = c.optionalReal();
    if (!quantity)
        return std::nullopt;
    sheet.quantity = *quantity;
    return sheet;
}

} // namespace

void decode(RowCursor& c, CostSheetRow& row)
{
    row.time = c.time();
    row.traceId = c.text();
    row.symbol = c.text();
    row.side = c.text();
    row.middle = c.optionalDecimal();
    row.plannedEntry = c.decimal();
    row.stop = c.decimal();
    row.priorErrorR = c.optionalReal();
    row.sizeFactor = c.real();
    row.forecast = decodeFigures(c).value_or(CostSheet {});
    row.forecast.worstLoss = c.optionalDecimal();
    row.forecast.worstLossR = c.optionalReal();
    row.realised = decodeFigures(c);
    row.errorUsd = c.optionalDecimal();
    row.errorBps = c.optionalReal();
    row.errorR = c.optionalReal();
}

void decode(RowCursor& c, LevelRow& row)
{
    row = {c.time(),
           c.text(),
           c.text(),
           c.text(),
           c.text(),
           c.real(),
           c.text(),
           c.optionalTime(),
           c.time(),
           c.optionalTime(),
           c.optionalInteger(),
           c.optionalReal(),
           c.optionalReal(),
           c.optionalReal(),
           c.text(),
           c.optionalTime()};
}

} // namespace breakline
