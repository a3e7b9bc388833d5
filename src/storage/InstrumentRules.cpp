// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/InstrumentRules.h"

#include "market/Instrument.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace breakline {

namespace {

using Json = nlohmann::ordered_json;

/// One key: what its value may be, and where it goes.
struct Field {
    const char* name;
    const char* expected;
    std::function<bool(InstrumentRules&, const Decimal&)> set;
};

Decimal one()
{
    return Decimal::fromUnits(1);
}

bool isPositive(const Decimal& value)
{
    return !value.isZero() && !value.isNegative();
}

template<class Check>
Field decimalField(const char* name, const char* expected, std::optional<Decimal> InstrumentRules::*member,
                   Check check)
{
    return {name, expected, [member, check](InstrumentRules& rules, const Decimal& value) {
                if (!check(value))
                    return false;
                rules.*member = value;
                return true;
            }};
}

Field timeField(const char* name, std::optional<Timestamp> InstrumentRules::*member)
{
    return {name, "whole epoch milliseconds", [member](InstrumentRules& rules, const Decimal& value) {
                const auto count = value.countOf(one());
                if (!count || *count < 0)
                    return false;
                rules.*member = Timestamp {*count};
                return true;
            }};
}

const std::vector<Field>& fields()
{
    const auto isFee = [](const Decimal& value) { return value.abs() < one(); };
    const auto isPart = [](const Decimal& value) { return isPositive(value) && value < one(); };
    static const std::vector<Field> all {
        decimalField("tick_size", "a number above 0", &InstrumentRules::tickSize, isPositive),
        decimalField("lot_size", "a number above 0", &InstrumentRules::lotSize, isPositive),
        decimalField("min_quantity", "a number above 0", &InstrumentRules::minQuantity, isPositive),
        decimalField("min_notional", "a number of 0 or more", &InstrumentRules::minNotional,
                     [](const Decimal& value) { return !value.isNegative(); }),
        decimalField("taker_fee_rate", "a fraction between -1 and 1", &InstrumentRules::takerFeeRate, isFee),
        decimalField("maker_fee_rate", "a fraction between -1 and 1", &InstrumentRules::makerFeeRate, isFee),
        decimalField("max_leverage", "a number of 1 or more", &InstrumentRules::maxLeverage,
                     [](const Decimal& value) { return value >= one(); }),
        decimalField("maintenance_margin_rate", "a fraction between 0 and 1",
                     &InstrumentRules::maintenanceMarginRate, isPart),
        decimalField("price_band", "a fraction between 0 and 1", &InstrumentRules::priceBand, isPart),
        {"funding_interval_minutes", "whole minutes, 1 or more",
         [](InstrumentRules& rules, const Decimal& value) {
             const auto count = value.countOf(one());
             if (!count || *count < 1 || *count > 525'600)
                 return false;
             rules.fundingInterval = Duration::minutes(*count);
             return true;
         }},
        decimalField("max_market_quantity", "a number above 0", &InstrumentRules::maxMarketQuantity,
                     isPositive),
        timeField("launch_time_ms", &InstrumentRules::launchTime),
        timeField("delivery_time_ms", &InstrumentRules::deliveryTime),
    };
    return all;
}

class RulesParser {
public:
    RulesParser(std::string_view text, std::string_view file)
        : m_text(text)
        , m_file(file)
    {
    }

    Expected<std::map<std::string, InstrumentRules>> parse()
    {
        Json root;
        try {
            root = Json::parse(m_text);
        } catch (const Json::parse_error& error) {
            return fail(ErrorCode::InvalidArgument,
                        at(error.byte > 0 ? error.byte - 1 : 0) + "not valid JSON: " + error.what());
        }
        if (!root.is_object()) {
            return fail(ErrorCode::InvalidArgument,
                        at(0)
                            + "expected an object of symbols, as in {\"BTCUSDT\": {\"tick_size\": \"0.1\"}}");
        }
        std::map<std::string, InstrumentRules> rules;
        for (const auto& [name, value] : root.items()) {
            m_position = find(name, 0);
            const std::string symbol = normaliseSymbol(name);
            if (!value.is_object())
                note(m_position, name + ": " + value.dump() + "; expected an object");
            else if (rules.contains(symbol))
                note(m_position, name + ": " + symbol + " is given twice");
            else
                readSymbol(name, value, rules[symbol]);
        }
        if (!m_faults.empty())
            return fail(ErrorCode::InvalidArgument, m_faults);
        return rules;
    }

private:
    void readSymbol(const std::string& name, const Json& object, InstrumentRules& rules)
    {
        const std::size_t start = m_position;
        for (const auto& [key, value] : object.items()) {
            const std::size_t position = find(key, start);
            const auto field = std::find_if(fields().begin(), fields().end(),
                                            [&key = key](const Field& one) { return key == one.name; });
            if (field == fields().end()) {
                std::string known;
                for (const Field& one : fields())
                    known += std::string(known.empty() ? "" : " ") + one.name;
                note(position, name + "." + key + ": unknown; expected one of " + known);
                continue;
            }
            const auto number = value.is_string() ? Decimal::parse(value.get<std::string>())
                                                  : fail(ErrorCode::InvalidArgument, "");
            if (!number || !field->set(rules, *number)) {
                note(position,
                     name + "." + key + ": " + value.dump() + "; expected " + field->expected
                         + ", as a string");
            }
        }
    }

    /// Where a quoted key stands at or after `from`; for the line in messages.
    std::size_t find(const std::string& key, std::size_t from) const
    {
        const std::size_t position = m_text.find('"' + key + '"', from);
        return position == std::string_view::npos ? from : position;
    }

    std::string at(std::size_t position) const
    {
        const std::string_view before = m_text.substr(0, std::min(position, m_text.size()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        return std::string(m_file) + ":" + std::to_string(line) + ": ";
    }

    void note(std::size_t position, const std::string& message)
    {
        if (!m_faults.empty())
            m_faults += '\n';
        m_faults += at(position) + message;
    }

    std::string_view m_text;
    std::string_view m_file;
    std::string m_faults;
    std::size_t m_position = 0;
};

} // namespace

Expected<std::map<std::string, InstrumentRules>> parseInstrumentRules(const QByteArray& json,
                                                                      std::string_view file)
{
    return RulesParser(std::string_view(json.data(), static_cast<std::size_t>(json.size())), file).parse();
}

} // namespace breakline
