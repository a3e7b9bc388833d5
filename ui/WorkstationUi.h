// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/Workstation.h"

#include <QQmlApplicationEngine>
#include <QQuickWindow>

namespace breakline {

/// The window: view models, QML engine, translators. The composition root
/// makes one after QApplication (Qt Charts needs it) and a desk that outlives
/// it, and calls load(). GUI thread.
class WorkstationUi : public QObject {
    Q_OBJECT
public:
    WorkstationUi(TradingDesk& desk, WorkstationOptions options, QObject* parent = nullptr);
    /// With a clock of the caller's, which outlives this.
    WorkstationUi(TradingDesk& desk, UiClock& clock, WorkstationOptions options, QObject* parent = nullptr);
    ~WorkstationUi() override;

    /// Shows the window; false, with the reasons on the log, if it cannot be built.
    bool load();
    /// Null before load().
    QQuickWindow* window() const;
    Workstation& workstation() { return m_workstation; }

    /// Icon, names and style for the application; call before load().
    static void prepareApplication();

Q_SIGNALS:
    void darkChanged(bool dark);
    void languageChanged(const QString& language);
    void exportFolderChanged(const QString& folder);
    void presetChanged(const QString& presetId);
    void startChoiceChanged(const QString& choice);
    /// The first frame is on the screen.
    void firstFrame();
    /// The window was closed; a session that ran was stopped and is flat.
    void closed();

private:
    void connectAll();

    SteadyUiClock m_ownClock;
    Workstation m_workstation;
    QQmlApplicationEngine m_engine;
};

} // namespace breakline
