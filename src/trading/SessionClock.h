// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"

namespace breakline {

/// The clock of everything that decides: the time of the input being handled.
/// Only the InputSequencer moves it; it never goes back.
class SessionClock final : public Clock {
public:
    Timestamp now() const override { return m_now; }

private:
    friend class InputSequencer;
    void advanceTo(Timestamp time)
    {
        if (time > m_now)
            m_now = time;
    }
    Timestamp m_now;
};

} // namespace breakline
