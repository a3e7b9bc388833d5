// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <QString>

#include <memory>

namespace breakline {

/// Holds a folder for one holder at a time, among all processes of the machine
/// and within one. The lock is the operating system's, on a file in the folder:
/// it ends with its process however that ends, so no number of a dead process,
/// or of another one that got it since, keeps anybody out. The file says who
/// holds it and is removed when it is given up.
class FolderLock {
public:
    /// Unavailable, with folder and holder, where it is held; Io where the folder
    /// cannot be written to.
    static Expected<FolderLock> take(const QString& folder, const QString& fileName);

    FolderLock(FolderLock&&) noexcept;
    FolderLock& operator=(FolderLock&&) noexcept;
    ~FolderLock();

private:
    class Held;
    explicit FolderLock(std::unique_ptr<Held> held);

    std::unique_ptr<Held> m_held;
};

} // namespace breakline
