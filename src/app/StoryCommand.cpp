// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StoryCommand.h"

#include "app/ExitCode.h"
#include "report/StoryFile.h"
#include "report/StoryJson.h"
#include "report/StoryReader.h"
#include "storage/SessionFolder.h"

#include <QFileInfo>

#include <fmt/format.h>

namespace breakline {

int runStory(const StoryOptions& options)
{
    const auto complain = [](const Error& error, int code) {
        fmt::print(stderr, "breakline: {}\n", error.message);
        return code;
    };
    const auto folder =
        findSession(SessionFolder::defaultDataFolder(), QString::fromStdString(options.session));
    if (!folder)
        return complain(folder.error(), kExitUsage);
    const auto story = readStory(*folder);
    if (!story)
        return complain(story.error(), kExitRuntime);
    const QString file = options.to.empty() ? storyFileOf(*folder) : QString::fromStdString(options.to);
    if (const auto written = writeStory(*story, file); !written)
        return complain(written.error(),
                        written.error().code == ErrorCode::InvalidArgument ? kExitUsage : kExitRuntime);
    const std::string path = QFileInfo(file).absoluteFilePath().toStdString();
    fmt::print("{}\n", options.json ? storyJson(*story, path) : path);
    return kExitOk;
}

} // namespace breakline
