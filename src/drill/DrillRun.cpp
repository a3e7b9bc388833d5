// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillRun.h"

#include "core/Invariant.h"
#include "core/Rng.h"
#include "drill/DrillJudge.h"
#include "drill/DrillPreset.h"
#include "drill/DrillWatch.h"
#include "drill/WatchedGateway.h"
#include "matching/GeneratedMarket.h"
#include "storage/MemoryJournal.h"

#include <memory>
#include <optional>

namespace breakline {

namespace {

constexpr int kSymbols = 5;
/// Longer than any outage of a random script, and the time-outs that follow one.
constexpr Duration kToEnd = Duration::minutes(15);
constexpr Duration kForbiddenWait = Duration::minutes(10); ///< after each HTTP 403, before the next request

std::unique_ptr<GeneratedMarket> marketOf(std::uint64_t seed)
{
    GeneratorSettings market;
    market.seed = seed;
    market.symbols = drillSymbols(seed);
    auto source = GeneratedMarket::make(market);
    if (!source)
        failInvariant("the symbols of a drill are no market");
    return std::move(*source);
}

/// Lets somebody look at each call that changes an order or a stop before it leaves.
class CallWatch final : public PortDecorator {
public:
    explicit CallWatch(WatchedGateway::Looks before)
        : m_before(std::move(before))
    {
    }

    SessionPorts decorate(const SessionPorts& ports) override
    {
        m_gateway.emplace(ports.gateway, m_before);
        return {*m_gateway, ports.scheduler, ports.journal, ports.recorder};
    }

private:
    WatchedGateway::Looks m_before;
    std::optional<WatchedGateway> m_gateway;
};

} // namespace

std::vector<std::string> drillSymbols(std::uint64_t seed)
{
    const auto known = generatedSymbols();
    std::vector<std::string> chosen {std::string(known.front().symbol)};
    std::vector<std::size_t> others;
    for (std::size_t i = 1; i < known.size(); ++i)
        others.push_back(i);
    Rng rng(seed, "drill symbols");
    while (chosen.size() < kSymbols) {
        const auto at =
            static_cast<std::size_t>(rng.integer(0, static_cast<std::int64_t>(others.size()) - 1));
        chosen.emplace_back(known[others[at]].symbol);
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return chosen;
}

DrillOutcome runDrill(const DrillSettings& settings)
{
    SessionSettings session;
    session.sessionId = "drill-" + std::to_string(settings.seed);
    session.venue = "sim";
    session.preset = eager(settings.preset);
    session.analysis = eagerAnalysis();
    session.protections = settings.protections;
    // The self-test would not let a session trade whose orders carry no stop.
    session.isSelfTested = settings.protections.stop;
    VenueSettings venueSettings;
    venueSettings.seed = settings.seed;
    venueSettings.faults = settings.faults;

    DrillOutcome outcome;
    MemoryJournal journal;
    std::optional<DrillWatch> watch;
    SessionRunner* running = nullptr;
    WatchedGateway::Looks looks;
    looks.order = [&](const OrderRequest& order) {
        watch->beforeOrder(order, running->session().machine().gate());
    };
    looks.cancel = [&](const std::string& id) { watch->beforeCancel(id); };
    looks.stop = [&](SymbolId symbol, Price trigger) { watch->beforeStop(symbol, trigger); };
    CallWatch decorator(std::move(looks));
    auto opened =
        openDrillVenue(settings.way, session, venueSettings, marketOf(settings.seed), journal, decorator);
    if (!opened) {
        outcome.findings.check(DrillInvariant::FlatAfterFlatten, false,
                               [&] { return "the drill has no venue: " + opened.error().message; });
        return outcome;
    }
    DrillVenue& venue = **opened;
    SessionRunner& runner = venue.runner();
    running = &runner;
    venue.look(
        [&](const SimulatedExchange& exchange) { watch.emplace(outcome.findings, exchange, journal); });

    const Timestamp start = runner.now();
    const auto runUntil = [&](Timestamp limit) {
        while (!runner.session().isFinished() && runner.now() < limit && !runner.failure()) {
            runner.step(limit);
            venue.look(
                [&](const SimulatedExchange&) { watch->afterStep(runner.session().flattener().receipt()); });
        }
    };
    runner.submit(UserCommand {1, CommandKind::Start, settings.preset.id});
    runUntil(start + settings.length);
    if (!runner.session().isFinished()) {
        runner.submit(UserCommand {2, CommandKind::Stop, "duration"});
        watch->forbidEntries();
    }
    const Timestamp stopped = runner.now();
    Duration toEnd = kToEnd;
    for (Duration waited; waited < toEnd && !runner.session().isFinished() && !runner.failure();) {
        waited = toEnd;
        runUntil(stopped + waited);
        // Nobody may ask again before the venue's wait is over.
        venue.look([&](const SimulatedExchange& exchange) {
            const auto refused = exchange.faults().injected()[static_cast<std::size_t>(FaultKind::Forbidden)];
            if (settings.way == DrillWay::OverWire)
                toEnd = kToEnd + Duration {kForbiddenWait.ms * static_cast<std::int64_t>(refused)};
        });
    }

    const bool isFinished = runner.session().isFinished();
    const auto& wallet = runner.session().risk().wallet();
    venue.look([&](const SimulatedExchange& exchange) {
        watch->end();
        const DrillVerdict verdict =
            judge(outcome.findings, exchange,
                  {journal, watch->books(), wallet ? std::optional(wallet->walletBalance) : std::nullopt});
        outcome.ordersLost = verdict.ordersLost;
        outcome.ordersDoubled = verdict.ordersDoubled;
        outcome.ledgerDifference = verdict.ledgerDifference;
        outcome.injected = exchange.faults().injected();
        outcome.orders = exchange.orders().size();
        for (const Execution& execution : exchange.executions())
            outcome.fills += execution.kind != ExecutionKind::Funding ? 1 : 0;
        outcome.positions = exchange.positionRecords().size();
    });
    outcome.findings.check(DrillInvariant::FlatAfterFlatten, isFinished, [&] {
        return runner.failure().value_or("the session has not ended " + std::to_string(toEnd.ms / 60'000)
                                         + " min after it was stopped");
    });
    outcome.longestUnprotected = watch->longestUnprotected();
    outcome.length = runner.now() - start;
    outcome.logRows = journal.all<LogRow>().size();
    outcome.digest = runner.session().decisions().digest();
    outcome.finalState = std::string(toText(runner.session().machine().state()));
    return outcome;
}

} // namespace breakline
