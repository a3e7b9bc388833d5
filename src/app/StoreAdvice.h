// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <QString>

namespace breakline {

/// An error of a session's files with what a person can do about it, as far as
/// the volume of `folder` tells: it is full, or may only be read.
Error withStoreAdvice(Error error, const QString& folder);

} // namespace breakline
