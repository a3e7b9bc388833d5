// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryAlarms.h"

#include "trading/LogLevel.h"

#include <map>
#include <string>
#include <tuple>

namespace breakline {

namespace {

/// The message with each number as one mark.
std::string shapeOf(std::string_view message)
{
    std::string shape;
    for (const char character : message) {
        const bool isDigit = character >= '0' && character <= '9';
        if (!isDigit)
            shape += character;
        else if (!shape.ends_with('#'))
            shape += '#';
    }
    return shape;
}

class Alarms {
public:
    void add(const LogRow& row, bool isWall)
    {
        const auto [known, isNew] =
            m_places.try_emplace({row.level, row.component, shapeOf(row.message)}, m_alarms.size());
        if (isNew) {
            StoryAlarm alarm;
            alarm.level = row.level;
            alarm.component = row.component;
            alarm.symbol = row.symbol;
            alarm.message = row.message;
            alarm.first = row.time;
            alarm.isWall = isWall;
            m_alarms.push_back(std::move(alarm));
        }
        StoryAlarm& alarm = m_alarms[known->second];
        ++alarm.count;
        alarm.last = row.time;
        if (alarm.symbol != row.symbol)
            alarm.symbol.clear();
    }

    std::vector<StoryAlarm> take() { return std::move(m_alarms); }

private:
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> m_places;
    std::vector<StoryAlarm> m_alarms;
};

} // namespace

bool isAlarm(const LogRow& row)
{
    const auto level = parseLogLevel(row.level);
    return level && *level >= LogLevel::Warning;
}

std::vector<StoryAlarm> storyAlarms(const StoryRows& rows)
{
    Alarms ofVenue;
    for (const LogRow& row : rows.log)
        if (isAlarm(row))
            ofVenue.add(row, false);
    Alarms ofWall;
    for (const WallLogRow& row : rows.wallLog)
        if (isAlarm(row.record))
            ofWall.add(row.record, true);
    std::vector<StoryAlarm> alarms = ofVenue.take();
    for (StoryAlarm& alarm : ofWall.take())
        alarms.push_back(std::move(alarm));
    return alarms;
}

} // namespace breakline
