// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "strategy/GateTrace.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace breakline {

/// What gates of one kind share: written down once, so that each gate is only its
/// number and its values.
struct GateKind {
    GateStage stage = GateStage::Scan;
    std::string scope;
    std::string name;
    std::string unit;
    Bound bound = Bound::AtLeast;
    /// Of the first of them; most have the same, since the plan sets it.
    std::optional<double> threshold;

    friend bool operator==(const GateKind&, const GateKind&) = default;
};

/// Writes traces as bytes: a version, then for each gate the number of its kind, a
/// byte of flags, the value where known, and the threshold where it is not its
/// kind's. Numbers of kinds count from 0 in the order of their first gate.
class GateEncoder {
public:
    /// Sees each new kind before the first bytes that name it are out.
    using OnKind = std::function<void(std::size_t number, const GateKind& kind)>;

    explicit GateEncoder(OnKind onKind)
        : m_onKind(std::move(onKind))
    {
    }

    std::string encode(std::span<const Gate> gates);

private:
    using Key = std::tuple<GateStage, Bound, std::string_view, std::string_view, std::string_view>;

    std::size_t numberOf(const Gate& gate);

    OnKind m_onKind;
    std::deque<GateKind> m_kinds;
    std::map<Key, std::size_t> m_numbers; ///< texts of m_kinds
    std::vector<std::size_t> m_after; ///< the kind that last came after each
    std::size_t m_last = 0;
};

/// The gates again; their texts are those of `kinds`, by number. Corrupt where the
/// bytes are no trace, or name a kind that is not there.
Expected<std::vector<Gate>> decodeGates(std::string_view bytes, std::span<const GateKind> kinds);

} // namespace breakline
