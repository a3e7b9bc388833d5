// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace breakline {

/// Something in the data that a person should know, and what was done.
struct DataReport {
    std::string file; ///< path as opened
    int line = 0; ///< from 1; 0: the file as a whole
    std::string message;

    /// "file:line: message", or "file: message".
    std::string toText() const;
    friend bool operator==(const DataReport&, const DataReport&) = default;
};

/// The reports of one file: the first kMost of them, then a count of the rest.
class FileReports {
public:
    static constexpr std::size_t kMost = 1000;

    explicit FileReports(std::string file)
        : m_file(std::move(file))
    {
    }

    const std::string& file() const { return m_file; }
    void add(int line, std::string message);
    /// By line.
    std::vector<DataReport> take();
    /// "file: fault", and on lines of their own the first few reports: why
    /// nothing of the file is left.
    std::string faultText(const std::string& fault) const;

private:
    static constexpr std::size_t kMostInFault = 5;

    std::string m_file;
    std::vector<DataReport> m_reports;
    std::size_t m_more = 0;
};

} // namespace breakline
