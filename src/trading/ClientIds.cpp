// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ClientIds.h"

#include <QCryptographicHash>

namespace breakline {

std::string clientOrderId(std::string_view session, std::string_view traceId, std::string_view role,
                          int slice, int attempt)
{
    // A zero byte ends each part, so that no two tuples give the same text.
    std::string text;
    for (const std::string_view part : {session, traceId, role}) {
        text += part;
        text += '\0';
    }
    text += std::to_string(slice) + '\0' + std::to_string(attempt);
    const QByteArray hash = QCryptographicHash::hash(
        QByteArrayView(text.data(), static_cast<qsizetype>(text.size())), QCryptographicHash::Sha256);

    static constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    std::string id;
    unsigned bits = 0;
    int held = 0;
    for (int i = 0; i < 16; ++i) {
        bits = (bits << 8) | static_cast<unsigned char>(hash[i]);
        held += 8;
        while (held >= 5) {
            held -= 5;
            id += alphabet[(bits >> held) & 31U];
        }
        bits &= (1U << held) - 1;
    }
    id += alphabet[(bits << (5 - held)) & 31U];
    return id;
}

} // namespace breakline
