// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/JournalWriter.h"

#include "storage/JournalStore.h"

#include <chrono>
#include <future>

namespace breakline {

namespace {

/// How long a row that nobody waits for may wait for company.
constexpr std::chrono::milliseconds kLinger {10};
/// That many rows go without waiting.
constexpr std::size_t kFullBatch = 4096;
/// Pause before a failed commit is tried again.
constexpr std::chrono::milliseconds kRetryPause {250};

} // namespace

JournalWriter::JournalWriter(std::function<void()> changed)
    : m_changed(std::move(changed))
{
}

JournalWriter::~JournalWriter()
{
    (void)close();
}

Expected<std::unique_ptr<JournalWriter>> JournalWriter::start(const QString& file,
                                                              std::function<void()> changed)
{
    std::unique_ptr<JournalWriter> writer(new JournalWriter(std::move(changed)));
    std::promise<Expected<void>> opened;
    std::future<Expected<void>> outcome = opened.get_future();
    writer->m_thread = std::thread([self = writer.get(), file, opened = std::move(opened)]() mutable {
        const auto store = JournalStore::open(file);
        if (!store) {
            opened.set_value(std::unexpected(store.error()));
            return;
        }
        self->m_firstTicket = (*store)->lastTicket();
        self->m_status.durable = self->m_firstTicket;
        opened.set_value({});
        self->run(**store);
    });
    if (const Expected<void> result = outcome.get(); !result)
        return std::unexpected(result.error());
    return writer;
}

void JournalWriter::push(Entry entry)
{
    bool wakes = false;
    {
        const std::lock_guard lock(m_mutex);
        wakes = m_queue.empty() || entry.ticket != 0 || m_queue.size() + 1 == kFullBatch;
        m_isUrgent = m_isUrgent || entry.ticket != 0;
        m_queue.push_back(std::move(entry));
        ++m_pushed;
    }
    if (wakes)
        m_work.notify_one();
}

void JournalWriter::settle()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t target = m_pushed;
    if (m_committed >= target)
        return;
    m_isUrgent = true;
    m_work.notify_one();
    // An attempt that is under way may have begun before the last push.
    const std::uint64_t attempts = m_attempts;
    m_progress.wait(lock, [&] { return m_committed >= target || (m_isFailing && m_attempts != attempts); });
}

JournalWriter::Status JournalWriter::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

std::size_t JournalWriter::depth() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<std::size_t>(m_pushed - m_committed);
}

Expected<void> JournalWriter::close()
{
    if (!m_thread.joinable())
        return m_closed;
    {
        const std::lock_guard lock(m_mutex);
        m_isClosing = true;
    }
    m_work.notify_one();
    m_thread.join();
    return m_closed;
}

void JournalWriter::run(JournalStore& store)
{
    std::vector<Entry> batch;
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (batch.empty()) {
            m_work.wait(lock, [&] { return !m_queue.empty() || m_isClosing; });
            if (m_queue.empty())
                break;
            m_work.wait_for(lock, kLinger,
                            [&] { return m_isUrgent || m_isClosing || m_queue.size() >= kFullBatch; });
        } else {
            m_work.wait_for(lock, kRetryPause, [&] { return m_isUrgent || m_isClosing; });
        }
        const bool isLastAttempt = m_isClosing;
        m_isUrgent = false;
        if (batch.empty()) {
            batch.swap(m_queue);
        } else {
            batch.insert(batch.end(), std::make_move_iterator(m_queue.begin()),
                         std::make_move_iterator(m_queue.end()));
            m_queue.clear();
        }
        lock.unlock();

        const Expected<void> result = store.commit(batch);
        JournalTicket ticket = 0;
        for (const Entry& entry : batch)
            ticket = std::max(ticket, entry.ticket);

        lock.lock();
        ++m_attempts;
        bool isNews = false;
        if (result) {
            m_committed += batch.size();
            m_isFailing = false;
            batch.clear();
            if (ticket != 0) {
                m_status.durable = ticket;
                isNews = true;
            }
        } else {
            m_status.failure = result.error().message;
            if (!m_isFailing) {
                m_isFailing = true;
                ++m_status.outages;
                isNews = true;
            }
        }
        m_progress.notify_all();
        if (isNews) {
            lock.unlock();
            m_changed();
            lock.lock();
        }
        if (!result && isLastAttempt) {
            m_closed = fail(result.error().code,
                            std::to_string(m_pushed - m_committed)
                                + " rows of the session could not be written: " + result.error().message);
            return;
        }
    }
    lock.unlock();
    m_closed = store.close();
}

} // namespace breakline
