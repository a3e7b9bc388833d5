// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_keys/KeyCase.h"

#include "strategy/PresetLoader.h"
#include "strategy/StrategyRegistry.h"
#include "trading/PresetMapping.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <set>
#include <string>

using namespace breakline;
using namespace breakline::test;

namespace {

/// Accepted, and without any effect: why.
constexpr std::array<std::pair<const char*, const char*>, 3> kInert {{
    {"signal.prelevel_limit_offset_bps", "SPEC 13: accepted and inert, with a notice"},
    {"fsm.running_monitor_interval_s", "SPEC 13: accepted and inert, with a notice"},
    {"allow_missing.data_health", "SPEC 3.6: what does not exist is no issue of data_health"},
}};

/// Of a file alone: they tell of the plan, or have to agree with what does act.
constexpr std::array kDescriptive {"declared_name",         "summary",           "reference_issues",
                                   "strategy_priority_raw", "legacy_two_target", "position.runner_frac"};

/// Every key of the object, "block.key"; a list of objects is "list[].key".
void collect(const Json& object, const std::string& path, std::set<std::string>& keys)
{
    for (const auto& [key, value] : object.items()) {
        const std::string name = path.empty() ? key : path + "." + key;
        if (value.is_object()) {
            collect(value, name, keys);
        } else if (value.is_array() && !value.empty() && value.front().is_object()) {
            for (const Json& element : value)
                collect(element, name + "[]", keys);
        } else if (name == "allow_missing" || name == "strategies") {
            for (const Json& element : value)
                keys.insert(name + "." + element.get<std::string>());
        } else {
            keys.insert(name);
        }
    }
}

/// The keys of all shipped presets.
std::set<std::string> shippedKeys()
{
    std::set<std::string> keys;
    const QDir folder(QStringLiteral(BREAKLINE_PRESET_DIR));
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const Json whole = Json::parse(file.readAll().toStdString());
        for (const Json& preset : whole["presets"])
            collect(preset, {}, keys);
    }
    return keys;
}

/// Those of the schema, which its canonical form names: of a preset in which every block is given
/// and every strategy may signal, since the block of one that may not is not looked at.
std::set<std::string> schemaKeys()
{
    Json whole = basePreset();
    whole["entry_rules"] = Json::object();
    whole["market_quality"] = Json::object();
    whole["strategies"] = Json::array();
    for (const StrategyDefinition& strategy : allStrategies())
        whole["strategies"].push_back(std::string(strategy.name));
    whole["scanner"]["movers_filter"] = {{"kind", "gainers"}, {"min_abs_change_24h_pct", 5}, {"top_n", 10}};
    const std::string form = canonicalForm(loadPreset(whole));
    std::set<std::string> keys;
    for (std::size_t at = 0; at < form.size(); at = form.find('\n', at) + 1) {
        std::string key = form.substr(at, form.find('=', at) - at);
        if (const std::size_t index = key.find('['); index != std::string::npos)
            key.replace(index, key.find(']') - index + 1, "[]");
        if (key == "preset") // the version of the form
            continue;
        if (key.ends_with(".given"))
            key = key.substr(0, key.size() - 6) + "_explicit";
        keys.insert(key);
    }
    return keys;
}

const std::vector<KeyCase>& cases()
{
    static const std::vector<KeyCase> all = [] {
        std::vector<KeyCase> joined;
        for (const auto& part :
             {filterKeys(), scannerKeys(), levelKeys(), signalKeys(), openingRangeKeys(), entryKeys(),
              flowKeys(), riskKeys(), executionKeys(), positionKeys(), exitKeys(), managementKeys()})
            joined.insert(joined.end(), part.begin(), part.end());
        return joined;
    }();
    return all;
}

QString named(const std::set<std::string>& keys)
{
    QStringList names;
    for (const std::string& key : keys)
        names << QString::fromStdString(key);
    return names.join(QStringLiteral(", "));
}

} // namespace

/// Each key of a preset does what it says: turned alone, with whatever would win over it
/// absent, it changes a decision, a price or a time.
class PresetKeysTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKeyHasItsCase();
    void aKeyTurnedIsSeen_data();
    void aKeyTurnedIsSeen();
    void inertKeysChangeNothing_data();
    void inertKeysChangeNothing();
    void descriptiveKeysChangeNothing();
    void theAccountsFeesWin();
};

void PresetKeysTest::everyKeyHasItsCase()
{
    std::set<std::string> known;
    for (const KeyCase& keyCase : cases())
        QVERIFY2(known.insert(keyCase.key).second || keyCase.key == "position.activity_drop_threshold",
                 ("two cases of " + keyCase.key).c_str());
    for (const auto& [key, why] : kInert)
        QVERIFY2(known.insert(key).second, key);
    for (const char* key : kDescriptive)
        QVERIFY2(known.insert(key).second, key);
    std::set<std::string> wanted = shippedKeys();
    wanted.merge(schemaKeys());
    std::set<std::string> without;
    std::ranges::set_difference(wanted, known, std::inserter(without, without.end()));
    QVERIFY2(without.empty(), qPrintable(QStringLiteral("without a case: ") + named(without)));
    std::set<std::string> gone;
    std::ranges::set_difference(known, wanted, std::inserter(gone, gone.end()));
    QVERIFY2(gone.empty(), qPrintable(QStringLiteral("cases of keys that are none: ") + named(gone)));
}

void PresetKeysTest::aKeyTurnedIsSeen_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::addRow("%s", cases()[i].key.c_str()) << static_cast<int>(i);
}

void PresetKeysTest::aKeyTurnedIsSeen()
{
    QFETCH(int, index);
    const KeyCase& keyCase = cases()[static_cast<std::size_t>(index)];
    const auto seen = [&keyCase](const Json& value) {
        return QString::fromStdString(keyCase.observe(loadPreset(presetWith(keyCase, value))));
    };
    QCOMPARE(seen(keyCase.before), QString::fromStdString(keyCase.seenBefore));
    QCOMPARE(seen(keyCase.after), QString::fromStdString(keyCase.seenAfter));
    QVERIFY(keyCase.seenBefore != keyCase.seenAfter);
}

void PresetKeysTest::inertKeysChangeNothing_data()
{
    QTest::addColumn<QString>("block");
    QTest::addColumn<QString>("key");
    QTest::newRow("signal.prelevel_limit_offset_bps") << "signal"
                                                      << "prelevel_limit_offset_bps";
    QTest::newRow("fsm.running_monitor_interval_s") << "fsm"
                                                    << "running_monitor_interval_s";
}

void PresetKeysTest::inertKeysChangeNothing()
{
    QFETCH(QString, block);
    QFETCH(QString, key);
    const Json turned = {{block.toStdString(), {{key.toStdString(), 77}}}};
    // Whatever is seen by any case is seen with it turned, and the hash is the same.
    for (const KeyCase& keyCase : cases()) {
        Json preset = presetWith(keyCase, keyCase.before);
        const std::string form = canonicalForm(loadPreset(preset));
        preset.merge_patch(turned);
        const Preset loaded = loadPreset(preset);
        QCOMPARE(canonicalForm(loaded), form);
        QVERIFY2(keyCase.observe(loaded) == keyCase.seenBefore, keyCase.key.c_str());
    }
    Json preset = basePreset();
    preset.merge_patch(turned);
    const auto file =
        loadPresets(Json {{"schema_version", 1}, {"presets", Json::array({preset})}}.dump(), "test.json");
    QVERIFY(file.has_value());
    QVERIFY(std::ranges::any_of(file->notices, [&](const PresetMessage& notice) {
        return notice.field == (block + QLatin1Char('.') + key).toStdString();
    }));
}

void PresetKeysTest::descriptiveKeysChangeNothing()
{
    const Json base = basePreset();
    const std::string form = canonicalForm(loadPreset(base));
    for (const Json& turned :
         {Json {{"declared_name", "other"}}, Json {{"summary", "other"}},
          Json {{"reference_issues", Json {"name"}}}, Json {{"strategy_priority_raw", "momentum"}},
          Json {{"legacy_two_target", true}}, Json {{"position", {{"runner_frac", 0.0}}}}}) {
        Json preset = base;
        preset.merge_patch(turned);
        QCOMPARE(canonicalForm(loadPreset(preset)), form);
    }
}

void PresetKeysTest::theAccountsFeesWin()
{
    Preset preset;
    preset.execution.takerFeeBps = 7.5;
    preset.execution.makerFeeBps = 3.0;
    Instrument instrument;
    QCOMPARE(feeRatesOf(preset, instrument).taker, 7.5);
    QCOMPARE(feeRatesOf(preset, instrument).maker, 3.0);
    QCOMPARE(entryFeeBpsOf(preset, instrument), 7.5);
    preset.execution.postOnly = true;
    QCOMPARE(entryFeeBpsOf(preset, instrument), 3.0);
    instrument.takerFeeRate = Decimal::literal("0.00055");
    instrument.makerFeeRate = Decimal::literal("-0.0001"); // a rebate
    QCOMPARE(feeRatesOf(preset, instrument).taker, 5.5);
    QCOMPARE(feeRatesOf(preset, instrument).maker, -1.0);
    QCOMPARE(entryFeeBpsOf(preset, instrument), 0.0);
    preset.execution.postOnly = false;
    QCOMPARE(entryFeeBpsOf(preset, instrument), 5.5);
}

QTEST_GUILESS_MAIN(PresetKeysTest)
#include "tst_preset_keys.moc"
