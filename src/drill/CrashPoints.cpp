// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/CrashPoints.h"

#include <charconv>
#include <csignal>

namespace breakline {

Expected<CrashPoint> parseCrashPoint(std::string_view text)
{
    CrashPoint point;
    const std::size_t mark = text.find('#');
    point.name = std::string(text.substr(0, mark));
    bool isNumber = true;
    if (mark != std::string_view::npos) {
        const std::string_view number = text.substr(mark + 1);
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), point.pass);
        isNumber = error == std::errc() && end == number.data() + number.size() && point.pass > 0;
    }
    if (point.name.empty() || !isNumber)
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(text)
                        + "\" is no crash point: NAME#k, such as net.place.after_send#2");
    return point;
}

std::string toText(const CrashPoint& point)
{
    return point.name + "#" + std::to_string(point.pass);
}

CrashPoints::CrashPoints(std::optional<CrashPoint> killAt)
    : m_killAt(std::move(killAt))
{
}

void CrashPoints::pass(std::string_view name)
{
    auto found = m_passes.find(name);
    if (found == m_passes.end())
        found = m_passes.emplace(std::string(name), 0).first;
    ++found->second;
    if (m_killAt && found->second == m_killAt->pass && name == m_killAt->name)
        std::raise(SIGKILL);
}

bool CrashPoints::isNext(std::string_view name) const
{
    if (!m_killAt || name != m_killAt->name)
        return false;
    const auto found = m_passes.find(name);
    return (found == m_passes.end() ? 0 : found->second) + 1 == m_killAt->pass;
}

} // namespace breakline
