// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/JsonText.h"

namespace breakline {

JsonText& JsonText::text(std::string_view value)
{
    separate();
    m_text += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            m_text += '\\';
            m_text += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            constexpr char kDigits[] = "0123456789abcdef";
            m_text += "\\u00";
            m_text += kDigits[(c >> 4) & 1];
            m_text += kDigits[c & 15];
        } else {
            m_text += c;
        }
    }
    m_text += '"';
    return *this;
}

} // namespace breakline
