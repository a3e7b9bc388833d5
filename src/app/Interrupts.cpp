// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Interrupts.h"

#include <atomic>
#include <csignal>

namespace breakline {

namespace {

// Atomic: the signal may come to any of the threads.
std::atomic<int> count = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void onInterrupt(int)
{
    ++count;
}

} // namespace

void countInterrupts()
{
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

void surviveFileSizeLimit()
{
#ifdef SIGXFSZ
    std::signal(SIGXFSZ, SIG_IGN);
#endif
}

int interrupts()
{
    return count;
}

} // namespace breakline
