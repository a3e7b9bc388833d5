// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Presets.h"

#include "core/Invariant.h"
#include "storage/SessionFolder.h"
#include "strategy/PresetWriter.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryFile>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <cstring>
#include <unistd.h>
#endif

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

QDir importedFolder()
{
    return QDir(QDir(SessionFolder::defaultDataFolder()).filePath(QStringLiteral("presets")));
}

/// Files of imported presets, by name.
std::vector<QString> importedFiles()
{
    std::vector<QString> paths;
    const QDir folder = importedFolder();
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        paths.push_back(folder.filePath(name));
    return paths;
}

/// The file that holds the known preset.
Expected<QString> fileOf(const std::string& id)
{
    std::string known;
    std::vector<QString> paths;
    for (const char* path : kShipped)
        paths.push_back(QString::fromLatin1(path));
    for (const QString& path : importedFiles())
        paths.push_back(path);
    for (const QString& path : paths) {
        // What is wrong in one imported file is nothing to who asks for another preset.
        const auto file = readPresetFile(path.toStdString());
        if (!file && path.endsWith(QLatin1Char('/') + QString::fromStdString(id) + QStringLiteral(".json")))
            return std::unexpected(file.error());
        if (!file)
            continue;
        if (file->find(id) != nullptr)
            return path;
        for (const Preset& preset : file->presets)
            known += (known.empty() ? "" : ", ") + preset.id;
    }
    return fail(ErrorCode::NotFound,
                "--preset: there is no preset \"" + id + "\"; known are " + known
                    + "; or give a file with the schema of presets.json");
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

std::vector<Preset> knownPresets(std::vector<std::string>& messages)
{
    std::vector<Preset> presets = shippedPresets();
    for (const QString& path : importedFiles()) {
        auto file = readPresetFile(path.toStdString());
        if (!file) {
            messages.push_back(file.error().message);
            continue;
        }
        for (Preset& preset : file->presets) {
            preset.hash = presetHash(preset);
            presets.push_back(std::move(preset));
        }
    }
    return presets;
}

Expected<PresetFile> readPresetFile(const std::string& path)
{
    const auto text = readText(QString::fromStdString(path));
    if (!text)
        return std::unexpected(text.error());
    return loadPresets(*text, path);
}

Expected<std::string> keepPreset(const Preset& preset)
{
    const std::string text = presetFileText(preset);
    if (const auto file = loadPresets(text, preset.id); !file)
        return std::unexpected(file.error());
    for (const Preset& shipped : shippedPresets())
        if (shipped.id == preset.id)
            return fail(ErrorCode::InvalidArgument,
                        preset.id + " is the id of a shipped preset; name another with --as ID");
    const QDir folder = importedFolder();
    const QString path = folder.filePath(QString::fromStdString(preset.id) + QStringLiteral(".json"));
    QTemporaryFile file(folder.filePath(QStringLiteral(".preset-XXXXXX")));
    if (!folder.mkpath(QStringLiteral(".")) || !file.open()
        || file.write(text.data(), static_cast<qint64>(text.size())) != static_cast<qint64>(text.size())
        || !file.flush())
        return fail(ErrorCode::Io, path.toStdString() + ": " + file.errorString().toStdString());
        // Whole, and only where nothing is: neither takes the place of a file, whoever else
        // may be keeping a plan under this id at the same time.
#ifdef Q_OS_UNIX
    if (::fsync(file.handle()) == 0
        && ::link(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) == 0)
        return path.toStdString();
    if (errno != EEXIST)
        return fail(ErrorCode::Io, path.toStdString() + ": " + std::strerror(errno));
#else
    if (file.rename(path)) {
        file.setAutoRemove(false);
        return path.toStdString();
    }
    if (!QFile::exists(path))
        return fail(ErrorCode::Io, path.toStdString() + ": " + file.errorString().toStdString());
#endif
    const auto kept = readText(path);
    if (!kept)
        return std::unexpected(kept.error());
    if (*kept == text)
        return path.toStdString();
    return fail(ErrorCode::InvalidArgument,
                path.toStdString()
                    + " holds another plan with this id; remove it, or name another with --as ID");
}

Expected<Preset> findPreset(const std::string& idOrFile, std::vector<std::string>& messages)
{
    const std::size_t json = idOrFile.find(".json");
    if (json == std::string::npos) {
        const auto path = fileOf(idOrFile);
        if (!path)
            return std::unexpected(path.error());
        const auto file = readPresetFile(path->toStdString());
        if (!file)
            return std::unexpected(file.error());
        keep(*file, idOrFile, messages);
        Preset found = *file->find(idOrFile);
        found.hash = presetHash(found);
        return found;
    }
    const std::string path = idOrFile.substr(0, json + 5);
    const std::string id = idOrFile.size() > json + 6 ? idOrFile.substr(json + 6) : std::string();
    const auto file = readPresetFile(path);
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
    const auto path = fileOf(idOrFile);
    if (!path)
        return std::unexpected(path.error());
    return readText(*path);
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
