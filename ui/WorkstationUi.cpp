// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/WorkstationUi.h"

#include <QGuiApplication>
#include <QIcon>
#include <QQuickStyle>
#include <QUrl>
#include <QVariant>

namespace breakline {

WorkstationUi::WorkstationUi(TradingDesk& desk, WorkstationOptions options, QObject* parent)
    : QObject(parent)
    , m_workstation(desk, m_ownClock, std::move(options))
{
    connectAll();
}

WorkstationUi::WorkstationUi(TradingDesk& desk, UiClock& clock, WorkstationOptions options, QObject* parent)
    : QObject(parent)
    , m_workstation(desk, clock, std::move(options))
{
    connectAll();
}

WorkstationUi::~WorkstationUi() = default;

void WorkstationUi::connectAll()
{
    // Qt 6.4 does not look there by itself.
    m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    Appearance* appearance = m_workstation.appearance();
    connect(appearance, &Appearance::darkChanged, this, &WorkstationUi::darkChanged);
    connect(appearance, &Appearance::languageChanged, this, [this](const QString& language) {
        m_engine.retranslate();
        Q_EMIT languageChanged(language);
    });
    connect(m_workstation.exporter(), &SessionExport::folderChanged, this,
            &WorkstationUi::exportFolderChanged);
    CommandDeck* commands = m_workstation.commands();
    connect(commands, &CommandDeck::startChoiceChanged, this, [this, commands] {
        const std::string_view name = toText(commands->startChoice());
        Q_EMIT startChoiceChanged(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    });
    connect(commands, &CommandDeck::presetChanged, this,
            [this, commands] { Q_EMIT presetChanged(commands->presetIds().value(commands->presetIndex())); });
}

void WorkstationUi::prepareApplication()
{
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QIcon icon;
    for (const int size : {16, 32, 48, 128, 256})
        icon.addFile(QStringLiteral(":/icons/breakline-%1.png").arg(size), QSize(size, size));
    QGuiApplication::setWindowIcon(icon);
    QGuiApplication::setDesktopFileName(QStringLiteral("breakline"));
}

bool WorkstationUi::load()
{
    m_engine.setInitialProperties({{QStringLiteral("workstation"), QVariant::fromValue(&m_workstation)}});
    m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Breakline/App/Main.qml")));
    QQuickWindow* main = window();
    if (main == nullptr)
        return false;
    connect(main, &QQuickWindow::frameSwapped, this, &WorkstationUi::firstFrame, Qt::SingleShotConnection);
    connect(main, &QQuickWindow::visibleChanged, this, [this](bool visible) {
        if (!visible)
            Q_EMIT closed();
    });
    return true;
}

QQuickWindow* WorkstationUi::window() const
{
    const QList<QObject*> roots = m_engine.rootObjects();
    return roots.isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(roots.first());
}

} // namespace breakline
