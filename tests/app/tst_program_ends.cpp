// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a shell sees it: with what it ends, and what it leaves behind.
#include <QDir>
#include <QFile>
#include <QProcess>
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
