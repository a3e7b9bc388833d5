// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Where each value of a JSON text stands, by path ("presets/0/risk/max_leverage"),
/// as the line of its key, or of the value in an array. A key given twice in one
/// object, which a JSON parser passes over, is listed with its second line.
struct JsonLines {
    struct Repeated {
        std::string path;
        int line = 0;
    };

    std::map<std::string, int, std::less<>> lines;
    std::vector<Repeated> repeated;

    /// The line of `path`, or of the nearest parent that stands in the text.
    int lineOf(std::string_view path) const;
    /// What stood under `from` is from now on found under `to`.
    void move(const std::string& from, const std::string& to);
};

/// `text` has been parsed without error before.
JsonLines locateJson(std::string_view text);

} // namespace breakline
