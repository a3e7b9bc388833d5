// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "matching/BookModel.h"
#include "matching/MarketSource.h"
#include "matching/VenueSettings.h"
#include "storage/SessionMeta.h"
#include "trading/TradingServices.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// What a simulated session is asked to be.
struct SimulationOptions {
    std::string preset = "breakout_v1_demo";
    std::string data {}; ///< folder of candle files; empty: the seeded market
    std::uint64_t seed = 1;
    std::optional<Timestamp> from {};
    int symbolCount = 40; ///< of the seeded market
    std::vector<std::string> symbols {}; ///< of the seeded market; not empty: these and its leader instead
    bool isInProcess = false; ///< without a wire
};

/// A venue behind a wire that is not of this process.
struct RemoteVenue {
    std::string name = "sim"; ///< or "bybit": its market is looked at, orders are closed
    std::string rest;
    std::string ws;
    std::string key {}; ///< of a simulated exchange; bybit is given none
    std::string secret {};

    bool isMarketDataOnly() const { return name != "sim"; }
};

/// Bybit's own addresses.
RemoteVenue bybitVenue();

/// Where a session trades and by which plan: the embedded exchange, or another venue.
struct SessionOptions {
    SimulationOptions simulation; ///< of another venue only the preset counts
    std::optional<RemoteVenue> remote;
    std::string sessionDir {}; ///< empty: a new one in the data folder
    std::string onStart = "adopt"; ///< what is done with positions that are found (StartChoice)
};

/// Everything a session is made of, and what is kept of it.
struct SessionSetup {
    SessionSettings settings;
    VenueSettings venue;
    BookModel model;
    std::unique_ptr<MarketSource> source;
    SessionMeta meta;
    bool isInProcess = false;
    std::optional<RemoteVenue> remote; ///< then there is no source
    std::vector<std::string> messages; ///< of the preset and of the data, a line each
    /// How full the disk is, in percent; empty: the volume of the session's folder.
    std::function<std::optional<double>()> readDisk {};
};

/// The exchange's half of it: source, venue, model and what the data has to say.
/// The preset is not looked at.
Expected<SessionSetup> prepareMarket(const SimulationOptions& options);

/// Reads preset and data and names the session: its id is a hash of the data's
/// content, the preset's hash, the seed and the start. Errors are the user's.
Expected<SessionSetup> prepareSimulation(const SimulationOptions& options);

/// A session on the venue of another process: its market and seed are not known
/// here. It begins at that venue's time, or goes on as the unfinished session of
/// `sessionDir`. In lock step where the venue has a control socket, else in real
/// time. Unavailable where the venue does not tell its time, or has none of both.
Expected<SessionSetup> prepareRemote(const SimulationOptions& options, const RemoteVenue& venue,
                                        const std::string& sessionDir);

/// One of the two, as the options say.
Expected<SessionSetup> prepareSession(const SessionOptions& options);

/// The settings of a recorded session, for a replay.
Expected<SessionSettings> settingsOf(const SessionMeta& meta);

/// The named values of the model, shortest round trip.
std::map<std::string, std::string> valuesOf(const BookModel& model);

} // namespace breakline
