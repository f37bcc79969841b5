// Checks of the names that a screen reader needs.
#pragma once

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QStringList>
#include <QWidget>
#include <algorithm>

namespace portexplorer::testing {

// Whether the widget is a label or hidden button that gets its text later.
inline bool waits_for_its_words(const QWidget& widget, const QWidget& top) {
  const auto* label = qobject_cast<const QLabel*>(&widget);
  const auto* button = qobject_cast<const QAbstractButton*>(&widget);
  if (label != nullptr) return label->text().isEmpty();
  return button != nullptr && button->text().isEmpty() && !widget.isVisibleTo(&top);
}

// Whether the widget has an accessible name, a text, or a label as its buddy. Its current value
// does not count.
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

// The popup list of a combo box uses the name of the box. Qt 6.8 creates it together with the box.
inline bool is_part_of_combo_box(const QWidget& widget) {
  for (const QWidget* w = widget.parentWidget(); w != nullptr; w = w->parentWidget()) {
    if (qobject_cast<const QComboBox*>(w) != nullptr) return true;
  }
  return false;
}

// Returns the focusable widgets without a name in `top`, including itself. Widgets that Qt creates
// inside others (viewports, scroll bars, the field of a spin box) use the name of their parent.
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
