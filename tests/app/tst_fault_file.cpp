// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/FaultFile.h"

#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

using namespace breakline;

namespace {

const std::vector<std::string> kSymbols {"BTCUSDT", "ETHUSDT"};

QStringList problems(const char* json)
{
    const auto script = parseFaults(json, "faults.json");
    return script ? QStringList() : QString::fromStdString(script.error().message).split(QLatin1Char('\n'));
}

} // namespace

class FaultFileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFieldIsReadAndFaultsAreSortedByTime()
    {
        const auto script = parseFaults(R"({"schema":"breakline.faults/1","faults":[
            {"kind":"deposit","at_ms":5000,"amount":"12.50"},
            {"kind":"answer_late","at_ms":1000,"target":"place","symbol":"BTCUSDT","count":2,"length_ms":250},
            {"kind":"answer_lost","at_ms":1000,"target":"any","symbol":"","count":1,"length_ms":0,"amount":"0"}]})",
                                        "faults.json");
        QVERIFY(script);
        QCOMPARE(script->faults.size(), std::size_t {3});
        Fault late;
        late.kind = FaultKind::AnswerLate;
        late.at = Duration::seconds(1);
        late.target = FaultTarget::Place;
        late.symbol = "BTCUSDT";
        late.count = 2;
        late.length = Duration::milliseconds(250);
        QVERIFY(script->faults[0] == late);
        Fault lost;
        lost.kind = FaultKind::AnswerLost;
        lost.at = Duration::seconds(1);
        QVERIFY(script->faults[1] == lost);
        Fault deposit;
        deposit.kind = FaultKind::Deposit;
        deposit.at = Duration::seconds(5);
        deposit.amount = Decimal::literal("12.5");
        QVERIFY(script->faults[2] == deposit);
        QVERIFY(parseFaults(R"({"schema":"breakline.faults/1","faults":[]})", "f")->faults.empty());
    }

    void whatIsWrittenReadsAsTheSame()
    {
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            const FaultScript script = randomFaults(seed, Duration::minutes(30), kSymbols);
            const auto read = parseFaults(toJson(script), "f");
            QVERIFY(read);
            QVERIFY(*read == script);
        }
        QVERIFY(*parseFaults(toJson({}), "f") == FaultScript {});
    }

    void everyProblemIsNamedWithWhatWouldBeRight()
    {
        const QStringList found = problems(R"({"schema":"breakline.faults/1","more":1,"faults":[
{"kind":"halt","at_ms":-1,"length_ms":1000},
{"kind":"halted","at_ms":1.5},
{"kind":"refuse","at_ms":1,"target":"trade"},
{"kind":"refuse","at_ms":1,"target":"everything","symbol":7,"count":0.5,"colour":"red"},
{"kind":"deposit","at_ms":1,"amount":100},
{"kind":"deposit","at_ms":1},
{"kind":"delay","length_ms":5},
{"kind":"clock_jump","at_ms":1,"at_ms":2,"length_ms":99999999999999999999,"amount":"1"},
7]})");
        QCOMPARE(found.filter(QLatin1String("more is an unknown key; expected schema or faults")).size(), 1);
        const auto has = [&](const char* text) { return found.contains(QLatin1String(text)); };
        QVERIFY(has("faults.json:2: fault 1: at_ms: -1; expected not before the start, 0 or more (halt)"));
        QVERIFY(found
                    .filter(QLatin1String(
                        "faults.json:3: fault 2: kind: \"halted\"; expected one of refuse, delay, "))
                    .size()
                == 1);
        QVERIFY(has("faults.json:3: fault 2: at_ms: 1.5; expected whole milliseconds, at most ten years"));
        QVERIFY(has("faults.json:4: fault 3: target: \"trade\"; expected any, place, cancel, stop or "
                    "question (refuse)"));
        QVERIFY(
            found.filter(QLatin1String("faults.json:5: fault 4: target: \"everything\"; expected any, place"))
                .size()
            == 1);
        QVERIFY(has("faults.json:5: fault 4: symbol: 7; expected a text; empty: any"));
        QVERIFY(has("faults.json:5: fault 4: count: 0.5; expected a whole number, 1 or more"));
        QVERIFY(found
                    .filter(QLatin1String(
                        "faults.json:5: fault 4: colour: \"red\"; expected no such key; known are kind,"))
                    .size()
                == 1);
        QVERIFY(has("faults.json:6: fault 5: amount: 100; expected a decimal number, as a text"));
        QVERIFY(has("faults.json:7: fault 6: amount: absent; expected other than 0 (deposit)"));
        QVERIFY(has("faults.json:8: fault 7: at_ms: absent; expected whole milliseconds after the start"));
        QVERIFY(has("faults.json:9: the key faults/7/at_ms is given twice; expected once"));
        QVERIFY(found.filter(QLatin1String("faults.json:9: fault 8: length_ms: ")).size() == 1);
        QVERIFY(has("faults.json:10: fault 9: 7; expected an object"));
        QCOMPARE(found.size(), 15);
    }

    void whatIsNoScriptIsRefused()
    {
        QVERIFY(problems("{\n\"schema\":")
                    .first()
                    .startsWith(QLatin1String("faults.json:2: this is not valid JSON; ")));
        QCOMPARE(problems("[]"),
                 QStringList {QStringLiteral("faults.json:1: expected an object with schema and faults")});
        QCOMPARE(problems(R"({"schema":"breakline.faults/2","faults":{}})"),
                 (QStringList {
                     QStringLiteral(
                         "faults.json:1: schema: \"breakline.faults/2\"; expected \"breakline.faults/1\""),
                     QStringLiteral("faults.json:1: faults: {}; expected a list")}));
        QCOMPARE(problems("{}").size(), 2);
        QCOMPARE(readFaults("/no/such/file").error().code, ErrorCode::Io);
    }

    void aNumberIsASeedOfADay()
    {
        QVERIFY(*faultsOf("17", kSymbols) == randomFaults(17, Duration::hours(24), kSymbols));
        QVERIFY(!faultsOf("17.json", kSymbols));
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("17.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const FaultScript script = randomFaults(3, Duration::minutes(30), kSymbols);
        file.write(QByteArray::fromStdString(toJson(script)));
        file.close();
        QVERIFY(*faultsOf(file.fileName().toStdString(), kSymbols) == script);
    }

    void theProgramNamesEveryProblemAndDoesNotServe()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("faults.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto serve = [&](const char* text) {
            file.resize(0);
            file.seek(0);
            file.write(text);
            file.flush();
            QProcess program;
            program.start(QStringLiteral(BREAKLINE_PROGRAM),
                          {QStringLiteral("venue"), QStringLiteral("--synthetic"), QStringLiteral("3"),
                           QStringLiteral("--faults"), file.fileName()});
            if (!program.waitForFinished(60'000) || program.exitCode() != 1
                || !program.readAllStandardOutput().isEmpty())
                return QByteArray();
            return program.readAllStandardError().replace(file.fileName().toUtf8(), "FILE");
        };
        QCOMPARE(
            serve("{\"schema\":\"breakline.faults/"
                  "1\",\"faults\":[\n{\"kind\":\"halt\",\"at_ms\":-1,\"length_ms\":1},\n"
                  "{\"kind\":\"halt\",\"at_ms\":1}]}"),
            QByteArray(
                "breakline: FILE:2: fault 1: at_ms: -1; expected not before the start, 0 or more (halt)\n"
                "breakline: FILE:3: fault 2: length_ms: absent; expected 1 or more (halt)\n"));
        QCOMPARE(serve("{\"schema\":\"breakline.faults/"
                       "1\",\"faults\":[{\"kind\":\"refuse\",\"at_ms\":5,\"symbol\":\"NOUSDT\"}]}"),
                 QByteArray("breakline: FILE: refuse at 5 ms: symbol \"NOUSDT\" is not one of this venue's; "
                            "expected one of "
                            "those, or an empty text for any\n"));
    }
};

QTEST_GUILESS_MAIN(FaultFileTest)
#include "tst_fault_file.moc"
