// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the window over a scripted session, for looking at it:
//   ui_preview [--light] [--language de] [--size 1280x800] [--steps N] [--tab 0..4] [--venue bybit]
//     [--page venue|refused|contested|more] [--grab FILE]
// --grab writes the picture after a second and ends.
#include "ScriptedSession.h"

#include "ui/WorkstationUi.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions(
        {{QStringLiteral("light"), QString()},
         {QStringLiteral("language"), QString(), QStringLiteral("code"), QStringLiteral("en")},
         {QStringLiteral("size"), QString(), QStringLiteral("size"), QStringLiteral("1600x1000")},
         {QStringLiteral("steps"), QString(), QStringLiteral("count"), QStringLiteral("0")},
         {QStringLiteral("tab"), QString(), QStringLiteral("index"), QStringLiteral("0")},
         {QStringLiteral("venue"), QString(), QStringLiteral("id")},
         {QStringLiteral("page"), QString(), QStringLiteral("name")},
         {QStringLiteral("grab"), QString(), QStringLiteral("file")}});
    parser.process(application);

    breakline::WorkstationUi::prepareApplication();
    breakline::ScriptedSession desk;
    breakline::WorkstationOptions options;
    options.presets = {
        {QStringLiteral("breakout_v1_demo"),
         QStringLiteral("Momentum breakouts on candles alone. For demonstration: it has no proven edge "
                        "and is not meant to earn money."),
         true},
        {QStringLiteral("breakout_v1"),
         QStringLiteral("General-purpose momentum breakout profile with moderate liquidity gates."), false}};
    options.presetId = QStringLiteral("breakout_v1_demo");
    options.speed = QStringLiteral("60");
    options.dark = !parser.isSet(QStringLiteral("light"));
    options.language = parser.value(QStringLiteral("language"));
    options.exportFolder = QStringLiteral("breakline-export");
    breakline::WorkstationUi ui(desk, options);
    if (parser.isSet(QStringLiteral("venue"))) {
        desk.openVenue(parser.value(QStringLiteral("venue")).toStdString());
        desk.play(1);
    }
    if (const int steps = parser.value(QStringLiteral("steps")).toInt(); steps > 0) {
        desk.submit(breakline::CommandKind::Start, "breakout_v1_demo");
        QCoreApplication::processEvents();
        desk.play(steps);
    }
    if (!ui.load())
        return 1;
    const QStringList size = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    ui.window()->resize(size.value(0).toInt(), size.value(1).toInt());
    if (QObject* tabs = ui.window()->findChild<QObject*>(QStringLiteral("lowerTabs")))
        tabs->setProperty("currentIndex", parser.value(QStringLiteral("tab")).toInt());
    if (parser.value(QStringLiteral("page")) == QLatin1String("venue")) {
        // As a person who looks at the other venue.
        breakline::VenueSwitch* venues = ui.workstation().venueSwitch();
        QTimer::singleShot(500, &application, [&ui, venues] {
            QMetaObject::invokeMethod(ui.window()->findChild<QObject*>(QStringLiteral("venueDialog")),
                                      "open");
            venues->setChosenIndex(1 - venues->currentIndex());
        });
    }
    if (const QString page = parser.value(QStringLiteral("page")); page == QLatin1String("refused")
        || page == QLatin1String("contested") || page == QLatin1String("more")) {
        // What a person has to decide.
        breakline::SelfTestStatus& test = desk.snapshot.selfTest;
        for (std::size_t i = 0; i < breakline::kSelfTestCheckCount; ++i)
            test.results.push_back(
                {static_cast<breakline::SelfTestCheck>(i),
                 i < 7 ? breakline::SelfTestOutcome::Passed : breakline::SelfTestOutcome::Unknown,
                 i < 7 ? "yes" : "", "yes"});
        test.hasPassed = page != QLatin1String("refused");
        if (!*test.hasPassed)
            test.results[1] = {breakline::SelfTestCheck::KeyWithdraws, breakline::SelfTestOutcome::Failed,
                               "yes", "no"};
        if (page == QLatin1String("contested"))
            desk.snapshot.contests = {{"ETHUSDT", "0", "-0.5", {}, {}, std::nullopt}};
        desk.snapshot.rearm = {true, false, "kill switch: command", "99812.5", "100000", "99900", 2, 5};
        if (page == QLatin1String("more"))
            QTimer::singleShot(500, &application, [&ui] {
                QMetaObject::invokeMethod(ui.window()->findChild<QObject*>(QStringLiteral("moreDialog")),
                                          "open");
            });
    }
    if (parser.isSet(QStringLiteral("grab"))) {
        QTimer::singleShot(1500, &application, [&] {
            const bool saved = ui.window()->grabWindow().save(parser.value(QStringLiteral("grab")));
            QCoreApplication::exit(saved ? 0 : 2);
        });
    }
    QObject::connect(&ui, &breakline::WorkstationUi::closed, &application, &QCoreApplication::quit);
    return application.exec();
}
