// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/RecordingFormat.h"

#include <zlib.h>

namespace breakline::recording {

std::uint32_t checksum(const char* lengths, const char* packed, std::size_t size)
{
    const auto head = crc32_z(0, reinterpret_cast<const Bytef*>(lengths), 12);
    return static_cast<std::uint32_t>(crc32_z(head, reinterpret_cast<const Bytef*>(packed), size));
}

} // namespace breakline::recording
