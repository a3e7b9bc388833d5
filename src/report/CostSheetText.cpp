// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/CostSheetText.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace breakline {

namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson jsonOf(const std::optional<Decimal>& amount)
{
    return amount ? OrderedJson(amount->toString()) : OrderedJson(nullptr);
}

OrderedJson jsonOf(std::optional<double> figure)
{
    return figure ? OrderedJson(*figure) : OrderedJson(nullptr);
}

OrderedJson figuresJson(const CostSheet& sheet)
{
    OrderedJson json;
    json["quantity"] = sheet.quantity.toString();
    json["entry_price"] = jsonOf(sheet.entryPrice);
    json["entry_slippage_bps"] = jsonOf(sheet.entrySlippageBps);
    json["entry_fee"] = sheet.entryFee.toString();
    json["exit_fee"] = sheet.exitFee.toString();
    json["funding"] = jsonOf(sheet.funding);
    json["exit_price"] = jsonOf(sheet.exitPrice);
    json["exit_slippage_bps"] = jsonOf(sheet.exitSlippageBps);
    json["liquidation_distance"] = jsonOf(sheet.liquidationDistance);
    json["loss"] = jsonOf(sheet.loss);
    json["loss_r"] = jsonOf(sheet.lossR);
    return json;
}

std::string figureText(const std::optional<Decimal>& amount)
{
    return amount ? amount->toString() : std::string("unknown");
}

std::string figureText(std::optional<double> figure)
{
    return figure ? fmt::format("{:.4g}", *figure) : std::string("unknown");
}

/// Adds a line for each figure; without a realised sheet the forecast stands alone.
class CostLines {
public:
    explicit CostLines(const CostSheetRow& row)
        : m_row(row)
        , m_text(fmt::format("{:<28}{:<18}{}", "costs", "forecast", row.realised ? "realised\n" : "\n"))
    {
    }

    template<class Value>
    void add(const char* label, Value CostSheet::*figure)
    {
        m_text += fmt::format("  {:<26}{:<18}{}\n", label, figureText(m_row.forecast.*figure),
                              m_row.realised ? figureText((*m_row.realised).*figure) : std::string());
    }
    template<class Value>
    void addForecast(const char* label, const Value& figure)
    {
        m_text += fmt::format("  {:<26}{}\n", label, figureText(figure));
    }
    void say(const std::string& line) { m_text += "  " + line + '\n'; }
    std::string take()
    {
        // No blanks where there is no second column.
        std::string text;
        for (std::size_t from = 0; from < m_text.size();) {
            const std::size_t end = m_text.find('\n', from);
            const std::size_t last = m_text.find_last_not_of(' ', end - 1);
            text.append(m_text, from, last + 1 - from) += '\n';
            from = end + 1;
        }
        return text;
    }

private:
    const CostSheetRow& m_row;
    std::string m_text;
};

} // namespace

OrderedJson costSheetJson(const CostSheetRow& row)
{
    OrderedJson json;
    json["middle"] = jsonOf(row.middle);
    json["planned_entry"] = row.plannedEntry.toString();
    json["stop"] = row.stop.toString();
    json["prior_error_r"] = jsonOf(row.priorErrorR);
    json["size_factor"] = row.sizeFactor;
    json["forecast"] = figuresJson(row.forecast);
    json["forecast"]["worst_loss"] = jsonOf(row.forecast.worstLoss);
    json["forecast"]["worst_loss_r"] = jsonOf(row.forecast.worstLossR);
    json["realised"] = row.realised ? figuresJson(*row.realised) : OrderedJson(nullptr);
    json["error"] = nullptr;
    if (row.errorUsd)
        json["error"] = {
            {"usd", row.errorUsd->toString()}, {"bps", jsonOf(row.errorBps)}, {"r", jsonOf(row.errorR)}};
    return json;
}

std::string costSheetText(const CostSheetRow& row)
{
    CostLines lines(row);
    lines.add("quantity", &CostSheet::quantity);
    lines.add("entry price", &CostSheet::entryPrice);
    lines.add("entry slippage, bps", &CostSheet::entrySlippageBps);
    lines.add("entry fee", &CostSheet::entryFee);
    lines.add("exit fee", &CostSheet::exitFee);
    lines.add("funding", &CostSheet::funding);
    lines.add("exit price", &CostSheet::exitPrice);
    lines.add("exit slippage, bps", &CostSheet::exitSlippageBps);
    lines.add("distance to liquidation", &CostSheet::liquidationDistance);
    lines.add("loss", &CostSheet::loss);
    lines.add("loss, R", &CostSheet::lossR);
    lines.addForecast("worst loss", row.forecast.worstLoss);
    lines.addForecast("worst loss, R", row.forecast.worstLossR);
    if (row.sizeFactor < 1.0)
        lines.say(
            fmt::format("{:.4g} of the size was taken: the costs before it went {} R beyond their forecast",
                        row.sizeFactor, figureText(row.priorErrorR)));
    if (row.errorUsd)
        lines.say(fmt::format("it cost {} {} than was forecast: {} bps, {} R", row.errorUsd->abs().toString(),
                              row.errorUsd->isNegative() ? "less" : "more", figureText(row.errorBps),
                              figureText(row.errorR)));
    return lines.take();
}

} // namespace breakline
