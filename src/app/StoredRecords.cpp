// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StoredRecords.h"

#include "app/SessionSetup.h"
#include "report/NearMissCount.h"
#include "report/StoryFile.h"
#include "report/StoryReader.h"
#include "storage/SessionFolder.h"

#include <QMetaObject>

#include <utility>

namespace breakline {

namespace {

Expected<std::optional<RecordedDecision>> readDecision(const QString& folder, const ExplainQuestion& question)
{
    if (folder.isEmpty())
        return fail(ErrorCode::NotFound, "there is no session");
    const auto decisions = RecordedDecisions::open(folder);
    if (!decisions)
        return std::unexpected(decisions.error());
    return question.traceId.empty() ? (*decisions)->newest(question.symbol, question.at)
                                    : (*decisions)->ofTrace(question.traceId);
}

Expected<NearMissCount> countIn(const QString& folder)
{
    if (folder.isEmpty())
        return fail(ErrorCode::NotFound, "there is no session");
    const auto decisions = RecordedDecisions::open(folder);
    if (!decisions)
        return std::unexpected(decisions.error());
    return countNearMisses(**decisions);
}

Expected<NearMissEnds> endsIn(const QString& folder, const NearMissCount& counted)
{
    const auto meta = SessionFolder::readMeta(folder);
    if (!meta)
        return std::unexpected(meta.error());
    const auto settings = settingsOf(*meta);
    if (!settings)
        return std::unexpected(settings.error());
    return readEnds(folder, counted.report, counted.evaluations, *settings);
}

} // namespace

StoredRecords::StoredRecords()
{
    // A count takes seconds, a story too: neither waits for the other.
    m_readers.setMaxThreadCount(2);
}

StoredRecords::~StoredRecords()
{
    m_explainers.waitForDone();
    m_readers.waitForDone();
}

void StoredRecords::follow(const QString& sessionFolder)
{
    m_folder = sessionFolder;
    m_isCounting = false;
}

void StoredRecords::answer(const QString& folder, std::function<void()> tell)
{
    QMetaObject::invokeMethod(
        this,
        [this, folder, tell = std::move(tell)] {
            if (folder == m_folder)
                tell();
        },
        Qt::QueuedConnection);
}

void StoredRecords::explain(const ExplainQuestion& question)
{
    m_explainers.start([this, folder = m_folder, question] {
        const auto explanation =
            std::make_shared<const Explanation>(Explanation {question, readDecision(folder, question)});
        answer(folder, [this, explanation] { Q_EMIT explained(explanation); });
    });
}

void StoredRecords::countNearMisses()
{
    if (std::exchange(m_isCounting, true))
        return;
    m_readers.start([this, folder = m_folder] {
        const auto counted = countIn(folder);
        const auto first = std::make_shared<const NearMissAnswer>(NearMissAnswer {
            counted ? Expected<NearMissReport>(counted->report) : std::unexpected(counted.error()), {}});
        answer(folder, [this, first, isLast = !counted.has_value()] {
            m_isCounting = !isLast;
            Q_EMIT nearMissesCounted(first);
        });
        if (!counted)
            return;
        const auto second = std::make_shared<NearMissAnswer>(*first);
        second->ends = endsIn(folder, *counted);
        answer(folder, [this, second] {
            m_isCounting = false;
            Q_EMIT nearMissesCounted(second);
        });
    });
}

void StoredRecords::tellStory()
{
    m_readers.start([this, folder = m_folder] {
        auto read = folder.isEmpty() ? Expected<Story>(fail(ErrorCode::NotFound, "there is no session"))
                                     : readStory(folder);
        const StoryPtr story = read ? std::make_shared<const Story>(std::move(*read)) : nullptr;
        const QString problem = read ? QString() : QString::fromStdString(read.error().message);
        answer(folder, [this, story, problem] { Q_EMIT storyTold(story, problem); });
    });
}

void StoredRecords::writeStory(const StoryPtr& story, const QString& file)
{
    m_readers.start([this, folder = m_folder, story, file] {
        const auto written = breakline::writeStory(*story, file);
        const QString message = written ? file : QString::fromStdString(written.error().message);
        answer(folder, [this, isWritten = written.has_value(), message] {
            Q_EMIT storyWritten(isWritten, message);
        });
    });
}

} // namespace breakline
