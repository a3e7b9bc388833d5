// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace breakline {

/// A seeded generator whose output is the same on every platform and compiler
/// (the standard library's distributions are not). xoshiro256** by D. Blackman
/// and S. Vigna, seeded by splitmix64. Only simulations use it.
class Rng {
public:
    explicit Rng(std::uint64_t seed);
    /// An independent stream for a named purpose of the same seed.
    Rng(std::uint64_t seed, std::string_view purpose);

    std::uint64_t next();
    /// Uniform in [0, 1), 53 bits.
    double uniform();
    /// Uniform in [low, high), both finite.
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform in [low, high], inclusive.
    std::int64_t integer(std::int64_t low, std::int64_t high);
    /// Approximately standard normal: the sum of twelve uniforms less six, which
    /// needs no logarithm or sine and so no platform's libm. |x| <= 6.
    double normal();
    bool chance(double probability) { return uniform() < probability; }

    /// A value that depends on the arguments alone: noise that can be asked for
    /// at any point without drawing what lies before.
    static std::uint64_t mix(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0);
    static double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }
    /// FNV-1a, for turning a name into a seed.
    static std::uint64_t hash(std::string_view text);

private:
    std::array<std::uint64_t, 4> m_state {};
};

} // namespace breakline
