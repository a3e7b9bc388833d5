// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/FeedHealth.h"

#include "trading/ClockLimit.h"
#include "trading/DiskLimit.h"
#include "trading/Input.h"
#include "trading/LogComponent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace breakline {

namespace {

/// A stream that is silent while the price asked for has moved so far has missed trades.
constexpr double kMostBpsApart = 10.0;
/// The venue's windows are 1 s and 5 s.
constexpr Duration kRefusalsCount = Duration::seconds(10);

std::optional<GateReason> reasonOf(FeedInput input)
{
    switch (input) {
    case FeedInput::MarketData: return GateReason::MarketDataStale;
    case FeedInput::Books: return GateReason::BookGap;
    case FeedInput::StreamAgainstRest: return GateReason::StreamAgainstRest;
    case FeedInput::Clock: return GateReason::ClockOffset;
    case FeedInput::RequestBudget: return GateReason::RequestBudget;
    case FeedInput::AccountStream:
    case FeedInput::Disk:
    case FeedInput::Memory: break;
    }
    return std::nullopt; // others close the gate for it, or nobody
}

} // namespace

std::string_view toText(FeedInput input)
{
    switch (input) {
    case FeedInput::MarketData: return "market_data";
    case FeedInput::Books: return "books";
    case FeedInput::StreamAgainstRest: return "stream_against_rest";
    case FeedInput::Clock: return "clock";
    case FeedInput::RequestBudget: return "request_budget";
    case FeedInput::AccountStream: return "account_stream";
    case FeedInput::Disk: return "disk";
    case FeedInput::Memory: return "memory";
    }
    return {};
}

std::string_view toText(Health health)
{
    switch (health) {
    case Health::Unknown: return "unknown";
    case Health::Green: return "green";
    case Health::Red: return "red";
    }
    return {};
}

FeedHealth::FeedHealth(TradingServices& services)
    : m_services(services)
{
}

void FeedHealth::set(FeedInput input, Health health, std::string_view why)
{
    State& state = m_states[static_cast<std::size_t>(input)];
    const auto reason = reasonOf(input);
    if (reason) {
        if (health == Health::Red)
            m_services.gate.add(*reason, why, m_services.now());
        else
            m_services.gate.remove(*reason, GateOwner::Connection, m_services.now());
    }
    if (state.health == health)
        return;
    const bool wasRed = state.health == Health::Red;
    state = {health, m_services.now()};
    if (!reason || (health != Health::Red && !wasRed))
        return;
    m_services.decisions.decision("feed", {}, fmt::format("{} {}: {}", toText(input), toText(health), why));
    if (health == Health::Red)
        m_services.log.critical(component::kFeed, {}, {}, std::string(why) + ": no entries meanwhile");
    else
        m_services.log.info(component::kFeed, {}, {},
                            fmt::format("{} is good again: {}", toText(input), why));
}

void FeedHealth::start()
{
    m_isStarted = true;
    if (!m_isSilent)
        m_newest = m_services.now();
    watch();
}

void FeedHealth::watch()
{
    if (m_silenceTimer == 0 && m_isStarted && m_isMarketUp && !m_isSilent && m_newest)
        m_silenceTimer = m_services.timers.at(*m_newest + m_services.settings.mostSilence, "silence", [this] {
            m_silenceTimer = 0;
            look();
        });
}

void FeedHealth::look()
{
    // One firing a limit, not one an event: what came meanwhile moves the next.
    const Duration limit = m_services.settings.mostSilence;
    if (!m_gaps.empty())
        forgetEndedBooks(); // while no book is streamed, none tells
    m_isSilent = m_isMarketUp && m_services.now() - *m_newest >= limit;
    if (m_isSilent)
        set(FeedInput::MarketData, Health::Red, fmt::format("no market data for {} s", limit.ms / 1000));
    else if (m_isMarketUp)
        set(FeedInput::MarketData, Health::Green, "market data come");
    watch();
}

void FeedHealth::heardAgain()
{
    m_isSilent = false;
    set(FeedInput::MarketData, Health::Green, "market data come again");
    watch();
}

void FeedHealth::handle(const ConnectionChanged& changed)
{
    const bool wasUp = std::exchange(m_isMarketUp, changed.marketUp);
    if (!changed.marketUp) {
        // The connection's own reason stands for it; what is new begins anew.
        m_isSilent = false;
        m_gaps.clear();
        m_services.timers.cancel(m_silenceTimer);
        m_services.gate.remove(GateReason::MarketDataStale, GateOwner::Connection, m_services.now());
        State& state = m_states[static_cast<std::size_t>(FeedInput::MarketData)];
        if (state.health != Health::Red)
            state = {Health::Red, m_services.now()};
        set(FeedInput::Books, Health::Green, "the books begin anew");
    } else if (!wasUp) {
        m_newest = m_services.now();
        set(FeedInput::MarketData, Health::Green, "connected");
        set(FeedInput::Books, Health::Green, "connected");
        if (m_refusals == 0)
            set(FeedInput::RequestBudget, Health::Green, "connected");
        watch();
    }
    if (!m_services.settings.isMarketDataOnly)
        set(FeedInput::AccountStream, changed.privateUp ? Health::Green : Health::Red, {});
}

void FeedHealth::handle(const BookGap& gap)
{
    m_services.board.loseBook(gap.symbol);
    m_gaps.insert(gap.symbol);
    set(FeedInput::Books, Health::Red,
        "an update of the book is missing: " + m_services.symbolName(gap.symbol));
}

void FeedHealth::closeGap(SymbolId symbol)
{
    m_gaps.erase(symbol);
    forgetEndedBooks();
}

void FeedHealth::forgetEndedBooks()
{
    // One whose stream was ended meanwhile will bring no other.
    std::erase_if(m_gaps, [this](SymbolId other) { return !m_services.board.isBookWatched(other); });
    if (m_gaps.empty())
        set(FeedInput::Books, Health::Green, "every book is whole again");
}

void FeedHealth::handle(const TickersAnswer& answer)
{
    std::map<SymbolId, double> apart;
    m_disagreement.reset();
    for (const Ticker& ticker : answer.tickers) {
        if (ticker.symbol.index >= m_services.board.instruments().size() || !ticker.last)
            continue;
        const auto streamed = m_services.board.last(ticker.symbol);
        const auto time = m_services.board.lastTradeTime(ticker.symbol);
        // A trade of just now may be in one and not yet in the other.
        if (!streamed || !time || m_services.now() - *time < m_services.settings.mostSilence)
            continue;
        const double bps = std::abs(static_cast<double>(*ticker.last - *streamed))
            / static_cast<double>(streamed->ticks) * 1e4;
        if (bps <= kMostBpsApart)
            continue;
        apart.emplace(ticker.symbol, bps);
        // Two answers in a row: the stream had the time between them.
        if (m_apart.contains(ticker.symbol))
            m_disagreement = std::max(m_disagreement.value_or(0.0), bps);
    }
    m_apart = std::move(apart);
    if (m_disagreement)
        set(FeedInput::StreamAgainstRest, Health::Red,
            fmt::format("stream and REST differ by {:.1f} bps, limit {} bps", *m_disagreement,
                        kMostBpsApart));
    else
        set(FeedInput::StreamAgainstRest, Health::Green, "stream and REST agree");
}

void FeedHealth::handle(const ClockReading& reading)
{
    m_clockOffset = reading.offset;
    const bool isFar = std::abs(reading.offset.ms) > kMostClockOffset.ms;
    set(FeedInput::Clock, isFar ? Health::Red : Health::Green,
        fmt::format("the venue's clock is {} ms ahead of ours, limit {} ms", reading.offset.ms,
                    kMostClockOffset.ms));
}

void FeedHealth::handle(const DiskReading& disk)
{
    m_disk = disk.usedPercent;
    set(FeedInput::Disk, m_services.gate.has(GateReason::DiskFull) ? Health::Red : Health::Green, {});
}

void FeedHealth::rateLimited()
{
    ++m_refusals;
    m_services.timers.cancel(m_refusalTimer);
    m_refusalTimer = m_services.timers.after(kRefusalsCount, "rate_refusals", [this] {
        m_refusalTimer = 0;
        m_refusals = 0;
        set(FeedInput::RequestBudget, Health::Green, "no request is refused for its rate");
    });
    set(FeedInput::RequestBudget, Health::Red, "the venue refuses requests for their rate");
}

std::vector<HealthReading> FeedHealth::readings() const
{
    std::vector<HealthReading> all;
    for (std::size_t i = 0; i < kFeedInputCount; ++i)
        all.push_back(
            {static_cast<FeedInput>(i), m_states[i].health, std::nullopt, std::nullopt, m_states[i].since});
    const auto at = [&all](FeedInput input) -> HealthReading& {
        return all[static_cast<std::size_t>(input)];
    };
    at(FeedInput::MarketData).threshold = static_cast<double>(m_services.settings.mostSilence.ms) / 1000.0;
    if (m_newest)
        at(FeedInput::MarketData).value = static_cast<double>((m_services.now() - *m_newest).ms) / 1000.0;
    at(FeedInput::Books).threshold = 0.0;
    if (at(FeedInput::Books).health != Health::Unknown)
        at(FeedInput::Books).value = static_cast<double>(m_gaps.size());
    at(FeedInput::StreamAgainstRest).threshold = kMostBpsApart;
    if (at(FeedInput::StreamAgainstRest).health != Health::Unknown)
        at(FeedInput::StreamAgainstRest).value = m_disagreement.value_or(0.0);
    at(FeedInput::Clock).threshold = static_cast<double>(kMostClockOffset.ms);
    if (m_clockOffset)
        at(FeedInput::Clock).value = static_cast<double>(m_clockOffset->ms);
    at(FeedInput::RequestBudget).threshold = 0.0;
    if (at(FeedInput::RequestBudget).health != Health::Unknown)
        at(FeedInput::RequestBudget).value = m_refusals;
    at(FeedInput::Disk).threshold = DiskLimit::kClosesAbovePercent;
    at(FeedInput::Disk).value = m_disk;
    return all;
}

} // namespace breakline
