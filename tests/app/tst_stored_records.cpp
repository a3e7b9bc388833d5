// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StoredRecords.h"

#include "storage/SessionFolder.h"
#include "storage/SqliteJournal.h"
#include "trading/DecisionTracer.h"
#include "trading/TradeGates.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace breakline;

namespace {

constexpr Timestamp kClose {1'767'607'500'000}; // 2026-01-05T10:05:00Z

} // namespace

class StoredRecordsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString sessionOf(const QString& name, double spread)
    {
        const QString session = m_folder.filePath(name);
        if (!QDir().mkpath(session))
            return {};
        auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(session)).value();
        DecisionTracer tracer(*journal, true);
        GateTrace& trace = tracer.begin("AUSDT:1767607500000:c", "AUSDT", kClose);
        appendRefusal(trace, GateStage::Scan, "max_spread", "bps", spread, 5.0, Bound::AtMost);
        trace.markSoleBlockers();
        tracer.end("filter:max_spread");
        journal->close().value();
        return session;
    }

    template<class Answer>
    static Answer last(QSignalSpy& spy)
    {
        return spy.isEmpty() ? Answer() : spy.last().front().value<Answer>();
    }

private Q_SLOTS:
    void tellsWhatTheSessionWroteDown()
    {
        StoredRecords records;
        records.follow(sessionOf(QStringLiteral("a"), 7.5));
        QSignalSpy explained(&records, &SessionRecords::explained);
        records.explain({1, {}, "AUSDT", kClose + Duration::seconds(299)});
        QTRY_COMPARE(explained.count(), 1);
        const auto bySymbol = last<ExplanationPtr>(explained);
        QCOMPARE(bySymbol->asked.number, std::uint64_t {1});
        QVERIFY(bySymbol->decision.value().has_value());
        const RecordedDecision& decision = **bySymbol->decision;
        QCOMPARE(decision.row.outcome, std::string("filter:max_spread"));
        QCOMPARE(decision.gates.size(), std::size_t {1});
        QCOMPARE(decision.gates[0].fullName(), std::string("max_spread"));
        QCOMPARE(decision.gates[0].neededChange(), std::optional(-2.5));

        records.explain({2, "AUSDT:1767607500000:c", {}, {}});
        QTRY_COMPARE(explained.count(), 2);
        QVERIFY(last<ExplanationPtr>(explained)->decision.value().has_value());
        records.explain({3, {}, "AUSDT", kClose - Duration::seconds(1)});
        QTRY_COMPARE(explained.count(), 3);
        QVERIFY(!last<ExplanationPtr>(explained)->decision.value().has_value());
    }

    /// An answer outlives the reader, and the session that it is of.
    void anAnswerStandsForItself()
    {
        ExplanationPtr answer;
        {
            StoredRecords records;
            records.follow(sessionOf(QStringLiteral("b"), 7.5));
            QSignalSpy explained(&records, &SessionRecords::explained);
            records.explain({1, {}, "AUSDT", kClose});
            QTRY_COMPARE(explained.count(), 1);
            answer = last<ExplanationPtr>(explained);
        }
        QCOMPARE((**answer->decision).gates[0].unit, std::string_view("bps"));
    }

    void countsFirstAndTellsTheEndsLater()
    {
        StoredRecords records;
        records.follow(sessionOf(QStringLiteral("c"), 5.2));
        QSignalSpy counted(&records, &SessionRecords::nearMissesCounted);
        records.countNearMisses();
        records.countNearMisses(); // is ignored
        QTRY_COMPARE(counted.count(), 2);
        const auto first = counted.first().front().value<NearMissAnswerPtr>();
        QCOMPARE(first->report.value().evaluated, std::size_t {1});
        QVERIFY(!first->ends.has_value());
        // This one has neither a description nor a recording: said, not made up.
        const auto second = last<NearMissAnswerPtr>(counted);
        QCOMPARE(second->report.value().evaluated, std::size_t {1});
        QVERIFY(second->ends.has_value() && !second->ends->has_value());
        records.countNearMisses();
        QTRY_COMPARE(counted.count(), 4);
    }

    void whatIsAskedOfASessionThatWasLeftIsNotAnswered()
    {
        const QString left = sessionOf(QStringLiteral("d"), 7.5);
        const QString next = sessionOf(QStringLiteral("e"), 9.5);
        StoredRecords records;
        records.follow(left);
        QSignalSpy explained(&records, &SessionRecords::explained);
        records.explain({1, {}, "AUSDT", kClose});
        records.follow(next);
        records.explain({2, {}, "AUSDT", kClose});
        QTRY_COMPARE(explained.count(), 1);
        QCOMPARE(last<ExplanationPtr>(explained)->asked.number, std::uint64_t {2});
        QCOMPARE((**last<ExplanationPtr>(explained)->decision).gates[0].value, std::optional(9.5));
    }

    void theStoryIsToldAndItsPageWritten()
    {
        const QString session = sessionOf(QStringLiteral("f"), 7.5);
        StoredRecords records;
        records.follow(session);
        QSignalSpy told(&records, &SessionRecords::storyTold);
        records.tellStory();
        QTRY_COMPARE(told.count(), 1);
        QVERIFY(!last<StoryPtr>(told));
        QVERIFY(told.last()[1].toString().contains(SessionFolder::metaFileOf(session)));

        SessionMeta meta;
        meta.id = "f";
        QFile file(SessionFolder::metaFileOf(session));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(toJson(meta).value());
        file.close();
        records.tellStory();
        QTRY_COMPARE(told.count(), 2);
        const auto story = last<StoryPtr>(told);
        QVERIFY(story && told.last()[1].toString().isEmpty());
        QCOMPARE(story->figures.evaluations, std::size_t {1});

        QSignalSpy written(&records, &SessionRecords::storyWritten);
        const QString page = m_folder.filePath(QStringLiteral("new/story.html"));
        records.writeStory(story, page);
        QTRY_COMPARE(written.count(), 1);
        QCOMPARE(written.last(), QVariantList({true, page}));
        QVERIFY(QFile::exists(page));
        records.writeStory(story, file.fileName());
        QTRY_COMPARE(written.count(), 2);
        QCOMPARE(written.last()[0], QVariant(false));
    }

    void withoutASessionItSaysSo()
    {
        StoredRecords records;
        QSignalSpy explained(&records, &SessionRecords::explained);
        QSignalSpy counted(&records, &SessionRecords::nearMissesCounted);
        records.explain({1, {}, "AUSDT", kClose});
        records.countNearMisses();
        QTRY_COMPARE(explained.count(), 1);
        QTRY_COMPARE(counted.count(), 1);
        QCOMPARE(last<ExplanationPtr>(explained)->decision.error().code, ErrorCode::NotFound);
        QCOMPARE(last<NearMissAnswerPtr>(counted)->report.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(StoredRecordsTest)
#include "tst_stored_records.moc"
