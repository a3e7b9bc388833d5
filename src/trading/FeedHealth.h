// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeEvents.h"
#include "trading/HealthReading.h"
#include "trading/TradingServices.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace breakline {

struct DiskReading;

/// How well the session hears its venue, one reading an input. A red one closes
/// the gate for entries and for nothing else. Owns the reasons MarketDataStale,
/// BookGap, StreamAgainstRest, ClockOffset and RequestBudget; those of the
/// connection and the disk belong to others and are only read here.
///
/// A connection that says it is up says nothing of the data: the newest of all
/// public streams must not be older than a limit, whatever the sockets answer.
/// Trading thread.
class FeedHealth {
public:
    explicit FeedHealth(TradingServices& services);

    /// Public streams are subscribed to: they are expected from here on.
    void start();
    /// Anything of a public stream.
    void onMarketData()
    {
        m_newest = m_services.now();
        if (m_isSilent)
            heardAgain();
    }
    void onBook(SymbolId symbol)
    {
        if (!m_gaps.empty())
            closeGap(symbol);
    }
    void handle(const BookGap& gap);
    void handle(const TickersAnswer& answer);
    void handle(const ClockReading& reading);
    void handle(const ConnectionChanged& changed);
    void handle(const DiskReading& disk);
    /// The venue has refused a request for its rate.
    void rateLimited();

    /// In the order of the enum.
    std::vector<HealthReading> readings() const;

private:
    struct State {
        Health health = Health::Unknown;
        std::optional<Timestamp> since;
    };

    void set(FeedInput input, Health health, std::string_view why);
    void watch();
    void look();
    void heardAgain();
    void closeGap(SymbolId symbol);
    void forgetEndedBooks();

    TradingServices& m_services;
    std::array<State, kFeedInputCount> m_states;
    bool m_isStarted = false;
    bool m_isMarketUp = false;
    bool m_isSilent = false;
    std::optional<Timestamp> m_newest;
    std::set<SymbolId> m_gaps;
    std::map<SymbolId, double> m_apart; ///< bps, in the last answer
    std::optional<double> m_disagreement; ///< bps, the largest that two answers in a row showed
    std::optional<Duration> m_clockOffset;
    std::optional<double> m_disk;
    int m_refusals = 0;
    TimerId m_silenceTimer = 0;
    TimerId m_refusalTimer = 0;
};

} // namespace breakline
