// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionSetup.h"

#include "app/Presets.h"
#include "app/VenueProbe.h"
#include "app/Version.h"
#include "exchange/bybit/BybitLink.h"
#include "matching/GeneratedMarket.h"
#include "matching/RecordedMarket.h"
#include "storage/CandleFiles.h"

#include "storage/SessionFolder.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <fmt/format.h>

namespace breakline {

namespace {

Expected<std::unique_ptr<MarketSource>> recordedSource(const SimulationOptions& options,
                                                       SessionSetup& setup)
{
    auto folder = readCandles(QString::fromStdString(options.data));
    if (!folder)
        return std::unexpected(folder.error());
    for (const DataReport& report : folder->reports)
        setup.messages.push_back(report.toText());
    setup.meta.dataHash = folder->contentHash;
    std::vector<RecordedSymbol> symbols;
    for (const CandleFile& file : folder->symbols) {
        const auto instrument = makeInstrument(file);
        if (!instrument)
            return std::unexpected(instrument.error());
        RecordedSymbol symbol;
        symbol.instrument = *instrument;
        symbol.interval = file.interval;
        for (const CandleFileRow& row : file.closedRows())
            symbol.candles.push_back({row.openTime, row.open, row.high, row.low, row.close, row.volume});
        for (const FundingFileRow& row : file.funding)
            symbol.funding.push_back({row.time, row.rate});
        symbols.push_back(std::move(symbol));
    }
    auto market = RecordedMarket::make(std::move(symbols), options.from);
    if (!market)
        return std::unexpected(market.error());
    return std::unique_ptr<MarketSource>(std::move(*market));
}

Expected<std::unique_ptr<MarketSource>> generatedSource(const SimulationOptions& options,
                                                        SessionSetup& setup)
{
    GeneratorSettings settings;
    settings.seed = options.seed;
    settings.symbolCount = options.symbolCount;
    settings.symbols = options.symbols;
    if (options.from)
        settings.from = *options.from;
    setup.meta.dataHash = settings.symbols.empty()
        ? fmt::format("generated-{}", settings.symbolCount)
        : fmt::format("generated-{}", fmt::join(settings.symbols, "-"));
    auto market = GeneratedMarket::make(settings);
    if (!market)
        return std::unexpected(market.error());
    return std::unique_ptr<MarketSource>(std::move(*market));
}

} // namespace

std::map<std::string, std::string> valuesOf(const BookModel& model)
{
    const auto text = [](double value) { return fmt::format("{}", value); };
    return {{"levels_per_side", std::to_string(model.levelsPerSide)},
            {"band_pct", text(model.bandPct)},
            {"depth_minutes", text(model.depthMinutes)},
            {"depth_window_minutes", text(model.depthWindowMinutes)},
            {"depth_touch_share", text(model.depthTouchShare)},
            {"depth_growth", text(model.depthGrowth)},
            {"spread_ticks_min", text(model.spreadTicksMin)},
            {"spread_bps", text(model.spreadBps)},
            {"spread_noise", text(model.spreadNoise)},
            {"depth_noise", text(model.depthNoise)},
            {"refill_seconds", text(model.refillSeconds)},
            {"lean_weight", text(model.leanWeight)},
            {"lean_noise", text(model.leanNoise)},
            {"prints_per_minute_min", text(model.printsPerMinuteMin)},
            {"prints_per_minute_mean", text(model.printsPerMinuteMean)},
            {"prints_per_minute_max", text(model.printsPerMinuteMax)}};
}

Expected<SessionSetup> prepareMarket(const SimulationOptions& options)
{
    SessionSetup setup;
    auto market = options.data.empty() ? generatedSource(options, setup) : recordedSource(options, setup);
    if (!market)
        return std::unexpected(market.error());
    setup.source = std::move(*market);
    setup.venue.seed = options.seed;
    setup.isInProcess = options.isInProcess;
    return setup;
}

namespace {

/// Names the session of `setup`, whose data hash stands.
Expected<void> nameSession(SessionSetup& setup, const SimulationOptions& options, Timestamp start)
{
    std::vector<std::string> messages;
    auto preset = findPreset(options.preset, messages);
    if (!preset)
        return std::unexpected(preset.error());
    const auto source = presetSource(options.preset);
    if (!source)
        return std::unexpected(source.error());
    setup.messages.insert(setup.messages.begin(), messages.begin(), messages.end());

    const std::string identity =
        fmt::format("{}\n{}\n{}\n{}\n", setup.meta.dataHash, preset->hash, options.seed, start.ms);
    const QByteArray hash = QCryptographicHash::hash(
        QByteArrayView(identity.data(), static_cast<qsizetype>(identity.size())), QCryptographicHash::Sha256);
    setup.meta.id = hash.toHex().left(16).toStdString();
    setup.meta.presetId = preset->id;
    setup.meta.presetHash = preset->hash;
    setup.meta.presetJson = *source;
    setup.meta.seed = options.seed;
    setup.meta.start = start;
    setup.meta.venue = setup.remote ? setup.remote->name : "sim";
    setup.meta.data = options.data;
    setup.meta.appVersion = kVersion;
    setup.settings.sessionId = setup.meta.id;
    setup.settings.preset = std::move(*preset);
    return {};
}

constexpr const char* kClock = "clock";
constexpr const char* kRealClock = "real";

/// What a session's settings take from where it trades.
void setVenue(SessionSettings& settings, const SessionMeta& meta)
{
    const auto clock = meta.settings.find(kClock);
    settings.venue = meta.venue;
    settings.isSimulated = meta.venue == "sim";
    settings.isMarketDataOnly = !settings.isSimulated;
    settings.isRealTime = clock != meta.settings.end() && clock->second == kRealClock;
}

} // namespace

RemoteVenue bybitVenue()
{
    const bybit::BybitNetworkSettings network = bybitMarketData();
    RemoteVenue venue;
    venue.name = "bybit";
    venue.rest = network.rest.toString().toStdString();
    venue.ws = network.ws.toString().toStdString();
    return venue;
}

Expected<SessionSetup> prepareSimulation(const SimulationOptions& options)
{
    auto setup = prepareMarket(options);
    if (!setup)
        return setup;
    if (const auto named = nameSession(*setup, options, setup->source->start()); !named)
        return std::unexpected(named.error());
    setVenue(setup->settings, setup->meta);
    setup->meta.bookModel = valuesOf(setup->model);
    return setup;
}

Expected<SessionSetup> prepareRemote(const SimulationOptions& options, const RemoteVenue& venue,
                                        const std::string& sessionDir)
{
    SessionSetup setup;
    setup.remote = venue;
    setup.meta.dataHash = "remote";
    // Also of a session that goes on: an absent venue is told before its files are touched.
    auto start = timeOfVenue(venue.rest);
    if (!start)
        return std::unexpected(start.error());
    std::optional<SessionMeta> earlier;
    const QString folder = QString::fromStdString(sessionDir);
    if (!folder.isEmpty() && QFileInfo::exists(SessionFolder::metaFileOf(folder)))
        if (const auto found = SessionFolder::readMeta(folder); found && found->start)
            earlier = *found;
    if (earlier)
        start = *earlier->start;
    if (const auto named = nameSession(setup, options, *start); !named)
        return std::unexpected(named.error());
    setup.meta.settings = {{"rest", venue.rest}, {"ws", venue.ws}};
    if (venue.isMarketDataOnly()) {
        setup.meta.settings[kClock] = kRealClock; // whatever the folder says
    } else if (earlier) {
        // It goes on by the clock by which it began.
        if (const auto clock = earlier->settings.find(kClock); clock != earlier->settings.end())
            setup.meta.settings.insert(*clock);
    } else if (!hasControlSocket(venue.ws)) {
        if (const auto checked = checkRunsInRealTime(venue.rest); !checked)
            return std::unexpected(checked.error());
        setup.meta.settings[kClock] = kRealClock;
    }
    setVenue(setup.settings, setup.meta);
    return setup;
}

Expected<SessionSetup> prepareSession(const SessionOptions& options)
{
    return options.remote ? prepareRemote(options.simulation, *options.remote, options.sessionDir)
                          : prepareSimulation(options.simulation);
}

Expected<SessionSettings> settingsOf(const SessionMeta& meta)
{
    auto preset = presetFromSession(meta.presetJson, meta.presetId);
    if (!preset)
        return std::unexpected(preset.error());
    if (preset->hash != meta.presetHash)
        return fail(ErrorCode::Corrupt,
                    "the preset " + meta.presetId + " of the session reads otherwise in this version (hash "
                        + preset->hash + ", recorded " + meta.presetHash + ")");
    SessionSettings settings;
    settings.sessionId = meta.id;
    settings.preset = std::move(*preset);
    setVenue(settings, meta);
    return settings;
}

} // namespace breakline
