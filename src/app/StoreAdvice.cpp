// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StoreAdvice.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#include <fmt/format.h>

namespace breakline {

namespace {

/// Less is not enough to begin or to go on with a session.
constexpr qint64 kLeastBytes = 4 * 1024 * 1024;

/// The folder, or the nearest above it that is there.
QString existing(const QString& folder)
{
    QString path = QFileInfo(folder).absoluteFilePath();
    while (!QFileInfo::exists(path)) {
        const QString above = QFileInfo(path).absolutePath();
        if (above == path)
            break;
        path = above;
    }
    return path;
}

} // namespace

Error withStoreAdvice(Error error, const QString& folder)
{
    if (error.code != ErrorCode::Io)
        return error;
    const QStorageInfo volume(existing(folder));
    if (!volume.isValid())
        return error;
    const std::string root = volume.rootPath().toStdString();
    if (volume.isReadOnly())
        error.message += fmt::format("\n{} may only be read: give --session-dir a folder of another disk; a "
                                     "session that is to go on is copied there first, all its files",
                                     root);
    else if (volume.bytesAvailable() < kLeastBytes)
        error.message +=
            fmt::format("\n{} is full, {} kB are left: make room there and start again. A session "
                        "that is to go on can be copied to another disk, all its files, and "
                        "started with --session-dir",
                        root, volume.bytesAvailable() / 1024);
    return error;
}

} // namespace breakline
