// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root.
#include "app/AuditCommand.h"
#include "app/BenchCommand.h"
#include "app/CommandLine.h"
#include "app/DecodeCommand.h"
#include "app/DrillCommand.h"
#include "app/DrillSession.h"
#include "app/ExitCode.h"
#include "app/ExplainCommand.h"
#include "app/IndicatorsCommand.h"
#include "app/Interrupts.h"
#include "app/LevelsCommand.h"
#include "app/NearMissCommand.h"
#include "app/PresetsCommand.h"
#include "app/ScanCommand.h"
#include "app/SessionCommands.h"
#include "app/StoryCommand.h"
#include "app/TraceCommand.h"
#include "app/TradeCommand.h"
#include "app/VenueCommand.h"
#include "app/WindowCommand.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char** argv)
{
    using namespace breakline;
    const ParsedCommand command = parseCommandLine(argc, argv);
    if (const auto* exit = std::get_if<ParsedExit>(&command)) {
        std::fputs(exit->output.c_str(), stdout);
        std::fputs(exit->error.c_str(), stderr);
        return exit->code;
    }
    surviveFileSizeLimit();
    QCoreApplication::setApplicationName(QStringLiteral("Breakline"));
    if (const auto* window = std::get_if<WindowOptions>(&command))
        return runWindow(argc, argv, *window);
    QCoreApplication app(argc, argv);
    if (const auto* trade = std::get_if<TradeOptions>(&command))
        return runTrade(*trade);
    if (const auto* replay = std::get_if<ReplayOptions>(&command))
        return runReplay(*replay);
    if (const auto* exporting = std::get_if<ExportOptions>(&command))
        return runExport(*exporting);
    if (const auto* explaining = std::get_if<ExplainOptions>(&command))
        return runExplain(*explaining);
    if (const auto* nearMiss = std::get_if<NearMissOptions>(&command))
        return runNearMiss(*nearMiss);
    if (const auto* story = std::get_if<StoryOptions>(&command))
        return runStory(*story);
    if (const auto* sessions = std::get_if<SessionsOptions>(&command))
        return runSessions(*sessions);
    if (const auto* presets = std::get_if<PresetsOptions>(&command))
        return runPresets(*presets);
    if (const auto* decode = std::get_if<DecodeOptions>(&command))
        return runDecode(*decode);
    if (const auto* trace = std::get_if<TraceOptions>(&command))
        return runTrace(*trace);
    if (const auto* audit = std::get_if<AuditOptions>(&command))
        return runAudit(*audit);
    if (const auto* levels = std::get_if<LevelsOptions>(&command))
        return runLevels(*levels);
    if (const auto* scan = std::get_if<ScanOptions>(&command))
        return runScan(*scan);
    if (const auto* signalsAsked = std::get_if<SignalsOptions>(&command))
        return runSignals(*signalsAsked);
    if (const auto* indicators = std::get_if<IndicatorsOptions>(&command))
        return runIndicators(*indicators);
    if (const auto* venue = std::get_if<VenueOptions>(&command))
        return runVenue(*venue);
    if (const auto* drill = std::get_if<DrillOptions>(&command))
        return runDrills(*drill);
    if (const auto* drillSession = std::get_if<DrillSessionOptions>(&command))
        return runDrillSession(*drillSession);
    if (const auto* bench = std::get_if<BenchOptions>(&command))
        return runBench(*bench);
    return kExitUsage;
}
