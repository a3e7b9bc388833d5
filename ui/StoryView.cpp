// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StoryView.h"

#include "ui/DisplayText.h"

#include <QDir>

#include <utility>

namespace breakline {

StoryView::StoryView(SessionRecords* records, QString folder, QObject* parent)
    : QObject(parent)
    , m_records(records)
    , m_folder(std::move(folder))
{
    if (m_records == nullptr)
        return;
    connect(m_records, &SessionRecords::storyTold, this, &StoryView::onTold);
    connect(m_records, &SessionRecords::storyWritten, this, &StoryView::onWritten);
}

QString StoryView::summary() const
{
    return m_story ? StoryLines::summary(*m_story).join(QLatin1Char(' ')) : QString();
}

QStringList StoryView::sections() const
{
    const auto with = [this](const QString& name, std::size_t count) {
        return m_story ? QStringLiteral("%1 (%2)").arg(name).arg(count) : name;
    };
    const Story none;
    const Story& story = m_story ? *m_story : none;
    return {tr("Chronicle"), with(tr("Trades"), story.trades.size()), with(tr("Alarms"), story.alarms.size()),
            with(tr("Refusals"), story.refusals.size() + story.nearMisses.size()), tr("Ledger")};
}

void StoryView::setSection(int section)
{
    if (section == m_section || section < 0 || section > static_cast<int>(StorySection::Ledger))
        return;
    m_section = section;
    retranslate();
}

void StoryView::setFile(const QString& file)
{
    if (file == m_file)
        return;
    m_file = file;
    m_isFileChosen = true;
    Q_EMIT changed();
}

QString StoryView::resultText() const
{
    if (m_message.isEmpty())
        return {};
    return m_success ? tr("Written: %1").arg(m_message) : tr("Not written: %1").arg(m_message);
}

void StoryView::read()
{
    if (m_records == nullptr || std::exchange(m_isReading, true))
        return;
    Q_EMIT changed();
    m_records->tellStory();
}

void StoryView::write()
{
    if (m_isWriting || !m_story || m_file.trimmed().isEmpty())
        return;
    m_isWriting = true;
    m_message.clear();
    Q_EMIT changed();
    m_records->writeStory(m_story, m_file.trimmed());
}

void StoryView::showInChart(int row)
{
    if (const StoryLine* line = m_lines.line(row); line != nullptr && line->close && !line->symbol.isEmpty())
        Q_EMIT momentAsked(line->symbol, *line->close);
}

void StoryView::clear()
{
    m_story = nullptr;
    m_isReading = false;
    m_isWriting = false;
    m_isFileChosen = false;
    m_file.clear();
    m_problem.clear();
    m_message.clear();
    retranslate();
}

void StoryView::retranslate()
{
    m_lines.setLines(m_story ? StoryLines::of(*m_story, static_cast<StorySection>(m_section))
                             : std::vector<StoryLine> {});
    Q_EMIT changed();
}

void StoryView::onTold(const StoryPtr& story, const QString& problem)
{
    m_isReading = false;
    m_problem = problem;
    if (story) {
        m_story = story;
        if (!m_isFileChosen)
            m_file = QDir(m_folder).filePath(
                QStringLiteral("story-%1.html").arg(DisplayText::plain(story->head.session)));
    }
    retranslate();
}

void StoryView::onWritten(bool success, const QString& message)
{
    m_isWriting = false;
    m_success = success;
    m_message = message;
    Q_EMIT changed();
}

} // namespace breakline
