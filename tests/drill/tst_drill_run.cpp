// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillRun.h"

#include "fixtures/DemoPreset.h"
#include "matching/VenueSettings.h"

#include <QTest>

#include <fmt/format.h>

#include <set>

using namespace breakline;

namespace {

DrillSettings settingsOf(std::uint64_t seed)
{
    DrillSettings settings;
    settings.seed = seed;
    settings.preset = demoPreset();
    return settings;
}

/// Everything that may happen to a position happens within minutes: a ladder of five that
/// moves, a trail with the chandelier, exits that rest, and adding.
Preset busyPreset()
{
    Preset preset = demoPreset();
    preset.position.stopMode = StopMode::Chandelier;
    preset.position.chandelierAtrMult = 1.5;
    preset.position.chandelierLookbackBars = 5;
    preset.position.targets = {{"TP1", 0.4, 0.2, TargetPlacement::Smart},
                               {"TP2", 0.8, 0.25, TargetPlacement::Smart},
                               {"TP3", 1.5, 0.25, TargetPlacement::Adaptive},
                               {"TP4", 2.5, 0.2, TargetPlacement::Adaptive},
                               {"TP5", 4.0, 0.1, TargetPlacement::Adaptive}};
    preset.fsm.runningBreakevenTriggerR = 0.3;
    preset.fsm.entryConfirmationBars = 1;
    preset.fsm.trailingActivationR = 0.6;
    preset.fsm.trailingStepBps = 12.0;
    preset.fsm.partialClosedTrailTriggerR = 0.5;
    preset.fsm.partialClosedTrailStepBps = 10.0;
    preset.fsm.trailingAccelAfterR = 1.0;
    preset.fsm.trailingAccelStepBps = 6.0;
    preset.fsm.exitingTimeoutS = 10.0;
    preset.fsm.exitingPanicAfterAttempts = 2;
    preset.position.addOnEnabled = true;
    preset.position.addOnMaxSizePct = 0.5;
    preset.position.timeStopMinutes = 12.0;
    preset.exitRules.weakImpulseCheckBars = 2;
    preset.exitRules.failedBreakoutBars = 2;
    preset.exitRules.volatilityExitEnabled = true;
    preset.risk.maxPositionSizeUsd.reset();
    return preset;
}

/// Faults that a session meets in another way where there is a wire.
bool isOfTheWire(FaultKind kind)
{
    switch (kind) {
    case FaultKind::ClockJump: // without one the clock is ours
    case FaultKind::Disconnected: // sockets have their own way back
    case FaultKind::DisconnectAt:
    case FaultKind::RateLimited: // a limiter of requests waits
    case FaultKind::RateLimitedBare:
    case FaultKind::TooManyRequests:
    case FaultKind::Forbidden: return true;
    default: return false;
    }
}

std::string brokenOf(const DrillOutcome& outcome)
{
    std::string broken;
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        if (outcome.findings.isBroken(invariant))
            broken += fmt::format("{}: {}\n", toText(invariant), outcome.findings.of(invariant).first);
    }
    return broken;
}

} // namespace

class DrillRunTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void symbolsAreFiveAndOfTheSeed();
    void withoutFaultsEverythingHolds();
    void everyWayOfAPositionHolds();
    void theWireChangesNothing_data();
    void theWireChangesNothing();
};

void DrillRunTest::symbolsAreFiveAndOfTheSeed()
{
    std::set<std::vector<std::string>> all;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto symbols = drillSymbols(seed);
        QCOMPARE(symbols, drillSymbols(seed));
        QCOMPARE(symbols.front(), std::string("BTCUSDT"));
        QCOMPARE(std::set<std::string>(symbols.begin(), symbols.end()).size(), std::size_t {5});
        all.insert(symbols);
    }
    QVERIFY(all.size() >= 19);
}

void DrillRunTest::withoutFaultsEverythingHolds()
{
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const DrillOutcome outcome = runDrill(settingsOf(seed));
        QCOMPARE(brokenOf(outcome), std::string());
        QCOMPARE(outcome.finalState, std::string("STOPPED"));
        QVERIFY2(outcome.positions > 0, fmt::format("no position with seed {}", seed).c_str());
        QVERIFY(outcome.orders > outcome.positions && outcome.fills > outcome.positions);
        QCOMPARE(outcome.ledgerDifference, Decimal {});
        QVERIFY(outcome.longestUnprotected <= VenueSettings {}.stopDelayMax);
    }
    const DrillOutcome again = runDrill(settingsOf(7));
    QCOMPARE(again.digest, runDrill(settingsOf(7)).digest);
    QVERIFY(again.digest != runDrill(settingsOf(8)).digest);
}

void DrillRunTest::everyWayOfAPositionHolds()
{
    std::uint64_t moves = 0;
    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
        DrillSettings settings = settingsOf(seed);
        settings.preset = busyPreset();
        if (seed > 8)
            settings.faults = randomFaults(seed, settings.length, drillSymbols(seed));
        const DrillOutcome outcome = runDrill(settings);
        QCOMPARE(brokenOf(outcome), std::string());
        QVERIFY(outcome.orders > outcome.positions);
        moves += outcome.findings.of(DrillInvariant::StopOnlyInFavour).checked;
        if (seed <= 8) {
            QCOMPARE(outcome.ledgerDifference, Decimal {});
            QVERIFY(outcome.longestUnprotected <= VenueSettings {}.stopDelayMax);
        }
    }
    QVERIFY(moves > 0);
}

void DrillRunTest::theWireChangesNothing_data()
{
    QTest::addColumn<bool>("hasFaults");
    QTest::newRow("without faults") << false;
    QTest::newRow("with random faults") << true;
}

void DrillRunTest::theWireChangesNothing()
{
    QFETCH(bool, hasFaults);
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        DrillSettings settings = settingsOf(seed);
        if (hasFaults) {
            settings.faults = randomFaults(seed, settings.length, drillSymbols(seed));
            std::erase_if(settings.faults.faults, [](const Fault& fault) { return isOfTheWire(fault.kind); });
        }
        const DrillOutcome inProcess = runDrill(settings);
        settings.way = DrillWay::OverWire;
        const DrillOutcome overWire = runDrill(settings);
        QCOMPARE(brokenOf(overWire), std::string());
        QCOMPARE(overWire.digest, inProcess.digest);
        QCOMPARE(overWire.injected, inProcess.injected);
        QVERIFY(overWire.findings == inProcess.findings);
        QVERIFY(overWire.positions > 0);
    }
}

QTEST_GUILESS_MAIN(DrillRunTest)
#include "tst_drill_run.moc"
