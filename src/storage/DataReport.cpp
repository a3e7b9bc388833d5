// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/DataReport.h"

#include <algorithm>

namespace breakline {

std::string DataReport::toText() const
{
    return (line > 0 ? file + ":" + std::to_string(line) : file) + ": " + message;
}

void FileReports::add(int line, std::string message)
{
    if (m_reports.size() < kMost)
        m_reports.push_back({m_file, line, std::move(message)});
    else
        ++m_more;
}

std::vector<DataReport> FileReports::take()
{
    std::stable_sort(m_reports.begin(), m_reports.end(),
                     [](const DataReport& a, const DataReport& b) { return a.line < b.line; });
    if (m_more > 0)
        m_reports.push_back({m_file, 0, "and " + std::to_string(m_more) + " more of this kind"});
    return std::move(m_reports);
}

} // namespace breakline
