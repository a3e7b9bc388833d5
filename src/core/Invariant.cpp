// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Invariant.h"

#include <cstdio>
#include <cstdlib>

namespace breakline {

namespace {
InvariantHandler installedHandler = nullptr;
}

void setInvariantHandler(InvariantHandler handler)
{
    installedHandler = handler;
}

void failInvariant(const char* what)
{
    if (installedHandler != nullptr)
        installedHandler(what);
    std::fputs("breakline: invariant broken: ", stderr);
    std::fputs(what, stderr);
    std::fputc('\n', stderr);
    std::abort();
}

} // namespace breakline
