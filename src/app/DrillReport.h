// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drill/DrillInvariant.h"
#include "matching/FaultScript.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>

namespace breakline {

// What drills of every kind tell in the same way.

/// What broke an invariant first, and the command that repeats it.
struct BrokenReport {
    std::string what;
    std::string command;
};
using BrokenReports = std::map<DrillInvariant, BrokenReport>;

/// `invariants` of breakline.drill/1.
nlohmann::ordered_json invariantsOf(const DrillFindings& findings, const BrokenReports& broken);
/// A line each for a person.
void tellInvariants(const DrillFindings& findings, const BrokenReports& broken);

/// Writes the script into the working directory; the file's name. Where that
/// cannot be it is printed.
std::string writeDown(const FaultScript& faults, std::uint64_t seed, DrillInvariant invariant);

} // namespace breakline
