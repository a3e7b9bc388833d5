// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/SessionFolder.h"

#include "storage/FolderLock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace breakline {

namespace {

const QString kLockName = QStringLiteral("session.lock");

QString absolute(const QString& path)
{
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

QString sessionsFolder(const QString& dataFolder)
{
    return QDir(dataFolder).filePath(QStringLiteral("sessions"));
}

/// The n of "<id>-n", 1 of "<id>" itself; 0: the name is of another session.
int numberOf(const QString& name, const QString& id)
{
    if (name == id)
        return 1;
    if (!name.startsWith(id + QLatin1Char('-')))
        return 0;
    bool ok = false;
    const int number = name.mid(id.size() + 1).toInt(&ok);
    return ok && number >= 2 ? number : 0;
}

/// "a-12" is ("a", 12), so that a-2 stands before a-10.
std::pair<QString, int> splitName(const QString& name)
{
    const qsizetype dash = name.lastIndexOf(QLatin1Char('-'));
    bool ok = false;
    const int number = dash > 0 ? name.mid(dash + 1).toInt(&ok) : 0;
    return ok ? std::pair(name.left(dash), number) : std::pair(name, 0);
}

std::unexpected<Error> failAt(ErrorCode code, const QString& path, const QString& what)
{
    return fail(code, QStringLiteral("%1: %2").arg(path, what).toStdString());
}

Expected<std::unique_ptr<FolderLock>> lockFolder(const QString& path)
{
    auto lock = FolderLock::take(path, kLockName);
    if (!lock)
        return std::unexpected(lock.error());
    return std::make_unique<FolderLock>(std::move(*lock));
}

bool isEmpty(const QString& path)
{
    QStringList names =
        QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    names.removeAll(kLockName);
    // Of a session.json that a crash kept from getting its name.
    names.removeIf([](const QString& name) { return name.startsWith(QLatin1String("session.json.")); });
    return names.isEmpty();
}

/// What makes `asked` another session than `there`; empty: nothing does.
QString differenceOf(const SessionMeta& there, const SessionMeta& asked)
{
    QStringList parts;
    const auto compare = [&parts](const char* what, const QString& here, const QString& wanted) {
        if (here != wanted)
            parts << QStringLiteral("%1 %2 there, %3 asked for").arg(QLatin1String(what), here, wanted);
    };
    const auto presetOf = [](const SessionMeta& meta) {
        return QStringLiteral("%1 (hash %2)")
            .arg(QString::fromStdString(meta.presetId), QString::fromStdString(meta.presetHash));
    };
    const auto startOf = [](const SessionMeta& meta) {
        return meta.start ? QString::fromStdString(toIso8601(*meta.start)) : QStringLiteral("unknown");
    };
    if (there.presetHash != asked.presetHash)
        compare("preset", presetOf(there), presetOf(asked));
    compare("data of hash", QString::fromStdString(there.dataHash), QString::fromStdString(asked.dataHash));
    compare("seed", QString::number(there.seed), QString::number(asked.seed));
    compare("start", startOf(there), startOf(asked));
    compare("venue", QString::fromStdString(there.venue), QString::fromStdString(asked.venue));
    const auto none = QStringLiteral("nothing");
    for (const auto& [name, value] : there.bookModel) {
        const auto found = asked.bookModel.find(name);
        compare(("book model's " + name).c_str(), QString::fromStdString(value),
                found == asked.bookModel.end() ? none : QString::fromStdString(found->second));
    }
    for (const auto& [name, value] : asked.bookModel)
        if (!there.bookModel.contains(name))
            compare(("book model's " + name).c_str(), none, QString::fromStdString(value));
    if (parts.isEmpty() && there.id != asked.id)
        compare("id", QString::fromStdString(there.id), QString::fromStdString(asked.id));
    return parts.join(QStringLiteral("; "));
}

/// In the place of what is there, at once.
Expected<void> replaceFile(const QString& from, const QString& to)
{
    std::error_code error;
    std::filesystem::rename(from.toStdU16String(), to.toStdU16String(), error);
    if (error)
        return failAt(ErrorCode::Io, to,
                      QStringLiteral("cannot be replaced by %1: %2")
                          .arg(from, QString::fromStdString(error.message())));
    return {};
}

} // namespace

SessionFolder::SessionFolder(QString path, SessionMeta meta, bool isResumed, std::unique_ptr<FolderLock> lock)
    : m_path(std::move(path))
    , m_meta(std::move(meta))
    , m_isResumed(isResumed)
    , m_lock(std::move(lock))
{
}

SessionFolder::SessionFolder(SessionFolder&&) noexcept = default;
SessionFolder& SessionFolder::operator=(SessionFolder&&) noexcept = default;
SessionFolder::~SessionFolder() = default;

Expected<SessionFolder> SessionFolder::create(const QString& dataFolder, const SessionMeta& meta)
{
    const QString id = QString::fromStdString(meta.id);
    if (id.isEmpty() || id.contains(QLatin1Char('/')) || id.contains(QLatin1Char('\\'))
        || id.startsWith(QLatin1Char('.')))
        return fail(ErrorCode::InvalidArgument, "session id '" + meta.id + "': expected a plain file name");
    const QDir sessions(absolute(sessionsFolder(dataFolder)));
    if (!sessions.mkpath(QStringLiteral(".")))
        return failAt(ErrorCode::Io, sessions.path(), QStringLiteral("cannot make the folder"));
    int highest = 0;
    for (const QString& name : sessions.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        highest = std::max(highest, numberOf(name, id));
    // Another process may take the same number at this moment; mkdir decides.
    for (int number = highest + 1;; ++number) {
        const QString name = number == 1 ? id : QStringLiteral("%1-%2").arg(id).arg(number);
        if (sessions.mkdir(name))
            return createAt(sessions.filePath(name), meta, false);
        if (!sessions.exists(name))
            return failAt(ErrorCode::Io, sessions.filePath(name), QStringLiteral("cannot make the folder"));
    }
}

Expected<SessionFolder> SessionFolder::openOrCreate(const QString& folder, const SessionMeta& meta)
{
    const QString path = absolute(folder);
    const QFileInfo info(path);
    if (info.exists() && !info.isDir())
        return failAt(ErrorCode::InvalidArgument, path, QStringLiteral("is a file; expected a folder"));
    const bool wasThere = info.exists();
    if (!QDir().mkpath(path))
        return failAt(ErrorCode::Io, path, QStringLiteral("cannot make the folder"));
    if (!QFileInfo::exists(metaFileOf(path))) {
        if (!isEmpty(path)) {
            return failAt(
                ErrorCode::InvalidArgument, path,
                QStringLiteral("is neither empty nor a session; expected an absent or empty folder, "
                               "or an unfinished session"));
        }
        return createAt(path, meta, wasThere);
    }

    auto lock = lockFolder(path);
    if (!lock)
        return std::unexpected(lock.error());
    auto found = readMeta(path);
    if (!found)
        return std::unexpected(found.error());
    if (found->finished) {
        return failAt(ErrorCode::InvalidArgument, path,
                      QStringLiteral("session %1 is finished; expected an absent or empty folder, "
                                     "or an unfinished session")
                          .arg(QString::fromStdString(found->id)));
    }
    if (const QString difference = differenceOf(*found, meta); !difference.isEmpty()) {
        return failAt(
            ErrorCode::InvalidArgument, path,
            QStringLiteral("holds the unfinished session %1, which is another one: %2; expected the "
                           "arguments that began it, or another folder")
                .arg(QString::fromStdString(found->id), difference));
    }
    return SessionFolder(path, std::move(*found), true, std::move(*lock));
}

Expected<SessionFolder> SessionFolder::createAt(const QString& path, const SessionMeta& meta, bool wasThere)
{
    auto lock = lockFolder(path);
    if (!lock)
        return std::unexpected(lock.error());
    if (QFileInfo::exists(metaFileOf(path)))
        return failAt(ErrorCode::Unavailable, path,
                      QStringLiteral("another program has begun a session here at this moment"));
    SessionFolder folder(path, meta, false, std::move(*lock));
    folder.m_wasThere = wasThere;
    folder.m_meta.finished = false;
    folder.m_meta.closingSummary.clear();
    if (const auto written = folder.writeMeta(); !written)
        return std::unexpected(written.error());
    return folder;
}

Expected<void> SessionFolder::writeMeta() const
{
    const auto json = toJson(m_meta);
    if (!json)
        return std::unexpected(json.error());
    QSaveFile file(metaFileOf(m_path));
    // Flushed by hand: committing does not see that the last buffer had no room, and would put an
    // empty file in the place of the whole one.
    if (!file.open(QIODevice::WriteOnly) || file.write(*json) != json->size() || !file.flush() || !file.commit())
        return failAt(ErrorCode::Io, file.fileName(), file.errorString());
    return {};
}

Expected<QString> SessionFolder::setDatabaseAside() const
{
    QString aside;
    for (int number = 1; aside.isEmpty() || QFileInfo::exists(aside); ++number)
        aside = QDir(m_path).filePath(QStringLiteral("damaged-%1.sqlite").arg(number));
    // The log first: beside a database made anew it would be taken for that one's.
    for (const char* part : {"-wal", "-shm", "-journal"}) {
        const QString file = databaseFile() + QLatin1String(part);
        if (!QFileInfo::exists(file))
            continue;
        if (const auto renamed = replaceFile(file, aside + QLatin1String(part)); !renamed)
            return std::unexpected(renamed.error());
    }
    if (const auto renamed = replaceFile(databaseFile(), aside); !renamed)
        return std::unexpected(renamed.error());
    return aside;
}

void SessionFolder::discard()
{
    for (const QFileInfo& entry :
         QDir(m_path).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        if (entry.isDir() && !entry.isSymLink())
            QDir(entry.filePath()).removeRecursively();
        else if (entry.fileName() != kLockName)
            QFile::remove(entry.filePath());
    }
    m_lock.reset(); // takes its file away itself
    if (!m_wasThere)
        QDir().rmdir(m_path);
}

Expected<void> SessionFolder::finish(const std::string& closingSummary)
{
    const SessionMeta before = m_meta;
    m_meta.finished = true;
    m_meta.closingSummary = closingSummary;
    const auto written = writeMeta();
    if (!written)
        m_meta = before;
    return written;
}

QString SessionFolder::metaFileOf(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("session.json"));
}

QString SessionFolder::databaseFileOf(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("session.sqlite"));
}

QString SessionFolder::recordingFileOf(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("recording.bin"));
}

QString SessionFolder::resumingDatabaseFile() const
{
    return QDir(m_path).filePath(QStringLiteral("resuming.sqlite"));
}

QString SessionFolder::resumingRecordingFile() const
{
    return QDir(m_path).filePath(QStringLiteral("resuming.bin"));
}

void SessionFolder::removeResumingFiles() const
{
    const QString database = resumingDatabaseFile();
    for (const QString& file :
         {database, QString(database + QStringLiteral("-wal")), QString(database + QStringLiteral("-shm")),
          QString(database + QStringLiteral("-journal")), resumingRecordingFile()})
        QFile::remove(file);
}

Expected<void> SessionFolder::adoptResumingFiles() const
{
    if (QFile::exists(databaseFile() + QStringLiteral("-wal")))
        return failAt(ErrorCode::Unavailable, databaseFile(),
                      QStringLiteral("another process reads it; end that, and resume again"));
    // Whatever lies between the two: the recording alone says where to go on.
    if (const auto replaced = replaceFile(resumingDatabaseFile(), databaseFile()); !replaced)
        return replaced;
    return replaceFile(resumingRecordingFile(), recordingFile());
}

Expected<SessionMeta> SessionFolder::readMeta(const QString& folder)
{
    QFile file(metaFileOf(folder));
    if (!file.open(QIODevice::ReadOnly))
        return failAt(ErrorCode::NotFound, file.fileName(), file.errorString());
    return parseSessionMeta(file.readAll(), file.fileName().toStdString());
}

QString SessionFolder::defaultDataFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

std::vector<SessionEntry> listSessions(const QString& dataFolder)
{
    const QDir sessions(absolute(sessionsFolder(dataFolder)));
    QStringList names = sessions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(names.begin(), names.end(),
              [](const QString& a, const QString& b) { return splitName(a) < splitName(b); });
    std::vector<SessionEntry> entries;
    for (const QString& name : names) {
        const QString path = sessions.filePath(name);
        entries.push_back({path, SessionFolder::readMeta(path)});
    }
    return entries;
}

Expected<QString> findSession(const QString& dataFolder, const QString& session)
{
    if (!session.isEmpty() && QFileInfo::exists(SessionFolder::metaFileOf(session)))
        return absolute(session);
    const std::vector<SessionEntry> entries = listSessions(dataFolder);
    QString newest;
    int highest = 0;
    for (const SessionEntry& entry : entries) {
        const int number = numberOf(QFileInfo(entry.path).fileName(), session);
        if (entry.meta && QString::fromStdString(entry.meta->id) == session && number > highest) {
            highest = number;
            newest = entry.path;
        }
    }
    if (highest > 0)
        return newest;
    for (const SessionEntry& entry : entries) {
        if (QFileInfo(entry.path).fileName() == session)
            return entry.path;
    }
    return fail(ErrorCode::NotFound,
                QStringLiteral("session '%1': expected the folder of a session, or an id that is in %2")
                    .arg(session, absolute(sessionsFolder(dataFolder)))
                    .toStdString());
}

} // namespace breakline
