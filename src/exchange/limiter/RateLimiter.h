// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// What a request is for; the first goes first where a budget is short.
enum class RequestPriority : std::uint8_t { Exit, Stop, Cancel, OrderQuery, RestingExit, Entry, Account, MarketData };
inline constexpr std::size_t kRequestPriorities = 8;

/// Whether a request may use what a budget keeps back: stops, cancels, flatten
/// and order queries. An exit that rests in the book, a target for one, may wait.
constexpr bool isReserved(RequestPriority priority)
{
    return priority <= RequestPriority::OrderQuery;
}

/// What a venue allows on one endpoint. `limit` requests in any `window`;
/// those that are not reserved use at most `openShare` of them. A limit of 0:
/// the endpoint has none of its own.
struct EndpointBudget {
    std::string name;
    int limit = 0;
    int openShare = 0;
    Duration window = Duration::seconds(1);
};

struct LimiterSettings {
    std::vector<EndpointBudget> endpoints;
    /// Of everything that one IP address sends. It has no window of the venue's to learn.
    EndpointBudget address;
    /// A request that leaves at t may arrive later than one of t + window - this.
    Duration margin;
};

/// The venue's own count, from an answer's headers; absent: not said.
struct BudgetReport {
    std::optional<int> limit;
    std::optional<int> remaining;
    std::optional<Timestamp> reset;
};

struct EndpointStatus {
    std::string name;
    int current = 0; ///< used in the window that ends now
    int limit = 0;
    int remaining = 0; ///< what a reserved request may still use
    std::optional<Timestamp> reset; ///< nothing leaves before, or the next token comes back
    std::size_t waiting = 0;
};

/// The one queue before a venue. A token is back exactly one window after it
/// was used, so no window of that length ever holds more than the budget. What
/// may not leave waits by priority, within a priority in order; a request whose
/// endpoint is short never holds up one of another endpoint. Pure: time is an
/// argument and never goes back.
class RateLimiter {
public:
    using Ticket = std::uint64_t; ///< the caller's, each used once

    explicit RateLimiter(LimiterSettings settings);

    /// `countsForAddress`: an order on a websocket does not.
    void push(Ticket ticket, std::size_t endpoint, RequestPriority priority, bool countsForAddress = true);
    /// Forgets a waiting request; false if it has left.
    bool remove(Ticket ticket);
    /// The next request that may leave at `now`; its tokens are used with that.
    std::optional<Ticket> take(Timestamp now);
    /// When one of those waiting may leave, not before `now`; empty: none waits.
    std::optional<Timestamp> nextRelease(Timestamp now) const;

    void learn(std::size_t endpoint, const BudgetReport& report, Timestamp now);
    /// The venue said "too many": nothing leaves for it until then. Without a
    /// time of the venue's, a window from now.
    void refused(std::size_t endpoint, std::optional<Timestamp> reset, Timestamp now);
    void addressRefused(Timestamp until);
    /// Forgets what was learned and refused; what was used stays used.
    void reset();

    /// One an endpoint, the address last.
    std::vector<EndpointStatus> status(Timestamp now) const;
    std::size_t waiting() const;

private:
    struct Spent {
        Timestamp time;
        bool reserved = false;
    };
    struct Bucket {
        EndpointBudget budget;
        int limit = 0; ///< learned
        std::deque<Spent> spent;
        int open = 0; ///< of them, not reserved
        Timestamp blockedUntil {INT64_MIN};
        std::optional<int> told; ///< the venue's remaining count, minus what left since
        Timestamp toldUntil {INT64_MIN};
    };
    struct Waiting {
        Ticket ticket = 0;
        std::size_t endpoint = 0;
        bool countsForAddress = true;
    };

    Timestamp backAt(const Bucket& bucket, const Spent& spent) const;
    void forget(Bucket& bucket, Timestamp now) const;
    int openShare(const Bucket& bucket) const;
    /// The first moment, not before `now`, at which the bucket has a token.
    Timestamp freeAt(const Bucket& bucket, bool reserved, Timestamp now) const;
    void use(Bucket& bucket, bool reserved, Timestamp now);
    EndpointStatus statusOf(const Bucket& bucket, Timestamp now) const;

    Duration m_margin;
    std::vector<Bucket> m_buckets;
    Bucket m_address;
    std::deque<Waiting> m_waiting[kRequestPriorities];
};

} // namespace breakline
