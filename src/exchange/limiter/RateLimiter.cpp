// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/limiter/RateLimiter.h"

#include "core/Invariant.h"

#include <algorithm>

namespace breakline {

RateLimiter::RateLimiter(LimiterSettings settings)
    : m_margin(settings.margin)
{
    for (EndpointBudget& budget : settings.endpoints) {
        Bucket bucket;
        bucket.limit = budget.limit;
        bucket.budget = std::move(budget);
        m_buckets.push_back(std::move(bucket));
    }
    m_address.limit = settings.address.limit;
    m_address.budget = std::move(settings.address);
}

void RateLimiter::push(Ticket ticket, std::size_t endpoint, RequestPriority priority, bool countsForAddress)
{
    if (endpoint >= m_buckets.size())
        failInvariant("a request of an endpoint that the limiter does not know");
    m_waiting[static_cast<std::size_t>(priority)].push_back({ticket, endpoint, countsForAddress});
}

bool RateLimiter::remove(Ticket ticket)
{
    for (auto& queue : m_waiting) {
        const auto found = std::find_if(queue.begin(), queue.end(),
                                        [ticket](const Waiting& waiting) { return waiting.ticket == ticket; });
        if (found == queue.end())
            continue;
        queue.erase(found);
        return true;
    }
    return false;
}

Timestamp RateLimiter::backAt(const Bucket& bucket, const Spent& spent) const
{
    return spent.time + bucket.budget.window + m_margin;
}

void RateLimiter::forget(Bucket& bucket, Timestamp now) const
{
    while (!bucket.spent.empty() && backAt(bucket, bucket.spent.front()) <= now) {
        bucket.open -= bucket.spent.front().reserved ? 0 : 1;
        bucket.spent.pop_front();
    }
    if (bucket.toldUntil <= now)
        bucket.told.reset();
}

int RateLimiter::openShare(const Bucket& bucket) const
{
    if (bucket.limit == bucket.budget.limit || bucket.budget.limit == 0)
        return bucket.budget.openShare;
    // The same part of what the venue really grants, at least one.
    return std::max(1, bucket.budget.openShare * bucket.limit / bucket.budget.limit);
}

Timestamp RateLimiter::freeAt(const Bucket& bucket, bool reserved, Timestamp now) const
{
    Timestamp at = std::max(now, bucket.blockedUntil);
    if (bucket.told && *bucket.told <= 0)
        at = std::max(at, bucket.toldUntil);
    if (bucket.budget.limit == 0)
        return at;
    const auto waitFor = [&](int used, int most, bool openOnly) {
        int excess = used - most + 1;
        for (const Spent& spent : bucket.spent) {
            if (excess <= 0)
                return;
            if (openOnly && spent.reserved)
                continue;
            at = std::max(at, backAt(bucket, spent));
            --excess;
        }
    };
    waitFor(static_cast<int>(bucket.spent.size()), bucket.limit, false);
    if (!reserved)
        waitFor(bucket.open, openShare(bucket), true);
    return at;
}

void RateLimiter::use(Bucket& bucket, bool reserved, Timestamp now)
{
    bucket.spent.push_back({now, reserved});
    bucket.open += reserved ? 0 : 1;
    if (bucket.told)
        --*bucket.told;
}

std::optional<RateLimiter::Ticket> RateLimiter::take(Timestamp now)
{
    for (Bucket& bucket : m_buckets)
        forget(bucket, now);
    forget(m_address, now);
    std::vector<bool> isShort(m_buckets.size(), false);
    for (std::size_t priority = 0; priority < kRequestPriorities; ++priority) {
        auto& queue = m_waiting[priority];
        const bool reserved = isReserved(static_cast<RequestPriority>(priority));
        bool addressShort = false;
        for (auto at = queue.begin(); at != queue.end(); ++at) {
            // What waits ahead for the same endpoint keeps its place.
            if (isShort[at->endpoint])
                continue;
            Bucket& bucket = m_buckets[at->endpoint];
            const bool counts = at->countsForAddress;
            if ((counts && addressShort) || freeAt(bucket, reserved, now) > now) {
                isShort[at->endpoint] = true;
                continue;
            }
            if (counts && freeAt(m_address, reserved, now) > now) {
                addressShort = true;
                isShort[at->endpoint] = true;
                continue;
            }
            const Ticket ticket = at->ticket;
            queue.erase(at);
            use(bucket, reserved, now);
            if (counts)
                use(m_address, reserved, now);
            return ticket;
        }
    }
    return std::nullopt;
}

std::optional<Timestamp> RateLimiter::nextRelease(Timestamp now) const
{
    std::optional<Timestamp> first;
    for (std::size_t priority = 0; priority < kRequestPriorities; ++priority) {
        const bool reserved = isReserved(static_cast<RequestPriority>(priority));
        for (const Waiting& waiting : m_waiting[priority]) {
            const Bucket& bucket = m_buckets[waiting.endpoint];
            Timestamp at = freeAt(bucket, reserved, now);
            if (waiting.countsForAddress)
                at = std::max(at, freeAt(m_address, reserved, now));
            if (!first || at < *first)
                first = at;
        }
    }
    return first;
}

void RateLimiter::learn(std::size_t endpoint, const BudgetReport& report, Timestamp now)
{
    Bucket& bucket = m_buckets.at(endpoint);
    if (report.limit && *report.limit > 0 && bucket.budget.limit > 0)
        bucket.limit = *report.limit;
    if (report.remaining && report.reset && *report.reset > now) {
        bucket.told = *report.remaining;
        bucket.toldUntil = *report.reset;
    }
}

void RateLimiter::refused(std::size_t endpoint, std::optional<Timestamp> reset, Timestamp now)
{
    Bucket& bucket = m_buckets.at(endpoint);
    const Timestamp until = reset && *reset > now ? *reset : now + bucket.budget.window;
    bucket.blockedUntil = std::max(bucket.blockedUntil, until);
}

void RateLimiter::addressRefused(Timestamp until)
{
    m_address.blockedUntil = std::max(m_address.blockedUntil, until);
}

void RateLimiter::reset()
{
    const auto clear = [](Bucket& bucket) {
        bucket.limit = bucket.budget.limit;
        bucket.blockedUntil = Timestamp {INT64_MIN};
        bucket.told.reset();
    };
    for (Bucket& bucket : m_buckets)
        clear(bucket);
    clear(m_address);
}

EndpointStatus RateLimiter::statusOf(const Bucket& bucket, Timestamp now) const
{
    EndpointStatus status;
    status.name = bucket.budget.name;
    status.limit = bucket.limit;
    for (const Spent& spent : bucket.spent)
        status.current += backAt(bucket, spent) > now ? 1 : 0;
    status.remaining = std::max(0, bucket.limit - status.current);
    if (bucket.told && bucket.toldUntil > now)
        status.remaining = std::clamp(*bucket.told, 0, status.remaining);
    if (const Timestamp free = freeAt(bucket, true, now); free > now) {
        status.reset = free;
        status.remaining = 0;
    }
    return status;
}

std::vector<EndpointStatus> RateLimiter::status(Timestamp now) const
{
    std::vector<EndpointStatus> result;
    for (const Bucket& bucket : m_buckets)
        result.push_back(statusOf(bucket, now));
    for (const auto& queue : m_waiting)
        for (const Waiting& waiting : queue)
            ++result[waiting.endpoint].waiting;
    result.push_back(statusOf(m_address, now));
    result.back().waiting = waiting();
    return result;
}

std::size_t RateLimiter::waiting() const
{
    std::size_t count = 0;
    for (const auto& queue : m_waiting)
        count += queue.size();
    return count;
}

} // namespace breakline
