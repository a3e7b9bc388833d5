// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/WorkstationUi.h"

#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

namespace breakline {

/// Every visible text of the item and what is in it.
inline void collectTexts(const QQuickItem* item, QStringList& texts)
{
    if (item == nullptr || !item->isVisible())
        return;
    const QVariant text = item->property("text");
    if (text.isValid() && !text.toString().isEmpty())
        texts.append(text.toString());
    const QList<QQuickItem*> children = item->childItems();
    for (const QQuickItem* child : children)
        collectTexts(child, texts);
}

inline QStringList visibleTexts(const QQuickWindow* window)
{
    QStringList texts;
    collectTexts(window->contentItem(), texts);
    return texts;
}

/// The item of this name, wherever it is drawn; null if there is none.
inline QQuickItem* findItem(QQuickItem* item, const QString& name)
{
    if (item->objectName() == name)
        return item;
    const QList<QQuickItem*> children = item->childItems();
    for (QQuickItem* child : children) {
        if (QQuickItem* found = findItem(child, name))
            return found;
    }
    return nullptr;
}

/// A real press and release in the middle of the item of this name.
inline bool clickOn(QQuickWindow* window, const QString& name)
{
    const QQuickItem* item = findItem(window->contentItem(), name);
    if (item == nullptr || !item->isVisible())
        return false;
    const QPointF middle = item->mapToScene(QPointF(item->width() / 2.0, item->height() / 2.0));
    QTest::mouseClick(window, Qt::LeftButton, Qt::NoModifier, middle.toPoint());
    return true;
}

inline WorkstationOptions testOptions()
{
    WorkstationOptions options;
    options.presets = {
        {QStringLiteral("breakout_v1_demo"), QStringLiteral("Momentum breakouts on candles alone."), true},
        {QStringLiteral("breakout_v1"), QStringLiteral("General-purpose momentum breakouts."), false}};
    options.presetId = QStringLiteral("breakout_v1_demo");
    options.speed = QStringLiteral("60");
    options.language = QStringLiteral("en");
    options.exportFolder = QStringLiteral("out");
    return options;
}

} // namespace breakline
