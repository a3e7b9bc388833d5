// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/SessionRecords.h"

#include <QString>
#include <QThreadPool>

#include <functional>

namespace breakline {

/// The records of the session in a folder, read on threads of their own. The session
/// may be running: what it has committed is read. GUI thread.
class StoredRecords final : public SessionRecords {
    Q_OBJECT
public:
    StoredRecords();
    /// Waits for what is being read.
    ~StoredRecords() override;

    /// From now on of the session in this folder.
    void follow(const QString& sessionFolder);

    void explain(const ExplainQuestion& question) override;
    void countNearMisses() override;
    void tellStory() override;
    void writeStory(const StoryPtr& story, const QString& file) override;

private:
    /// Hands an answer over to the GUI thread, unless another session is followed by then.
    void answer(const QString& folder, std::function<void()> tell);

    QString m_folder;
    QThreadPool m_explainers; ///< a question does not wait for a count or a story
    QThreadPool m_readers;
    bool m_isCounting = false;
};

} // namespace breakline
