// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"

#include <bit>

namespace breakline {

namespace {

std::uint64_t splitmix(std::uint64_t& state)
{
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

} // namespace

Rng::Rng(std::uint64_t seed)
{
    for (std::uint64_t& word : m_state)
        word = splitmix(seed);
}

Rng::Rng(std::uint64_t seed, std::string_view purpose)
    : Rng(mix(seed, hash(purpose)))
{
}

std::uint64_t Rng::next()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

double Rng::uniform()
{
    return unit(next());
}

std::int64_t Rng::integer(std::int64_t low, std::int64_t high)
{
    // Unsigned, since the widest span does not fit a signed number.
    const auto least = static_cast<std::uint64_t>(low);
    const std::uint64_t span = static_cast<std::uint64_t>(high) - least + 1;
    // The bias of the remainder is below 2^-32 for the spans used in simulations.
    return static_cast<std::int64_t>(least + (span == 0 ? next() : next() % span));
}

double Rng::normal()
{
    double sum = -6.0;
    for (int i = 0; i < 12; ++i)
        sum += uniform();
    return sum;
}

std::uint64_t Rng::mix(std::uint64_t seed, std::uint64_t a, std::uint64_t b)
{
    std::uint64_t state = seed;
    state = splitmix(state) ^ a;
    state = splitmix(state) ^ b;
    return splitmix(state);
}

std::uint64_t Rng::hash(std::string_view text)
{
    std::uint64_t value = 0xCBF29CE484222325ULL;
    for (const char c : text) {
        value ^= static_cast<unsigned char>(c);
        value *= 0x100000001B3ULL;
    }
    return value;
}

} // namespace breakline
