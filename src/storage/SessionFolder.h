// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/SessionMeta.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace breakline {

class FolderLock;

/// The folder of one session, held by one process at a time: session.json,
/// session.sqlite, recording.bin, and session.lock while it is held.
class SessionFolder {
public:
    /// A new session in <dataFolder>/sessions/<id>, or <id>-2, -3 ... where
    /// folders of that id exist; the number is one above the highest.
    static Expected<SessionFolder> create(const QString& dataFolder, const SessionMeta& meta);
    /// The session of the folder itself: absent or empty, a new one; unfinished,
    /// it is resumed, and must be the same one (the error says what differs);
    /// finished, or held by another process, or something else than a session,
    /// an error that names it.
    static Expected<SessionFolder> openOrCreate(const QString& folder, const SessionMeta& meta);

    SessionFolder(SessionFolder&&) noexcept;
    SessionFolder& operator=(SessionFolder&&) noexcept;
    ~SessionFolder();

    /// Whether an unfinished session goes on here.
    bool isResumed() const { return m_isResumed; }
    const SessionMeta& meta() const { return m_meta; }
    /// Absolute.
    QString path() const { return m_path; }
    QString databaseFile() const { return databaseFileOf(m_path); }
    QString recordingFile() const { return recordingFileOf(m_path); }
    /// Where a resumed session is written until it has caught up with what is
    /// there, which stays as it is meanwhile.
    QString resumingDatabaseFile() const;
    QString resumingRecordingFile() const;
    /// Removes what an attempt to resume has left.
    void removeResumingFiles() const;
    /// Puts the resumed files, closed, in the place of the earlier ones. The
    /// earlier database must have no write-ahead log any more: it would be
    /// taken for the new one's.
    Expected<void> adoptResumingFiles() const;
    /// Gives a database that cannot be read, closed, another name beside it, by
    /// which it stays; that name.
    Expected<QString> setDatabaseAside() const;

    /// Takes a session away of which nothing came: its files, which must be
    /// closed, and the folder unless it was there before.
    void discard();

    /// Marks the session finished, for good, with its closing JSON object.
    Expected<void> finish(const std::string& closingSummary);

    static QString metaFileOf(const QString& folder);
    static QString databaseFileOf(const QString& folder);
    static QString recordingFileOf(const QString& folder);
    /// session.json of a folder, without holding it.
    static Expected<SessionMeta> readMeta(const QString& folder);
    /// The user's data folder of this application; it need not exist.
    static QString defaultDataFolder();

private:
    SessionFolder(QString path, SessionMeta meta, bool isResumed, std::unique_ptr<FolderLock> lock);
    static Expected<SessionFolder> createAt(const QString& path, const SessionMeta& meta, bool wasThere);
    Expected<void> writeMeta() const;

    QString m_path;
    SessionMeta m_meta;
    bool m_isResumed = false;
    bool m_wasThere = true; ///< the folder itself, before this session
    std::unique_ptr<FolderLock> m_lock;
};

/// One line of the list of sessions.
struct SessionEntry {
    QString path; ///< absolute
    Expected<SessionMeta> meta; ///< an error where session.json cannot be read
};

/// All sessions of the data folder by folder name, numbers in their order:
/// a, a-2, a-10, b. Empty where there is no folder.
std::vector<SessionEntry> listSessions(const QString& dataFolder);

/// The folder that `session` means: a session's folder itself, else the newest
/// folder of the session of that id, else the folder of that name in the data
/// folder.
Expected<QString> findSession(const QString& dataFolder, const QString& session);

} // namespace breakline
