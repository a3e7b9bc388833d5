// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/shared/NetworkCommand.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace breakline {

/// The venue holds still, at this time, until the first step is asked for.
struct LockStepReady {
    Timestamp time;
};

/// A step of the venue with all that came with it.
struct LockStepBegun {
    std::uint64_t number = 0;
    Timestamp time;
    std::vector<Delivery> deliveries;
};

/// All that was sent up to this round is answered or kept by the venue.
struct LockStepSettled {
    std::uint64_t round = 0;
    std::vector<Delivery> deliveries;
};

/// It cannot go on.
struct LockStepFailed {
    std::string what;
};

using LockStepMessage = std::variant<LockStepReady, LockStepBegun, LockStepSettled, LockStepFailed>;

/// From the network thread to the trading thread, which waits for it without an
/// event loop: nothing may enter a session in the middle of a step.
class LockStepMailbox {
public:
    void put(LockStepMessage message)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_messages.push_back(std::move(message));
        }
        m_filled.notify_one();
    }

    /// Empty where nothing came in that time.
    std::optional<LockStepMessage> take(std::chrono::milliseconds atMost)
    {
        std::unique_lock lock(m_mutex);
        if (!m_filled.wait_for(lock, atMost, [this] { return !m_messages.empty(); }))
            return std::nullopt;
        LockStepMessage message = std::move(m_messages.front());
        m_messages.pop_front();
        return message;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<LockStepMessage> m_messages;
};

} // namespace breakline
