// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/ReplayVerifier.h"
#include "fixtures/SimulatedRun.h"
#include "trading/InputCodec.h"

#include <QLocale>
#include <QTest>

#include <locale>

using namespace breakline;

namespace {

/// Writes one and a half as "1,5" and a thousand as "1.000".
class CommaNumbers : public std::numpunct<char> {
protected:
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

QByteArray encoded(const Input& input)
{
    InputCodec codec;
    return std::visit([&codec](const auto& value) { return codec.encode(value).toByteArray(); }, input);
}

} // namespace

/// A recording through the managers once more, without an exchange.
class ReplayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void decidesTheSame();
    void theRecordingIsComplete();
    void aTamperedDecisionIsFoundAtItsInput();
    void aMissingDecisionIsFoundAtItsInput();
    void aDecisionTooManyIsFoundAtItsInput();
    void aMissingEndIsFound();
    void aTamperedCommandIsFoundAtItsInput();
    void aTamperedFillIsFound();
    void aMissingInputIsFound();
    void anotherPresetIsFound();
    void aDamagedInputIsAnError();
    void theDigestKnowsNoLocaleAndNoTimeZone();

private:
    ReplayResult replayed(std::vector<Record> records) const;
    /// The index of the n-th record that fits, in the middle of the recording.
    std::size_t somewhere(RecordKind kind, const std::function<bool(const Record&)>& fits = {}) const;

    std::unique_ptr<SimulatedRun> m_run;
    std::vector<Record> m_records;
};

ReplayResult ReplayTest::replayed(std::vector<Record> records) const
{
    MemoryRecording recording(std::move(records));
    auto result = verifyReplay(m_run->settings(), recording);
    if (!result)
        qFatal("%s", result.error().message.c_str());
    return *result;
}

std::size_t ReplayTest::somewhere(RecordKind kind, const std::function<bool(const Record&)>& fits) const
{
    for (std::size_t i = m_records.size() / 2; i < m_records.size(); ++i)
        if (m_records[i].kind == kind && (!fits || fits(m_records[i])))
            return i;
    qFatal("the recording has no such record");
}

void ReplayTest::initTestCase()
{
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    m_run = std::make_unique<SimulatedRun>(options);
    m_run->command(CommandKind::Start);
    m_run->runFor(Duration::hours(14));
    QVERIFY(m_run->stop());
    QVERIFY(m_run->session().positions().closedCount() > 0);
    m_records = m_run->recorder().records;
}

void ReplayTest::decidesTheSame()
{
    const ReplayResult result = replayed(m_records);
    QVERIFY2(!result.difference, result.difference ? result.difference->recorded.c_str() : "");
    QCOMPARE(result.digest, m_run->session().decisions().digest());
    QCOMPARE(result.inputs, m_run->session().inputs().count());
    QCOMPARE(result.outputs, m_run->session().decisions().count());
    QCOMPARE(result.scans, m_run->session().scanning().completed());
}

void ReplayTest::theRecordingIsComplete()
{
    std::uint64_t sequence = 0;
    Timestamp time;
    for (const Record& record : m_records) {
        if (record.kind == RecordKind::Input)
            QCOMPARE(record.sequence, ++sequence);
        else
            QCOMPARE(record.sequence, sequence);
        QVERIFY(record.time >= time);
        time = record.time;
    }
    QCOMPARE(sequence, m_run->session().inputs().count());
}

void ReplayTest::aTamperedDecisionIsFoundAtItsInput()
{
    auto records = m_records;
    const std::size_t at = somewhere(RecordKind::Output);
    records[at].payload.back() = records[at].payload.back() == 'x' ? 'y' : 'x';
    const ReplayResult result = replayed(records);
    QVERIFY(result.difference.has_value());
    QCOMPARE(result.difference->sequence, m_records[at].sequence);
    QVERIFY(result.difference->time == m_records[at].time);
    QCOMPARE(result.difference->recorded, records[at].payload.toStdString());
    QCOMPARE(result.difference->replayed, m_records[at].payload.toStdString());
    QVERIFY(!result.difference->input.empty());
}

void ReplayTest::aMissingDecisionIsFoundAtItsInput()
{
    auto records = m_records;
    const std::size_t at = somewhere(RecordKind::Output);
    records.erase(records.begin() + static_cast<std::ptrdiff_t>(at));
    const ReplayResult result = replayed(records);
    QVERIFY(result.difference.has_value());
    QCOMPARE(result.difference->sequence, m_records[at].sequence);
    QCOMPARE(result.difference->replayed, m_records[at].payload.toStdString());
}

void ReplayTest::aDecisionTooManyIsFoundAtItsInput()
{
    auto records = m_records;
    const std::size_t at = somewhere(RecordKind::Input);
    Record extra = records[at];
    extra.kind = RecordKind::Output;
    extra.payload = "command|0|place||an order that was never sent";
    records.insert(records.begin() + static_cast<std::ptrdiff_t>(at) + 1, extra);
    const ReplayResult result = replayed(records);
    QVERIFY(result.difference.has_value());
    QCOMPARE(result.difference->sequence, extra.sequence);
    QCOMPARE(result.difference->recorded, extra.payload.toStdString());
}

void ReplayTest::aMissingEndIsFound()
{
    auto records = m_records;
    while (records.back().kind != RecordKind::Output)
        records.pop_back();
    const Record last = records.back();
    records.pop_back();
    const ReplayResult result = replayed(records);
    QVERIFY(result.difference.has_value());
    QCOMPARE(result.difference->sequence, last.sequence);
    QVERIFY(result.difference->recorded.empty());
    QCOMPARE(result.difference->replayed, last.payload.toStdString());
}

void ReplayTest::aTamperedCommandIsFoundAtItsInput()
{
    auto records = m_records;
    const std::size_t at = somewhere(RecordKind::Input, [](const Record& record) {
        return std::holds_alternative<UserCommand>(*InputCodec::decode(record.payload));
    });
    Input input = *InputCodec::decode(records[at].payload);
    auto& command = std::get<UserCommand>(input);
    QCOMPARE(command.kind, CommandKind::Stop);
    command.kind = CommandKind::Pause;
    records[at].payload = encoded(input);
    const ReplayResult result = replayed(records);
    QVERIFY(result.difference.has_value());
    QCOMPARE(result.difference->sequence, m_records[at].sequence);
    QCOMPARE(result.difference->input, std::string("command pause"));
}

void ReplayTest::aTamperedFillIsFound()
{
    auto records = m_records;
    const std::size_t at = somewhere(RecordKind::Input, [](const Record& record) {
        const Input input = *InputCodec::decode(record.payload);
        const auto* event = std::get_if<ExchangeEvent>(&input);
        return event != nullptr && std::holds_alternative<Execution>(*event);
    });
    Input input = *InputCodec::decode(records[at].payload);
    auto& execution = std::get<Execution>(std::get<ExchangeEvent>(input));
    execution.price = execution.price + 10;
    records[at].payload = encoded(input);
    const ReplayResult result = replayed(records);
    QVERIFY(result.difference.has_value());
    QVERIFY(result.difference->sequence >= m_records[at].sequence);
    QVERIFY(result.digest != m_run->session().decisions().digest());
}

void ReplayTest::aMissingInputIsFound()
{
    auto records = m_records;
    // The first input is the start: without it nothing of what follows is decided.
    std::size_t at = 0;
    while (records[at].kind != RecordKind::Input)
        ++at;
    records.erase(records.begin() + static_cast<std::ptrdiff_t>(at));
    QVERIFY(replayed(records).difference.has_value());
}

void ReplayTest::anotherPresetIsFound()
{
    SessionSettings settings = m_run->settings();
    settings.preset.risk.riskPerTrade *= 0.5;
    MemoryRecording recording(m_records);
    const auto result = verifyReplay(settings, recording);
    QVERIFY(result.has_value());
    QVERIFY(result->difference.has_value());
    QVERIFY(result->difference->replayed.find("|size|") != std::string::npos);
}

void ReplayTest::aDamagedInputIsAnError()
{
    auto records = m_records;
    const std::size_t at = somewhere(RecordKind::Input);
    records[at].payload.chop(1);
    MemoryRecording recording(records);
    const auto result = verifyReplay(m_run->settings(), recording);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::Corrupt);
}

void ReplayTest::theDigestKnowsNoLocaleAndNoTimeZone()
{
    const QByteArray zone = qgetenv("TZ");
    const bool hadZone = qEnvironmentVariableIsSet("TZ");
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new CommaNumbers));
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    qputenv("TZ", "Pacific/Kiritimati");
    tzset();
    SimulatedRunOptions options;
    options.seed = 1;
    options.symbolCount = 40;
    SimulatedRun again(options);
    again.command(CommandKind::Start);
    again.runFor(Duration::hours(14));
    const bool stopped = again.stop();
    const ReplayResult result = replayed(m_records);
    std::locale::global(before);
    QLocale::setDefault(QLocale::c());
    if (hadZone)
        qputenv("TZ", zone);
    else
        qunsetenv("TZ");
    tzset();
    QVERIFY(stopped);
    QCOMPARE(again.session().decisions().digest(), m_run->session().decisions().digest());
    QVERIFY(again.journal().written() == m_run->journal().written());
    QCOMPARE(result.digest, m_run->session().decisions().digest());
    QVERIFY(!result.difference);
}

QTEST_GUILESS_MAIN(ReplayTest)
#include "tst_replay.moc"
