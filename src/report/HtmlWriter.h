// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QXmlStreamWriter>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace breakline {

/// Writes XML that is HTML too: every text is escaped, characters that neither may hold
/// are replaced, and only what may be empty in HTML is written as an empty element.
class HtmlWriter {
public:
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

    /// An element until the end of its scope.
    class Element {
    public:
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;
        ~Element()
        {
            m_xml.writeCharacters({}); // never <div/>, which HTML would not close
            m_xml.writeEndElement();
        }

    private:
        friend class HtmlWriter;
        explicit Element(QXmlStreamWriter& xml)
            : m_xml(xml)
        {
        }
        QXmlStreamWriter& m_xml;
    };

    explicit HtmlWriter(QByteArray& out)
        : m_xml(&out)
    {
        m_xml.writeDTD(QStringLiteral("<!DOCTYPE html>"));
    }

    [[nodiscard]] Element open(std::string_view name, Attributes attributes = {})
    {
        m_xml.writeStartElement(textOf(name));
        write(attributes);
        return Element(m_xml);
    }
    void leaf(std::string_view name, std::string_view text, Attributes attributes = {})
    {
        const Element element = open(name, attributes);
        this->text(text);
    }
    /// Of those without content in HTML, and those of SVG.
    void empty(std::string_view name, Attributes attributes = {})
    {
        m_xml.writeEmptyElement(textOf(name));
        write(attributes);
    }
    void text(std::string_view text) { m_xml.writeCharacters(textOf(text)); }

private:
    void write(Attributes attributes)
    {
        for (const auto& [name, value] : attributes)
            m_xml.writeAttribute(textOf(name), textOf(value));
    }
    static QString textOf(std::string_view text)
    {
        QString result = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        for (QChar& character : result)
            if ((character.unicode() < 0x20 && character != u'\n' && character != u'\t')
                || character.unicode() >= 0xfffe)
                character = QChar(QChar::ReplacementCharacter);
        return result;
    }

    QXmlStreamWriter m_xml;
};

} // namespace breakline
