// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/VenueCommand.h"

#include "app/ExitCode.h"
#include "app/FaultFile.h"
#include "app/Interrupts.h"
#include "app/SessionReport.h"
#include "venue/VenueServer.h"

#include <QCoreApplication>
#include <QTimer>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <ranges>
#include <string_view>

namespace breakline {

namespace {

constexpr int kLookForInterruptMs = 50;

std::string listeningLine(const VenueEndpoint& endpoint, const VenueOptions& options, const BookModel& model)
{
    nlohmann::ordered_json line;
    line["event"] = "listening";
    line["rest"] = endpoint.rest;
    line["ws"] = endpoint.ws;
    line["control"] =
        options.hasControl ? nlohmann::ordered_json(endpoint.control) : nlohmann::ordered_json();
    line["key"] = endpoint.key.key;
    line["secret"] = endpoint.key.secret;
    line["pid"] = QCoreApplication::applicationPid();
    line["seed"] = options.simulation.seed;
    line["speed"] = options.speed ? fmt::format("{}", *options.speed) : std::string("max");
    line["time_ms"] = endpoint.start.ms;
    line["symbols"] = endpoint.symbols;
    nlohmann::ordered_json values = nlohmann::ordered_json::object();
    for (const auto& [name, value] : valuesOf(model))
        values[name] = nlohmann::ordered_json::parse(value);
    line["book_model"] = values;
    return line.dump();
}

Expected<FaultScript> readScript(const std::string& fileOrSeed, const InstrumentTable& instruments)
{
    std::vector<std::string> symbols;
    for (const Instrument& instrument : instruments.all())
        symbols.push_back(instrument.symbol);
    auto script = faultsOf(fileOrSeed, symbols);
    if (!script)
        return script;
    std::string unknown;
    for (const Fault& fault : script->faults)
        if (!fault.symbol.empty() && !instruments.find(fault.symbol))
            unknown += fmt::format("{}{}: {} at {} ms: symbol \"{}\" is not one of this venue's; expected "
                                   "one of those, or an empty text for any",
                                   unknown.empty() ? "" : "\n", fileOrSeed, toText(fault.kind), fault.at.ms,
                                   fault.symbol);
    if (!unknown.empty())
        return fail(ErrorCode::InvalidArgument, unknown);
    return script;
}

} // namespace

int runVenue(const VenueOptions& options)
{
    auto setup = prepareMarket(options.simulation);
    if (!setup) {
        fmt::print(stderr, "breakline: {}\n", setup.error().message);
        return kExitUsage;
    }
    printMessages(setup->messages);

    setup->venue.account = options.account;
    if (!options.faults.empty()) {
        auto faults = readScript(options.faults, setup->source->instruments());
        if (!faults) {
            for (const auto line : std::views::split(faults.error().message, '\n'))
                fmt::print(stderr, "breakline: {}\n", std::string_view(line));
            return kExitUsage;
        }
        setup->venue.faults = std::move(*faults);
    }

    if (options.roundTripMs) {
        setup->venue.latencyMin = Duration {*options.roundTripMs};
        setup->venue.latencyMax = Duration {*options.roundTripMs};
    }
    const BookModel model = setup->model;
    VenueServerOptions server;
    server.settings = setup->venue;
    server.model = model;
    server.source = std::move(setup->source);
    server.key = ApiKey::random();
    server.speed = options.speed;
    server.alone = options.freezeAlone ? WhenAlone::Freeze : WhenAlone::Run;
    server.hasControl = options.hasControl;
    server.port = options.port;
    VenueServer venue(std::move(server));

    countInterrupts();
    const auto endpoint = venue.listen();
    if (!endpoint) {
        fmt::print(stderr, "breakline: {}\n", endpoint.error().message);
        return kExitRuntime;
    }
    fmt::print("{}\n", listeningLine(*endpoint, options, model));
    std::fflush(stdout);

    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &watch, [] {
        if (interrupts() > 0)
            QCoreApplication::quit();
    });
    watch.start(kLookForInterruptMs);
    QCoreApplication::exec();
    return kExitOk;
}

} // namespace breakline
