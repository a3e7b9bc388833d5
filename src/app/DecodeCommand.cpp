// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DecodeCommand.h"

#include "app/DecodeLines.h"
#include "app/ExitCode.h"
#include "exchange/bybit/JsonWriter.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

namespace breakline {

namespace {

constexpr std::size_t kBlock = 1 << 16;

class Decoding {
public:
    /// False when the output cannot be written.
    bool take(std::string_view line)
    {
        ++m_number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos)
            return true;
        if (m_number == 1 && line.starts_with("\xEF\xBB\xBF"))
            line.remove_prefix(3);
        if (const auto decoded = m_lines.decode(line, m_output); !decoded)
            complain(decoded.error().message);
        return m_output.size() < kBlock || flush();
    }
    bool flush()
    {
        const bool isWritten = std::fwrite(m_output.data(), 1, m_output.size(), stdout) == m_output.size()
            && std::fflush(stdout) == 0;
        m_output.clear();
        return isWritten;
    }
    bool isClean() const { return m_isClean; }

private:
    void complain(std::string_view reason)
    {
        m_isClean = false;
        std::string text;
        bybit::JsonWriter writer(text);
        writer.open('{').key("error").text("decode").key("line").integer(m_number);
        writer.key("reason").text(reason).close('}');
        text += '\n';
        std::fwrite(text.data(), 1, text.size(), stderr);
    }

    DecodeLines m_lines;
    std::string m_output;
    std::int64_t m_number = 0;
    bool m_isClean = true;
};

} // namespace

int runDecode(const DecodeOptions& options)
{
    std::ifstream file;
    std::istream* input = &std::cin;
    if (options.file == "-") {
        std::ios::sync_with_stdio(false);
    } else {
        file.open(options.file, std::ios::binary);
        if (!file) {
            std::fprintf(stderr, "breakline: %s: %s; it must be a file of frames, one a line, or -\n",
                         options.file.c_str(), std::strerror(errno));
            return kExitUsage;
        }
        input = &file;
    }
    Decoding decoding;
    std::string line;
    bool isWritable = true;
    while (isWritable && std::getline(*input, line)) {
        isWritable = decoding.take(line);
        // Where frames trickle in, each is shown at once.
        if (isWritable && input->rdbuf()->in_avail() <= 0)
            isWritable = decoding.flush();
    }
    if (!isWritable || !decoding.flush()) {
        std::fprintf(stderr, "breakline: the output cannot be written: %s\n", std::strerror(errno));
        return kExitRuntime;
    }
    if (input->bad()) {
        std::fprintf(stderr, "breakline: %s: it cannot be read as a file\n", options.file.c_str());
        return kExitUsage;
    }
    return decoding.isClean() ? kExitOk : kExitUsage;
}

} // namespace breakline
