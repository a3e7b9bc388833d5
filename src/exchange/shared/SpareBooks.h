// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/MarketEvents.h"

#include <mutex>
#include <vector>

namespace breakline {

/// Books that have been handled, on their way back to the network thread, which
/// writes the next ones over them: a book of 200 levels is 6 kB, and memory that
/// one thread takes and another gives back costs more than the copy. What they
/// hold means nothing. take() on one thread, give() on any.
class SpareBooks {
public:
    BookSnapshot take()
    {
        if (m_near.empty()) {
            const std::lock_guard lock(m_mutex);
            m_near.swap(m_far);
        }
        if (m_near.empty())
            return {};
        BookSnapshot book = std::move(m_near.back());
        m_near.pop_back();
        return book;
    }

    /// Leaves `books` empty.
    void give(std::vector<BookSnapshot>& books)
    {
        {
            const std::lock_guard lock(m_mutex);
            for (BookSnapshot& book : books) {
                if (m_far.size() == kMost)
                    break;
                m_far.push_back(std::move(book));
            }
        }
        books.clear();
    }

private:
    /// More are not in flight while the trading thread keeps up.
    static constexpr std::size_t kMost = 512;

    std::vector<BookSnapshot> m_near; ///< of the one that takes
    std::mutex m_mutex;
    std::vector<BookSnapshot> m_far; ///< guarded
};

} // namespace breakline
