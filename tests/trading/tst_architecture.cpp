// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TransitionTable.h"

#include <QFile>
#include <QTest>

#include <cstdio>

using namespace breakline;

class TestArchitecture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsTheTransitionTable()
    {
        const QByteArray diagram =
            QByteArray::fromStdString("```mermaid\n" + stateDiagramMermaid() + "```\n");
        QFile file(QStringLiteral(BREAKLINE_ARCHITECTURE));
        const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        if (!text.contains(diagram))
            std::fputs(diagram.constData(), stdout); // Qt Test would cut it off
        QVERIFY2(text.contains(diagram), "ARCHITECTURE.md must hold the diagram printed above");
    }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
