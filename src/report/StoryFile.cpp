// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryFile.h"

#include "report/StoryHtml.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace breakline {

QString storyFileOf(const QString& sessionFolder)
{
    return sessionFolder + QStringLiteral("/story.html");
}

Expected<void> writeStory(const Story& story, const QString& file)
{
    const std::string name = file.toStdString();
    if (QFileInfo(file).isDir())
        return fail(ErrorCode::InvalidArgument,
                    name + ": is a folder; name a file in it, such as story.html");
    if (QFile there(file); there.exists()) {
        constexpr auto kLength = static_cast<qint64>(kStoryPageStart.size());
        if (!there.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Io, name + ": " + there.errorString().toStdString());
        const QByteArray start = there.read(kLength);
        if (start != QByteArrayView(kStoryPageStart.data(), kLength))
            return fail(ErrorCode::InvalidArgument,
                        name
                            + ": is there already and is no story of a session; it was left as it is. Name "
                              "another file, or move it away");
    }
    if (const QString folder = QFileInfo(file).absolutePath(); !QDir().mkpath(folder))
        return fail(ErrorCode::Io, folder.toStdString() + ": cannot be made");
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Io, name + ": " + out.errorString().toStdString());
    out.write(storyHtml(story));
    if (!out.commit())
        return fail(ErrorCode::Io, name + ": " + out.errorString().toStdString());
    return {};
}

} // namespace breakline
