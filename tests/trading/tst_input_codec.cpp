// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "trading/InputCodec.h"

#include <QTest>

#include <limits>

using namespace breakline;

namespace {

// Equality of the values that need none outside of this test.
bool same(const Instrument& a, const Instrument& b)
{
    return a.id == b.id && a.symbol == b.symbol && a.baseCoin == b.baseCoin && a.tickSize == b.tickSize
        && a.lotSize == b.lotSize && a.minQuantity == b.minQuantity && a.minNotional == b.minNotional
        && a.maxMarketQuantity == b.maxMarketQuantity && a.maxLimitQuantity == b.maxLimitQuantity
        && a.maxLeverage == b.maxLeverage && a.maintenanceMarginRate == b.maintenanceMarginRate
        && a.priceBand == b.priceBand && a.takerFeeRate == b.takerFeeRate && a.makerFeeRate == b.makerFeeRate
        && a.fundingInterval == b.fundingInterval && a.launchTime == b.launchTime
        && a.deliveryTime == b.deliveryTime && a.status == b.status && a.tick == b.tick && a.lot == b.lot
        && a.notionalUnit == b.notionalUnit;
}

template<class T>
bool same(const T& a, const T& b)
{
    return a == b;
}
bool same(const CandlesAnswer& a, const CandlesAnswer& b)
{
    return a.request == b.request && a.symbol == b.symbol && a.interval == b.interval && a.candles == b.candles;
}
bool same(const TradesAnswer& a, const TradesAnswer& b)
{
    return a.request == b.request && a.symbol == b.symbol && a.trades == b.trades;
}
bool same(const BookAnswer& a, const BookAnswer& b) { return a.request == b.request && a.book == b.book; }
bool same(const TickersAnswer& a, const TickersAnswer& b)
{
    return a.request == b.request && a.tickers == b.tickers;
}
bool same(const InstrumentsAnswer& a, const InstrumentsAnswer& b)
{
    return a.request == b.request
        && std::ranges::equal(a.instruments, b.instruments,
                              [](const Instrument& x, const Instrument& y) { return same(x, y); });
}
bool same(const AccountAnswer& a, const AccountAnswer& b)
{
    return a.request == b.request && a.wallet == b.wallet && a.positions == b.positions && a.orders == b.orders;
}
bool same(const OrderAnswer& a, const OrderAnswer& b)
{
    return a.request == b.request && a.clientId == b.clientId && a.order == b.order;
}
bool same(const ExecutionsAnswer& a, const ExecutionsAnswer& b)
{
    return a.request == b.request && a.executions == b.executions;
}
bool same(const TransfersAnswer& a, const TransfersAnswer& b)
{
    return a.request == b.request && a.transfers == b.transfers;
}
bool same(const ClockReading& a, const ClockReading& b)
{
    return a == b;
}
bool same(const BookGap& a, const BookGap& b)
{
    return a == b;
}
bool same(const AccountSettingsAnswer& a, const AccountSettingsAnswer& b)
{
    return a == b;
}
bool same(const ConnectionChanged& a, const ConnectionChanged& b)
{
    return a.marketUp == b.marketUp && a.privateUp == b.privateUp && a.reason == b.reason;
}
bool same(const UserCommand& a, const UserCommand& b)
{
    return a.id == b.id && a.kind == b.kind && a.argument == b.argument;
}
bool same(const ExchangeEvent& a, const ExchangeEvent& b)
{
    return a.index() == b.index()
        && std::visit([&b](const auto& value) { return same(value, std::get<std::decay_t<decltype(value)>>(b)); }, a);
}
bool same(const Input& a, const Input& b)
{
    return a.index() == b.index()
        && std::visit([&b](const auto& value) { return same(value, std::get<std::decay_t<decltype(value)>>(b)); }, a);
}

/// Values of every kind from a seed, the corners of each among them.
class Values {
public:
    explicit Values(std::uint64_t seed)
        : m_rng(seed)
    {
    }

    bool flag() { return m_rng.chance(0.5); }
    std::int64_t whole()
    {
        switch (m_rng.integer(0, 5)) {
        case 0: return std::numeric_limits<std::int64_t>::min();
        case 1: return std::numeric_limits<std::int64_t>::max();
        case 2: return 0;
        default: return m_rng.integer(-1'000'000'000'000, 1'000'000'000'000);
        }
    }
    std::uint64_t count() { return static_cast<std::uint64_t>(whole()); }
    double real()
    {
        switch (m_rng.integer(0, 5)) {
        case 0: return std::numeric_limits<double>::denorm_min();
        case 1: return -std::numeric_limits<double>::max();
        case 2: return 0.1;
        default: return m_rng.uniform(-1e6, 1e6);
        }
    }
    std::string text()
    {
        std::string result;
        const std::int64_t size = m_rng.integer(0, 40);
        for (std::int64_t i = 0; i < size; ++i)
            result += static_cast<char>(m_rng.integer(0, 255)); // zero bytes and high ones too
        return result;
    }
    Decimal decimal()
    {
        return Decimal::fromUnits(m_rng.integer(-9'000'000'000'000'000, 9'000'000'000'000'000),
                                  static_cast<int>(m_rng.integer(0, 18)));
    }
    Decimal step() { return Decimal::fromUnits(m_rng.integer(1, 50), static_cast<int>(m_rng.integer(0, 8))); }
    template<class E>
    E one(E last)
    {
        return static_cast<E>(m_rng.integer(0, static_cast<std::int64_t>(last)));
    }
    Timestamp time() { return {whole()}; }
    Price price() { return {whole()}; }
    Quantity quantity() { return {whole()}; }
    SymbolId symbol() { return {static_cast<std::uint32_t>(m_rng.next())}; }
    Side side() { return one(Side::Sell); }
    template<class F>
    auto maybe(F&& f) -> std::optional<decltype(f())>
    {
        return flag() ? std::optional(f()) : std::nullopt;
    }
    template<class F>
    auto many(F&& f) -> std::vector<decltype(f())>
    {
        std::vector<decltype(f())> values(static_cast<std::size_t>(m_rng.integer(0, 4)));
        for (auto& value : values)
            value = f();
        return values;
    }

    Candle candle() { return {time(), real(), real(), real(), real(), real()}; }
    TradePrint print() { return {symbol(), time(), price(), quantity(), side(), count()}; }
    BookLevel level() { return {price(), quantity()}; }
    BookSnapshot book()
    {
        return {symbol(), time(), count(), many([this] { return level(); }), many([this] { return level(); })};
    }
    Ticker ticker()
    {
        const auto aPrice = [this] { return price(); };
        const auto aReal = [this] { return real(); };
        Ticker t;
        t.symbol = symbol();
        t.time = time();
        t.last = maybe(aPrice);
        t.bid = maybe(aPrice);
        t.ask = maybe(aPrice);
        t.mark = maybe(aPrice);
        t.index = maybe(aPrice);
        t.openInterest = maybe(aReal);
        t.turnover24h = maybe(aReal);
        t.fundingRate = maybe([this] { return decimal(); });
        t.nextFundingTime = maybe([this] { return time(); });
        return t;
    }
    Instrument instrument()
    {
        Instrument i;
        i.id = symbol();
        i.symbol = text();
        i.baseCoin = text();
        i.tickSize = step();
        i.lotSize = step();
        i.minQuantity = quantity();
        i.minNotional = decimal();
        i.maxMarketQuantity = maybe([this] { return quantity(); });
        i.maxLimitQuantity = maybe([this] { return quantity(); });
        i.maxLeverage = decimal();
        i.maintenanceMarginRate = decimal();
        i.priceBand = decimal();
        i.takerFeeRate = decimal();
        i.makerFeeRate = decimal();
        i.fundingInterval = {whole()};
        i.launchTime = maybe([this] { return time(); });
        i.deliveryTime = maybe([this] { return time(); });
        i.status = one(InstrumentStatus::Closed);
        if (!i.finish())
            qFatal("a generated instrument is not valid");
        return i;
    }
    OrderUpdate order()
    {
        OrderUpdate o;
        o.clientId = text();
        o.venueId = text();
        o.parentClientId = text();
        o.symbol = symbol();
        o.side = side();
        o.type = one(OrderType::StopLimit);
        o.timeInForce = one(TimeInForce::PostOnly);
        o.reduceOnly = flag();
        o.isPositionStop = flag();
        o.status = one(OrderStatus::Expired);
        o.reason = one(OrderEndReason::Other);
        o.quantity = quantity();
        o.filled = quantity();
        o.price = maybe([this] { return price(); });
        o.trigger = maybe([this] { return price(); });
        o.attachedStop = maybe([this] { return price(); });
        o.averagePrice = maybe([this] { return decimal(); });
        o.time = time();
        return o;
    }
    Execution execution()
    {
        return {text(), text(),     text(),    symbol(), one(ExecutionKind::Settlement), side(),
                price(), quantity(), decimal(), one(Liquidity::Taker), time()};
    }
    PositionUpdate position()
    {
        const auto aPrice = [this] { return price(); };
        return {symbol(), quantity(), maybe([this] { return decimal(); }), maybe(aPrice), maybe(aPrice), decimal(),
                time()};
    }
    WalletUpdate wallet() { return {decimal(), decimal(), decimal(), time()}; }
    RequestAnswer answer()
    {
        return {count(), one(AnswerClass::Unknown), one(OrderEndReason::Other), text(), text(), symbol(), time()};
    }

    ExchangeEvent event(std::size_t kind)
    {
        switch (kind) {
        case 0: return print();
        case 1: return book();
        case 2: return CandleClosed{symbol(), {whole()}, candle()};
        case 3: return ticker();
        case 4: return order();
        case 5: return execution();
        case 6: return position();
        case 7: return wallet();
        case 8: return answer();
        case 9: return CandlesAnswer{count(), symbol(), {whole()}, many([this] { return candle(); })};
        case 10: return TradesAnswer{count(), symbol(), many([this] { return print(); })};
        case 11: return BookAnswer{count(), book()};
        case 12: return TickersAnswer{count(), many([this] { return ticker(); })};
        case 13: return InstrumentsAnswer{count(), many([this] { return instrument(); })};
        case 14:
            return AccountAnswer{count(), wallet(), many([this] { return position(); }),
                                 many([this] { return order(); })};
        case 15: return OrderAnswer{count(), text(), maybe([this] { return order(); })};
        case 16: return ConnectionChanged{flag(), flag(), text()};
        case 17: return ExecutionsAnswer{count(), many([this] { return execution(); })};
        case 18: return TransfersAnswer{count(), many([this] { return Transfer {text(), decimal(), time()}; })};
        case 19: return ClockReading{{whole()}};
        case 20: return BookGap {symbol()};
        default:
            return AccountSettingsAnswer {
                count(), symbol(), true, false, MarginMode::Portfolio, PositionMode::Hedge, decimal()};
        }
    }
    Input input(std::size_t kind)
    {
        if (kind < std::variant_size_v<ExchangeEvent>)
            return event(kind);
        switch (kind - std::variant_size_v<ExchangeEvent>) {
        case 0: return TimerFired{count()};
        case 1: return JournalDurable{count()};
        case 2: return JournalFailed{text()};
        case 3: return RecorderFailed{text()};
        case 4: return DiskReading{real()};
        default: {
            UserCommand command;
            command.id = count();
            command.kind = one(static_cast<CommandKind>(kCommandKindCount - 1));
            command.argument = text();
            return command;
        }
        }
    }

private:
    Rng m_rng;
};

constexpr std::size_t kKinds = std::variant_size_v<ExchangeEvent> + std::variant_size_v<Input> - 1;
static_assert(kKinds == 28, "a new alternative needs its values here");

QByteArray encode(InputCodec& codec, const Input& input)
{
    return std::visit([&codec](const auto& value) { return codec.encode(value).toByteArray(); }, input);
}

/// What is decoded is either refused as corrupt, or is a value that the codec
/// itself would write as something that reads back as the same value.
bool isRefusedOrSound(InputCodec& codec, const QByteArray& bytes)
{
    const auto decoded = InputCodec::decode(bytes);
    if (!decoded)
        return decoded.error().code == ErrorCode::Corrupt && !decoded.error().message.empty();
    const QByteArray again = encode(codec, *decoded);
    const auto twice = InputCodec::decode(again);
    return twice && encode(codec, *twice) == again;
}

} // namespace

class InputCodecTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindComesBackEqual_data();
    void everyKindComesBackEqual();
    void aRecordingNamesAnEventByItsPlace();
    void oneCodecWritesLongAndShortInTurn();
    void everyTruncationIsRefused();
    void aByteTooManyIsRefused();
    void unknownKindsAreRefused();
    void aValueBeyondItsEnumIsRefused();
    void flippedBitsNeverCrash();
    void rubbishNeverCrashes();
};

void InputCodecTest::everyKindComesBackEqual_data()
{
    QTest::addColumn<int>("kind");
    for (int kind = 0; kind < static_cast<int>(kKinds); ++kind)
        QTest::addRow("kind %d", kind) << kind;
}

void InputCodecTest::everyKindComesBackEqual()
{
    QFETCH(int, kind);
    Values values(1000 + static_cast<std::uint64_t>(kind));
    InputCodec codec;
    for (int i = 0; i < 300; ++i) {
        const Input input = values.input(static_cast<std::size_t>(kind));
        const auto back = InputCodec::decode(encode(codec, input));
        QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
        QVERIFY(same(input, *back));
    }
}

void InputCodecTest::aRecordingNamesAnEventByItsPlace()
{
    // Recordings of earlier versions are read by these.
    InputCodec codec;
    QCOMPARE(static_cast<int>(codec.encode(ExchangeEvent {TradePrint {}})[0]), 0);
    QCOMPARE(static_cast<int>(codec.encode(ExchangeEvent {ConnectionChanged {}})[0]), 16);
    QCOMPARE(static_cast<int>(codec.encode(ExchangeEvent {ExecutionsAnswer {}})[0]), 17);
    QCOMPARE(static_cast<int>(codec.encode(ExchangeEvent {TransfersAnswer {}})[0]), 18);
    QCOMPARE(static_cast<int>(codec.encode(ExchangeEvent {ClockReading {}})[0]), 19);
    QCOMPARE(static_cast<int>(codec.encode(ExchangeEvent {BookGap {}})[0]), 20);
    QCOMPARE(static_cast<int>(codec.encode(ExchangeEvent {AccountSettingsAnswer {}})[0]), 21);
    QCOMPARE(static_cast<int>(codec.encode(TimerFired {})[0]), 100);
}

void InputCodecTest::oneCodecWritesLongAndShortInTurn()
{
    Values values(7);
    InputCodec codec;
    for (int i = 0; i < 200; ++i) {
        const Input input = values.input(i % 2 == 0 ? 15 : 18); // an account, a timer
        QVERIFY(same(input, *InputCodec::decode(encode(codec, input))));
    }
}

void InputCodecTest::everyTruncationIsRefused()
{
    Values values(11);
    InputCodec codec;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        const QByteArray bytes = encode(codec, values.input(kind));
        for (qsizetype size = 0; size < bytes.size(); ++size) {
            const auto decoded = InputCodec::decode(bytes.left(size));
            QVERIFY2(!decoded, qPrintable(QStringLiteral("kind %1 cut to %2").arg(kind).arg(size)));
            QCOMPARE(decoded.error().code, ErrorCode::Corrupt);
        }
    }
}

void InputCodecTest::aByteTooManyIsRefused()
{
    Values values(13);
    InputCodec codec;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        const auto decoded = InputCodec::decode(encode(codec, values.input(kind)) + '\0');
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code, ErrorCode::Corrupt);
    }
}

void InputCodecTest::unknownKindsAreRefused()
{
    InputCodec codec;
    for (int kind = 0; kind < 256; ++kind) {
        const bool known = kind < static_cast<int>(std::variant_size_v<ExchangeEvent>) || (kind >= 100 && kind <= 103);
        if (known)
            continue;
        const auto decoded = InputCodec::decode(QByteArray(1, static_cast<char>(kind)));
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code, ErrorCode::Corrupt);
        QVERIFY(decoded.error().message.find(std::to_string(kind)) != std::string::npos);
    }
}

void InputCodecTest::aValueBeyondItsEnumIsRefused()
{
    InputCodec codec;
    TradePrint print{{1}, {2}, {3}, {4}, Side::Sell, 5};
    QByteArray bytes = codec.encode(ExchangeEvent(print)).toByteArray();
    // kind, symbol, time, price, quantity, then the side.
    const qsizetype at = 1 + 4 + 8 + 8 + 8;
    QCOMPARE(bytes[at], '\1');
    bytes[at] = '\2';
    const auto decoded = InputCodec::decode(bytes);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, ErrorCode::Corrupt);
}

void InputCodecTest::flippedBitsNeverCrash()
{
    Values values(17);
    InputCodec codec;
    for (std::size_t kind = 0; kind < kKinds; ++kind)
        for (int round = 0; round < 4; ++round) {
            const QByteArray bytes = encode(codec, values.input(kind));
            for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
                QByteArray damaged = bytes;
                damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
                QVERIFY2(isRefusedOrSound(codec, damaged),
                         qPrintable(QStringLiteral("kind %1 bit %2").arg(kind).arg(bit)));
            }
        }
}

void InputCodecTest::rubbishNeverCrashes()
{
    Values values(19);
    InputCodec codec;
    Rng rng(23);
    static constexpr char kLikely[] = "0123456789.eE+-\0\1\xff";
    for (int i = 0; i < 40'000; ++i) {
        QByteArray bytes = encode(codec, values.input(static_cast<std::size_t>(i) % kKinds));
        const std::int64_t changes = rng.integer(1, 8);
        for (std::int64_t change = 0; change < changes; ++change) {
            const auto at = static_cast<qsizetype>(rng.integer(0, bytes.size() - 1));
            bytes[at] = rng.chance(0.5) ? kLikely[rng.integer(0, static_cast<std::int64_t>(sizeof kLikely) - 2)]
                                        : static_cast<char>(rng.integer(0, 255));
        }
        QVERIFY(isRefusedOrSound(codec, bytes));
    }
}

QTEST_GUILESS_MAIN(InputCodecTest)
#include "tst_input_codec.moc"
