// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

namespace breakline {

/// Port: where "now" comes from. In a session "now" is the time of the input
/// being handled, so two reads during one input are equal.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

} // namespace breakline
