// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryHtml.h"

#include "report/HtmlWriter.h"
#include "report/StoryChart.h"
#include "report/StoryRefusals.h"
#include "report/StoryText.h"

#include <fmt/format.h>

#include <string>

namespace breakline {

namespace {

// Held in plain characters: in a style sheet of HTML nothing is escaped.
constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--page:#fbfbfc;--card:#fff;--line:#d9dce1;--text:#1c2026;--muted:#5d6672;
--up:#0f7b4d;--down:#b3261e;--warn:#8a5a00;--level:#8a5a00;--in:#1f5fbf;--out:#7a3fb0;--held:#1f5fbf}
@media(prefers-color-scheme:dark){:root{--page:#111418;--card:#181c22;--line:#30363f;--text:#e4e7eb;
--muted:#9aa4b1;--up:#3fbf83;--down:#f0726a;--warn:#e0a83c;--level:#e0a83c;--in:#6aa5ff;--out:#c48bff;--held:#6aa5ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main{max-width:1040px;margin:0 auto;padding:20px 16px 60px}
h1{font-size:1.5rem;margin:0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}h3{font-size:1.02rem;margin:0 0 .3rem}
p{margin:.35rem 0}a{color:inherit}nav{margin:.8rem 0}nav a{margin-right:1rem}
.muted{color:var(--muted)}.up{color:var(--up)}.down{color:var(--down)}.warn{color:var(--warn)}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 14px;margin:0 0 14px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:3px 14px 3px 0;border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:600}td.number,th.number{text-align:right}tr:last-child td{border-bottom:0}
td.time{white-space:nowrap}
tr.total td{font-weight:600;border-top:2px solid var(--line)}
code{font-family:ui-monospace,monospace;font-size:.86em;overflow-wrap:anywhere}
summary{cursor:pointer;margin:.5rem 0 .2rem;color:var(--muted)}
svg{display:block;width:100%;min-width:680px;height:auto;font:11px system-ui,sans-serif}
svg .grid{stroke:var(--line);stroke-width:.6}svg text{fill:var(--muted)}
svg .price{text-anchor:end}svg .time{text-anchor:middle}
svg .rising{stroke:var(--up);fill:var(--up)}svg .falling{stroke:var(--down);fill:var(--down)}
svg .held{fill:var(--held);opacity:.09}
svg .signal{stroke:var(--muted);stroke-dasharray:2 3}
svg .level{stroke:var(--level);stroke-width:1.4;stroke-dasharray:7 4}
svg .touch{fill:none;stroke:var(--level);stroke-width:1.6}
svg .entry{stroke:var(--in);stroke-width:1.2}
svg .stop{fill:none;stroke:var(--down);stroke-width:1.8}
svg .target{stroke:var(--up);stroke-width:1.2;stroke-dasharray:4 3}
svg .in{fill:var(--in);stroke:var(--card)}svg .out{fill:var(--out);stroke:var(--card)}
svg .tag.level{fill:var(--level)}svg .tag.entry{fill:var(--in)}svg .tag.stop{fill:var(--down)}
svg .tag.target{fill:var(--up)}svg .tag{stroke:none}
@media(max-width:600px){td.time{white-space:normal}main{padding:14px 10px 40px}body{font-size:14px}}
@media print{body{background:#fff}main{max-width:none;padding:0}nav{display:none}.card{break-inside:avoid}
.wide{overflow:visible}svg{min-width:0}}
)";

using Attributes = HtmlWriter::Attributes;

class Page {
public:
    Page(QByteArray& out, const Story& story)
        : m_html(out)
        , m_story(story)
    {
    }

    void write()
    {
        const auto html = m_html.open("html", {{"lang", "en"}});
        {
            const auto head = m_html.open("head");
            m_html.empty("meta", {{"charset", "utf-8"}});
            m_html.empty("meta", {{"name", "generator"}, {"content", "breakline story"}});
            m_html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
            m_html.leaf("title", "Session " + m_story.head.session + ": its story");
            m_html.leaf("style", kStyle);
        }
        const auto body = m_html.open("body");
        const auto main = m_html.open("main");
        writeHead();
        writeChronicle();
        writeTrades();
        writeAlarms();
        writeRefusals();
        writeLedger();
    }

private:
    void writeHead()
    {
        const StoryHead& head = m_story.head;
        m_html.leaf("h1", "Session " + head.session);
        m_html.leaf("p",
                    fmt::format("Preset {} ({}), venue {}{}, seed {}. All times are UTC.", head.presetId,
                                head.presetHash.substr(0, 12), head.venue,
                                head.data.empty() ? std::string() : ", data " + head.data, head.seed),
                    {{"class", "muted"}});
        {
            const auto nav = m_html.open("nav");
            for (const auto& [id, name] :
                 std::initializer_list<std::pair<const char*, const char*>> {{"#chronicle", "Chronicle"},
                                                                             {"#trades", "Trades"},
                                                                             {"#alarms", "Alarms"},
                                                                             {"#refusals", "Refusals"},
                                                                             {"#ledger", "Ledger"}})
                m_html.leaf("a", name, {{"href", id}});
        }
        const auto card = m_html.open("div", {{"class", "card"}});
        for (const std::string& sentence : storySummary(m_story))
            m_html.leaf("p", sentence);
    }

    void section(const char* id, const std::string& title) { m_html.leaf("h2", title, {{"id", id}}); }
    void none(const std::string& text) { m_html.leaf("p", text, {{"class", "muted"}}); }

    /// The opened table with its head; a column whose name begins with '>' holds numbers.
    void headings(std::initializer_list<std::string_view> names)
    {
        const auto row = m_html.open("tr");
        for (const std::string_view name : names) {
            if (name.starts_with('>'))
                m_html.leaf("th", name.substr(1), {{"class", "number"}});
            else
                m_html.leaf("th", name);
        }
    }
    void cell(std::string_view text) { m_html.leaf("td", text); }
    void cell(std::string_view text, const char* kind) { m_html.leaf("td", text, {{"class", kind}}); }
    void number(std::string_view text) { cell(text, "number"); }

    void writeChronicle()
    {
        section("chronicle", "Chronicle");
        if (m_story.chronicle.empty())
            return none("Nothing was written down.");
        const auto card = m_html.open("div", {{"class", "card wide"}});
        const auto table = m_html.open("table");
        for (const StoryEvent& event : m_story.chronicle) {
            const auto row = m_html.open("tr");
            cell(spanText(event.from, event.to), "time");
            const auto what = m_html.open("td", {{"class", toneOf(event)}});
            if (event.kind == StoryEventKind::Opened || event.kind == StoryEventKind::Closed)
                m_html.leaf("a", chronicleText(m_story, event),
                            {{"href", fmt::format("#trade-{}", event.trade + 1)}});
            else
                m_html.text(chronicleText(m_story, event));
        }
    }

    std::string toneOf(const StoryEvent& event) const
    {
        if (event.kind == StoryEventKind::Quiet)
            return "muted";
        if (event.kind == StoryEventKind::Closed)
            return signKind(m_story.trades[event.trade].net);
        return "";
    }
    static std::string signKind(const Decimal& amount)
    {
        return amount.isZero() ? "" : amount.isNegative() ? "down" : "up";
    }

    void writeTrades()
    {
        section("trades", fmt::format("Trades ({})", m_story.trades.size()));
        if (m_story.trades.empty())
            return none("No position was opened.");
        for (std::size_t i = 0; i < m_story.trades.size(); ++i)
            writeTrade(m_story.trades[i], i + 1);
    }

    void writeTrade(const StoryTrade& trade, std::size_t number)
    {
        const auto card =
            m_html.open("article", {{"class", "card"}, {"id", fmt::format("trade-{}", number)}});
        {
            const auto title = m_html.open("h3");
            m_html.text(fmt::format("{}. {} {} ", number, trade.symbol, trade.side));
            m_html.leaf("span", resultText(trade), {{"class", signKind(trade.net)}});
        }
        for (const std::string& sentence : tradeSentences(trade))
            m_html.leaf("p", sentence);
        if (trade.chart) {
            const auto wide = m_html.open("div", {{"class", "wide"}});
            writeChart(m_html, trade);
        } else {
            none("Its chart is unknown: " + trade.noChart + '.');
        }
        writeFills(trade);
        writeStopsAndTargets(trade);
        writeCosts(trade);
        writeNotes(trade);
        m_html.leaf("p",
                    fmt::format("Realised {} − fees {} − funding {} = net {}. Position {}, trace {}.",
                                trade.realised.toString(), trade.fees.toString(), trade.funding.toString(),
                                trade.net.toString(), trade.positionId,
                                trade.traceId.empty() ? "unknown" : trade.traceId),
                    {{"class", "muted"}});
    }

    void writeFills(const StoryTrade& trade)
    {
        if (trade.fills.empty())
            return;
        const auto details = m_html.open("details", {{"open", "open"}});
        m_html.leaf("summary", fmt::format("Fills ({})", trade.fills.size()));
        const auto wide = m_html.open("div", {{"class", "wide"}});
        const auto table = m_html.open("table");
        headings({"Time", "Order", ">Quantity", ">Price", ">Fee", "As"});
        for (const StoryFill& fill : trade.fills) {
            const auto row = m_html.open("tr");
            cell(timeText(fill.time, true), "time");
            cell(fill.role.empty() ? "venue's own" : fill.role);
            number(fill.quantity.toString());
            number(fill.price.toString());
            number(fill.fee.toString());
            cell(fill.liquidity);
        }
    }

    void writeStopsAndTargets(const StoryTrade& trade)
    {
        const auto details = m_html.open("details", {{"open", "open"}});
        m_html.leaf("summary", "Stop and targets");
        const auto wide = m_html.open("div", {{"class", "wide"}});
        const auto table = m_html.open("table");
        headings({"From", "What", ">Price", ">Quantity", ">Filled", "End"});
        for (std::size_t i = 0; i < trade.stops.size(); ++i) {
            const auto row = m_html.open("tr");
            cell(timeText(trade.stops[i].time, true), "time");
            cell(i == 0 ? "stop, initial" : "stop, moved");
            number(trade.stops[i].price.toString());
            number("");
            number("");
            cell("");
        }
        for (const StoryTarget& target : trade.targets) {
            const auto row = m_html.open("tr");
            cell(timeText(target.from, true), "time");
            cell("target");
            number(target.price.toString());
            number(target.quantity.toString());
            number(target.filled.toString());
            cell(target.status);
        }
    }

    void writeCosts(const StoryTrade& trade)
    {
        if (!trade.costForecast)
            return;
        const auto details = m_html.open("details", {{"open", "open"}});
        m_html.leaf("summary",
                    trade.costErrorR ? fmt::format("Costs, {:+.3f} R off their forecast", *trade.costErrorR)
                                     : std::string("Costs"));
        const auto wide = m_html.open("div", {{"class", "wide"}});
        const auto table = m_html.open("table");
        headings({"", ">Forecast", ">As they came"});
        const auto line = [this, &trade](const char* name, auto shown) {
            const auto row = m_html.open("tr");
            cell(name);
            number(shown(*trade.costForecast));
            number(trade.costs ? shown(*trade.costs) : std::string("unknown"));
        };
        const auto amount = [](const std::optional<Decimal>& value) {
            return value ? value->toString() : std::string("unknown");
        };
        const auto bps = [](const std::optional<double>& value) {
            return value ? fmt::format("{:.2f} bps", *value) : std::string("unknown");
        };
        line("Quantity", [](const CostSheet& sheet) { return sheet.quantity.toString(); });
        line("Entry slippage", [&](const CostSheet& sheet) { return bps(sheet.entrySlippageBps); });
        line("Entry fee", [](const CostSheet& sheet) { return sheet.entryFee.toString(); });
        line("Exit slippage, at the stop or the market",
             [&](const CostSheet& sheet) { return bps(sheet.exitSlippageBps); });
        line("Exit fee", [](const CostSheet& sheet) { return sheet.exitFee.toString(); });
        line("Funding", [&](const CostSheet& sheet) { return amount(sheet.funding); });
        line("Loss, as forecast at the stop", [&](const CostSheet& sheet) { return amount(sheet.loss); });
    }

    void writeNotes(const StoryTrade& trade)
    {
        if (trade.notes.empty())
            return;
        const auto details = m_html.open("details", {{"open", "open"}});
        m_html.leaf("summary", "What the log says of it");
        const auto wide = m_html.open("div", {{"class", "wide"}});
        const auto table = m_html.open("table");
        for (const StoryNote& note : trade.notes) {
            const auto row = m_html.open("tr");
            cell(timeText(note.time, true), "time");
            cell(note.level);
            cell(note.text);
        }
    }

    void writeAlarms()
    {
        std::size_t count = 0;
        for (const StoryAlarm& alarm : m_story.alarms)
            count += alarm.count;
        section("alarms", fmt::format("Alarms ({})", count));
        if (m_story.alarms.empty())
            return none("No warning, no error.");
        const auto card = m_html.open("div", {{"class", "card wide"}});
        const auto table = m_html.open("table");
        headings({"First", "Last", ">Count", "Level", "From", "Symbol", "What"});
        for (const StoryAlarm& alarm : m_story.alarms) {
            const auto row = m_html.open("tr");
            cell(timeText(alarm.first), "time");
            cell(alarm.count > 1 ? timeText(alarm.last) : "", "time");
            number(fmt::format("{}", alarm.count));
            cell(alarm.level, alarm.level == "WARNING" ? "warn" : "down");
            cell(alarm.component + (alarm.isWall ? ", wall time" : ""));
            cell(alarm.symbol);
            cell(alarm.message);
        }
    }

    void writeRefusals()
    {
        section("refusals", "Refusals worth knowing");
        m_html.leaf("h3",
                    fmt::format("Signals that were not executed ({} of {})", m_story.refusals.size(),
                                m_story.refusedSignals));
        if (m_story.refusals.empty()) {
            none("Every signal was executed, or there was none.");
        } else {
            const auto card = m_html.open("div", {{"class", "card wide"}});
            const auto table = m_html.open("table");
            headings({"Close", "Symbol", "Signal", ">Confidence", "Refused by", "Why"});
            for (const StoryRefusal& refusal : m_story.refusals) {
                const auto row = m_html.open("tr");
                cell(timeText(refusal.time), "time");
                cell(refusal.symbol);
                cell(refusal.strategy + ' ' + refusal.side);
                number(fmt::format("{:.2f}", refusal.confidence));
                cell(refusal.stage.empty() ? "unknown" : refusal.stage);
                cell(refusal.reason);
            }
        }
        m_html.leaf("h3",
                    fmt::format("Closest near misses ({} of {} evaluations that one gate alone refused)",
                                m_story.nearMisses.size(), m_story.soleBlocked));
        none(fmt::format(
            "Those that came past the scan first, by their distance in percent of the threshold; at "
            "most {} of one gate. A gate that refused alone did so of what was asked: what is asked "
            "after it was not.",
            kStoryNearMissesOfGate));
        if (m_story.nearMisses.empty())
            return none("None.");
        const auto card = m_html.open("div", {{"class", "card wide"}});
        const auto table = m_html.open("table");
        headings({"Close", "Symbol", "Stage", "Gate", ">Value", "Had to be", ">Off by"});
        for (const StoryNearMiss& miss : m_story.nearMisses) {
            const auto row = m_html.open("tr");
            cell(timeText(miss.time), "time");
            cell(miss.symbol);
            cell(miss.stage);
            cell(miss.gate);
            number(fmt::format("{:.6g}", miss.value));
            cell(fmt::format("{} {:.6g} {}", toText(miss.bound), miss.threshold, miss.unit));
            number(fmt::format("{:.3f} %", miss.distancePct));
        }
    }

    void writeLedger()
    {
        section("ledger", "Ledger");
        const StoryLedger& ledger = m_story.ledger;
        const auto shown = [](const std::optional<Decimal>& amount) {
            return amount ? amount->toString() : std::string("unknown");
        };
        const auto card = m_html.open("div", {{"class", "card wide"}});
        {
            const auto table = m_html.open("table");
            const auto line = [&](const char* name, const std::string& amount, bool isTotal = false) {
                const auto row = m_html.open("tr", {{"class", isTotal ? "total" : ""}});
                cell(name);
                number(amount);
            };
            line("Equity at the start", shown(ledger.start));
            line("+ realised", ledger.realised.toString());
            line("+ unrealised", ledger.unrealised.toString());
            line("− fees", ledger.fees.toString());
            line("− funding paid", ledger.funding.toString());
            std::optional<Decimal> sum;
            if (ledger.start)
                sum = *ledger.start + ledger.realised + ledger.unrealised - ledger.fees - ledger.funding;
            line("= what it comes to", shown(sum), true);
            line("Equity at the end", shown(ledger.end));
            line("Difference", shown(ledger.difference), true);
        }
        for (const std::string& sentence : ledgerSentences(m_story))
            none(sentence);
    }

    HtmlWriter m_html;
    const Story& m_story;
};

} // namespace

QByteArray storyHtml(const Story& story)
{
    QByteArray out;
    Page(out, story).write();
    out += '\n';
    return out;
}

} // namespace breakline
