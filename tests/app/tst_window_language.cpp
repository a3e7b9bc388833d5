// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window over a real session, in a language in which every letter that
// is translated is a full-width one: a plain letter that is still seen is a text
// that no translator was asked for.
#include "LockstepDesk.h"
#include "ManualUiClock.h"
#include "WindowProbe.h"

#include "app/Presets.h"
#include "app/SessionSetup.h"
#include "ui/EngineText.h"

#include <QApplication>
#include <QQmlProperty>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

namespace breakline {

namespace {

class WideTranslator : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override
    {
        QString text = QString::fromUtf8(source);
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (text[i] == QLatin1Char('%')) {
                ++i; // a place, or %n
                continue;
            }
            const char16_t letter = text[i].unicode();
            if ((letter >= u'A' && letter <= u'Z') || (letter >= u'a' && letter <= u'z'))
                text[i] = QChar(static_cast<char16_t>(letter - u'A' + 0xFF21));
        }
        return text;
    }
};

/// Names and units that are the same in every language.
QString withoutNames(QString text)
{
    static const QRegularExpression names(
        QStringLiteral("\\b[A-Z0-9]+USDT\\b|\\bUTC\\b|\\bRE-ARM\\b|\\bBreakline\\b|\\bEnglish\\b|"
                       "\\bDeutsch\\b|\\bscalp\\w*\\b|"
                       "\\b\\w+_v\\d\\w*\\b|\\bsim\\w*\\b|\\b[0-9a-f]{8,}\\b"));
    return text.remove(names);
}

bool isPlain(const QString& text)
{
    static const QRegularExpression letters(QStringLiteral("[A-Za-z]{2,}"));
    return letters.match(withoutNames(text)).hasMatch();
}

} // namespace

class TestWindowLanguage : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    WideTranslator m_wide;
    std::unique_ptr<LockstepDesk> m_desk;
    ManualUiClock m_clock;
    std::unique_ptr<WorkstationUi> m_ui;
    QStringList m_plain; ///< what was seen in plain letters, and where

    void note(const QString& text, const QString& place)
    {
        const QString entry = place + QStringLiteral(": ") + text;
        if (isPlain(text) && !m_plain.contains(entry))
            m_plain.append(entry);
    }
    void look(const QQuickItem* item)
    {
        if (!item->isVisible())
            return;
        // The log is English by design; a folder is a name.
        if (item->objectName() == QLatin1String("logList")
            || item->objectName() == QLatin1String("exportFolder"))
            return;
        for (const char* property : {"text", "title", "hint", "placeholderText", "displayText"})
            if (const QVariant value = item->property(property); value.typeId() == QMetaType::QString)
                note(value.toString(), QString::fromLatin1(item->metaObject()->className()));
        const QList<QQuickItem*> children = item->childItems();
        for (const QQuickItem* child : children)
            look(child);
    }
    void look(const QAbstractItemModel& model)
    {
        static const QList<QByteArray> codes {"symbol", "result", "level", "component", "message", "traceId"};
        const QHash<int, QByteArray> roles = model.roleNames();
        for (int row = 0; row < model.rowCount(); ++row)
            for (auto role = roles.begin(); role != roles.end(); ++role) {
                const QVariant value = model.index(row, 0).data(role.key());
                if (value.typeId() == QMetaType::QString && !codes.contains(role.value()))
                    note(value.toString(), QString::fromLatin1(role.value()));
            }
    }
    /// Everything that the session says now.
    TradingSnapshotPtr lookAround()
    {
        const TradingSnapshotPtr snapshot = m_desk->publish();
        m_clock.advance(33);
        QCoreApplication::processEvents();
        look(m_ui->window()->contentItem());
        Workstation& workstation = m_ui->workstation();
        for (const char* name :
             {"transitions", "gateReasons", "candidates", "filters", "positions", "orders"}) {
            const auto* model = workstation.property(name).value<QAbstractItemModel*>();
            if (model != nullptr)
                look(*model);
            else
                m_plain.append(QStringLiteral("no model ") + QLatin1String(name));
        }
        for (const MarkerView& marker : snapshot->chart.markers)
            if (marker.kind != MarkerView::Kind::Fill)
                note(EngineText::translate(marker.text), QStringLiteral("marker"));
        return snapshot;
    }
    void command(CommandKind kind, const QString& argument = {})
    {
        m_ui->workstation().commands()->send(kind, argument);
        lookAround();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        WorkstationUi::prepareApplication();
        SimulationOptions options;
        options.isInProcess = true;
        auto setup = prepareSimulation(options);
        QVERIFY2(setup.has_value(), setup ? "" : setup.error().message.c_str());
        auto session = StoredSession::open(std::move(*setup),
                                           m_folder.filePath(QStringLiteral("session")).toStdString());
        QVERIFY2(session.has_value(), session ? "" : session.error().message.c_str());
        m_desk = std::make_unique<LockstepDesk>(std::move(*session));
        WorkstationOptions window;
        for (const Preset& preset : shippedPresets())
            window.presets.push_back({QString::fromStdString(preset.id),
                                      QString::fromStdString(preset.summary),
                                      preset.id == "breakout_v1_demo"});
        window.presetId = QStringLiteral("breakout_v1_demo");
        window.speed = QStringLiteral("60");
        window.language = QStringLiteral("en");
        m_ui = std::make_unique<WorkstationUi>(*m_desk, m_clock, window);
        // After the window's own: asked before it.
        QVERIFY(QCoreApplication::installTranslator(&m_wide));
        QVERIFY(m_ui->load());
        QVERIFY(QTest::qWaitForWindowExposed(m_ui->window()));
    }
    void cleanupTestCase()
    {
        m_ui.reset();
        QCoreApplication::removeTranslator(&m_wide);
        m_desk.reset();
    }
    void init() { m_plain.clear(); }

    void theProbeSeesPlainLetters()
    {
        QVERIFY(isPlain(QStringLiteral("slots are free")));
        QVERIFY(!isPlain(QStringLiteral("BTCUSDT 64,990.1 · 12")));
        QVERIFY(!isPlain(QCoreApplication::translate("LogPanel", "in English")));
    }

    void beforeTheStart()
    {
        look(m_ui->window()->contentItem());
        lookAround();
        CommandDeck& commands = *m_ui->workstation().commands();
        for (int preset = 0; preset < commands.presetIds().size(); ++preset) {
            commands.setPresetIndex(preset);
            note(commands.presetSummary(), commands.presetIds().at(preset));
        }
        commands.setPresetIndex(0);
        QVERIFY2(m_plain.isEmpty(), qPrintable(m_plain.join(QStringLiteral("\n"))));
    }

    void aSession()
    {
        command(CommandKind::Start, QStringLiteral("breakout_v1_demo"));
        bool hadPosition = false;
        std::set<TradingState> seen;
        QObject* tabs = m_ui->window()->findChild<QObject*>(QStringLiteral("lowerTabs"));
        QVERIFY(tabs != nullptr);
        // An hour of the exchange, and on until there was a position: eight at most.
        for (int minute = 0; minute < 480 && (minute < 60 || !hadPosition); ++minute) {
            m_desk->advance(Duration::minutes(1));
            QVERIFY(tabs->setProperty("currentIndex", minute % 4));
            const TradingSnapshotPtr snapshot = lookAround();
            hadPosition = hadPosition || !snapshot->positions.empty();
            for (const TransitionView& transition : snapshot->transitions)
                seen.insert(transition.to);
            if (minute % 7 == 0)
                m_ui->workstation().selectNext(1);
        }
        QVERIFY(hadPosition);
        QVERIFY(seen.contains(TradingState::Scanning) && seen.contains(TradingState::Managing));
        QVERIFY2(m_plain.isEmpty(), qPrintable(m_plain.join(QStringLiteral("\n"))));
    }

    void commandsAndTheirAnswers()
    {
        for (const CommandKind kind :
             {CommandKind::Retry, CommandKind::Reload, CommandKind::Rearm, CommandKind::Start,
              CommandKind::Resume, CommandKind::Pause, CommandKind::Pause, CommandKind::Resume,
              CommandKind::TimeStop, CommandKind::PanicExit})
            command(kind);
        m_desk->advance(Duration::seconds(30));
        lookAround();
        command(CommandKind::KillSwitch);
        m_desk->advance(Duration::seconds(30));
        lookAround();
        command(CommandKind::Resume);
        command(CommandKind::Rearm, QStringLiteral("no"));
        command(CommandKind::Stop);
        m_desk->advance(Duration::seconds(30));
        const TradingSnapshotPtr snapshot = lookAround();
        QCOMPARE(snapshot->state, TradingState::Stopped);
        command(CommandKind::Stop);
        QVERIFY2(m_plain.isEmpty(), qPrintable(m_plain.join(QStringLiteral("\n"))));
    }

    void dialogs_data()
    {
        QTest::addColumn<QString>("button");
        for (const char* name : {"moreButton", "storyButton", "exportButton", "helpButton", "venueButton"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void dialogs()
    {
        QFETCH(QString, button);
        QVERIFY(clickOn(m_ui->window(), button));
        QCoreApplication::processEvents();
        lookAround();
        QTest::keyClick(m_ui->window(), Qt::Key_Escape);
        QCoreApplication::processEvents();
        QVERIFY2(m_plain.isEmpty(), qPrintable(m_plain.join(QStringLiteral("\n"))));
    }
};

} // namespace breakline

QTEST_MAIN(breakline::TestWindowLanguage)
#include "tst_window_language.moc"
