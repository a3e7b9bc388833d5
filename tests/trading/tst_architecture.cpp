// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderLifecycle.h"
#include "position/PositionLifecycle.h"
#include "trading/TransitionTable.h"

#include <QFile>
#include <QTest>

#include <cstdio>

using namespace breakline;

class TestArchitecture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsTheTransitionTable() { expectDiagram(stateDiagramMermaid()); }
    void showsTheLifeOfAnOrder() { expectDiagram(orderLifecycleDiagram()); }
    void showsTheLifeOfAPosition() { expectDiagram(positionLifecycleDiagram()); }

private:
    static void expectDiagram(const std::string& mermaid)
    {
        const QByteArray diagram = QByteArray::fromStdString("```mermaid\n" + mermaid + "```\n");
        QFile file(QStringLiteral(BREAKLINE_ARCHITECTURE));
        const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        if (!text.contains(diagram))
            std::fputs(diagram.constData(), stdout); // Qt Test would cut it off
        QVERIFY2(text.contains(diagram), "ARCHITECTURE.md must hold the diagram printed above");
    }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
