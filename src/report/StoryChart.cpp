// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryChart.h"

#include "report/HtmlWriter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace breakline {

namespace {

constexpr double kWidth = 960.0;
constexpr double kHeight = 400.0;
constexpr double kLeft = 70.0;
constexpr double kRight = kWidth - 150.0;
constexpr double kTop = 14.0;
constexpr double kBottom = kHeight - 30.0;
constexpr double kTagHeight = 13.0;

std::string at(double coordinate)
{
    return fmt::format("{:.1f}", coordinate);
}

/// Where time and price stand in the picture.
class Frame {
public:
    explicit Frame(const StoryTrade& trade)
        : m_begin(trade.chart->candles.front().openTime)
        , m_end(trade.chart->candles.back().openTime + trade.chart->interval)
    {
        for (const Candle& candle : trade.chart->candles) {
            hold(candle.low);
            hold(candle.high);
        }
        if (trade.level)
            hold(*trade.level);
        for (const StoryStop& stop : trade.stops)
            hold(stop.price.toDouble());
        for (const StoryTarget& target : trade.targets)
            hold(target.price.toDouble());
        for (const StoryFill& fill : trade.fills)
            hold(fill.price.toDouble());
        const double margin = std::max((m_highest - m_lowest) * 0.04, m_highest * 1e-6);
        m_lowest -= margin;
        m_highest += margin;
    }

    Timestamp begin() const { return m_begin; }
    Timestamp end() const { return m_end; }
    double lowest() const { return m_lowest; }
    double highest() const { return m_highest; }

    /// Within the frame, also of a time that is not.
    double x(Timestamp time) const
    {
        const double share =
            static_cast<double>((time - m_begin).ms) / static_cast<double>((m_end - m_begin).ms);
        return kLeft + std::clamp(share, 0.0, 1.0) * (kRight - kLeft);
    }
    double y(double price) const
    {
        return kBottom - (price - m_lowest) / (m_highest - m_lowest) * (kBottom - kTop);
    }

private:
    /// A price that is not known (0) is not drawn.
    void hold(double price)
    {
        if (price <= 0.0)
            return;
        m_lowest = m_highest == 0.0 ? price : std::min(m_lowest, price);
        m_highest = std::max(m_highest, price);
    }

    Timestamp m_begin, m_end;
    double m_lowest = 0.0;
    double m_highest = 0.0;
};

/// A line's name and price, beside its end.
struct Tag {
    double y = 0.0;
    std::string text;
    std::string kind;
};

class Chart {
public:
    Chart(HtmlWriter& html, const StoryTrade& trade)
        : m_html(html)
        , m_trade(trade)
        , m_frame(trade)
        , m_closed(trade.closed.value_or(m_frame.end()))
    {
        for (const StoryFill& fill : trade.fills)
            m_decimals = std::max(m_decimals, fill.price.decimals());
        for (const StoryStop& stop : trade.stops)
            m_decimals = std::max(m_decimals, stop.price.decimals());
    }

    void write()
    {
        const auto svg = m_html.open(
            "svg",
            {{"xmlns", "http://www.w3.org/2000/svg"},
             {"viewBox", fmt::format("0 0 {} {}", kWidth, kHeight)},
             {"role", "img"},
             {"aria-label", m_trade.symbol + ": candles with level, entry, stop, targets and fills"}});
        writePriceAxis();
        writeTimeAxis();
        const double opened = m_frame.x(m_trade.opened);
        m_html.empty("rect",
                     {{"class", "held"},
                      {"x", at(opened)},
                      {"y", at(kTop)},
                      {"width", at(std::max(m_frame.x(m_closed) - opened, 1.0))},
                      {"height", at(kBottom - kTop)}});
        if (m_trade.signalled)
            line("signal", m_frame.x(*m_trade.signalled), kTop, m_frame.x(*m_trade.signalled), kBottom);
        writeCandles(true);
        writeCandles(false);
        writeLevel();
        writeTargets();
        writeEntryAndStop();
        for (const StoryFill& fill : m_trade.fills)
            writeFill(fill);
        writeTags();
    }

private:
    std::string priceText(double price) const { return fmt::format("{:.{}f}", price, m_decimals); }

    void line(const char* kind, double x1, double y1, double x2, double y2)
    {
        m_html.empty("line",
                     {{"class", kind}, {"x1", at(x1)}, {"y1", at(y1)}, {"x2", at(x2)}, {"y2", at(y2)}});
    }
    void label(const char* kind, double x, double y, const std::string& text)
    {
        m_html.leaf("text", text, {{"class", kind}, {"x", at(x)}, {"y", at(y)}});
    }

    void writePriceAxis()
    {
        const double span = m_frame.highest() - m_frame.lowest();
        const double power = std::pow(10.0, std::floor(std::log10(span / 5.0)));
        double step = power;
        for (const double factor : {2.0, 5.0, 10.0})
            if (span / step > 7.0)
                step = power * factor;
        // By counts of the step: a sum of steps would drift.
        for (auto i = static_cast<std::int64_t>(std::ceil(m_frame.lowest() / step));
             static_cast<double>(i) * step <= m_frame.highest(); ++i) {
            const double price = static_cast<double>(i) * step;
            line("grid", kLeft, m_frame.y(price), kRight, m_frame.y(price));
            label("price", kLeft - 6.0, m_frame.y(price) + 4.0, priceText(price));
        }
    }

    void writeTimeAxis()
    {
        constexpr std::array kSteps {Duration::minutes(15), Duration::minutes(30), Duration::hours(1),
                                     Duration::hours(2),    Duration::hours(4),    Duration::hours(12)};
        Duration step = Duration::days(1);
        for (const Duration candidate : kSteps) {
            if ((m_frame.end() - m_frame.begin()).ms / candidate.ms <= 9) {
                step = candidate;
                break;
            }
        }
        while ((m_frame.end() - m_frame.begin()).ms / step.ms > 9)
            step = step * 2;
        bool isFirst = true;
        for (Timestamp time = m_frame.begin().floorTo(step) + step; time < m_frame.end();
             time = time + step) {
            const double x = m_frame.x(time);
            line("grid", x, kTop, x, kBottom);
            const std::string text = toIso8601(time);
            const bool isNewDay = time.floorTo(Duration::days(1)) == time;
            label("time", x, kBottom + 16.0,
                  isFirst || isNewDay ? text.substr(5, 5) + ' ' + text.substr(11, 5) : text.substr(11, 5));
            isFirst = false;
        }
    }

    /// All rising ones are one path, and all others.
    void writeCandles(bool areRising)
    {
        const double slot = m_frame.x(m_frame.begin() + m_trade.chart->interval) - kLeft;
        const double half = std::clamp(slot * 0.35, 0.5, 6.0);
        std::string path;
        for (const Candle& candle : m_trade.chart->candles) {
            if ((candle.close >= candle.open) != areRising)
                continue;
            const double x = m_frame.x(candle.openTime) + slot / 2.0;
            const double high = m_frame.y(std::max(candle.open, candle.close));
            const double low = std::max(m_frame.y(std::min(candle.open, candle.close)), high + 0.5);
            path += fmt::format("M{:.1f} {:.1f}V{:.1f}M{:.1f} {:.1f}H{:.1f}V{:.1f}H{:.1f}Z", x,
                                m_frame.y(candle.high), m_frame.y(candle.low), x - half, high, x + half, low,
                                x - half);
        }
        if (!path.empty())
            m_html.empty("path", {{"class", areRising ? "rising" : "falling"}, {"d", path}});
    }

    void writeLevel()
    {
        if (!m_trade.level)
            return;
        const double y = m_frame.y(*m_trade.level);
        const bool isTouchSeen = m_trade.firstTouch && *m_trade.firstTouch >= m_frame.begin();
        const double from = isTouchSeen ? m_frame.x(*m_trade.firstTouch) : kLeft;
        line("level", from, y, kRight, y);
        if (isTouchSeen)
            m_html.empty("circle", {{"class", "touch"}, {"cx", at(from)}, {"cy", at(y)}, {"r", "4"}});
        m_tags.push_back({y, "level " + priceText(*m_trade.level), "level"});
    }

    void writeTargets()
    {
        for (const StoryTarget& target : m_trade.targets) {
            const double y = m_frame.y(target.price.toDouble());
            line("target", m_frame.x(target.from), y, m_frame.x(target.to.value_or(m_closed)), y);
            const std::string text = "target " + target.price.toString();
            if (std::ranges::find(m_tags, text, &Tag::text) == m_tags.end())
                m_tags.push_back({y, text, "target"});
        }
    }

    void writeEntryAndStop()
    {
        const double entry = m_trade.entryPrice.toDouble();
        if (entry > 0.0) {
            line("entry", m_frame.x(m_trade.opened), m_frame.y(entry), m_frame.x(m_closed), m_frame.y(entry));
            m_tags.push_back({m_frame.y(entry), "entry " + priceText(entry), "entry"});
        }
        std::string path;
        for (const StoryStop& stop : m_trade.stops) {
            const double price = stop.price.toDouble();
            if (price <= 0.0)
                continue;
            const double x = m_frame.x(stop.time);
            const double y = m_frame.y(price);
            path += path.empty() ? fmt::format("M{:.1f} {:.1f}", x, y) : fmt::format("H{:.1f}V{:.1f}", x, y);
            if (&stop == &m_trade.stops.front() || &stop == &m_trade.stops.back())
                m_tags.push_back({y, "stop " + stop.price.toString(), "stop"});
        }
        if (!path.empty())
            m_html.empty("path",
                         {{"class", "stop"}, {"d", path + fmt::format("H{:.1f}", m_frame.x(m_closed))}});
    }

    /// A triangle whose tip is the fill: up where it bought.
    void writeFill(const StoryFill& fill)
    {
        const bool isBuy = fill.isEntry == (m_trade.side == "long");
        const double x = m_frame.x(fill.time);
        const double y = m_frame.y(fill.price.toDouble());
        const double base = isBuy ? y + 10.0 : y - 10.0;
        const auto path = m_html.open(
            "path",
            {{"class", fill.isEntry ? "in" : "out"},
             {"d", fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}H{:.1f}Z", x, y, x - 5.0, base, x + 5.0)}});
        m_html.leaf("title",
                    fmt::format("{} {} {} at {}, {}",
                                fill.isEntry ? "entry:" : "exit:", isBuy ? "buy" : "sell",
                                fill.quantity.toString(), fill.price.toString(), toIso8601(fill.time)));
    }

    /// Beside the frame at their prices, pushed apart where they would cover each other.
    void writeTags()
    {
        std::ranges::stable_sort(m_tags, {}, &Tag::y);
        double free = kTop;
        for (Tag& tag : m_tags) {
            tag.y = std::max(tag.y, free);
            free = tag.y + kTagHeight;
        }
        double limit = kBottom;
        for (auto tag = m_tags.rbegin(); tag != m_tags.rend(); ++tag) {
            tag->y = std::min(tag->y, limit);
            limit = tag->y - kTagHeight;
        }
        for (const Tag& tag : m_tags)
            label(("tag " + tag.kind).c_str(), kRight + 8.0, tag.y + 4.0, tag.text);
    }

    HtmlWriter& m_html;
    const StoryTrade& m_trade;
    Frame m_frame;
    Timestamp m_closed; ///< or the end of what is known
    int m_decimals = 0;
    std::vector<Tag> m_tags;
};

} // namespace

void writeChart(HtmlWriter& html, const StoryTrade& trade)
{
    if (trade.chart && !trade.chart->candles.empty())
        Chart(html, trade).write();
}

} // namespace breakline
