// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "matching/FaultScript.h"

#include <span>
#include <string>
#include <string_view>

namespace breakline {

/// A script of faults as JSON text:
///   {"schema":"breakline.faults/1","faults":[
///     {"kind":"answer_lost","at_ms":1000,"target":"place","symbol":"","count":1,"length_ms":0,"amount":"0"}]}
/// `kind` and `at_ms` are required, the others where the kind needs them. Faults
/// may stand in any order; they are given by time, equal ones as they stood.
/// An error has a line for every problem: file, line, number of the fault from 1,
/// field, value and what would be right. Unknown keys are problems.
Expected<FaultScript> parseFaults(std::string_view json, const std::string& fileName);
Expected<FaultScript> readFaults(const std::string& path);

/// What parseFaults() reads as the same script: one fault a line, without the
/// fields that its kind has no use for.
std::string toJson(const FaultScript& script);

/// What `--faults` names: a whole number is the seed of random faults for a day
/// of venue time, anything else a file.
Expected<FaultScript> faultsOf(const std::string& fileOrSeed, std::span<const std::string> symbols);

} // namespace breakline
