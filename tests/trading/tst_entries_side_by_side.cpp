// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures/DeskRig.h"

#include <QTest>

using namespace breakline;

namespace {

constexpr std::int64_t kLots = 150; // 15,000 of value: three slices of 50

struct Sent {
    Timestamp time;
    OrderRequest order;

    friend bool operator==(const Sent&, const Sent&) = default;
};

enum class Beside { Nothing, AnotherEntry, RefusedByVenue, LeverageRefused, UnknownFate, StopNotShown, Withdrawn, TransientForGood };

struct Outcome {
    std::vector<Sent> ofA;
    std::vector<SymbolId> sequence; ///< symbols in the order of sending
    std::vector<DeskRig::Final> finals;
    std::vector<std::string> queriesOfB;
    std::size_t placedOfB = 0;
    std::int64_t heldOfB = 0;
};

/// An entry in A, and what is said to stand beside it in B. Answers to A are
/// the same in every case.
Outcome play(Beside beside)
{
    DeskRig rig;
    Outcome outcome;
    std::size_t seen = 0;
    rig.open(DeskRig::a(), kLots);
    rig.acceptLeverage();
    if (beside != Beside::Nothing) {
        rig.open(DeskRig::b(), kLots, Direction::Short);
        if (beside == Beside::LeverageRefused)
            rig.say(rig.gateway.leverages.back().request, AnswerClass::Invalid, OrderEndReason::Other);
        else
            rig.acceptLeverage();
    }
    for (int tick = 0; tick < 200; ++tick) {
        for (; seen < rig.gateway.placed.size(); ++seen) {
            const ScriptedGateway::Placed placed = rig.gateway.placed[seen];
            if (placed.order.reduceOnly) {
                // What is left for want of a stop is taken off, as at a venue.
                if (beside == Beside::StopNotShown && placed.order.type == OrderType::Market)
                    rig.fill(placed, placed.order.quantity.lots);
                continue;
            }
            outcome.sequence.push_back(placed.order.symbol);
            if (placed.order.symbol == DeskRig::a()) {
                outcome.ofA.push_back({rig.now(), placed.order});
                rig.fill(placed, placed.order.quantity.lots);
                continue;
            }
            ++outcome.placedOfB;
            switch (beside) {
            case Beside::RefusedByVenue:
                rig.say(placed.request, AnswerClass::Funds, OrderEndReason::InsufficientMargin);
                break;
            case Beside::TransientForGood: rig.say(placed.request, AnswerClass::Transient); break;
            case Beside::UnknownFate: rig.say(placed.request, AnswerClass::Unknown); break;
            case Beside::StopNotShown: rig.fill(placed, placed.order.quantity.lots, false); break;
            case Beside::Withdrawn:
                rig.execution->end(DeskRig::b(), EntryEnd::Invalidated);
                rig.fill(placed, 0);
                break;
            default: rig.fill(placed, placed.order.quantity.lots);
            }
        }
        rig.advance(Duration::milliseconds(100));
    }
    outcome.finals = rig.finals;
    for (const auto& query : rig.gateway.queries)
        if (query.symbol == DeskRig::b())
            outcome.queriesOfB.push_back(query.clientId);
    outcome.heldOfB = rig.held[DeskRig::b()];
    return outcome;
}

const DeskRig::Final* finalOf(const Outcome& outcome, SymbolId symbol)
{
    for (const auto& one : outcome.finals)
        if (one.symbol == symbol)
            return &one;
    return nullptr;
}

} // namespace

class EntriesSideBySideTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aloneItIsThreeSlices();
    void twoInterleave();
    void theOtherIsUntouched_data();
    void theOtherIsUntouched();
};

void EntriesSideBySideTest::aloneItIsThreeSlices()
{
    const Outcome outcome = play(Beside::Nothing);
    QCOMPARE(outcome.ofA.size(), std::size_t {3});
    Quantity sum;
    for (std::size_t i = 0; i < 3; ++i) {
        sum += outcome.ofA[i].order.quantity;
        QCOMPARE(outcome.ofA[i].order.side, Side::Buy);
        QVERIFY(outcome.ofA[i].order.stop.has_value());
        QVERIFY(outcome.ofA[i].order.stop->trigger == Price {9'900});
        if (i > 0) { // three seconds, give or take a tenth
            const Duration gap = outcome.ofA[i].time - outcome.ofA[i - 1].time;
            QVERIFY(gap >= Duration::milliseconds(2'700) && gap <= Duration::milliseconds(3'400));
        }
    }
    QVERIFY(sum == Quantity {kLots});
    QCOMPARE(outcome.finals.size(), std::size_t {1});
    QVERIFY(outcome.finals.front().filled);
}

void EntriesSideBySideTest::twoInterleave()
{
    const Outcome outcome = play(Beside::AnotherEntry);
    QCOMPARE(outcome.sequence.size(), std::size_t {6});
    // Neither waits for the other's end.
    for (std::size_t round = 0; round < 3; ++round)
        QVERIFY(outcome.sequence[2 * round] != outcome.sequence[2 * round + 1]);
    QVERIFY(finalOf(outcome, DeskRig::a())->filled);
    QVERIFY(finalOf(outcome, DeskRig::b())->filled);
    QCOMPARE(outcome.heldOfB, -kLots);
}

void EntriesSideBySideTest::theOtherIsUntouched_data()
{
    QTest::addColumn<int>("beside");
    QTest::addColumn<bool>("filled");
    QTest::addColumn<int>("placed");
    QTest::newRow("entry that fills") << static_cast<int>(Beside::AnotherEntry) << true << 3;
    QTest::newRow("refused by the venue") << static_cast<int>(Beside::RefusedByVenue) << false << 1;
    QTest::newRow("leverage refused") << static_cast<int>(Beside::LeverageRefused) << false << 0;
    QTest::newRow("unknown fate") << static_cast<int>(Beside::UnknownFate) << false << 1;
    QTest::newRow("stop not shown") << static_cast<int>(Beside::StopNotShown) << true << 1;
    QTest::newRow("never sent in four tries") << static_cast<int>(Beside::TransientForGood) << false << 4;
    QTest::newRow("withdrawn") << static_cast<int>(Beside::Withdrawn) << false << 1;
}

void EntriesSideBySideTest::theOtherIsUntouched()
{
    QFETCH(int, beside);
    QFETCH(bool, filled);
    QFETCH(int, placed);
    const Outcome alone = play(Beside::Nothing);
    const Outcome both = play(static_cast<Beside>(beside));
    QVERIFY(both.ofA == alone.ofA);
    QVERIFY(finalOf(both, DeskRig::a())->filled);
    QCOMPARE(finalOf(both, DeskRig::a())->reason, finalOf(alone, DeskRig::a())->reason);
    QCOMPARE(both.placedOfB, static_cast<std::size_t>(placed));
    if (static_cast<Beside>(beside) == Beside::UnknownFate) {
        // Asked for by its client id, and nobody answers: it stays open, and is not sent again.
        QVERIFY(both.queriesOfB.size() >= 2);
        QVERIFY(finalOf(both, DeskRig::b()) == nullptr);
        return;
    }
    QVERIFY(finalOf(both, DeskRig::b()) != nullptr);
    QCOMPARE(finalOf(both, DeskRig::b())->filled, filled);
}

QTEST_GUILESS_MAIN(EntriesSideBySideTest)
#include "tst_entries_side_by_side.moc"
