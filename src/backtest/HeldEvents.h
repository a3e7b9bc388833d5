// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeEvents.h"

#include <cstddef>
#include <vector>

namespace breakline {

/// Events that wait for their turn, in order. Keeps its room, that of books
/// too, so that a push allocates nothing once it has grown.
class HeldEvents {
public:
    bool isEmpty() const { return m_order.empty(); }

    template<class T>
    void add(const T& event)
    {
        put(m_events, m_usedEvents, event);
        m_order.push_back({false, m_usedEvents - 1});
    }
    void add(const BookSnapshot& book)
    {
        put(m_books, m_usedBooks, book);
        m_order.push_back({true, m_usedBooks - 1});
    }

    /// Hands each in and lets them go; none may be added meanwhile.
    template<class Handle>
    void drain(Handle&& handle)
    {
        for (const Place& place : m_order)
            handle(place.isBook ? m_books[place.index] : m_events[place.index]);
        m_order.clear();
        m_usedEvents = 0;
        m_usedBooks = 0;
    }

private:
    struct Place {
        bool isBook = false;
        std::size_t index = 0;
    };

    template<class T>
    static void put(std::vector<ExchangeEvent>& pool, std::size_t& used, const T& event)
    {
        if (used == pool.size())
            pool.emplace_back(event);
        else
            pool[used] = event;
        ++used;
    }

    // Books apart from the rest, so that each is written over an older one.
    std::vector<ExchangeEvent> m_events;
    std::vector<ExchangeEvent> m_books;
    std::size_t m_usedEvents = 0;
    std::size_t m_usedBooks = 0;
    std::vector<Place> m_order;
};

} // namespace breakline
