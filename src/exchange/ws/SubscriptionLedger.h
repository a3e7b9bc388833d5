// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// Which topics are wanted on a connection, and what has to be said for the
/// venue to know. After a reconnect everything wanted is said again, in the
/// order in which it was first wanted. Pure.
class SubscriptionLedger {
public:
    struct Frame {
        std::uint64_t id = 0; ///< counts up from 1; the venue's answer names it
        bool subscribes = true;
        std::vector<std::string> topics;
    };

    /// `mostCharacters` of topics and the commas and quotes between them a frame.
    explicit SubscriptionLedger(std::size_t mostCharacters = 21'000);

    /// Wanting twice is wanting once.
    void want(const std::string& topic);
    void drop(const std::string& topic);
    bool isWanted(const std::string& topic) const { return m_order.contains(topic); }
    std::size_t wanted() const { return m_order.size(); }

    /// A new connection: nothing is known to the venue.
    void restart();
    /// The connection is gone: what is asked from now on waits for the next.
    void disconnected();
    /// Says a topic again from the beginning: its data were lost.
    void renew(const std::string& topic);

    /// The next frame to send, if there is one; it waits for its answer then.
    std::optional<Frame> next();
    /// The venue's answer; gives the frame back, empty if it is none of ours.
    std::optional<Frame> answered(std::uint64_t id);

    bool hasMore() const { return m_isConnected && !m_steps.empty(); }
    bool isSettled() const { return m_steps.empty() && m_sent.empty(); }

private:
    struct Step {
        bool subscribes = true;
        std::string topic;
    };

    std::size_t m_most;
    bool m_isConnected = false;
    std::uint64_t m_lastId = 0;
    std::uint64_t m_lastOrder = 0;
    std::map<std::string, std::uint64_t> m_order; ///< wanted topics, by when
    std::deque<Step> m_steps;
    std::map<std::uint64_t, Frame> m_sent;
};

} // namespace breakline
