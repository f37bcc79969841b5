// What somebody who cannot see the window would miss in it.
#pragma once

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QStringList>
#include <QWidget>
#include <algorithm>

namespace portexplorer::testing {

// Words that are told when there is something to tell.
inline bool waits_for_its_words(const QWidget& widget, const QWidget& top) {
  const auto* label = qobject_cast<const QLabel*>(&widget);
  const auto* button = qobject_cast<const QAbstractButton*>(&widget);
  if (label != nullptr) return label->text().isEmpty();
  return button != nullptr && button->text().isEmpty() && !widget.isVisibleTo(&top);
}

// Its own name, the words on it, or those of a label that belongs to it. What it shows just now is
// no name.
inline bool has_name(const QWidget& widget) {
  if (!widget.accessibleName().trimmed().isEmpty()) return true;
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) return !label->text().isEmpty();
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
    return !button->text().isEmpty();
  if (widget.isWindow()) return !widget.windowTitle().isEmpty();
  const auto labels = widget.window()->findChildren<QLabel*>();
  return std::any_of(labels.begin(), labels.end(), [&](const QLabel* l) {
    return l->buddy() == &widget && !l->text().isEmpty();
  });
}

// The list that drops down from a combo box takes its name. Qt 6.8 makes it together with the box.
inline bool is_part_of_combo_box(const QWidget& widget) {
  for (const QWidget* w = widget.parentWidget(); w != nullptr; w = w->parentWidget()) {
    if (qobject_cast<const QComboBox*>(w) != nullptr) return true;
  }
  return false;
}

// The widgets below `top`, it among them, that the keyboard reaches and that have no name to read
// aloud. Parts that Qt makes for itself inside of others (viewports, scroll bars, the field of a
// spin box) take the name of what they are in.
inline QStringList nameless_widgets(QWidget& top) {
  QStringList nameless;
  QList<QWidget*> all = top.findChildren<QWidget*>();
  all.push_back(&top);
  for (const QWidget* widget : all) {
    const bool inner = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                       widget->focusProxy() != nullptr || is_part_of_combo_box(*widget);
    if (widget->focusPolicy() == Qt::NoFocus || inner || waits_for_its_words(*widget, top) ||
        has_name(*widget))
      continue;
    QString path;
    for (const QWidget* w = widget; w != nullptr; w = w->parentWidget())
      path.prepend(QStringLiteral("/%1 %2").arg(w->metaObject()->className(), w->objectName()));
    nameless.push_back(path);
  }
  return nameless;
}

}  // namespace portexplorer::testing
