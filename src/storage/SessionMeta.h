// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"

#include <QByteArray>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// What a session is, as session.json in its folder keeps it: all that a
/// replay needs beside the recording, and how the session ended.
struct SessionMeta {
    std::string id;
    std::string presetId;
    std::string presetHash;
    std::string presetJson; ///< canonical text, kept byte for byte
    std::uint64_t seed = 0;
    std::optional<Timestamp> start; ///< the market's first moment; empty: unknown
    std::string venue;
    std::string data; ///< the data argument as given; enters no hash
    std::string dataHash;
    std::map<std::string, std::string> bookModel; ///< the book model's values by name
    std::map<std::string, std::string> settings; ///< other arguments that shape the session, by name
    std::string appVersion;
    bool finished = false;
    std::string closingSummary; ///< the closing JSON object; empty while unfinished

    friend bool operator==(const SessionMeta&, const SessionMeta&) = default;
};

/// session.json, schema "breakline.session/1". closingSummary is empty or a
/// JSON object; anything else is an error.
Expected<QByteArray> toJson(const SessionMeta& meta);
/// `file` names the source in errors.
Expected<SessionMeta> parseSessionMeta(const QByteArray& json, std::string_view file);

} // namespace breakline
