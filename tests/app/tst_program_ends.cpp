// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a shell sees it: with what it ends, and what it leaves behind.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

namespace {

constexpr int kTimeoutMs = 120'000;

QString text(const char* latin)
{
    return QString::fromLatin1(latin);
}

struct Ended {
    int code = -1; ///< -1: it did not end by itself
    QByteArray output;
    QByteArray errors;
};

Ended endOf(QProcess& program)
{
    const bool isNormal = program.waitForFinished(kTimeoutMs) && program.exitStatus() == QProcess::NormalExit;
    return {isNormal ? program.exitCode() : -1, program.readAllStandardOutput(),
            program.readAllStandardError()};
}

} // namespace

class ProgramEndsTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_files;

    /// Of a user who has nothing yet, and no display.
    QProcessEnvironment environment() const
    {
        QProcessEnvironment values = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            values.remove(text(name));
        values.insert(text("XDG_DATA_HOME"), m_files.filePath(text("data")));
        values.insert(text("XDG_CONFIG_HOME"), m_files.filePath(text("config")));
        return values;
    }
    Ended run(const QStringList& arguments, const QProcessEnvironment& values) const
    {
        QProcess program;
        program.setProcessEnvironment(values);
        program.start(QStringLiteral(BREAKLINE_PROGRAM), arguments);
        return endOf(program);
    }
    void startTrading(QProcess& program, const char* speed) const
    {
        program.setProcessEnvironment(environment());
        program.start(
            QStringLiteral(BREAKLINE_PROGRAM),
            {text("trade"), text("--headless"), text("--in-process"), text("--speed"), text(speed)});
        QVERIFY(program.waitForStarted());
    }
    static void readUntil(QProcess& program, const char* word)
    {
        for (bool isFound = false; !isFound;) {
            while (!program.canReadLine())
                QVERIFY2(program.waitForReadyRead(kTimeoutMs), program.readAllStandardError().constData());
            isFound = program.readLine().contains(word);
        }
    }
    /// Both are there before the program looks.
    static void interruptTwice(const QProcess& program)
    {
        const auto id = static_cast<pid_t>(program.processId());
        for (const int signal : {SIGSTOP, SIGINT, SIGTERM, SIGCONT})
            QCOMPARE(::kill(id, signal), 0);
    }

private Q_SLOTS:
    void twoInterruptsWithNothingOpen()
    {
        QProcess program;
        startTrading(program, "1");
        readUntil(program, " transition|");
        interruptTwice(program);
        const Ended ended = endOf(program);
        QCOMPARE(ended.code, 2);
        QVERIFY2(ended.errors.contains("left at once; the session goes on with --session-dir "),
                 ended.errors.constData());
        QVERIFY2(!ended.errors.contains("open: ") && !ended.errors.contains("resting: "),
                 ended.errors.constData());
    }

    void twoInterruptsWithAPosition()
    {
        QProcess program;
        startTrading(program, "600");
        readUntil(program, " position_opened|");
        interruptTwice(program);
        const Ended ended = endOf(program);
        QCOMPARE(ended.code, 5);
        QVERIFY2(ended.errors.contains("open: "), ended.errors.constData());
    }

    void aSeedBelowZeroIsRefused()
    {
        const Ended ended =
            run({text("trade"), text("--headless"), text("--seed"), text("-1")}, environment());
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.errors.contains("--seed: \"-1\" is not a whole number"), ended.errors.constData());
    }

    void withoutADisplayItSaysWhatToDo_data()
    {
        QTest::addColumn<QString>("display");
        QTest::newRow("none") << QString();
        // No X server has so high a number.
        QTest::newRow("one that does not answer") << QStringLiteral(":59999");
    }
    void withoutADisplayItSaysWhatToDo()
    {
#if defined(Q_OS_DARWIN) || defined(Q_OS_WIN)
        QSKIP("there the window needs no display to be named");
#endif
        QFETCH(QString, display);
        QProcessEnvironment values = environment();
        if (!display.isEmpty())
            values.insert(text("DISPLAY"), display);
        const Ended ended = run({}, values);
        QCOMPARE(ended.code, 2);
        QVERIFY2(ended.errors.contains("breakline trade --headless"), ended.errors.constData());
        QVERIFY2(ended.errors.contains("DISPLAY"), ended.errors.constData());
        QVERIFY(ended.output.isEmpty());
    }

    void aWindowThatWasOnlyLookedAtLeavesNoSession()
    {
        QProcessEnvironment values = environment();
        values.insert(text("QT_QPA_PLATFORM"), text("offscreen"));
        values.insert(text("QT_QUICK_BACKEND"), text("software"));
        const QString data = m_files.filePath(text("looked"));
        values.insert(text("XDG_DATA_HOME"), data);
        const Ended ended = run({text("--measure-first-frame"), text("--in-process")}, values);
        QVERIFY2(ended.code == 0, ended.errors.constData());
        QVERIFY(ended.output.trimmed().toInt() > 0);
        QVERIFY(QDir(data + text("/Breakline/sessions")).isEmpty());
    }

    void presetsAreListedShownCheckedKeptAndCompared()
    {
        QProcessEnvironment values = environment();
        values.insert(text("XDG_DATA_HOME"), m_files.filePath(text("plans")));
        const auto presets = [&](const QStringList& arguments) {
            return run(QStringList {text("presets")} + arguments, values);
        };
        const Ended list = presets({text("list"), text("--json")});
        QCOMPARE(list.code, 0);
        QCOMPARE(list.output.trimmed().split('\n').size(), 16);
        QVERIFY(list.output.startsWith("{\"id\":\"breakout_v1_demo\""));
        // A file of the old forms: one of its presets is kept in today's.
        const QString file = text(BREAKLINE_PRESET_DIR "/presets.json");
        const Ended checked = presets({text("validate"), file});
        QVERIFY2(checked.code == 0, checked.errors.constData());
        QVERIFY(checked.output.contains("15 presets are valid"));
        QVERIFY(checked.errors.contains("retest_pierce_tolerance"));
        const QString one = file + text(":video_strategy_swing");
        const Ended taken = presets({text("import"), one});
        QCOMPARE(taken.code, 1);
        QVERIFY2(taken.errors.contains("is the id of a shipped preset"), taken.errors.constData());
        const Ended kept = presets({text("import"), one, text("--as"), text("mine")});
        QVERIFY2(kept.code == 0, kept.errors.constData());
        QVERIFY(QFile::exists(m_files.filePath(text("plans/Breakline/presets/mine.json"))));
        const Ended again = presets({text("import"), one, text("--as"), text("mine")});
        QCOMPARE(again.code, 0); // it is the same
        const Ended other =
            presets({text("import"), text("video_strategy_scalping"), text("--as"), text("mine")});
        QCOMPARE(other.code, 1);
        QVERIFY2(other.errors.contains("holds another plan with this id"), other.errors.constData());
        QCOMPARE(presets({text("list"), text("--json")}).output.trimmed().split('\n').size(), 17);
        const Ended none = presets({text("diff"), text("mine"), text("video_strategy_swing")});
        QVERIFY2(none.code == 0 && none.output.isEmpty(), none.output.constData());
        const Ended differ =
            presets({text("diff"), text("breakout_v1"), text("breakout_v1_relaxed"), text("--json")});
        QVERIFY2(
            differ.output.contains(
                R"({"key":"liquidity_filters.min_24h_volume_usd","first":"5e+06","second":"2e+06"})"),
            differ.output.constData());
        const Ended shown = presets({text("show"), text("mine")});
        QVERIFY2(shown.output.contains("signal.retest_pierce_tolerance"), shown.output.constData());
        QVERIFY(QRegularExpression(text("signal.retest_pierce_tolerance +0.004\\n"))
                    .match(QString::fromUtf8(shown.output))
                    .hasMatch());
        // A kept file that is damaged keeps nobody from the others, and is named.
        QFile damaged(m_files.filePath(text("plans/Breakline/presets/mine.json")));
        QVERIFY(damaged.open(QIODevice::WriteOnly | QIODevice::Truncate));
        damaged.write("{");
        damaged.close();
        const Ended left = presets({text("list"), text("--json")});
        QCOMPARE(left.code, 0);
        QCOMPARE(left.output.trimmed().split('\n').size(), 16);
        QVERIFY2(left.errors.contains("mine.json:1:"), left.errors.constData());
        const Ended wrong = presets({text("show"), text("mine")});
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.errors.contains("mine.json:1:"), wrong.errors.constData());
        const Ended unknown = presets({text("show"), text("nix")});
        QCOMPARE(unknown.code, 1);
        QVERIFY2(unknown.errors.contains("there is no preset \"nix\""), unknown.errors.constData());
    }

    void ofTwoPlansThatAreKeptAtOnceNoneTakesTheOthersPlace()
    {
        QProcessEnvironment values = environment();
        values.insert(text("XDG_DATA_HOME"), m_files.filePath(text("race")));
        const char* plans[] = {"video_strategy_scalping", "video_strategy_swing"};
        QProcess programs[2];
        for (std::size_t i = 0; i < 2; ++i) {
            programs[i].setProcessEnvironment(values);
            programs[i].start(QStringLiteral(BREAKLINE_PROGRAM),
                              {text("presets"), text("import"), text(plans[i]), text("--as"), text("mine")});
        }
        const Ended ends[] = {endOf(programs[0]), endOf(programs[1])};
        const std::size_t kept = ends[0].code == 0 ? 0 : 1;
        QVERIFY2(ends[kept].code == 0, ends[kept].errors.constData());
        QCOMPARE(ends[1 - kept].code, 1);
        QVERIFY2(ends[1 - kept].errors.contains("holds another plan with this id"),
                 ends[1 - kept].errors.constData());
        const Ended same = run({text("presets"), text("diff"), text("mine"), text(plans[kept])}, values);
        QVERIFY2(same.code == 0 && same.output.isEmpty(), same.output.constData());
        // Nothing else is left in the folder.
        const QDir folder(m_files.filePath(text("race/Breakline/presets")));
        QCOMPARE(folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList {text("mine.json")});
    }

    void aWindowThatIsToldToEndEndsByItself()
    {
#if !defined(Q_OS_LINUX)
        QSKIP("only Linux tells which signals a process listens to");
#endif
        QProcessEnvironment values = environment();
        values.insert(text("QT_QPA_PLATFORM"), text("offscreen"));
        values.insert(text("QT_QUICK_BACKEND"), text("software"));
        QProcess program;
        program.setProcessEnvironment(values);
        program.start(QStringLiteral(BREAKLINE_PROGRAM), {text("--in-process")});
        QVERIFY(program.waitForStarted());
        const auto listensTo = [&program](int signal) {
            QFile status(text("/proc/%1/status").arg(program.processId()));
            if (!status.open(QIODevice::ReadOnly))
                return false;
            const QByteArray all = status.readAll();
            const qsizetype at = all.indexOf("SigCgt:");
            return at >= 0
                && ((all.mid(at + 7, 17).trimmed().toULongLong(nullptr, 16) >> (signal - 1)) & 1U) != 0;
        };
        while (!listensTo(SIGTERM))
            QVERIFY(!program.waitForFinished(20));
        QCOMPARE(::kill(static_cast<pid_t>(program.processId()), SIGTERM), 0);
        const Ended ended = endOf(program);
        QVERIFY2(ended.code == 0, ended.errors.constData());
    }

    void theWindowTellsOfItsDataAsTradeDoes()
    {
        const QString data = m_files.filePath(text("candles"));
        QVERIFY(QDir().mkpath(data));
        QFile file(data + text("/AAAUSDT-5m-test.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("timestamp_ms,open,high,low,close,volume\n");
        for (std::int64_t i = 0; i < 600; ++i)
            file.write(i == 3 ? QByteArray("1767225600000,ten,11,9,10,1\n")
                              : QByteArray::number(1'767'225'600'000 + 300'000 * i)
                               + ",10.00,10.02,9.99,10.01,1000\n");
        file.close();
        const auto aboutData = [&data](const Ended& ended) {
            QList<QByteArray> lines;
            for (const QByteArray& line : ended.errors.split('\n'))
                if (line.startsWith(data.toUtf8()))
                    lines.append(line);
            return lines;
        };
        QStringList arguments {text("--in-process"), text("--data"), data};
        QProcessEnvironment values = environment();
        const Ended trade = run(QStringList {text("trade"), text("--headless"), text("--speed"), text("max"),
                                             text("--duration"), text("1h")}
                                    + arguments,
                                values);
        QVERIFY2(trade.code == 0, trade.errors.constData());
        QVERIFY(!aboutData(trade).isEmpty());
        QVERIFY(aboutData(trade).first().startsWith(file.fileName().toUtf8() + ":5: "));
        values.insert(text("QT_QPA_PLATFORM"), text("offscreen"));
        values.insert(text("QT_QUICK_BACKEND"), text("software"));
        const Ended window = run(arguments + QStringList {text("--measure-first-frame")}, values);
        QVERIFY2(window.code == 0, window.errors.constData());
        QCOMPARE(aboutData(window), aboutData(trade));
    }

    void theWindowEndsWithTheCodeOfWhatIsWrong()
    {
        QProcessEnvironment values = environment();
        values.insert(text("QT_QPA_PLATFORM"), text("offscreen"));
        values.insert(text("QT_QUICK_BACKEND"), text("software"));
        const Ended input = run({text("--preset"), text("nix")}, values);
        QCOMPARE(input.code, 1);
        QVERIFY2(input.errors.contains("there is no preset \"nix\""), input.errors.constData());
        const Ended files =
            run({text("--in-process"), text("--session-dir"), text(BREAKLINE_PROGRAM "/x")}, values);
        QCOMPARE(files.code, 2);
        QVERIFY2(files.errors.contains("cannot make the folder"), files.errors.constData());
    }
};

QTEST_GUILESS_MAIN(ProgramEndsTest)
#include "tst_program_ends.moc"
