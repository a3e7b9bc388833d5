// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <QByteArray>
#include <QString>

namespace breakline {

/// The bytes of a file, unpacked where they are gzip (told by the content, not
/// the name; several members one after the other are one text).
Expected<QByteArray> readDataFile(const QString& path);

} // namespace breakline
