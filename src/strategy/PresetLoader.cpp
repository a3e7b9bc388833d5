// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetLoader.h"

#include "strategy/JsonLines.h"
#include "strategy/PresetBlockReader.h"
#include "strategy/PresetFaults.h"
#include "strategy/PresetImport.h"
#include "strategy/PresetReader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace breakline {

namespace {

using Json = nlohmann::json;

constexpr int kSchemaVersion = 1;

// What the schema needs is 6; what is deeper would only cost the stack of those
// who walk over it.
constexpr int kDeepest = 32;

std::optional<std::size_t> tooDeepAt(std::string_view text)
{
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kDeepest)
                return i;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return std::nullopt;
}

Expected<Json> parse(std::string_view text, const std::string& fileName)
{
    if (const auto at = tooDeepAt(text)) {
        const auto line = std::ranges::count(text.substr(0, *at), '\n') + 1;
        return fail(ErrorCode::InvalidArgument, fileName + ":" + std::to_string(line) + ": nested deeper than "
                                                    + std::to_string(kDeepest) + " levels; expected the schema of presets.json");
    }
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        // byte counts from 1 and names the last one read.
        const std::size_t at = std::min(error.byte == 0 ? 0 : error.byte - 1, text.size());
        const std::string_view before = text.substr(0, at);
        const auto line = std::ranges::count(before, '\n') + 1;
        const std::size_t newline = before.rfind('\n');
        const std::size_t column = newline == std::string_view::npos ? at + 1 : at - newline;
        return fail(ErrorCode::InvalidArgument, fileName + ":" + std::to_string(line) + ":" + std::to_string(column)
                                                    + ": this is not valid JSON; expected the schema of presets.json");
    } catch (const Json::exception&) {
        return fail(ErrorCode::InvalidArgument, fileName + ":1: a number is too large to be read");
    }
}

bool isPlainId(std::string_view id)
{
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

void readPresets(Json& list, PresetFile& file, PresetFaults& faults)
{
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string path = "presets/" + std::to_string(i);
        Json& object = list[i];
        if (!object.is_object()) {
            faults.fault(path, "is " + shown(object) + "; expected an object");
            continue;
        }
        const bool hasId = object.contains("id") && object["id"].is_string();
        const std::string id = hasId ? object["id"].get<std::string>() : std::string{};
        faults.beginPreset(id, path);
        if (hasId && !isPlainId(id))
            faults.fault("id", "is " + shown(object["id"]) + "; expected letters, digits, _ and - only");
        if (hasId && file.find(id))
            faults.fault("id", "is given twice in this file; expected ids that differ");
        importOldForms(object, faults);
        file.presets.push_back(readPreset(object, faults));
        faults.endPresets();
    }
}

} // namespace

const Preset* PresetFile::find(std::string_view id) const
{
    const auto found = std::ranges::find(presets, id, &Preset::id);
    return found == presets.end() ? nullptr : &*found;
}

Expected<PresetFile> loadPresets(std::string_view jsonText, std::string_view fileName)
{
    auto parsed = parse(jsonText, std::string(fileName));
    if (!parsed)
        return std::unexpected(parsed.error());
    PresetFaults faults(std::string(fileName), locateJson(jsonText));
    for (const JsonLines::Repeated& repeated : std::vector(faults.lines().repeated))
        faults.faultAt(repeated.line, repeated.path, "is given twice; expected each key once");

    PresetFile file;
    if (!parsed->is_object()) {
        faults.fault("", "the file is " + shown(*parsed) + "; expected an object with a list presets");
        return fail(ErrorCode::InvalidArgument, faults.allFaults());
    }
    PresetBlockReader top(&*parsed, "", faults);
    int version = kSchemaVersion;
    top.integer("schema_version", version, {kSchemaVersion, kSchemaVersion}, PresetBlockReader::Need::Required);
    top.take("units");
    top.take("notes");
    top.take("presets");
    top.finish();
    if (!top.has("presets") || !(*parsed)["presets"].is_array() || (*parsed)["presets"].empty())
        faults.fault("presets", "is no list of presets; expected at least one");
    else
        readPresets((*parsed)["presets"], file, faults);
    if (faults.faultCount() > 0)
        return fail(ErrorCode::InvalidArgument, faults.allFaults());
    file.warnings = std::move(faults.warnings);
    file.notices = std::move(faults.notices);
    return file;
}

} // namespace breakline
