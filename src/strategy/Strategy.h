// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace breakline {

/// A strategy by its place in the registry (StrategyRegistry.h).
enum class Strategy : std::uint8_t { Momentum, Retest, OpeningRange };
inline constexpr std::size_t kStrategyCount = 3;

/// Its name in presets, journals and on the command line.
std::string_view toText(Strategy strategy);

/// Strategies that a preset lets signal.
class StrategySet {
public:
    constexpr StrategySet() = default;
    constexpr StrategySet(std::initializer_list<Strategy> strategies)
    {
        for (const Strategy strategy : strategies)
            set(strategy, true);
    }

    constexpr bool has(Strategy strategy) const { return (m_bits & bitOf(strategy)) != 0; }
    constexpr bool isEmpty() const { return m_bits == 0; }
    constexpr void set(Strategy strategy, bool isIn)
    {
        m_bits = isIn ? m_bits | bitOf(strategy) : m_bits & ~bitOf(strategy);
    }

    friend constexpr bool operator==(const StrategySet&, const StrategySet&) = default;

private:
    static constexpr std::uint32_t bitOf(Strategy strategy)
    {
        return std::uint32_t {1} << static_cast<unsigned>(strategy);
    }

    std::uint32_t m_bits = 0;
};

/// Those of a preset that names none.
inline constexpr StrategySet kUsualStrategies {Strategy::Momentum, Strategy::Retest};

} // namespace breakline
