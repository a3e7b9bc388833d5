// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/SessionMeta.h"

#include <nlohmann/json.hpp>

namespace breakline {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "breakline.session/1";

Json toObject(const std::map<std::string, std::string>& values)
{
    Json object = Json::object();
    for (const auto& [name, value] : values)
        object[name] = value;
    return object;
}

/// Reads the members of one object; the first fault is kept.
class Members {
public:
    Members(const Json& object, std::string_view file)
        : m_object(object)
        , m_file(file)
    {
    }

    template<class T>
    void read(const char* name, T& value, bool (Json::*isRight)() const noexcept, const char* expected)
    {
        const auto member = m_object.find(name);
        if (member != m_object.end() && ((*member).*isRight)())
            value = member->get<T>();
        else
            note(name, member == m_object.end() ? "missing" : member->dump(), expected);
    }

    void read(const char* name, std::map<std::string, std::string>& values)
    {
        const auto member = m_object.find(name);
        if (member == m_object.end() || !member->is_object())
            return note(name, member == m_object.end() ? "missing" : member->dump(), "an object of strings");
        for (const auto& [key, value] : member->items()) {
            if (!value.is_string())
                return note(name, value.dump(), "an object of strings");
            values[key] = value.get<std::string>();
        }
    }

    void note(const char* name, const std::string& found, const char* expected)
    {
        if (m_fault.empty())
            m_fault = std::string(m_file) + ": field " + name + ": " + found + "; expected " + expected;
    }

    const std::string& fault() const { return m_fault; }

private:
    const Json& m_object;
    std::string_view m_file;
    std::string m_fault;
};

} // namespace

Expected<QByteArray> toJson(const SessionMeta& meta)
{
    Json summary = nullptr;
    if (!meta.closingSummary.empty()) {
        summary = Json::parse(meta.closingSummary, nullptr, false);
        if (!summary.is_object()) {
            return fail(ErrorCode::InvalidArgument,
                        "closing summary of session " + meta.id + ": expected a JSON object");
        }
    }
    Json object;
    object["schema"] = kSchema;
    object["id"] = meta.id;
    object["venue"] = meta.venue;
    object["preset"] = meta.presetId;
    object["preset_hash"] = meta.presetHash;
    object["preset_json"] = meta.presetJson;
    object["seed"] = meta.seed;
    object["start_ms"] = meta.start ? Json(meta.start->ms) : Json(nullptr);
    object["data"] = meta.data;
    object["data_hash"] = meta.dataHash;
    object["book_model"] = toObject(meta.bookModel);
    object["settings"] = toObject(meta.settings);
    object["app_version"] = meta.appVersion;
    object["finished"] = meta.finished;
    object["closing_summary"] = std::move(summary);
    // Bytes that are no UTF-8 (a path in `data`) become the replacement character.
    return QByteArray::fromStdString(object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Expected<SessionMeta> parseSessionMeta(const QByteArray& json, std::string_view file)
{
    const Json object = Json::parse(json.begin(), json.end(), nullptr, false);
    if (!object.is_object())
        return fail(ErrorCode::Corrupt, std::string(file) + ": not a JSON object");
    Members members(object, file);
    std::string schema;
    members.read("schema", schema, &Json::is_string, "\"breakline.session/1\"");
    if (members.fault().empty() && schema != kSchema)
        members.note("schema", '"' + schema + '"', "\"breakline.session/1\"");

    SessionMeta meta;
    members.read("id", meta.id, &Json::is_string, "a string");
    members.read("venue", meta.venue, &Json::is_string, "a string");
    members.read("preset", meta.presetId, &Json::is_string, "a string");
    members.read("preset_hash", meta.presetHash, &Json::is_string, "a string");
    members.read("preset_json", meta.presetJson, &Json::is_string, "a string");
    members.read("seed", meta.seed, &Json::is_number_unsigned, "a whole number, 0 or more");
    if (const auto start = object.find("start_ms"); start == object.end() || !start->is_null()) {
        Timestamp time;
        members.read("start_ms", time.ms, &Json::is_number_integer, "epoch milliseconds or null");
        meta.start = time;
    }
    members.read("data", meta.data, &Json::is_string, "a string");
    members.read("data_hash", meta.dataHash, &Json::is_string, "a string");
    members.read("book_model", meta.bookModel);
    members.read("settings", meta.settings);
    members.read("app_version", meta.appVersion, &Json::is_string, "a string");
    members.read("finished", meta.finished, &Json::is_boolean, "true or false");
    if (const auto summary = object.find("closing_summary"); summary != object.end() && summary->is_object())
        meta.closingSummary = summary->dump();
    if (!members.fault().empty())
        return fail(ErrorCode::Corrupt, members.fault());
    return meta;
}

} // namespace breakline
