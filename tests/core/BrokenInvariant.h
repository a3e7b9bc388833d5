// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Invariant.h"

#include <stdexcept>

namespace breakline::test {

struct BrokenInvariant : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// While it lives, a broken invariant throws BrokenInvariant instead of ending
/// the process.
class ThrowingInvariants {
public:
    ThrowingInvariants()
    {
        setInvariantHandler([](const char* what) { throw BrokenInvariant(what); });
    }
    ~ThrowingInvariants() { setInvariantHandler(nullptr); }
    ThrowingInvariants(const ThrowingInvariants&) = delete;
    ThrowingInvariants& operator=(const ThrowingInvariants&) = delete;
};

} // namespace breakline::test
