// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace breakline {

/// How full the volume of a session's folder may be: above one mark no entry is
/// allowed, at or below the other they are again. Two marks, so that a disk at
/// its limit does not open and close the gate in turn. (SPEC 11.2)
struct DiskLimit {
    static constexpr double kClosesAbovePercent = 90.0;
    static constexpr double kOpensAtPercent = 85.0;

    static constexpr bool isFull(bool wasFull, double usedPercent)
    {
        return usedPercent > (wasFull ? kOpensAtPercent : kClosesAbovePercent);
    }
};

} // namespace breakline
