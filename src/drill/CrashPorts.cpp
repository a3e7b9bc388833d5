// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/CrashPorts.h"

#include "trading/InputCodec.h"

#include <array>
#include <map>
#include <utility>
#include <vector>

namespace breakline {

namespace {

/// In the order of SessionRow.
constexpr auto kRowKinds = std::to_array<std::string_view>(
    {"transition", "candidate", "signal", "order", "fill", "position", "equity", "log", "wall_log",
     "client_id", "checkpoint", "state", "break", "decision", "gate_kind", "cost_sheet", "level"});
static_assert(kRowKinds.size() == std::variant_size_v<SessionRow>);

/// Of what is pushed; empty for an answer.
struct TopicOf {
    std::string_view operator()(const TradePrint&) const { return "trade"; }
    std::string_view operator()(const BookSnapshot&) const { return "book"; }
    std::string_view operator()(const CandleClosed&) const { return "candle"; }
    std::string_view operator()(const Ticker&) const { return "ticker"; }
    std::string_view operator()(const OrderUpdate&) const { return "order"; }
    std::string_view operator()(const Execution&) const { return "execution"; }
    std::string_view operator()(const PositionUpdate&) const { return "position"; }
    std::string_view operator()(const WalletUpdate&) const { return "wallet"; }
    std::string_view operator()(const ConnectionChanged&) const { return "connection"; }
    std::string_view operator()(const ClockReading&) const { return "clock"; }
    std::string_view operator()(const BookGap&) const { return "book_gap"; }
    template<class Answer>
    requires requires(const Answer& answer) { answer.request; }
    std::string_view operator()(const Answer&) const { return {}; }
};

RequestId requestOf(const ExchangeEvent& event)
{
    return std::visit(
        [](const auto& value) -> RequestId {
            if constexpr (requires { value.request; })
                return value.request;
            else
                return 0;
        },
        event);
}

std::string join(std::string_view family, std::string_view name, std::string_view place)
{
    std::string text;
    text.reserve(family.size() + name.size() + place.size());
    return text.append(family).append(name).append(place);
}

} // namespace

class CrashPorts::Gateway final : public ExchangeGateway {
public:
    Gateway(ExchangeGateway& inner, CrashPoints& points, const std::function<void(const OrderRequest&)>& look)
        : m_inner(inner)
        , m_points(points)
        , m_beforeOrder(look)
    {
    }

    void connectToVenue() override
    {
        tell("connect", [&] { m_inner.connectToVenue(); });
    }
    void subscribe(StreamKind stream, SymbolId symbol) override
    {
        tell("subscribe", [&] { m_inner.subscribe(stream, symbol); });
    }
    void unsubscribe(StreamKind stream, SymbolId symbol) override
    {
        tell("unsubscribe", [&] { m_inner.unsubscribe(stream, symbol); });
    }
    RequestId requestInstruments() override
    {
        return ask("instruments", [&] { return m_inner.requestInstruments(); });
    }
    RequestId requestTickers() override
    {
        return ask("tickers", [&] { return m_inner.requestTickers(); });
    }
    RequestId requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) override
    {
        return ask("candles", [&] { return m_inner.requestCandles(symbol, interval, from, to); });
    }
    RequestId requestTrades(SymbolId symbol) override
    {
        return ask("trades", [&] { return m_inner.requestTrades(symbol); });
    }
    RequestId requestBook(SymbolId symbol) override
    {
        return ask("book", [&] { return m_inner.requestBook(symbol); });
    }
    RequestId requestAccount() override
    {
        return ask("account", [&] { return m_inner.requestAccount(); });
    }
    RequestId requestExecutions(Timestamp since) override
    {
        return ask("executions", [&] { return m_inner.requestExecutions(since); });
    }
    RequestId requestTransfers(Timestamp since) override
    {
        return ask("transfers", [&] { return m_inner.requestTransfers(since); });
    }
    RequestId requestAccountSettings(SymbolId symbol) override
    {
        return ask("settings", [&] { return m_inner.requestAccountSettings(symbol); });
    }
    RequestId requestOrder(SymbolId symbol, const std::string& clientId) override
    {
        return ask("order", [&] { return m_inner.requestOrder(symbol, clientId); });
    }
    void prepareOrder(const OrderRequest& order) override { m_inner.prepareOrder(order); }
    RequestId placeOrder(const OrderRequest& order) override
    {
        m_beforeOrder(order);
        return ask("place", [&] { return m_inner.placeOrder(order); });
    }
    RequestId amendOrder(SymbolId symbol, const std::string& clientId, Price price) override
    {
        return ask("amend", [&] { return m_inner.amendOrder(symbol, clientId, price); });
    }
    RequestId cancelOrder(SymbolId symbol, const std::string& clientId) override
    {
        return ask("cancel", [&] { return m_inner.cancelOrder(symbol, clientId); });
    }
    RequestId cancelAll(SymbolId symbol) override
    {
        return ask("cancel_all", [&] { return m_inner.cancelAll(symbol); });
    }
    RequestId setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy) override
    {
        return ask("stop", [&] { return m_inner.setPositionStop(symbol, trigger, triggerBy); });
    }
    RequestId setLeverage(SymbolId symbol, const Decimal& leverage) override
    {
        return ask("leverage", [&] { return m_inner.setLeverage(symbol, leverage); });
    }

    void arrived()
    {
        for (const auto& [request, call] : std::exchange(m_leaving, {}))
            m_points.pass(join("net.", call, ".after_send"));
    }
    /// Empty for an answer to nothing that was asked here.
    std::string_view takeCall(RequestId request)
    {
        std::erase_if(m_leaving, [request](const auto& leaving) { return leaving.first == request; });
        const auto found = m_asked.find(request);
        if (found == m_asked.end())
            return {};
        const std::string_view call = found->second;
        m_asked.erase(found);
        return call;
    }

private:
    template<class Call>
    void tell(std::string_view name, Call call)
    {
        m_points.pass(join("net.", name, ".before_send"));
        call();
        m_leaving.emplace_back(0, name);
    }
    template<class Call>
    RequestId ask(std::string_view name, Call call)
    {
        m_points.pass(join("net.", name, ".before_send"));
        const RequestId request = call();
        m_leaving.emplace_back(request, name);
        m_asked.emplace(request, name);
        return request;
    }

    ExchangeGateway& m_inner;
    CrashPoints& m_points;
    const std::function<void(const OrderRequest&)>& m_beforeOrder;
    std::vector<std::pair<RequestId, std::string_view>> m_leaving; ///< not known to be at the venue
    std::map<RequestId, std::string_view> m_asked; ///< and not answered
};

class CrashPorts::Journal final : public SessionJournal {
public:
    Journal(SessionJournal& inner, CrashPoints& points)
        : m_inner(inner)
        , m_points(points)
    {
    }

    void write(SessionRow row) override
    {
        const std::string_view kind = kRowKinds[row.index()];
        m_points.pass(join("journal.", kind, ".before_commit"));
        m_inner.write(std::move(row));
        committed(kind);
    }
    JournalTicket writeIntent(OrderRow order) override
    {
        m_points.pass("journal.intent.before_commit");
        const JournalTicket ticket = m_inner.writeIntent(std::move(order));
        committed("intent");
        return ticket;
    }
    void settle() override { m_inner.settle(); }

private:
    void committed(std::string_view kind)
    {
        const std::string point = join("journal.", kind, ".after_commit");
        // Waits for the disk only where the program ends here.
        if (m_points.isNext(point))
            m_inner.settle();
        m_points.pass(point);
    }

    SessionJournal& m_inner;
    CrashPoints& m_points;
};

class CrashPorts::Timers final : public Scheduler {
public:
    explicit Timers(Scheduler& inner)
        : m_inner(inner)
    {
    }

    TimerId start(Timestamp due, std::string_view name) override
    {
        const TimerId timer = m_inner.start(due, name);
        m_names.emplace(timer, name);
        return timer;
    }
    void cancel(TimerId timer) override
    {
        m_names.erase(timer);
        m_inner.cancel(timer);
    }
    std::string takeName(TimerId timer)
    {
        const auto found = m_names.find(timer);
        if (found == m_names.end())
            return {};
        std::string name = std::move(found->second);
        m_names.erase(found);
        return name;
    }

private:
    Scheduler& m_inner;
    std::map<TimerId, std::string> m_names;
};

class CrashPorts::Recorder final : public RecordingSink {
public:
    Recorder(RecordingSink* inner, CrashPoints& points, Gateway& gateway, Timers& timers)
        : m_inner(inner)
        , m_points(points)
        , m_gateway(gateway)
        , m_timers(timers)
    {
    }

    void append(RecordKind kind, std::uint64_t sequence, Timestamp time, QByteArrayView payload) override
    {
        if (m_inner != nullptr)
            m_inner->append(kind, sequence, time, payload);
        if (kind != RecordKind::Input)
            return;
        const std::string point = pointOf(payload);
        if (point.empty())
            return;
        // The input is on the disk, its handling is not: the other way round is what
        // the points of the journal and of calls are for.
        if (m_points.isNext(point))
            writeOut();
        m_points.pass(point);
    }
    void flush() override
    {
        if (m_inner != nullptr)
            m_inner->flush();
    }
    void writeOut() override
    {
        if (m_inner != nullptr)
            m_inner->writeOut();
    }
    const Error* failure() const override { return m_inner != nullptr ? m_inner->failure() : nullptr; }
    Expected<void> close() override { return m_inner != nullptr ? m_inner->close() : Expected<void>(); }

private:
    std::string pointOf(QByteArrayView payload)
    {
        const auto input = InputCodec::decode(payload.toByteArray());
        if (!input)
            return {};
        if (const auto* event = std::get_if<ExchangeEvent>(&*input)) {
            const std::string_view topic = std::visit(TopicOf {}, *event);
            if (!topic.empty())
                return join("ws.", topic, ".before_handle");
            const std::string_view call = m_gateway.takeCall(requestOf(*event));
            return call.empty() ? std::string() : join("net.", call, ".after_answer");
        }
        if (const auto* fired = std::get_if<TimerFired>(&*input)) {
            const std::string name = m_timers.takeName(fired->timer);
            return name.empty() ? std::string() : join("timer.", name, ".before_fire");
        }
        return {};
    }

    RecordingSink* m_inner;
    CrashPoints& m_points;
    Gateway& m_gateway;
    Timers& m_timers;
};

CrashPorts::CrashPorts(CrashPoints& points, std::function<void(const OrderRequest&)> beforeOrder)
    : m_points(points)
    , m_beforeOrder(std::move(beforeOrder))
{
}

CrashPorts::~CrashPorts() = default;

SessionPorts CrashPorts::decorate(const SessionPorts& ports)
{
    m_gateway = std::make_unique<Gateway>(ports.gateway, m_points, m_beforeOrder);
    m_journal = std::make_unique<Journal>(ports.journal, m_points);
    m_timers = std::make_unique<Timers>(ports.scheduler);
    m_recorder = std::make_unique<Recorder>(ports.recorder, m_points, *m_gateway, *m_timers);
    return {*m_gateway, *m_timers, *m_journal, m_recorder.get()};
}

void CrashPorts::callsArrived()
{
    m_gateway->arrived();
}

} // namespace breakline
