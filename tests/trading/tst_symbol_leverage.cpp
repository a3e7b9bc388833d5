// SPDX-License-Identifier: GPL-3.0-or-later
// What is set and read back of a symbol before it is entered.
#include "fixtures/DeskRig.h"

#include <QTest>

using namespace breakline;

namespace {

const SymbolId kA = DeskRig::a();

} // namespace

class SymbolLeverageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLeverageThatWasSurelyNotSetIsRepeated();
    void whatIsReadBackOfASymbolDecidesWhetherItIsEntered_data();
    void whatIsReadBackOfASymbolDecidesWhetherItIsEntered();
    void anEntryWaitsForWhatIsReadBack();
};

void SymbolLeverageTest::aLeverageThatWasSurelyNotSetIsRepeated()
{
    DeskRig rig;
    rig.open(kA, 40);
    rig.say(rig.gateway.leverages.back().request, AnswerClass::Transient);
    QVERIFY(rig.finals.empty());
    rig.advance(Duration::milliseconds(1'200));
    QCOMPARE(rig.gateway.leverages.size(), std::size_t {2});
    rig.acceptLeverage();
    QCOMPARE(rig.gateway.placed.size(), std::size_t {1});

    // Without success the entry ends; nothing was sent.
    DeskRig failing;
    failing.open(kA, 40);
    for (int i = 0; i < 4; ++i) {
        failing.say(failing.gateway.leverages.back().request, AnswerClass::Transient);
        failing.advance(Duration::seconds(5));
    }
    QCOMPARE(failing.gateway.leverages.size(), std::size_t {4});
    QCOMPARE(failing.finals.size(), std::size_t {1});
    QVERIFY(!failing.finals[0].filled);
    QVERIFY(failing.gateway.placed.empty());
}

void SymbolLeverageTest::whatIsReadBackOfASymbolDecidesWhetherItIsEntered_data()
{
    QTest::addColumn<QString>("leverage");
    QTest::addColumn<int>("margin");
    QTest::addColumn<int>("mode");
    QTest::addColumn<std::string>("refusal");
    const auto row = [](const char* name, const char* leverage, MarginMode margin, PositionMode mode,
                        std::string refusal) {
        QTest::newRow(name) << QString::fromLatin1(leverage) << static_cast<int>(margin)
                            << static_cast<int>(mode) << std::move(refusal);
    };
    row("as asked for", "10", MarginMode::Isolated, PositionMode::OneWay, {});
    row("another leverage", "25", MarginMode::Isolated, PositionMode::OneWay,
        "exec:leverage 10 was set, the venue has 25");
    row("no leverage", "", MarginMode::Isolated, PositionMode::OneWay,
        "exec:leverage 10 was set, the venue has told none");
    row("cross margin", "10", MarginMode::Cross, PositionMode::OneWay,
        "exec:leverage the margin mode is cross");
    row("hedge mode", "10", MarginMode::Isolated, PositionMode::Hedge,
        "exec:leverage the position mode is hedge");
}

void SymbolLeverageTest::whatIsReadBackOfASymbolDecidesWhetherItIsEntered()
{
    QFETCH(QString, leverage);
    QFETCH(int, margin);
    QFETCH(int, mode);
    QFETCH(std::string, refusal);
    DeskRig rig;
    rig.open(kA, 40);
    rig.say(rig.gateway.leverages.back().request, AnswerClass::Ok);
    QVERIFY(rig.gateway.placed.empty());
    QVERIFY(rig.gateway.settings.back().symbol == kA);
    rig.tellSettings(leverage.toStdString(), static_cast<MarginMode>(margin),
                     static_cast<PositionMode>(mode));
    QCOMPARE(rig.gateway.placed.size(), std::size_t {refusal.empty() ? 1U : 0U});
    if (refusal.empty())
        return;
    QCOMPARE(rig.finals.size(), std::size_t {1});
    QVERIFY(!rig.finals[0].filled);
    QCOMPARE(rig.finals[0].reason, refusal);
    // The next entry of the symbol asks again.
    rig.open(kA, 40);
    rig.acceptLeverage();
    QCOMPARE(rig.gateway.placed.size(), std::size_t {1});
}

void SymbolLeverageTest::anEntryWaitsForWhatIsReadBack()
{
    // Given up meanwhile: the answer opens nothing.
    DeskRig rig;
    rig.open(kA, 40);
    rig.say(rig.gateway.leverages.back().request, AnswerClass::Ok);
    rig.execution->end(kA, EntryEnd::GateClosed);
    QCOMPARE(rig.finals.size(), std::size_t {1});
    rig.tellSettings("10");
    QVERIFY(rig.gateway.placed.empty());
    // Another symbol's answer is not this one's.
    rig.open(kA, 40);
    rig.say(rig.gateway.leverages.back().request, AnswerClass::Ok);
    const auto ofA = rig.gateway.settings.back();
    rig.open(DeskRig::b(), 40);
    rig.acceptLeverage();
    QCOMPARE(rig.gateway.placed.size(), std::size_t {1});
    QVERIFY(rig.gateway.placed.back().order.symbol == DeskRig::b());
    // Without an answer for good there is no entry.
    for (int i = 0; i < 4 && rig.finals.size() == 1; ++i) {
        rig.say(i == 0 ? ofA.request : rig.gateway.settings.back().request, AnswerClass::Transient);
        rig.advance(Duration::seconds(5));
    }
    QCOMPARE(rig.finals.size(), std::size_t {2});
    QVERIFY2(rig.finals[1].reason.starts_with("exec:leverage not read back"), rig.finals[1].reason.c_str());
    QCOMPARE(rig.gateway.placed.size(), std::size_t {1});
}

QTEST_GUILESS_MAIN(SymbolLeverageTest)
#include "tst_symbol_leverage.moc"
