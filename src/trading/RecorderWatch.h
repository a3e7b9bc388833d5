// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/Recording.h"
#include "trading/Input.h"

#include <optional>

namespace breakline {

/// Finds out, once, that the recording can no longer be written. A look costs
/// an atomic read: once a step is enough, as nothing waits for the recorder.
class RecorderWatch {
public:
    /// `recorder` outlives it and may be null.
    explicit RecorderWatch(const RecordingSink* recorder)
        : m_recorder(recorder)
    {
    }

    /// The failure, at the first look after it.
    std::optional<RecorderFailed> look()
    {
        const Error* failure = m_recorder != nullptr ? m_recorder->failure() : nullptr;
        if (failure == nullptr)
            return std::nullopt;
        m_recorder = nullptr;
        return RecorderFailed {failure->message};
    }

private:
    const RecordingSink* m_recorder;
};

} // namespace breakline
