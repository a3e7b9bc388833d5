// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "fixtures/SimulatedRun.h"
#include "trading/InputCodec.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

using namespace breakline;

namespace {

struct Entry {
    Timestamp time;
    Input input;
};

/// The class of a recorded input. Answers to orders and cancels are frames; they
/// are told from other answers by the request, as `tradeRequests` names them.
StepPhase phaseOf(const Input& input, const std::set<RequestId>& tradeRequests)
{
    if (std::holds_alternative<TimerFired>(input))
        return StepPhase::Timers;
    if (std::holds_alternative<JournalDurable>(input) || std::holds_alternative<JournalFailed>(input))
        return StepPhase::Durable;
    if (std::holds_alternative<UserCommand>(input))
        return StepPhase::Commands;
    const auto& event = std::get<ExchangeEvent>(input);
    if (std::holds_alternative<ConnectionChanged>(event))
        return StepPhase::Connection;
    if (std::holds_alternative<OrderUpdate>(event) || std::holds_alternative<Execution>(event)
        || std::holds_alternative<PositionUpdate>(event) || std::holds_alternative<WalletUpdate>(event))
        return StepPhase::PrivateFrames;
    if (const auto* answer = std::get_if<RequestAnswer>(&event))
        return tradeRequests.contains(answer->request) ? StepPhase::TradeFrames : StepPhase::Answers;
    if (std::holds_alternative<TradePrint>(event) || std::holds_alternative<BookSnapshot>(event)
        || std::holds_alternative<Ticker>(event) || std::holds_alternative<CandleClosed>(event))
        return StepPhase::PublicFrames;
    return StepPhase::Answers;
}

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

std::vector<Entry> entriesOf(const MemoryRecorder& recorder)
{
    std::vector<Entry> entries;
    for (const Record& record : recorder.records) {
        if (record.kind != RecordKind::Input)
            continue;
        auto input = InputCodec::decode(record.payload);
        if (!input)
            qFatal("%s", input.error().message.c_str());
        entries.push_back({record.time, std::move(*input)});
    }
    return entries;
}

} // namespace

/// The order in which the inputs of an instant are numbered, read from the
/// recording of whole sessions.
class InputOrderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void framesComeBeforeAllElseOfTheirInstant();
    void answersGoByTheirRequests();
    void durableIsOneAnIntentInOrder();
    void aCommandComesLast();
    void aSubscriptionIsAnsweredByASnapshotAtTheSameTime();
    void theAccountIsThreeQuestions();

private:
    /// Instants as ranges of entries.
    template<class Check>
    void eachInstant(Check&& check) const
    {
        for (std::size_t begin = 0; begin < m_entries.size();) {
            std::size_t end = begin;
            while (end < m_entries.size() && m_entries[end].time == m_entries[begin].time)
                ++end;
            check(begin, end);
            begin = end;
        }
    }
    StepPhase phase(std::size_t i) const { return phaseOf(m_entries[i].input, m_tradeRequests); }

    std::vector<Entry> m_entries;
    std::set<RequestId> m_tradeRequests;
    JournalTicket m_intents = 0;
    std::uint64_t m_commands = 0;
};

void InputOrderTest::initTestCase()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    SimulatedRun run(options);
    Rng rng(7, "commands");
    run.command(CommandKind::Start);
    ++m_commands;
    const Timestamp end = run.start() + Duration::hours(24);
    while (run.runner().now() < end) {
        run.runFor(Duration::milliseconds(rng.integer(1, 900'000)));
        const auto& all = run.exchange().instruments().all();
        const auto pick = static_cast<std::size_t>(rng.integer(0, static_cast<std::int64_t>(all.size()) - 1));
        run.command(CommandKind::SelectSymbol, all[pick].symbol);
        ++m_commands;
    }
    QVERIFY(run.stop());
    ++m_commands;
    m_entries = entriesOf(run.recorder());
    m_intents = run.journal().lastTicket();
    QVERIFY2(m_intents > 20, std::to_string(m_intents).c_str());

    // Answers that name an order are those to orders and cancels.
    for (const Entry& entry : m_entries)
        if (const auto* event = std::get_if<ExchangeEvent>(&entry.input))
            if (const auto* answer = std::get_if<RequestAnswer>(event); answer != nullptr && !answer->clientId.empty())
                m_tradeRequests.insert(answer->request);
    QVERIFY(m_tradeRequests.size() > 20);
}

void InputOrderTest::framesComeBeforeAllElseOfTheirInstant()
{
    std::size_t mixed = 0;
    eachInstant([&](std::size_t begin, std::size_t end) {
        StepPhase last = StepPhase::Connection;
        bool isFirstRound = true;
        for (std::size_t i = begin; i < end; ++i) {
            const StepPhase now = phase(i);
            isFirstRound = isFirstRound && now >= last;
            last = now;
            if (isFirstRound || now < StepPhase::PrivateFrames || now > StepPhase::PublicFrames)
                continue;
            // Later frames are the snapshots of new subscriptions alone.
            const auto& event = std::get<ExchangeEvent>(m_entries[i].input);
            QVERIFY(std::holds_alternative<BookSnapshot>(event) || std::holds_alternative<Ticker>(event));
        }
        mixed += phase(begin) < StepPhase::Timers && phase(end - 1) > StepPhase::Timers ? 1 : 0;
    });
    QVERIFY(mixed > 50);
}

void InputOrderTest::answersGoByTheirRequests()
{
    std::size_t pairs = 0;
    for (std::size_t i = 1; i < m_entries.size(); ++i) {
        if (m_entries[i].time != m_entries[i - 1].time || phase(i) != StepPhase::Answers
            || phase(i - 1) != StepPhase::Answers)
            continue;
        QVERIFY(requestOf(std::get<ExchangeEvent>(m_entries[i].input))
                > requestOf(std::get<ExchangeEvent>(m_entries[i - 1].input)));
        ++pairs;
    }
    QVERIFY(pairs > 100);
}

void InputOrderTest::durableIsOneAnIntentInOrder()
{
    JournalTicket last = 0;
    for (const Entry& entry : m_entries)
        if (const auto* durable = std::get_if<JournalDurable>(&entry.input))
            QCOMPARE(durable->upTo, ++last);
    QVERIFY(last > 10);
    QVERIFY(last <= m_intents);
}

void InputOrderTest::aCommandComesLast()
{
    std::uint64_t commands = 0;
    eachInstant([&](std::size_t begin, std::size_t end) {
        std::optional<std::size_t> first;
        for (std::size_t i = begin; i < end && !first; ++i)
            if (phase(i) == StepPhase::Commands)
                first = i;
        for (std::size_t i = begin; i < end; ++i)
            commands += phase(i) == StepPhase::Commands ? 1 : 0;
        // What follows is what it brought about: no frame but snapshots.
        for (std::size_t i = first.value_or(end); i < end; ++i)
            if (const auto* event = std::get_if<ExchangeEvent>(&m_entries[i].input))
                QVERIFY(!std::holds_alternative<TradePrint>(*event) && !std::holds_alternative<Execution>(*event));
    });
    QCOMPARE(commands, m_commands);
}

void InputOrderTest::aSubscriptionIsAnsweredByASnapshotAtTheSameTime()
{
    // Of a book nothing is pushed before its snapshot, and every later push is
    // the next change.
    std::map<std::uint32_t, std::uint64_t> sequences;
    std::size_t snapshots = 0;
    std::size_t pushes = 0;
    eachInstant([&](std::size_t begin, std::size_t end) {
        bool framesAreOver = false;
        for (std::size_t i = begin; i < end; ++i) {
            framesAreOver = framesAreOver || phase(i) > StepPhase::PublicFrames;
            const auto* event = std::get_if<ExchangeEvent>(&m_entries[i].input);
            const auto* book = event != nullptr ? std::get_if<BookSnapshot>(event) : nullptr;
            if (book == nullptr)
                continue;
            QCOMPARE(book->time, m_entries[i].time);
            if (framesAreOver) {
                ++snapshots;
            } else {
                ++pushes;
                QVERIFY(sequences.contains(book->symbol.index));
                QCOMPARE(book->sequence, sequences[book->symbol.index] + 1);
            }
            sequences[book->symbol.index] = book->sequence;
        }
    });
    QVERIFY(snapshots > 5);
    QVERIFY(pushes > 1'000);
}

void InputOrderTest::theAccountIsThreeQuestions()
{
    // Its parts are read at three times, so what it shows of the wallet is never
    // newer than the answer.
    std::size_t answers = 0;
    std::size_t apart = 0;
    for (const Entry& entry : m_entries) {
        const auto* event = std::get_if<ExchangeEvent>(&entry.input);
        const auto* answer = event != nullptr ? std::get_if<AccountAnswer>(event) : nullptr;
        if (answer == nullptr)
            continue;
        ++answers;
        QVERIFY(answer->wallet.time <= entry.time);
        apart += answer->wallet.time < entry.time ? 1 : 0;
        for (const PositionUpdate& position : answer->positions)
            QVERIFY(position.time <= entry.time);
    }
    QVERIFY(answers > 10);
    QVERIFY(apart > answers / 4);
}

QTEST_GUILESS_MAIN(InputOrderTest)
#include "tst_input_order.moc"
