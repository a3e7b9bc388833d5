// SPDX-License-Identifier: GPL-3.0-or-later
// What SIGKILL cannot show, since the system's memory survives it: that an entry's
// intent was on the disk before the entry's first byte left. The order of the
// program's system calls shows it.
#include "storage/RowsReader.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace {

constexpr int kTimeoutMs = 240'000;

/// A system call of one thread; the marks count the beginnings and ends of all calls in their order.
struct SystemCall {
    QByteArray name;
    QByteArray file; ///< of its first argument
    QByteArray data; ///< what it writes
    std::size_t begun = 0;
    std::optional<std::size_t> ended;
};

/// The bytes of a string as strace prints it, from behind its first quotation mark.
QByteArray unescaped(QByteArrayView text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] != '\\') {
            bytes.append(text[i]);
            continue;
        }
        const char kind = text[++i];
        switch (kind) {
        case 'n': bytes.append('\n'); break;
        case 'r': bytes.append('\r'); break;
        case 't': bytes.append('\t'); break;
        case 'v': bytes.append('\v'); break;
        case 'f': bytes.append('\f'); break;
        case 'x':
            bytes.append(static_cast<char>(text.sliced(i + 1, 2).toByteArray().toInt(nullptr, 16)));
            i += 2;
            break;
        default:
            if (kind >= '0' && kind <= '7') {
                qsizetype length = 1;
                while (length < 3 && i + length < text.size() && text[i + length] >= '0'
                       && text[i + length] <= '7')
                    ++length;
                bytes.append(static_cast<char>(text.sliced(i, length).toByteArray().toInt(nullptr, 8)));
                i += length - 1;
            } else {
                bytes.append(kind);
            }
        }
    }
    return bytes;
}

/// "name(fd<file>, "data", ..." of a call; `begun` is its mark.
SystemCall parsed(const QByteArray& text, std::size_t begun)
{
    SystemCall call;
    const qsizetype open = text.indexOf('(');
    call.name = text.left(open);
    // The name of a socket has angle brackets of its own: "<TCP:[a->b]>".
    const qsizetype from = text.indexOf('<', open);
    qsizetype to = text.indexOf(">,", from);
    if (to < 0)
        to = text.indexOf(">)", from);
    if (to < 0)
        to = text.indexOf("> <unfinished", from);
    if (from > 0 && to > from)
        call.file = text.mid(from + 1, to - from - 1);
    if (const qsizetype quote = text.indexOf('"', to < 0 ? open : to); quote > 0)
        call.data = unescaped(QByteArrayView(text).sliced(quote + 1));
    call.begun = begun;
    return call;
}

/// All calls of a trace with several threads in it.
std::vector<SystemCall> callsOf(const QString& trace)
{
    std::vector<SystemCall> calls;
    std::map<QByteArray, std::size_t> unfinished; // by thread
    QFile file(trace);
    if (!file.open(QIODevice::ReadOnly))
        return calls;
    std::size_t mark = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const qsizetype space = line.indexOf(' ');
        if (space < 0)
            continue;
        const QByteArray thread = line.left(space);
        const QByteArray text = line.mid(space).trimmed();
        if (text.startsWith("<... ")) {
            if (const auto found = unfinished.find(thread); found != unfinished.end()) {
                calls[found->second].ended = ++mark;
                unfinished.erase(found);
            }
        } else if (text.startsWith("+++") || text.startsWith("---") || !text.contains('(')) {
            continue;
        } else {
            calls.push_back(parsed(text, ++mark));
            if (text.endsWith("<unfinished ...>"))
                unfinished[thread] = calls.size() - 1;
            else
                calls.back().ended = ++mark;
        }
    }
    return calls;
}

/// What one end of a connection has sent, and where each byte left.
class SentBytes {
public:
    void add(const SystemCall& call)
    {
        m_bytes += call.data;
        m_from.resize(static_cast<std::size_t>(m_bytes.size()), call.begun);
    }

    struct Message {
        QByteArray text;
        std::size_t begun = 0; ///< the call that had its first byte
    };

    /// Bodies of HTTP requests and the text frames behind an upgrade, a client's being masked.
    std::vector<Message> messages() const
    {
        std::vector<Message> found;
        qsizetype at = 0;
        bool isUpgraded = false;
        while (!isUpgraded) {
            const qsizetype end = m_bytes.indexOf("\r\n\r\n", at);
            if (end < 0)
                return found;
            const QByteArray head = m_bytes.mid(at, end - at).toLower();
            qsizetype length = 0;
            if (const qsizetype field = head.indexOf("content-length:"); field >= 0)
                length = head.mid(field + 15,
                                  head.indexOf('\r', field) < 0 ? -1 : head.indexOf('\r', field) - field - 15)
                             .trimmed()
                             .toLongLong();
            if (length > 0)
                found.push_back({m_bytes.mid(end + 4, length), m_from[static_cast<std::size_t>(at)]});
            isUpgraded = head.contains("upgrade: websocket");
            at = end + 4 + length;
        }
        while (at + 2 <= m_bytes.size()) {
            const qsizetype first = at;
            const auto byte = [&](qsizetype i) { return static_cast<std::uint8_t>(m_bytes[i]); };
            const bool isMasked = (byte(at + 1) & 0x80) != 0;
            qsizetype length = byte(at + 1) & 0x7f;
            at += 2;
            const int more = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (at + more > m_bytes.size())
                break;
            if (more > 0)
                length = 0;
            for (int i = 0; i < more; ++i)
                length = length * 256 + byte(at++);
            const qsizetype mask = at;
            at += isMasked ? 4 : 0;
            if (at + length > m_bytes.size())
                break;
            QByteArray text = m_bytes.mid(at, length);
            if (isMasked)
                for (qsizetype i = 0; i < length; ++i)
                    text[i] = static_cast<char>(text[i] ^ m_bytes[mask + i % 4]);
            found.push_back({text, m_from[static_cast<std::size_t>(first)]});
            at += length;
        }
        return found;
    }

private:
    QByteArray m_bytes;
    std::vector<std::size_t> m_from;
};

struct SentOrder {
    QByteArray clientId;
    QByteArray symbol;
    bool isEntry = false;
    std::size_t begun = 0;
};

std::vector<SentOrder> ordersOf(const std::vector<SystemCall>& calls)
{
    std::map<QByteArray, SentBytes> connections;
    for (const SystemCall& call : calls)
        if (call.file.startsWith("TCP"))
            connections[call.file].add(call);
    std::vector<SentOrder> orders;
    for (const auto& [name, sent] : connections)
        for (const SentBytes::Message& message : sent.messages()) {
            auto json = nlohmann::json::parse(message.text.begin(), message.text.end(), nullptr, false);
            if (!json.is_object())
                continue;
            if (json.value("op", std::string()) == "order.create")
                json = json["args"][0];
            if (!json.contains("orderLinkId") || !json.contains("qty"))
                continue;
            orders.push_back({QByteArray::fromStdString(json["orderLinkId"].get<std::string>()),
                              QByteArray::fromStdString(json["symbol"].get<std::string>()),
                              !json.value("reduceOnly", false), message.begun});
        }
    return orders;
}

class VenueProcess {
public:
    VenueProcess()
    {
        m_process.start(QStringLiteral(BREAKLINE_PROGRAM),
                        {QStringLiteral("venue"), QStringLiteral("--synthetic"), QStringLiteral("40"),
                         QStringLiteral("--seed"), QStringLiteral("30"), QStringLiteral("--speed"),
                         QStringLiteral("max"), QStringLiteral("--alone"), QStringLiteral("freeze")});
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kTimeoutMs)) { }
        m_line = nlohmann::json::parse(m_process.readLine().toStdString(), nullptr, false);
    }
    ~VenueProcess()
    {
        m_process.kill();
        m_process.waitForFinished(kTimeoutMs);
    }
    bool isUp() const { return m_line.is_object(); }
    QString text(const char* name) const { return QString::fromStdString(m_line[name].get<std::string>()); }

private:
    QProcess m_process;
    nlohmann::json m_line;
};

} // namespace

class SyncBeforeSendTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTraceIsReadInItsOrder()
    {
        const QTemporaryDir files;
        QFile file(files.filePath(QStringLiteral("trace")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        // Frames of a client, "{}" with the mask 01 02 03 04, in two pieces.
        file.write("10 pwrite64(7</s/session.sqlite-wal>, \"\\x41\\x00b\\n\", 4, 32 <unfinished ...>\n"
                   "11 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"GET / HTTP/1.1\\r\\nUpgrade: "
                   "websocket\\r\\n\\r\\n\", 9, 0) = 9\n"
                   "10 <... pwrite64 resumed>) = 4\n"
                   "10 fdatasync(7</s/session.sqlite-wal>) = 0\n"
                   "11 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"\\x81\\x82\\x01\", 3, 0) = 3\n"
                   "11 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"\\x02\\x03\\x04\\x7a\\x7f\", 5, 0) = 5\n"
                   "10 +++ exited with 0 +++\n");
        file.close();
        const auto calls = callsOf(file.fileName());
        QCOMPARE(calls.size(), std::size_t {5});
        QCOMPARE(calls[0].name, QByteArray("pwrite64"));
        QCOMPARE(calls[0].file, QByteArray("/s/session.sqlite-wal"));
        QCOMPARE(calls[0].data, QByteArray("A\0b\n", 4));
        QCOMPARE(calls[0].begun, std::size_t {1});
        QCOMPARE(calls[0].ended, std::optional<std::size_t>(4));
        QCOMPARE(calls[2].name, QByteArray("fdatasync"));
        QCOMPARE(calls[2].begun, std::size_t {5});
        SentBytes sent;
        for (const std::size_t i : {1, 3, 4})
            sent.add(calls[i]);
        const auto messages = sent.messages();
        QCOMPARE(messages.size(), std::size_t {1});
        QCOMPARE(messages[0].text, QByteArray("{}"));
        QCOMPARE(messages[0].begun, calls[3].begun);
    }

    void noEntryLeavesBeforeItsIntentIsOnTheDisk()
    {
        const QString strace = QStandardPaths::findExecutable(QStringLiteral("strace"));
        if (strace.isEmpty())
            QSKIP("strace is not there");
        QProcess trial;
        trial.start(strace,
                    {QStringLiteral("-f"), QStringLiteral("-o"), QStringLiteral("/dev/null"),
                     QStringLiteral("true")});
        if (!trial.waitForFinished(kTimeoutMs) || trial.exitCode() != 0)
            QSKIP(("system calls cannot be watched here: " + trial.readAllStandardError().trimmed())
                      .constData());

        const QTemporaryDir files;
        const QString folder = files.filePath(QStringLiteral("session"));
        const QString trace = files.filePath(QStringLiteral("trace"));
        const VenueProcess venue;
        QVERIFY(venue.isUp());
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("BREAKLINE_KEY"), venue.text("key"));
        environment.insert(QStringLiteral("BREAKLINE_SECRET"), venue.text("secret"));
        program.setProcessEnvironment(environment);
        program.start(strace,
                      {QStringLiteral("-f"),
                       QStringLiteral("--seccomp-bpf"),
                       QStringLiteral("-yy"),
                       QStringLiteral("-x"),
                       QStringLiteral("-s"),
                       QStringLiteral("65536"),
                       QStringLiteral("-e"),
                       QStringLiteral("trace=pwrite64,fsync,fdatasync,write,writev,sendto"),
                       QStringLiteral("-o"),
                       trace,
                       QStringLiteral(BREAKLINE_PROGRAM),
                       QStringLiteral("trade"),
                       QStringLiteral("--headless"),
                       QStringLiteral("--duration"),
                       QStringLiteral("20m"),
                       QStringLiteral("--rest"),
                       venue.text("rest"),
                       QStringLiteral("--ws"),
                       venue.text("ws"),
                       QStringLiteral("--session-dir"),
                       folder,
                       QStringLiteral("--json")});
        QVERIFY(program.waitForFinished(kTimeoutMs));
        const QByteArray told = program.readAllStandardError();
        QVERIFY2(program.exitCode() == 0, told.constData());
        const auto report =
            nlohmann::json::parse(program.readAllStandardOutput().toStdString(), nullptr, false);
        QVERIFY(report.is_object());

        const auto calls = callsOf(trace);
        const auto orders = ordersOf(calls);
        int entries = 0;
        for (const SentOrder& order : orders) {
            if (!order.isEntry)
                continue;
            ++entries;
            // In a row the symbol follows the id; the state that follows is that of the intent.
            const SystemCall* written = nullptr;
            for (const SystemCall& call : calls)
                if (call.name == "pwrite64" && call.file.endsWith("session.sqlite-wal")
                    && call.data.contains(order.clientId + order.symbol)) {
                    written = &call;
                    break;
                }
            QVERIFY2(written && written->ended && *written->ended < order.begun,
                     ("the intent of " + order.clientId + " was not written before it was sent").constData());
            bool isSynced = false;
            for (const SystemCall& call : calls)
                isSynced = isSynced
                    || ((call.name == "fdatasync" || call.name == "fsync") && call.file == written->file
                        && call.begun > *written->ended && call.ended && *call.ended < order.begun);
            QVERIFY2(isSynced,
                     ("the intent of " + order.clientId + " was not synced before it was sent").constData());
        }
        // Nothing was missed: those of the journal are those that were seen to leave.
        const auto reader = breakline::RowsReader::open(folder).value();
        std::ptrdiff_t intended = 0;
        for (const breakline::IntentRecord& intent : reader->intents().value())
            intended += intent.order.intent == breakline::OrderIntent::Entry ? 1 : 0;
        QVERIFY(intended > 0);
        QCOMPARE(std::ptrdiff_t {entries}, intended);
        qInfo("%d entries of %zu orders, each synced before its first byte", entries, orders.size());
    }
};

QTEST_GUILESS_MAIN(SyncBeforeSendTest)
#include "tst_sync_before_send.moc"
