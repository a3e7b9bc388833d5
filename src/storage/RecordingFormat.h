// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

// A recording is a header and chunks, all integers little-endian:
//   header: "BLNREC", u16 version
//   chunk:  u32 packed length, u32 plain length, u32 records, u32 CRC-32 of the
//           three lengths and the packed bytes; then the packed bytes (zstd)
//   record: u8 kind, varint payload length, zigzag varint of the difference of
//           the sequence, the same of the time in ms, payload
// Differences are to the record before in the same chunk, of the first to 0, so
// every chunk can be read by itself.

namespace breakline::recording {

inline constexpr char kMagic[6] = {'B', 'L', 'N', 'R', 'E', 'C'};
inline constexpr std::uint16_t kVersion = 4;
inline constexpr std::size_t kHeaderSize = 8;
inline constexpr std::size_t kChunkHeaderSize = 16;
/// A chunk is closed when it has grown to this; one record may exceed it.
inline constexpr std::size_t kChunkSize = 256 * 1024;
/// Above this a length is taken for damage.
inline constexpr std::uint32_t kMaxChunkSize = 1U << 30;

inline void putVarint(std::vector<char>& out, std::uint64_t value)
{
    while (value >= 0x80) {
        out.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<char>(value));
}

/// False where the bytes end first or the number is longer than 64 bits.
inline bool takeVarint(const std::vector<char>& in, std::size_t& position, std::uint64_t& value)
{
    value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (position >= in.size())
            return false;
        const auto byte = static_cast<std::uint8_t>(in[position++]);
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

/// Differences wrap, so every pair of values has one.
inline std::uint64_t zigzag(std::uint64_t difference)
{
    return (difference << 1) ^ (0 - (difference >> 63));
}

inline std::uint64_t unzigzag(std::uint64_t value)
{
    return (value >> 1) ^ (0 - (value & 1));
}

/// CRC-32 over a chunk's three lengths and packed bytes.
std::uint32_t checksum(const char* lengths, const char* packed, std::size_t size);

} // namespace breakline::recording
