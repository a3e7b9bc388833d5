// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderLifecycle.h"
#include "position/PositionLifecycle.h"
#include "trading/TransitionTable.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <cstdio>

using namespace breakline;

class TestArchitecture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsTheTransitionTable() { expectDiagram(stateDiagramMermaid()); }
    void showsTheLifeOfAnOrder() { expectDiagram(orderLifecycleDiagram()); }
    void showsTheLifeOfAPosition() { expectDiagram(positionLifecycleDiagram()); }

    /// tests/README.md names files and tests that are there.
    void whatWentWrongForOthersHasItsTests()
    {
        const QDir tests(
            QFileInfo(QStringLiteral(BREAKLINE_ARCHITECTURE)).dir().filePath(QStringLiteral("tests")));
        int named = 0;
        for (const QByteArray& line : textOf(tests.filePath(QStringLiteral("README.md"))).split('\n')) {
            const QList<QByteArray> cells = line.split('`');
            if (!line.startsWith("| ") || cells.size() != 5)
                continue;
            const QByteArray text = textOf(tests.filePath(QString::fromUtf8(cells[1])));
            QVERIFY2(text.contains("void " + cells[3] + "()")
                         || text.contains("TEST_CASE(\"" + cells[3] + "\")"),
                     line.constData());
            ++named;
        }
        QVERIFY(named >= 17);
    }

private:
    static QByteArray textOf(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void expectDiagram(const std::string& mermaid)
    {
        const QByteArray diagram = QByteArray::fromStdString("```mermaid\n" + mermaid + "```\n");
        const QByteArray text = textOf(QStringLiteral(BREAKLINE_ARCHITECTURE));
        if (!text.contains(diagram))
            std::fputs(diagram.constData(), stdout); // Qt Test would cut it off
        QVERIFY2(text.contains(diagram), "ARCHITECTURE.md must hold the diagram printed above");
    }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
