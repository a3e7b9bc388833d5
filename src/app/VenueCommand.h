// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"

namespace breakline {

/// `breakline venue`: the simulated exchange as a server on loopback, until it
/// is interrupted. The first line of the standard output says where it listens
/// and gives key and secret, which are new at every start. Needs a
/// QCoreApplication. Returns an ExitCode.
int runVenue(const VenueOptions& options);

} // namespace breakline
