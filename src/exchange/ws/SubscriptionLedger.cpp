// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/ws/SubscriptionLedger.h"

#include <algorithm>

namespace breakline {

SubscriptionLedger::SubscriptionLedger(std::size_t mostCharacters)
    : m_most(mostCharacters)
{
}

void SubscriptionLedger::want(const std::string& topic)
{
    if (!m_order.emplace(topic, m_lastOrder + 1).second)
        return;
    ++m_lastOrder;
    if (m_isConnected)
        m_steps.push_back({true, topic});
}

void SubscriptionLedger::drop(const std::string& topic)
{
    if (m_order.erase(topic) == 0 || !m_isConnected)
        return;
    m_steps.push_back({false, topic});
}

void SubscriptionLedger::restart()
{
    m_isConnected = true;
    m_steps.clear();
    m_sent.clear();
    std::vector<std::pair<std::uint64_t, std::string>> all;
    for (const auto& [topic, order] : m_order)
        all.emplace_back(order, topic);
    std::sort(all.begin(), all.end());
    for (auto& [order, topic] : all)
        m_steps.push_back({true, std::move(topic)});
}

void SubscriptionLedger::disconnected()
{
    m_isConnected = false;
    m_steps.clear();
    m_sent.clear();
}

void SubscriptionLedger::renew(const std::string& topic)
{
    if (!m_isConnected || !isWanted(topic))
        return;
    m_steps.push_back({false, topic});
    m_steps.push_back({true, topic});
}

std::optional<SubscriptionLedger::Frame> SubscriptionLedger::next()
{
    if (!hasMore())
        return std::nullopt;
    Frame frame {++m_lastId, m_steps.front().subscribes, {}};
    std::size_t characters = 0;
    while (!m_steps.empty() && m_steps.front().subscribes == frame.subscribes) {
        const std::size_t more = m_steps.front().topic.size() + 3;
        if (!frame.topics.empty() && characters + more > m_most)
            break;
        characters += more;
        frame.topics.push_back(std::move(m_steps.front().topic));
        m_steps.pop_front();
    }
    m_sent.emplace(frame.id, frame);
    return frame;
}

std::optional<SubscriptionLedger::Frame> SubscriptionLedger::answered(std::uint64_t id)
{
    auto node = m_sent.extract(id);
    if (node.empty())
        return std::nullopt;
    return std::move(node.mapped());
}

} // namespace breakline
