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

std::string FileReports::faultText(const std::string& fault) const
{
    std::string text = m_file + ": " + fault;
    for (std::size_t i = 0; i < m_reports.size() && i < kMostInFault; ++i)
        text += '\n' + m_reports[i].toText();
    const std::size_t all = m_reports.size() + m_more;
    if (all > kMostInFault)
        text += '\n' + m_file + ": and " + std::to_string(all - kMostInFault) + " more of this kind";
    return text;
}

} // namespace breakline
