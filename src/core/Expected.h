// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace breakline {

/// What went wrong with an input. Errors of inputs travel as values; a broken
/// invariant of our own goes to failInvariant() instead (core/Invariant.h).
enum class ErrorCode {
    InvalidArgument, ///< a value handed in is malformed or out of range
    OffGrid, ///< a price or quantity is not a multiple of its tick or lot
    Overflow, ///< a value does not fit the exact type
    NotFound,
    Refused, ///< a rule said no
    Io, ///< reading or writing failed
    Corrupt, ///< data was read but makes no sense
    Unavailable
};

/// A typed error with a message for a person: it names the file, line, field
/// or order concerned and says what would be right.
struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    std::string message;

    friend bool operator==(const Error&, const Error&) = default;
};

template<class T>
using Expected = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string message)
{
    return std::unexpected<Error>(Error {code, std::move(message)});
}

} // namespace breakline
