// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/BenchWirePeer.h"
#include "core/Clock.h"
#include "exchange/bybit/BybitLink.h"
#include "venue/VenueThread.h"

#include <QEventLoop>
#include <QTimer>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace breakline {

/// Real time, which also learns what processor time the network thread takes,
/// and when it looks here, which it does for each frame that it has received.
class BenchClock final : public Clock {
public:
    Timestamp now() const override;
    /// Of the network thread so far; empty before its first look at the clock,
    /// or where the system does not tell.
    std::optional<double> networkCpuSeconds() const;
    /// The network thread's first look at or after that time, both in
    /// nanoseconds of the steady clock; empty where it is forgotten or to come.
    std::optional<std::int64_t> firstLookFrom(std::int64_t ns) const;

private:
    static constexpr std::size_t kLooks = 4096;

    const std::thread::id m_owner = std::this_thread::get_id();
    mutable std::atomic<int> m_clock = 0;
    mutable std::atomic<bool> m_isKnown = false;
    mutable std::array<std::atomic<std::int64_t>, kLooks> m_looks {};
    mutable std::atomic<std::size_t> m_looked = 0;
};

/// The gateway on its network thread, connected to a peer on bare sockets; what
/// is asked over HTTP goes to a venue that stands still.
class BenchLink {
public:
    static Expected<std::unique_ptr<BenchLink>> open(int symbols, int peerCore);

    BybitGateway& gateway() { return m_link->gateway(); }
    BenchWirePeer& peer() { return *m_peer; }
    BenchClock& clock() { return m_clock; }
    const InstrumentTable& instruments() const { return m_instruments; }

    /// Told each event from now on; empty: nobody is.
    void setListener(std::function<void(const ExchangeEvent&)> listener) { m_listener = std::move(listener); }
    /// Lets events happen until that holds, asked after each event; false where
    /// it does not within the time.
    bool waitUntil(const std::function<bool()>& holds, int mostMs = 20'000);
    /// What the gateway complained of.
    const std::string& problem() const { return m_problem; }

private:
    BenchLink() = default;

    BenchClock m_clock;
    std::unique_ptr<VenueThread> m_venue;
    std::unique_ptr<BenchWirePeer> m_peer;
    std::unique_ptr<BybitLink> m_link;
    InstrumentTable m_instruments;
    std::function<void(const ExchangeEvent&)> m_listener;
    std::function<bool()> m_holds;
    QEventLoop m_loop;
    std::string m_problem;
};

} // namespace breakline
