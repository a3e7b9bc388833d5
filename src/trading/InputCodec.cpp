// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/InputCodec.h"

#include <QDataStream>
#include <QIODevice>
#include <QtEndian>

#include <bit>
#include <type_traits>

namespace breakline {

// Each value type lists its members once, in transfer(); reading and writing
// both go through that list, so they cannot drift apart.
namespace {

// The layout is QDataStream's, big-endian; written by hand, since a virtual call
// through a device for every number is most of the work of recording.
struct Writer {
    std::string& bytes;
    static constexpr bool reading = false;

    template<class T>
    void put(T v)
    {
        char raw[sizeof(T)];
        qToBigEndian(v, raw);
        bytes.append(raw, sizeof raw);
    }

    void one(bool v) { bytes.push_back(v ? 1 : 0); }
    void one(double v) { put(std::bit_cast<quint64>(v)); }
    void one(int v) { put(static_cast<qint32>(v)); }
    void one(std::uint8_t v) { bytes.push_back(static_cast<char>(v)); }
    void one(std::uint32_t v) { put(static_cast<quint32>(v)); }
    void one(std::int64_t v) { put(static_cast<qint64>(v)); }
    void one(std::uint64_t v) { put(static_cast<quint64>(v)); }
    void one(const std::string& v)
    {
        put(static_cast<quint32>(v.size()));
        bytes.append(v);
    }
    void one(const Decimal& v) { one(v.toString()); }
};

struct Reader {
    QDataStream& stream;
    static constexpr bool reading = true;

    void one(bool& v) { stream >> v; }
    void one(double& v) { stream >> v; }
    void one(int& v)
    {
        qint32 x = 0;
        stream >> x;
        v = x;
    }
    void one(std::uint8_t& v) { stream >> v; }
    void one(std::uint32_t& v)
    {
        quint32 x = 0;
        stream >> x;
        v = x;
    }
    void one(std::int64_t& v)
    {
        qint64 x = 0;
        stream >> x;
        v = x;
    }
    void one(std::uint64_t& v)
    {
        quint64 x = 0;
        stream >> x;
        v = x;
    }
    void one(std::string& v)
    {
        quint32 size = 0;
        stream >> size;
        const qint64 left = stream.device()->bytesAvailable();
        if (stream.status() != QDataStream::Ok || static_cast<qint64>(size) > left) {
            stream.setStatus(QDataStream::ReadCorruptData);
            return;
        }
        v.resize(size);
        stream.readRawData(v.data(), static_cast<int>(size));
    }
    void one(Decimal& v)
    {
        std::string text;
        one(text);
        const auto parsed = Decimal::parse(text);
        if (parsed)
            v = *parsed;
        else
            stream.setStatus(QDataStream::ReadCorruptData);
    }
};

// The last value of each enum: what lies beyond it is damage.
constexpr Side lastOf(Side) { return Side::Sell; }
constexpr InstrumentStatus lastOf(InstrumentStatus) { return InstrumentStatus::Closed; }
constexpr OrderType lastOf(OrderType) { return OrderType::StopLimit; }
constexpr TimeInForce lastOf(TimeInForce) { return TimeInForce::PostOnly; }
constexpr OrderStatus lastOf(OrderStatus) { return OrderStatus::Expired; }
constexpr OrderEndReason lastOf(OrderEndReason) { return OrderEndReason::Other; }
constexpr ExecutionKind lastOf(ExecutionKind) { return ExecutionKind::AutoDeleverage; }
constexpr Liquidity lastOf(Liquidity) { return Liquidity::Taker; }
constexpr MarginMode lastOf(MarginMode)
{
    return MarginMode::Portfolio;
}
constexpr PositionMode lastOf(PositionMode)
{
    return PositionMode::Hedge;
}
constexpr AnswerClass lastOf(AnswerClass) { return AnswerClass::Unknown; }
constexpr CommandKind lastOf(CommandKind) { return static_cast<CommandKind>(kCommandKindCount - 1); }

template<class A, class V>
void field(A& a, V& value);

template<class A, class... V>
void fields(A& a, V&... values)
{
    (field(a, values), ...);
}

template<class T>
struct IsOptional : std::false_type {
};
template<class T>
struct IsOptional<std::optional<T>> : std::true_type {
};
template<class T>
struct IsVector : std::false_type {
};
template<class T>
struct IsVector<std::vector<T>> : std::true_type {
};

template<class A, class T>
using Const = std::conditional_t<A::reading, T, const T>;

template<class A>
void transfer(A& a, Const<A, Timestamp>& v)
{
    fields(a, v.ms);
}
template<class A>
void transfer(A& a, Const<A, Duration>& v)
{
    fields(a, v.ms);
}
template<class A>
void transfer(A& a, Const<A, Price>& v)
{
    fields(a, v.ticks);
}
template<class A>
void transfer(A& a, Const<A, Quantity>& v)
{
    fields(a, v.lots);
}
template<class A>
void transfer(A& a, Const<A, SymbolId>& v)
{
    fields(a, v.index);
}
template<class A>
void transfer(A& a, Const<A, Candle>& v)
{
    fields(a, v.openTime, v.open, v.high, v.low, v.close, v.volume);
}
template<class A>
void transfer(A& a, Const<A, TradePrint>& v)
{
    fields(a, v.symbol, v.time, v.price, v.quantity, v.takerSide, v.id);
}
template<class A>
void transfer(A& a, Const<A, BookLevel>& v)
{
    fields(a, v.price, v.quantity);
}
template<class A>
void transfer(A& a, Const<A, BookSnapshot>& v)
{
    fields(a, v.symbol, v.time, v.sequence, v.bids, v.asks);
}
template<class A>
void transfer(A& a, Const<A, CandleClosed>& v)
{
    fields(a, v.symbol, v.interval, v.candle);
}
template<class A>
void transfer(A& a, Const<A, Ticker>& v)
{
    fields(a, v.symbol, v.time, v.last, v.bid, v.ask, v.mark, v.index, v.openInterest, v.turnover24h,
           v.fundingRate, v.nextFundingTime);
}
template<class A>
void transfer(A& a, Const<A, Instrument>& v)
{
    fields(a, v.id, v.symbol, v.baseCoin, v.tickSize, v.lotSize, v.minQuantity, v.minNotional,
           v.maxMarketQuantity, v.maxLimitQuantity, v.maxLeverage, v.maintenanceMarginRate, v.priceBand,
           v.takerFeeRate, v.makerFeeRate, v.fundingInterval, v.launchTime, v.deliveryTime, v.status);
    if constexpr (A::reading) {
        if (!v.finish())
            a.stream.setStatus(QDataStream::ReadCorruptData);
    }
}
template<class A>
void transfer(A& a, Const<A, OrderUpdate>& v)
{
    fields(a, v.clientId, v.venueId, v.parentClientId, v.symbol, v.side, v.type, v.timeInForce, v.reduceOnly,
           v.isPositionStop, v.status, v.reason, v.quantity, v.filled, v.price, v.trigger, v.attachedStop,
           v.averagePrice, v.time);
}
template<class A>
void transfer(A& a, Const<A, Execution>& v)
{
    fields(a, v.venueTradeId, v.clientId, v.venueId, v.symbol, v.kind, v.side, v.price, v.quantity, v.fee,
           v.liquidity, v.time);
}
template<class A>
void transfer(A& a, Const<A, PositionUpdate>& v)
{
    fields(a, v.symbol, v.quantity, v.entryPrice, v.stop, v.liquidation, v.leverage, v.time);
}
template<class A>
void transfer(A& a, Const<A, WalletUpdate>& v)
{
    fields(a, v.walletBalance, v.unrealised, v.available, v.time);
}
template<class A>
void transfer(A& a, Const<A, RequestAnswer>& v)
{
    fields(a, v.request, v.result, v.reason, v.message, v.clientId, v.symbol, v.time);
}
template<class A>
void transfer(A& a, Const<A, CandlesAnswer>& v)
{
    fields(a, v.request, v.symbol, v.interval, v.candles);
}
template<class A>
void transfer(A& a, Const<A, TradesAnswer>& v)
{
    fields(a, v.request, v.symbol, v.trades);
}
template<class A>
void transfer(A& a, Const<A, BookAnswer>& v)
{
    fields(a, v.request, v.book);
}
template<class A>
void transfer(A& a, Const<A, TickersAnswer>& v)
{
    fields(a, v.request, v.tickers);
}
template<class A>
void transfer(A& a, Const<A, InstrumentsAnswer>& v)
{
    fields(a, v.request, v.instruments);
}
template<class A>
void transfer(A& a, Const<A, AccountAnswer>& v)
{
    fields(a, v.request, v.wallet, v.positions, v.orders);
}
template<class A>
void transfer(A& a, Const<A, OrderAnswer>& v)
{
    fields(a, v.request, v.clientId, v.order);
}
template<class A>
void transfer(A& a, Const<A, ConnectionChanged>& v)
{
    fields(a, v.marketUp, v.privateUp, v.reason);
}
template<class A>
void transfer(A& a, Const<A, ExecutionsAnswer>& v)
{
    fields(a, v.request, v.executions);
}
template<class A>
void transfer(A& a, Const<A, Transfer>& v)
{
    fields(a, v.venueId, v.amount, v.time);
}
template<class A>
void transfer(A& a, Const<A, TransfersAnswer>& v)
{
    fields(a, v.request, v.transfers);
}
template<class A>
void transfer(A& a, Const<A, ClockReading>& v)
{
    fields(a, v.offset);
}
template<class A>
void transfer(A& a, Const<A, BookGap>& v)
{
    fields(a, v.symbol);
}
template<class A>
void transfer(A& a, Const<A, AccountSettingsAnswer>& v)
{
    fields(a, v.request, v.symbol, v.mayTrade, v.mayWithdraw, v.marginMode, v.positionMode, v.leverage);
}
template<class A>
void transfer(A& a, Const<A, TimerFired>& v)
{
    fields(a, v.timer);
}
template<class A>
void transfer(A& a, Const<A, JournalDurable>& v)
{
    fields(a, v.upTo);
}
template<class A>
void transfer(A& a, Const<A, JournalFailed>& v)
{
    fields(a, v.what);
}
template<class A>
void transfer(A& a, Const<A, UserCommand>& v)
{
    fields(a, v.id, v.kind, v.argument);
}
template<class A>
void transfer(A& a, Const<A, RecorderFailed>& v)
{
    fields(a, v.what);
}
template<class A>
void transfer(A& a, Const<A, DiskReading>& v)
{
    fields(a, v.usedPercent);
}

template<class A, class V>
void field(A& a, V& value)
{
    using T = std::remove_const_t<V>;
    if constexpr (std::is_enum_v<T>) {
        auto raw = static_cast<std::underlying_type_t<T>>(value);
        a.one(raw);
        if constexpr (A::reading) {
            if (raw > static_cast<std::underlying_type_t<T>>(lastOf(T{}))) {
                a.stream.setStatus(QDataStream::ReadCorruptData);
                return;
            }
            value = static_cast<T>(raw);
        }
    } else if constexpr (IsOptional<T>::value) {
        bool present = value.has_value();
        a.one(present);
        if (present) {
            if constexpr (A::reading)
                value.emplace();
            field(a, *value);
        } else if constexpr (A::reading) {
            value.reset();
        }
    } else if constexpr (IsVector<T>::value) {
        auto size = static_cast<std::uint32_t>(value.size());
        a.one(size);
        if constexpr (A::reading) {
            // An element takes a byte at least, so a size beyond what is left is damage.
            if (a.stream.status() != QDataStream::Ok
                || static_cast<qint64>(size) > a.stream.device()->bytesAvailable()) {
                a.stream.setStatus(QDataStream::ReadCorruptData);
                return;
            }
            value.resize(size);
        }
        for (auto& element : value)
            field(a, element);
    } else if constexpr (std::is_arithmetic_v<
                             T> || std::is_same_v<T, std::string> || std::is_same_v<T, Decimal>) {
        a.one(value);
    } else {
        transfer<A>(a, value);
    }
}

// Kinds 0 to 99 are the alternatives of ExchangeEvent by index.
constexpr quint8 kTimer = 100;
constexpr quint8 kDurable = 101;
constexpr quint8 kJournalFailed = 102;
constexpr quint8 kCommand = 103;
constexpr quint8 kRecorderFailed = 104;
constexpr quint8 kDisk = 105;

template<std::size_t I = 0>
bool readEvent(std::size_t index, Reader& reader, ExchangeEvent& event)
{
    if constexpr (I < std::variant_size_v<ExchangeEvent>) {
        if (index != I)
            return readEvent<I + 1>(index, reader, event);
        auto& value = event.emplace<I>();
        field(reader, value);
        return true;
    } else {
        return false;
    }
}

template<class T>
Input readAs(Reader& reader)
{
    T value {};
    field(reader, value);
    return value;
}

} // namespace

template<class T>
QByteArrayView InputCodec::write(quint8 kind, const T& value)
{
    m_bytes.clear();
    Writer writer {m_bytes};
    writer.one(kind);
    field(writer, value);
    return QByteArrayView(m_bytes.data(), static_cast<qsizetype>(m_bytes.size()));
}

QByteArrayView InputCodec::encode(const ExchangeEvent& event)
{
    const auto kind = static_cast<quint8>(event.index());
    return std::visit([this, kind](const auto& value) { return write(kind, value); }, event);
}

QByteArrayView InputCodec::encode(const TimerFired& timer)
{
    return write(kTimer, timer);
}

QByteArrayView InputCodec::encode(const JournalDurable& durable)
{
    return write(kDurable, durable);
}

QByteArrayView InputCodec::encode(const JournalFailed& failed)
{
    return write(kJournalFailed, failed);
}

QByteArrayView InputCodec::encode(const UserCommand& command)
{
    return write(kCommand, command);
}

QByteArrayView InputCodec::encode(const RecorderFailed& failed)
{
    return write(kRecorderFailed, failed);
}

QByteArrayView InputCodec::encode(const DiskReading& disk)
{
    return write(kDisk, disk);
}

bool InputCodec::isJournalFailure(QByteArrayView bytes)
{
    return !bytes.isEmpty() && static_cast<quint8>(bytes.front()) == kJournalFailed;
}

Expected<Input> InputCodec::decode(const QByteArray& bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint8 kind = 0;
    stream >> kind;
    Reader reader {stream};
    Input input;
    switch (kind) {
    case kTimer: input = readAs<TimerFired>(reader); break;
    case kDurable: input = readAs<JournalDurable>(reader); break;
    case kJournalFailed: input = readAs<JournalFailed>(reader); break;
    case kCommand: input = readAs<UserCommand>(reader); break;
    case kRecorderFailed: input = readAs<RecorderFailed>(reader); break;
    case kDisk: input = readAs<DiskReading>(reader); break;
    default: {
        ExchangeEvent event;
        if (!readEvent(kind, reader, event))
            return fail(ErrorCode::Corrupt,
                        "the recording holds an input of unknown kind " + std::to_string(kind)
                            + ": it was made by another version");
        input = std::move(event);
    }
    }
    if (stream.status() != QDataStream::Ok || !stream.atEnd())
        return fail(ErrorCode::Corrupt,
                    "the recording holds a damaged input of kind " + std::to_string(kind));
    return input;
}

} // namespace breakline
