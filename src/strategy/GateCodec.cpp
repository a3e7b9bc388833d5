// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/GateCodec.h"

#include <array>
#include <bit>
#include <cstring>

namespace breakline {

namespace {

constexpr char kVersion = 1;

constexpr unsigned kOutcome = 0x03; // the outcome's number
constexpr unsigned kRefuses = 0x04;
constexpr unsigned kDecided = 0x08;
constexpr unsigned kSoleBlocker = 0x10;
constexpr unsigned kHasValue = 0x20;
constexpr unsigned kHasThreshold = 0x40;
constexpr unsigned kOwnThreshold = 0x80; // not its kind's

void putNumber(std::string& bytes, std::size_t number)
{
    for (; number >= 0x80; number >>= 7)
        bytes += static_cast<char>(number | 0x80);
    bytes += static_cast<char>(number);
}

// Little endian, whatever the machine's.
void putDouble(std::string& bytes, double value)
{
    auto bits = std::bit_cast<std::uint64_t>(value);
    std::array<char, sizeof bits> text;
    for (char& each : text) {
        each = static_cast<char>(bits & 0xff);
        bits >>= 8;
    }
    bytes.append(text.data(), text.size());
}

class Reader {
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    bool isAtEnd() const { return m_at == m_bytes.size(); }
    bool isBroken() const { return m_isBroken; }

    unsigned byte()
    {
        if (m_at >= m_bytes.size()) {
            m_isBroken = true;
            return 0;
        }
        return static_cast<unsigned char>(m_bytes[m_at++]);
    }
    std::size_t number()
    {
        std::size_t result = 0;
        for (unsigned shift = 0; shift < 63; shift += 7) {
            const unsigned next = byte();
            result |= static_cast<std::size_t>(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
                return result;
        }
        m_isBroken = true;
        return 0;
    }
    double real()
    {
        std::uint64_t bits = 0;
        for (unsigned i = 0; i < sizeof bits; ++i)
            bits |= static_cast<std::uint64_t>(byte()) << (8 * i);
        return std::bit_cast<double>(bits);
    }

private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
    bool m_isBroken = false;
};

bool isOfKind(const Gate& gate, const GateKind& kind)
{
    return gate.stage == kind.stage && gate.bound == kind.bound && gate.name == kind.name
        && gate.scope == kind.scope && gate.unit == kind.unit;
}

} // namespace

std::size_t GateEncoder::numberOf(const Gate& gate)
{
    // Evaluations ask the same gates in the same order, nearly always.
    if (m_last < m_after.size() && isOfKind(gate, m_kinds[m_after[m_last]]))
        return m_after[m_last];
    const auto found = m_numbers.find({gate.stage, gate.bound, gate.scope, gate.name, gate.unit});
    if (found != m_numbers.end())
        return found->second;
    const std::size_t number = m_kinds.size();
    const GateKind& kind =
        m_kinds.emplace_back(GateKind {gate.stage, std::string(gate.scope), std::string(gate.name),
                                       std::string(gate.unit), gate.bound, gate.threshold});
    m_numbers.emplace(Key {kind.stage, kind.bound, kind.scope, kind.name, kind.unit}, number);
    m_after.push_back(number);
    m_onKind(number, kind);
    return number;
}

std::string GateEncoder::encode(std::span<const Gate> gates)
{
    std::string bytes;
    bytes.reserve(1 + gates.size() * 12);
    bytes += kVersion;
    for (const Gate& gate : gates) {
        const std::size_t number = numberOf(gate);
        if (m_last < m_after.size())
            m_after[m_last] = number;
        m_last = number;
        const bool isOwn = gate.threshold && gate.threshold != m_kinds[number].threshold;
        unsigned flags = static_cast<unsigned>(gate.outcome) & kOutcome;
        flags |= gate.refuses ? kRefuses : 0U;
        flags |= gate.decided ? kDecided : 0U;
        flags |= gate.isSoleBlocker ? kSoleBlocker : 0U;
        flags |= gate.value ? kHasValue : 0U;
        flags |= gate.threshold ? kHasThreshold : 0U;
        flags |= isOwn ? kOwnThreshold : 0U;
        putNumber(bytes, number);
        bytes += static_cast<char>(flags);
        if (gate.value)
            putDouble(bytes, *gate.value);
        if (isOwn)
            putDouble(bytes, *gate.threshold);
    }
    return bytes;
}

Expected<std::vector<Gate>> decodeGates(std::string_view bytes, std::span<const GateKind> kinds)
{
    Reader reader(bytes);
    const auto corrupt = [](const std::string& what) {
        return fail(ErrorCode::Corrupt, "a trace of gates: " + what);
    };
    if (const unsigned version = reader.byte(); version != static_cast<unsigned>(kVersion))
        return corrupt("version " + std::to_string(version) + " is not known");
    std::vector<Gate> gates;
    while (!reader.isAtEnd()) {
        const std::size_t number = reader.number();
        const unsigned flags = reader.byte();
        if (reader.isBroken())
            return corrupt("it ends within a gate");
        if (number >= kinds.size())
            return corrupt("kind " + std::to_string(number) + " is not there");
        const GateKind& kind = kinds[number];
        Gate gate;
        gate.stage = kind.stage;
        gate.scope = kind.scope;
        gate.name = kind.name;
        gate.unit = kind.unit;
        gate.bound = kind.bound;
        gate.outcome = static_cast<CheckOutcome>(flags & kOutcome);
        gate.refuses = (flags & kRefuses) != 0;
        gate.decided = (flags & kDecided) != 0;
        gate.isSoleBlocker = (flags & kSoleBlocker) != 0;
        if ((flags & kHasValue) != 0)
            gate.value = reader.real();
        if ((flags & kOwnThreshold) != 0)
            gate.threshold = reader.real();
        else if ((flags & kHasThreshold) != 0)
            gate.threshold = kind.threshold;
        if (reader.isBroken())
            return corrupt("it ends within a gate");
        gates.push_back(gate);
    }
    return gates;
}

} // namespace breakline
