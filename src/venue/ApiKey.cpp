// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/ApiKey.h"

#include <QByteArray>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <array>
#include <cctype>

namespace breakline {

namespace {

std::string randomText(std::size_t length)
{
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string text;
    while (text.size() < length)
        text += kLetters[QRandomGenerator::system()->bounded(static_cast<quint32>(kLetters.size()))];
    return text;
}

} // namespace

ApiKey ApiKey::random()
{
    return {randomText(18), randomText(36)};
}

std::string ApiKey::sign(std::string_view text) const
{
    return QMessageAuthenticationCode::hash(QByteArray(text.data(), static_cast<qsizetype>(text.size())),
                                            QByteArray::fromStdString(secret), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

bool ApiKey::isSignatureOf(std::string_view text, std::string_view signature) const
{
    const std::string right = sign(text);
    if (signature.size() != right.size())
        return false;
    int difference = 0;
    for (std::size_t i = 0; i < right.size(); ++i)
        difference |= std::tolower(static_cast<unsigned char>(signature[i])) ^ right[i];
    return difference == 0;
}

} // namespace breakline
