// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/DisplayText.h"
#include "ui/graph/StateGraph.h"
#include "ui/models/CandidateModel.h"
#include "ui/models/CheckpointModel.h"
#include "ui/models/ContestModel.h"
#include "ui/models/CostSheetModel.h"
#include "ui/models/FilterModel.h"
#include "ui/models/GateReasonModel.h"
#include "ui/models/HealthModel.h"
#include "ui/models/LogFilterModel.h"
#include "ui/models/LogModel.h"
#include "ui/models/OrderModel.h"
#include "ui/models/PositionModel.h"
#include "ui/models/SelfTestModel.h"
#include "ui/models/TransitionModel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include <random>

namespace breakline {

namespace {

QStringList texts(std::initializer_list<const char*> list)
{
    QStringList result;
    for (const char* text : list)
        result.append(QString::fromUtf8(text));
    return result;
}

CandidateView candidate(const std::string& symbol, int rank, double score)
{
    CandidateView view;
    view.symbol = symbol;
    view.rank = rank;
    view.score = score;
    view.passed = rank > 0;
    return view;
}

OrderView order(const std::string& id, OrderStatus status)
{
    OrderView view;
    view.clientId = id;
    view.symbol = "BTCUSDT";
    view.status = status;
    view.quantity = 2.0;
    return view;
}

QStringList column(const QAbstractItemModel& model, int role)
{
    QStringList values;
    for (int row = 0; row < model.rowCount(); ++row)
        values.append(model.index(row, 0).data(role).toString());
    return values;
}

LogView line(std::int64_t ms, const std::string& level, const std::string& message)
{
    return {Timestamp {ms}, level, "scan", "", message};
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void candidatesMoveInsteadOfReset()
    {
        CandidateModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removals(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);

        model.update({candidate("A", 1, 2.0), candidate("B", 2, 1.0), candidate("C", 3, 0.5)});
        QCOMPARE(inserts.count(), 3);
        model.update({candidate("A", 1, 2.0), candidate("B", 2, 1.0), candidate("C", 3, 0.5)});
        QCOMPARE(changes.count(), 0);
        model.update({candidate("C", 1, 3.0), candidate("A", 2, 2.0), candidate("D", 3, 0.1)});
        QCOMPARE(column(model, CandidateModel::SymbolRole), texts({"C", "A", "D"}));
        QCOMPARE(column(model, CandidateModel::ScoreRole), texts({"+3.00", "+2.00", "+0.10"}));
        QCOMPARE(moves.count(), 1);
        QCOMPARE(removals.count(), 1);
        QCOMPARE(inserts.count(), 4);
        QCOMPARE(changes.count(), 2);
        QCOMPARE(resets.count(), 0);
    }

    void candidateSaysWhatBlocksIt()
    {
        CandidateModel model;
        CandidateView view = candidate("A", 0, -1.0);
        view.filters = {{"max_spread", "fail", 14.0, 10.0},
                        {"min_oi", "no_data", {}, 5.0},
                        {"bb_width", "pass", 1.0, 2.0}};
        model.update({view});
        QCOMPARE(model.index(0).data(CandidateModel::PassedTextRole).toString(), QStringLiteral("1/3"));
        QCOMPARE(model.index(0).data(CandidateModel::VerdictRole).toString(),
                 QStringLiteral("Spread, Open interest"));
        QCOMPARE(model.index(0).data(CandidateModel::RankRole).toString(), QString());
        QVERIFY(model.find("A") != nullptr);
        QVERIFY(model.find("B") == nullptr);
    }

    void whatIsAllowedToBeMissingRefusesNothing()
    {
        CandidateModel candidates;
        CandidateView view = candidate("A", 0, -1.0);
        FilterView depth {"min_depth_0_5pct", "no_data", std::nullopt, 1e5};
        depth.isAllowedMissing = true;
        view.filters = {{"max_spread", "fail", 14.0, 10.0}, depth, {"bb_width", "pass", 1.0, 2.0}};
        candidates.update({view});
        QCOMPARE(candidates.index(0).data(CandidateModel::PassedTextRole).toString(), QStringLiteral("2/3"));
        QCOMPARE(candidates.index(0).data(CandidateModel::VerdictRole).toString(), QStringLiteral("Spread"));
        FilterModel filters;
        filters.update({depth});
        QCOMPARE(column(filters, FilterModel::ResultRole), texts({"no_data_allowed"}));
        QCOMPARE(column(filters, FilterModel::ResultTextRole), texts({"No data, allowed"}));
        // The same data no longer allowed to be missing are a change.
        QSignalSpy changes(&filters, &QAbstractItemModel::dataChanged);
        depth.isAllowedMissing = false;
        filters.update({depth});
        QCOMPARE(changes.count(), 1);
        QCOMPARE(column(filters, FilterModel::ResultTextRole), texts({"No data"}));
    }

    void filtersShowValueAgainstThreshold()
    {
        FilterModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.update({{"max_spread", "fail", 14.2, 10.0},
                      {"atr_range", "pass", 0.0064, 0.002},
                      {"min_24h_volume", "pass", 8.1e8, 5e6},
                      {"min_oi", "no_data", std::nullopt, std::nullopt}});
        QCOMPARE(column(model, FilterModel::ValueRole), texts({"14.20 bps", "0.64 %", "810.00 M", "—"}));
        QCOMPARE(column(model, FilterModel::ThresholdRole), texts({"10.00 bps", "0.20 %", "5.00 M", "—"}));
        QCOMPARE(column(model, FilterModel::ResultTextRole), texts({"Fail", "Pass", "Pass", "No data"}));
        model.update({});
        QCOMPARE(model.rowCount(), 0);
    }

    void positionsKnowTheirWayFromStopToTarget()
    {
        PositionModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        PositionView view;
        view.id = "p1";
        view.symbol = "BTCUSDT";
        view.quantity = 0.5;
        view.entry = 100.0;
        view.stop = 98.0;
        view.targets = {102.0, 106.0};
        view.mark = 104.0;
        view.pnlUsd = 2.0;
        view.pnlR = 2.0;
        PositionView mirrored = view;
        mirrored.id = "p2";
        mirrored.direction = Direction::Short;
        mirrored.stop = 102.0;
        mirrored.targets = {98.0, 94.0};
        mirrored.mark = 96.0;
        PositionView unknown;
        unknown.id = "p3";
        model.update({view, mirrored, unknown});
        QCOMPARE(model.index(0).data(PositionModel::ProgressRole).toDouble(), 0.75);
        QCOMPARE(model.index(0).data(PositionModel::EntryProgressRole).toDouble(), 0.25);
        QCOMPARE(model.index(1).data(PositionModel::ProgressRole).toDouble(), 0.75);
        QCOMPARE(model.index(1).data(PositionModel::EntryProgressRole).toDouble(), 0.25);
        QCOMPARE(model.index(2).data(PositionModel::ProgressRole).toDouble(), -1.0);
        QCOMPARE(model.index(0).data(PositionModel::PnlUsdRole).toString(), QStringLiteral("+2.00"));
        QCOMPARE(model.index(0).data(PositionModel::TargetsRole).toString(), QStringLiteral("102 · 106"));
        for (const int role :
             {PositionModel::StopRole, PositionModel::MarkRole, PositionModel::PnlUsdRole,
              PositionModel::PnlRRole, PositionModel::TargetsRole, PositionModel::StopModeRole})
            QCOMPARE(model.index(2).data(role).toString(), QStringLiteral("—"));
        QCOMPARE(model.index(2).data(PositionModel::PnlSignRole).toInt(), 0);
    }

    void aCostSheetShowsItsForecastBesideWhatCame()
    {
        CostSheetModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        CostSheetView view;
        view.traceId = "BTCUSDT:1:c";
        view.symbol = "BTCUSDT";
        view.forecast = {.entryPrice = 100.016,
                         .entrySlippageBps = 1.6,
                         .fees = 3.731,
                         .funding = {},
                         .exitPrice = 98.984,
                         .exitSlippageBps = 1.6,
                         .liquidationDistance = 9.516,
                         .lossR = 1.2111};
        view.worstLossR = 9.689;
        view.priceDecimals = 2;
        model.update({view});
        const QModelIndex first = model.index(0);
        QCOMPARE(first.data(CostSheetModel::EntryPriceRole).toString(), QStringLiteral("100.02"));
        QCOMPARE(first.data(CostSheetModel::FundingRole).toString(), QStringLiteral("—"));
        QCOMPARE(first.data(CostSheetModel::WorstRole).toString(), QStringLiteral("9.69"));
        QCOMPARE(first.data(CostSheetModel::ErrorRole).toString(), QStringLiteral("—"));
        QCOMPARE(first.data(CostSheetModel::ErrorSignRole).toInt(), 0);
        view.realised = view.forecast;
        view.realised->entrySlippageBps = 3.0;
        view.realised->funding = 0.2;
        view.realised->exitSlippageBps = {};
        view.realised->lossR = -0.5;
        view.errorR = 0.0774;
        view.sizeFactor = 0.909;
        model.update({view});
        QCOMPARE(first.data(CostSheetModel::EntrySlippageRole).toString(), QStringLiteral("1.6 → 3.0"));
        QCOMPARE(first.data(CostSheetModel::FundingRole).toString(), QStringLiteral("— → 0.20"));
        QCOMPARE(first.data(CostSheetModel::ExitSlippageRole).toString(), QStringLiteral("1.6 → —"));
        QCOMPARE(first.data(CostSheetModel::LiquidationRole).toString(), QStringLiteral("9.52 → 9.52"));
        QCOMPARE(first.data(CostSheetModel::LossRole).toString(), QStringLiteral("1.21 → -0.50"));
        QCOMPARE(first.data(CostSheetModel::ErrorRole).toString(), QStringLiteral("+0.077"));
        QCOMPARE(first.data(CostSheetModel::ErrorSignRole).toInt(), -1);
        QCOMPARE(first.data(CostSheetModel::SizeFactorRole).toString(), QStringLiteral("0.91"));
    }

    void ordersCountTheLiveOnes()
    {
        OrderModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy live(&model, &OrderModel::liveCountChanged);
        model.update({order("a", OrderStatus::Acknowledged), order("b", OrderStatus::Filled),
                      order("c", OrderStatus::Unknown)});
        QCOMPARE(model.liveCount(), 2);
        model.update({order("c", OrderStatus::Acknowledged), order("a", OrderStatus::Cancelled),
                      order("b", OrderStatus::Filled)});
        QCOMPARE(model.liveCount(), 1);
        QCOMPARE(live.count(), 2);
        QVERIFY(model.index(0).data(OrderModel::IsLiveRole).toBool());
        QVERIFY(!model.index(1).data(OrderModel::IsLiveRole).toBool());
    }

    void ordersWithoutAnIdOfOursDoNotCollide()
    {
        OrderModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        OrderView first = order("", OrderStatus::Untriggered);
        OrderView second = first;
        second.symbol = "ETHUSDT";
        model.update({first, second});
        model.update({second});
        QCOMPARE(column(model, OrderModel::SymbolRole), texts({"ETHUSDT"}));
    }

    void transitionsGrowAtTheTail()
    {
        TransitionModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::vector<TransitionView> all;
        for (int i = 0; i < 400; ++i) {
            all.push_back({Timestamp {i * 1000}, TradingState::Scanning, TradingState::Managing, "t",
                           std::to_string(i)});
            const std::size_t first = all.size() > 50 ? all.size() - 50 : 0;
            model.update({all.begin() + static_cast<std::ptrdiff_t>(first), all.end()});
        }
        QCOMPARE(model.count(), static_cast<int>(TransitionModel::kLimit));
        QCOMPARE(model.index(0).data(TransitionModel::ReasonRole).toString(), QStringLiteral("200"));
        QCOMPARE(model.index(199).data(TransitionModel::ReasonRole).toString(), QStringLiteral("399"));
    }

    void checkpointsGrowAtTheTail()
    {
        CheckpointModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::vector<Checkpoint> all;
        for (std::uint64_t i = 1; i <= 1'500; ++i) {
            Checkpoint checkpoint;
            checkpoint.id = i;
            checkpoint.type = CheckpointType::StopLossSet;
            checkpoint.status = i % 2 == 0 ? CheckpointStatus::Failed : CheckpointStatus::Completed;
            checkpoint.time = Timestamp {static_cast<std::int64_t>(i) * 1000};
            checkpoint.symbol = "AUSDT";
            checkpoint.message = std::to_string(i);
            if (i == 1'499)
                checkpoint.durationMs = 1'500;
            all.push_back(checkpoint);
            const std::size_t first = all.size() > 50 ? all.size() - 50 : 0;
            model.update({all.begin() + static_cast<std::ptrdiff_t>(first), all.end()});
        }
        QCOMPARE(model.count(), 1'000);
        const auto shown = [&](int row, int role) { return model.index(row).data(role).toString(); };
        QCOMPARE(shown(0, CheckpointModel::MessageRole), QStringLiteral("501"));
        QCOMPARE(shown(998, CheckpointModel::TypeRole), QStringLiteral("Stop set"));
        QCOMPARE(shown(998, CheckpointModel::StatusRole), QStringLiteral("Completed"));
        QCOMPARE(shown(998, CheckpointModel::SymbolRole), QStringLiteral("AUSDT"));
        QCOMPARE(shown(998, CheckpointModel::DurationRole), DisplayText::age(1'500));
        QCOMPARE(shown(999, CheckpointModel::DurationRole), QString());
        QCOMPARE(model.index(998).data(CheckpointModel::ToneRole).toInt(), 1);
        QCOMPARE(model.index(999).data(CheckpointModel::ToneRole).toInt(), -1);
    }

    void logJoinsOnAndSaysWhereItDoesNot()
    {
        LogModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.update({line(1, "INFO", "one"), line(2, "INFO", "two")});
        model.update({line(2, "INFO", "two"), line(3, "WARNING", "three")});
        QCOMPARE(column(model, LogModel::MessageRole), texts({"one", "two", "three"}));
        model.update({line(2, "INFO", "two"), line(3, "WARNING", "three")});
        QCOMPARE(model.count(), 3);
        model.update({line(9, "INFO", "nine")});
        QCOMPARE(model.count(), 5);
        QVERIFY(model.index(3)
                    .data(LogModel::MessageRole)
                    .toString()
                    .startsWith(QStringLiteral("Lines are missing")));
        QCOMPARE(model.index(4).data(LogModel::MessageRole).toString(), QStringLiteral("nine"));
        model.update({});
        QCOMPARE(model.count(), 5);
        QCOMPARE(resets.count(), 0);
    }

    void equalLinesInARowAreAllShown()
    {
        LogModel model;
        model.update({line(1, "INFO", "same")});
        model.update({line(1, "INFO", "same"), line(1, "INFO", "same")});
        QCOMPARE(model.count(), 2);
    }

    void logIsFilteredByLevelAndText()
    {
        LogModel model;
        LogFilterModel filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.update({line(1, "DEBUG", "a"), line(2, "INFO", "Entry filled"), line(3, "WARNING", "slow"),
                      line(4, "ERROR", "entry rejected"), line(5, "CRITICAL", "kill")});
        QCOMPARE(filter.rowCount(), 5);
        filter.setMinimumRank(2);
        QCOMPARE(column(filter, LogModel::MessageRole), texts({"slow", "entry rejected", "kill"}));
        filter.setMinimumRank(0);
        filter.setSearchText(QStringLiteral("ENTRY"));
        QCOMPARE(column(filter, LogModel::MessageRole), texts({"Entry filled", "entry rejected"}));
        filter.setMinimumRank(3);
        QCOMPARE(column(filter, LogModel::MessageRole), texts({"entry rejected"}));
        filter.setSearchText(QStringLiteral("scan"));
        QCOMPARE(filter.rowCount(), 2);
    }

    void gateReasonsComeAndGo()
    {
        GateReasonModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy counts(&model, &GateReasonModel::countChanged);
        model.update({{"kill_latch", "loss 10 %"}, {"not_running", ""}});
        QCOMPARE(column(model, GateReasonModel::NameRole), texts({"Kill latch", "Not running"}));
        model.update({{"kill_latch", "loss 11 %"}});
        QCOMPARE(column(model, GateReasonModel::DetailRole), texts({"loss 11 %"}));
        QCOMPARE(counts.count(), 2);
    }

    void everyCheckOfTheSelfTestHasItsRow()
    {
        SelfTestModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy verdicts(&model, &SelfTestModel::verdictChanged);
        SelfTestStatus status;
        model.update(status);
        QCOMPARE(model.verdict(), QString());
        for (std::size_t i = 0; i < kSelfTestCheckCount; ++i)
            status.results.push_back({static_cast<SelfTestCheck>(i), SelfTestOutcome::Unknown, {}, "yes"});
        status.isRunning = true;
        model.update(status);
        QCOMPARE(model.count(), 12);
        QCOMPARE(model.verdict(), QStringLiteral("Self-test under way"));
        for (int i = 0; i < model.count(); ++i) {
            QVERIFY(!model.data(model.index(i), SelfTestModel::NameRole).toString().isEmpty());
            QCOMPARE(model.data(model.index(i), SelfTestModel::ValueRole).toString(), QStringLiteral("—"));
            QCOMPARE(model.data(model.index(i), SelfTestModel::SignRole).toInt(), 0);
        }
        status.results[0] = {SelfTestCheck::KeyTrades, SelfTestOutcome::Passed, "yes", "yes"};
        status.results[1] = {SelfTestCheck::KeyWithdraws, SelfTestOutcome::Failed, "yes", "no"};
        status.isRunning = false;
        status.hasPassed = false;
        model.update(status);
        QVERIFY(model.hasFailed());
        QCOMPARE(model.verdict(), QStringLiteral("Refused by self-test: the venue is not traded"));
        QCOMPARE(model.data(model.index(0), SelfTestModel::OutcomeRole).toString(), QStringLiteral("ok"));
        QCOMPARE(model.data(model.index(1), SelfTestModel::NameRole).toString(),
                 QStringLiteral("Key may withdraw"));
        QCOMPARE(model.data(model.index(1), SelfTestModel::OutcomeRole).toString(), QStringLiteral("failed"));
        QCOMPARE(model.data(model.index(1), SelfTestModel::SignRole).toInt(), -1);
        QCOMPARE(model.data(model.index(1), SelfTestModel::WantedRole).toString(), QStringLiteral("no"));
        QCOMPARE(verdicts.count(), 2);
    }

    void aContestedPositionNamesBothQuantities()
    {
        ContestModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.update({{"ETHUSDT", "0", "-0.5", {}, {}, std::nullopt},
                      {"SOLUSDT", {}, {}, {}, {}, ContestChoice::Adopt}});
        QCOMPARE(column(model, ContestModel::TextRole),
                 texts({"ETHUSDT is contested: 0 by our fills, -0.5 at the venue",
                        "SOLUSDT is contested: — by our fills, — at the venue"}));
        QVERIFY(!model.data(model.index(0), ContestModel::PendingRole).toBool());
        QVERIFY(model.data(model.index(1), ContestModel::PendingRole).toBool());
        model.update({{"SOLUSDT", "4", "4", "151.2", {}, std::nullopt}});
        QCOMPARE(column(model, ContestModel::TextRole),
                 texts({"SOLUSDT is contested: its stop is changed by another hand, ours is at 151.2, "
                        "the venue's at —"}));
    }

    void everyInputOfTheVenueHasItsReading()
    {
        HealthModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::vector<HealthReading> readings;
        for (std::size_t i = 0; i < kFeedInputCount; ++i)
            readings.push_back({static_cast<FeedInput>(i)});
        model.update(readings);
        QCOMPARE(column(model, HealthModel::NameRole),
                 texts({"Market data", "Gaps in books", "Stream against REST", "Clock", "Refused for rate",
                        "Account stream", "Disk", "Memory"}));
        // Nothing known is nothing good.
        for (int i = 0; i < model.count(); ++i) {
            QCOMPARE(model.data(model.index(i), HealthModel::ValueRole).toString(), QStringLiteral("—"));
            QCOMPARE(model.data(model.index(i), HealthModel::SignRole).toInt(), 0);
        }
        const Timestamp since {1767607532000};
        readings[0] = {FeedInput::MarketData, Health::Red, 14.2, 10.0, since};
        readings[2] = {FeedInput::StreamAgainstRest, Health::Green, 0.0, 10.0, since};
        readings[3] = {FeedInput::Clock, Health::Red, -612.0, 500.0, since};
        readings[5] = {FeedInput::AccountStream, Health::Green, std::nullopt, std::nullopt, since};
        readings[6] = {FeedInput::Disk, Health::Green, 41.0, 90.0, since};
        model.update(readings);
        QCOMPARE(column(model, HealthModel::ValueRole),
                 texts({"14 s", "—", "0 bps", "−612 ms", "—", "Up", "41 %", "—"}));
        QCOMPARE(model.data(model.index(0), HealthModel::SignRole).toInt(), -1);
        QCOMPARE(model.data(model.index(6), HealthModel::SignRole).toInt(), 1);
        QCOMPARE(model.data(model.index(0), HealthModel::DetailRole).toString(),
                 QStringLiteral("14 s, limit 10 s, since 10:05:32"));
        QCOMPARE(model.data(model.index(5), HealthModel::DetailRole).toString(),
                 QStringLiteral("Up, since 10:05:32"));
    }

    void gateReasonsSaySinceWhen()
    {
        GateReasonModel model;
        model.update({{"equity_jump", "", Timestamp {1767607532000}}, {"not_running", "", std::nullopt}});
        QCOMPARE(column(model, GateReasonModel::SinceRole), texts({"10:05:32", "—"}));
    }

    void filtersShowTheirBounds()
    {
        FilterView range {"atr_range", "pass", 0.0064, 0.002, 0.002, 0.015};
        FilterView most {"max_spread", "pass", 1.0, 10.0, std::nullopt, 10.0};
        FilterView least {"min_24h_volume", "pass", 8.1e8, 5e6, 5e6, std::nullopt};
        FilterView none {"data_health", "pass", 0.0, 0.0};
        FilterModel model;
        model.update({range, most, least, none});
        QCOMPARE(column(model, FilterModel::ThresholdRole),
                 texts({"0.20–1.50 %", "≤ 10.00 bps", "≥ 5.00 M", "0"}));
    }

    void pricesHaveTheDecimalsOfTheTick()
    {
        OrderView view = order("a", OrderStatus::Acknowledged);
        view.price = 65210.0;
        view.priceDecimals = 1;
        OrderModel orders;
        orders.update({view});
        QCOMPARE(orders.index(0).data(OrderModel::PriceRole).toString(), QStringLiteral("65,210.0"));
        QCOMPARE(orders.index(0).data(OrderModel::TriggerRole).toString(), QStringLiteral("—"));
        PositionView position;
        position.id = "p";
        position.entry = 0.41236666;
        position.stop = 0.41;
        position.targets = {0.42, 0.425};
        position.priceDecimals = 4;
        PositionModel positions;
        positions.update({position});
        QCOMPARE(positions.index(0).data(PositionModel::EntryRole).toString(), QStringLiteral("0.4124"));
        QCOMPARE(positions.index(0).data(PositionModel::StopRole).toString(), QStringLiteral("0.4100"));
        QCOMPARE(positions.index(0).data(PositionModel::TargetsRole).toString(),
                 QStringLiteral("0.4200 · 0.4250"));
    }

    /// Numbered lines join on by their number, whatever they say.
    void equalLinesAreToldApartByTheirNumber()
    {
        LogModel model;
        const auto numbered = [](std::uint64_t sequence) {
            LogView view = line(1, "INFO", "same");
            view.sequence = sequence;
            return view;
        };
        model.update({numbered(1), numbered(2)});
        model.update({numbered(2), numbered(3), numbered(4)});
        QCOMPARE(model.count(), 4);
        TransitionModel transitions;
        const auto moved = [](std::uint64_t sequence) {
            return TransitionView {
                Timestamp {1}, TradingState::Scanning, TradingState::Managing, "scan_due", "same", sequence};
        };
        transitions.update({moved(1), moved(2)});
        transitions.update({moved(2), moved(3), moved(4)});
        QCOMPARE(transitions.count(), 4);
    }

    void graphMarksCurrentAndPrevious()
    {
        StateGraph graph;
        QAbstractItemModelTester tester(&graph, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(graph.rowCount(), 12);
        QCOMPARE(graph.current(), -1);
        TradingSnapshot snapshot;
        snapshot.state = TradingState::Execution;
        snapshot.transitions = {{Timestamp {1}, TradingState::Sizing, TradingState::Execution, "sized", ""}};
        QSignalSpy moved(&graph, &StateGraph::moved);
        graph.update(snapshot);
        graph.update(snapshot);
        QCOMPARE(moved.count(), 1);
        QVERIFY(graph.isInRunning());
        for (int row = 0; row < 12; ++row) {
            QCOMPARE(graph.index(row).data(StateGraph::CurrentRole).toBool(),
                     row == static_cast<int>(TradingState::Execution));
            QCOMPARE(graph.index(row).data(StateGraph::PreviousRole).toBool(),
                     row == static_cast<int>(TradingState::Sizing));
        }
    }

    /// Whatever follows whatever, the model ends up with exactly the list it was given.
    void anyListFollowsAnyOther()
    {
        std::mt19937 random(7);
        CandidateModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        std::vector<std::string> names {"A", "B", "C", "D", "E", "F", "G", "H"};
        for (int round = 0; round < 500; ++round) {
            std::shuffle(names.begin(), names.end(), random);
            std::vector<CandidateView> next;
            QStringList expected;
            for (std::size_t i = 0; i < random() % (names.size() + 1); ++i) {
                next.push_back(
                    candidate(names[i], static_cast<int>(i) + 1, static_cast<double>(random() % 5)));
                expected.append(QString::fromStdString(names[i]));
            }
            model.update(next);
            QCOMPARE(column(model, CandidateModel::SymbolRole), expected);
            for (std::size_t i = 0; i < next.size(); ++i)
                QCOMPARE(model.index(static_cast<int>(i)).data(CandidateModel::RankRole).toInt(),
                         static_cast<int>(i) + 1);
        }
        QCOMPARE(resets.count(), 0);
    }
};

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::TestModels)
#include "tst_models.moc"
