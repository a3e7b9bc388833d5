// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/rest/OnceBody.h"

#include <algorithm>
#include <cstring>

namespace breakline {

OnceBody::OnceBody(QByteArray body, QObject* parent)
    : QIODevice(parent)
    , m_body(std::move(body))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 OnceBody::readData(char* data, qint64 most)
{
    const qint64 count = std::min(most, m_body.size() - m_read);
    if (count <= 0)
        return m_read >= m_body.size() ? -1 : 0;
    std::memcpy(data, m_body.constData() + m_read, static_cast<std::size_t>(count));
    m_read += count;
    return count;
}

} // namespace breakline
