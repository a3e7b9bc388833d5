// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "exchange/bybit/BybitAnswers.h"
#include "exchange/bybit/BybitFrames.h"

#include <string>
#include <string_view>

namespace breakline {

/// What `breakline decode` prints of one line of input: JSON objects, one a
/// line. What the venue leaves empty is null; numbers keep their digits.
class DecodeLines {
public:
    /// Appends to `output`. On an error nothing is appended.
    Expected<void> decode(std::string_view line, std::string& output);

private:
    bybit::FrameDecoder m_frames;
    bybit::AnswerDecoder m_answers;
};

} // namespace breakline
