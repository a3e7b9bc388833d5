// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/FolderLock.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#else
#include <QLockFile>
#endif

namespace breakline {

namespace {

std::unexpected<Error> heldBy(const QString& folder, const QString& who)
{
    return fail(ErrorCode::Unavailable,
                QStringLiteral("%1: the session is in use by %2; end that program first, or give another "
                               "folder")
                    .arg(folder, who)
                    .toStdString());
}

std::unexpected<Error> notWritable(const QString& folder, const QString& why)
{
    return fail(ErrorCode::Io,
                QStringLiteral("%1: cannot be written to: %2; give a folder in which this program may write")
                    .arg(folder, why)
                    .toStdString());
}

QString nameOf(const QString& process, const QString& program)
{
    return program.isEmpty() ? QStringLiteral("process %1").arg(process)
                             : QStringLiteral("process %1 (%2)").arg(process, program);
}

} // namespace

#ifdef Q_OS_UNIX

namespace {

/// Whether the file of this name is the open one.
bool isSame(int descriptor, const char* file)
{
    struct stat open {
    }, named {};
    return ::fstat(descriptor, &open) == 0 && ::stat(file, &named) == 0 && open.st_dev == named.st_dev
        && open.st_ino == named.st_ino;
}

} // namespace

class FolderLock::Held {
public:
    Held(int descriptor, QByteArray file)
        : m_descriptor(descriptor)
        , m_file(std::move(file))
    {
    }
    ~Held()
    {
        // While it is held: whoever waits at this name looks whether it is still the same file.
        if (isSame(m_descriptor, m_file.constData()))
            ::unlink(m_file.constData());
        ::close(m_descriptor);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

private:
    int m_descriptor;
    QByteArray m_file;
};

namespace {

/// Who says in the file that the lock is theirs.
QString holderOf(const QString& file)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return QStringLiteral("another process");
    const QList<QByteArray> lines = opened.read(4096).split('\n');
    if (lines.first().isEmpty())
        return QStringLiteral("another process");
    return nameOf(QString::fromUtf8(lines.first()),
                  lines.size() > 1 ? QString::fromUtf8(lines[1]) : QString());
}

} // namespace

Expected<FolderLock> FolderLock::take(const QString& folder, const QString& fileName)
{
    const QString name = QDir(folder).filePath(fileName);
    const QByteArray file = QFile::encodeName(name);
    for (;;) {
        const int descriptor = ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor < 0)
            return notWritable(folder, QString::fromLocal8Bit(std::strerror(errno)));
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int why = errno;
            ::close(descriptor);
            if (why == EINTR)
                continue;
            if (why != EWOULDBLOCK)
                return notWritable(folder, QString::fromLocal8Bit(std::strerror(why)));
            return heldBy(folder, holderOf(name));
        }
        if (!isSame(descriptor, file.constData())) {
            ::close(descriptor); // given up, and removed, between the two calls
            continue;
        }
        const QByteArray who = QByteArray::number(QCoreApplication::applicationPid()) + '\n'
            + QCoreApplication::applicationName().toUtf8() + '\n';
        // A full disk has no room for the name. The lock holds without it, and what
        // cannot be written to is told by the files of the session.
        if (::ftruncate(descriptor, 0) == 0)
            static_cast<void>(::write(descriptor, who.constData(), static_cast<std::size_t>(who.size())));
        return FolderLock(std::make_unique<Held>(descriptor, file));
    }
}

#else

class FolderLock::Held {
public:
    explicit Held(const QString& file)
        : lock(file)
    {
        lock.setStaleLockTime(0); // held for as long as the process lives
    }
    QLockFile lock;
};

Expected<FolderLock> FolderLock::take(const QString& folder, const QString& fileName)
{
    auto held = std::make_unique<Held>(QDir(folder).filePath(fileName));
    if (held->lock.tryLock(0))
        return FolderLock(std::move(held));
    if (held->lock.error() != QLockFile::LockFailedError)
        return notWritable(folder, QStringLiteral("its lock cannot be made"));
    qint64 process = 0;
    QString host, program;
    held->lock.getLockInfo(&process, &host, &program);
    return heldBy(folder, nameOf(QString::number(process), program));
}

#endif

FolderLock::FolderLock(std::unique_ptr<Held> held)
    : m_held(std::move(held))
{
}

FolderLock::FolderLock(FolderLock&&) noexcept = default;
FolderLock& FolderLock::operator=(FolderLock&&) noexcept = default;
FolderLock::~FolderLock() = default;

} // namespace breakline
