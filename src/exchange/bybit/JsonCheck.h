// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <string_view>

namespace breakline::bybit {

/// Checks a text against the whole grammar of JSON (RFC 8259, one value, UTF-8,
/// nesting up to 1,000). The decoders look only at what they need; this finds
/// damage in what they pass over.
Expected<void> checkJson(std::string_view text);

} // namespace breakline::bybit
