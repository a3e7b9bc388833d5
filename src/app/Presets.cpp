// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Presets.h"

#include "core/Invariant.h"

#include <QCryptographicHash>
#include <QFile>

namespace breakline {

namespace {

constexpr const char* kShipped[] = {":/presets/breakout_v1_demo.json", ":/presets/presets.json"};

Expected<std::string> readText(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, path.toStdString() + ": " + file.errorString().toStdString());
    return file.readAll().toStdString();
}

void keep(const PresetFile& file, const std::string& id, std::vector<std::string>& messages)
{
    for (const auto* list : {&file.warnings, &file.notices})
        for (const PresetMessage& message : *list)
            if (message.presetId == id)
                messages.push_back(message.text);
}

} // namespace

std::string presetHash(const Preset& preset)
{
    const std::string form = canonicalForm(preset);
    return QCryptographicHash::hash(QByteArrayView(form.data(), static_cast<qsizetype>(form.size())),
                                    QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

std::vector<Preset> shippedPresets()
{
    std::vector<Preset> presets;
    for (const char* path : kShipped) {
        const auto text = readText(QString::fromLatin1(path));
        if (!text)
            failInvariant("a shipped preset file is missing");
        auto file = loadPresets(*text, path);
        if (!file)
            failInvariant(file.error().message.c_str());
        for (Preset& preset : file->presets) {
            preset.hash = presetHash(preset);
            presets.push_back(std::move(preset));
        }
    }
    return presets;
}

Expected<Preset> findPreset(const std::string& idOrFile, std::vector<std::string>& messages)
{
    const std::size_t json = idOrFile.find(".json");
    if (json == std::string::npos) {
        std::string known;
        for (const char* path : kShipped) {
            const auto text = readText(QString::fromLatin1(path));
            if (!text)
                return std::unexpected(text.error());
            const auto file = loadPresets(*text, path);
            if (!file)
                return std::unexpected(file.error());
            if (const Preset* preset = file->find(idOrFile)) {
                keep(*file, idOrFile, messages);
                Preset found = *preset;
                found.hash = presetHash(found);
                return found;
            }
            for (const Preset& preset : file->presets)
                known += (known.empty() ? "" : ", ") + preset.id;
        }
        return fail(ErrorCode::NotFound,
                    "--preset: there is no preset \"" + idOrFile + "\"; shipped are " + known
                        + "; or give a file with the schema of presets.json");
    }
    const std::string path = idOrFile.substr(0, json + 5);
    const std::string id = idOrFile.size() > json + 6 ? idOrFile.substr(json + 6) : std::string();
    const auto text = readText(QString::fromStdString(path));
    if (!text)
        return std::unexpected(text.error());
    const auto file = loadPresets(*text, path);
    if (!file)
        return std::unexpected(file.error());
    const Preset* preset = id.empty() && file->presets.size() == 1 ? &file->presets.front() : file->find(id);
    if (preset == nullptr)
        return fail(ErrorCode::NotFound,
                    path + " holds " + std::to_string(file->presets.size()) + " presets: name one as " + path
                        + ":ID");
    keep(*file, preset->id, messages);
    Preset found = *preset;
    found.hash = presetHash(found);
    return found;
}

Expected<std::string> presetSource(const std::string& idOrFile)
{
    const std::size_t json = idOrFile.find(".json");
    if (json != std::string::npos)
        return readText(QString::fromStdString(idOrFile.substr(0, json + 5)));
    for (const char* path : kShipped) {
        auto text = readText(QString::fromLatin1(path));
        if (!text)
            return text;
        const auto file = loadPresets(*text, path);
        if (file && file->find(idOrFile) != nullptr)
            return text;
    }
    return fail(ErrorCode::NotFound, "there is no preset " + idOrFile);
}

Expected<Preset> presetFromSession(const std::string& json, const std::string& id)
{
    const auto file = loadPresets(json, "session.json");
    if (!file)
        return std::unexpected(file.error());
    const Preset* preset = file->find(id);
    if (preset == nullptr)
        return fail(ErrorCode::Corrupt, "session.json does not hold its preset " + id);
    Preset found = *preset;
    found.hash = presetHash(found);
    return found;
}

} // namespace breakline
