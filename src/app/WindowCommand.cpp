// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/WindowCommand.h"

#include "app/BenchResult.h"
#include "app/ExitCode.h"
#include "app/Interrupts.h"
#include "app/Presets.h"
#include "app/SessionDesk.h"
#include "app/StoredRecords.h"
#include "storage/Settings.h"
#include "ui/WorkstationUi.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace breakline {

namespace {

constexpr const char* kNoDisplay = "breakline: the window cannot be opened here. Without a display run\n"
                                   "    breakline trade --headless\n"
                                   "or set DISPLAY or WAYLAND_DISPLAY to one, or start under xvfb-run\n";

/// Whether it can be told before anything is tried.
bool hasNoDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
#else
    return false;
#endif
}

/// Qt ends the program where a display is named that does not answer: then with
/// words and a code of ours.
void onMessageOfOpening(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    fmt::print(stderr, "{}\n", message.toStdString());
    if (type != QtFatalMsg)
        return;
    std::fputs(kNoDisplay, stderr);
    std::_Exit(kExitRuntime);
}

/// Keeps a plan as an imported one.
Expected<KeptPlan> keepPlan(const Preset& plan)
{
    const auto path = keepPreset(plan);
    if (!path)
        return std::unexpected(path.error());
    auto file = readPresetFile(*path);
    if (!file)
        return std::unexpected(file.error());
    KeptPlan kept {std::move(file->presets.front()), {}};
    kept.plan.hash = presetHash(kept.plan);
    for (const PresetMessage& warning : file->warnings)
        kept.warnings.push_back(warning.text);
    return kept;
}

/// Stops, where that can be, and flattens; the program ends with the session.
void endFlat(WorkstationUi& ui)
{
    const SessionView* session = ui.workstation().session();
    if (!session->isActive()) {
        QCoreApplication::quit();
        return;
    }
    QObject::connect(session, &SessionView::changed, session, [session] {
        if (!session->isActive())
            QCoreApplication::quit();
    });
    CommandDeck* commands = ui.workstation().commands();
    if (commands->canStop())
        commands->stop();
    else
        commands->flatten();
}

} // namespace

int runWindow(int& argc, char** argv, const WindowOptions& options)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    if (hasNoDisplay()) {
        std::fputs(kNoDisplay, stderr);
        return kExitRuntime;
    }
    const QtMessageHandler before = qInstallMessageHandler(onMessageOfOpening);
    QApplication app(argc, argv);
    qInstallMessageHandler(before);
    WorkstationUi::prepareApplication();

    Settings settings;
    WorkstationOptions window;
    std::vector<std::string> messages;
    window.plans = knownPresets(messages);
    for (const Preset& preset : window.plans)
        window.presets.push_back({QString::fromStdString(preset.id), QString::fromStdString(preset.summary),
                                  preset.id == "breakout_v1_demo"});
    window.keepPlan = keepPlan;
    std::string presetId = options.session.simulation.preset;
    const auto isChosen = [&presetId](const PresetChoice& choice) {
        return choice.id.toStdString() == presetId;
    };
    if (std::ranges::none_of(window.presets, isChosen))
        // Of a file: a choice like the others, by its own id. What is wrong with it the session says.
        if (const auto preset = findPreset(presetId, messages)) {
            presetId = preset->id;
            // The session takes the file's under this id: shown is what is traded, also in
            // place of a known one.
            const PresetChoice choice {QString::fromStdString(preset->id),
                                       QString::fromStdString(preset->summary), false};
            if (const auto known = std::ranges::find_if(window.presets, isChosen);
                known != window.presets.end())
                *known = choice;
            else
                window.presets.push_back(choice);
            if (const auto plan = std::ranges::find(window.plans, presetId, &Preset::id);
                plan != window.plans.end())
                *plan = *preset;
            else
                window.plans.push_back(*preset);
        }
    for (const std::string& message : messages)
        fmt::print(stderr, "{}\n", message);
    window.presetId = QString::fromStdString(presetId);
    // The venue of another process has a speed of its own, which it does not tell.
    if (!options.session.remote)
        window.speed = QString::fromStdString(fmt::format("{}", options.speed));
    window.dark = settings.theme() != QLatin1String("light");
    window.language = settings.language();

    SessionOptions sessionOptions = options.session;
    sessionOptions.onStart = settings.startChoice().toStdString();
    window.symbol = QString::fromStdString(options.symbol);
    window.chartAt = options.chartAt;
    window.startChoice = settings.startChoice();
    StoredRecords records;
    window.records = &records;
    SessionDesk desk(sessionOptions, options.speed);
    QObject::connect(&desk, &SessionDesk::opened, &records, &StoredRecords::follow);
    int code = kExitOk;
    QObject::connect(&desk, &SessionDesk::failed, &app, [&code](const QString& message, int exitCode) {
        fmt::print(stderr, "breakline: {}\n", message.toStdString());
        code = exitCode;
        QCoreApplication::quit();
    });

    WorkstationUi ui(desk, window);
    QObject::connect(&ui, &WorkstationUi::darkChanged, &app, [&settings](bool dark) {
        settings.setTheme(dark ? QStringLiteral("dark") : QStringLiteral("light"));
    });
    QObject::connect(&ui, &WorkstationUi::languageChanged, &app,
                     [&settings](const QString& language) { settings.setLanguage(language); });
    QObject::connect(&ui, &WorkstationUi::presetChanged, &app,
                     [&settings](const QString& preset) { settings.setLastPreset(preset); });
    QObject::connect(&ui, &WorkstationUi::startChoiceChanged, &app,
                     [&settings](const QString& choice) { settings.setStartChoice(choice); });
    QObject::connect(&ui, &WorkstationUi::closed, &app, &QCoreApplication::quit);
    if (options.measureFirstFrame)
        QObject::connect(&ui, &WorkstationUi::firstFrame, &app, [&sinceStart] {
            fmt::print("{}\n", sinceStart.elapsed());
            std::fflush(stdout);
            QCoreApplication::quit();
        });
    QTimer everyMinute;
    everyMinute.setTimerType(Qt::PreciseTimer);
    everyMinute.setInterval(std::chrono::minutes(1));
    if (options.measureMemory) {
        QObject::connect(&everyMinute, &QTimer::timeout, &app, [&sinceStart, &options, &ui, &everyMinute] {
            const auto resident = residentMiB();
            fmt::print("{}\n", resident ? fmt::format("{:.1f}", *resident) : "unknown");
            std::fflush(stdout);
            if (sinceStart.elapsed() < options.measureMemory->ms)
                return;
            everyMinute.stop();
            endFlat(ui);
        });
        QObject::connect(&ui, &WorkstationUi::firstFrame, &app, [&ui, &everyMinute] {
            ui.workstation().commands()->start();
            everyMinute.start();
        });
    }
    if (!ui.load()) {
        fmt::print(stderr, "breakline: the window cannot be built; the messages above say why\n");
        return kExitRuntime;
    }
    // As without a window: the first ends flat, the second at once, the stops stay
    // at the venue and what is open is listed.
    countInterrupts();
    QTimer interrupted;
    QObject::connect(&interrupted, &QTimer::timeout, &app, [&ui, seen = 0]() mutable {
        const int came = interrupts();
        if (came == std::exchange(seen, came))
            return;
        if (came > 1)
            QCoreApplication::quit();
        else
            endFlat(ui);
    });
    interrupted.start(std::chrono::milliseconds(100));
    const int result = app.exec();
    settings.save();
    const int ended = desk.close();
    return ended != kExitOk ? ended : code != kExitOk ? code : result;
}

} // namespace breakline
