// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/DataFile.h"

#include <QFile>

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace breakline {

namespace {

/// Unpacked data above this is refused: a damaged or hostile file.
constexpr qsizetype kMaxSize = qsizetype {1} << 30;
constexpr int kGzip = 15 + 16; ///< zlib's window bits that mean a gzip header

Expected<QByteArray> unpack(const QByteArray& packed, const std::string& file)
{
    z_stream stream {};
    if (inflateInit2(&stream, kGzip) != Z_OK)
        return fail(ErrorCode::Io, file + ": no memory to unpack it");
    // zlib counts input in 32 bits; a file of candles is far below.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    QByteArray plain(std::max<qsizetype>(packed.size() * 5, 4096), Qt::Uninitialized);
    qsizetype size = 0;
    std::string fault;
    for (;;) {
        if (size == plain.size()) {
            if (size >= kMaxSize) {
                fault = "unpacks to more than 1 GiB";
                break;
            }
            plain.resize(size * 2);
        }
        stream.next_out = reinterpret_cast<Bytef*>(plain.data() + size);
        stream.avail_out = static_cast<uInt>(plain.size() - size);
        const int result = inflate(&stream, Z_NO_FLUSH);
        size = plain.size() - static_cast<qsizetype>(stream.avail_out);
        if (result == Z_STREAM_END) {
            if (stream.avail_in == 0)
                break;
            inflateReset(&stream); // the next member
        } else if (result != Z_OK) {
            fault = stream.avail_in == 0 ? "the gzip data end too early" : "the gzip data are damaged";
            break;
        }
    }
    inflateEnd(&stream);
    if (!fault.empty())
        return fail(ErrorCode::Corrupt, file + ": " + fault + "; fetch the file again");
    plain.resize(size);
    return plain;
}

} // namespace

Expected<QByteArray> readDataFile(const QString& path)
{
    QFile file(path);
    const std::string name = path.toStdString();
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, name + ": " + file.errorString().toStdString());
    const qint64 size = file.size();
    if (size > kMaxSize)
        return fail(ErrorCode::Io, name + ": is larger than 1 GiB; split it");
    QByteArray bytes = file.readAll();
    if (bytes.size() != size)
        return fail(ErrorCode::Io, name + ": " + file.errorString().toStdString());
    return bytes.startsWith("\x1f\x8b") ? unpack(bytes, name) : Expected<QByteArray>(std::move(bytes));
}

} // namespace breakline
