#include "faces/gui/window/fitting_label.h"

#include <QEvent>

namespace portexplorer::gui {

FittingLabel::FittingLabel(QWidget* parent) : QLabel(parent) { setTextFormat(Qt::PlainText); }

void FittingLabel::set_texts(const QStringList& texts) {
  if (texts == texts_) return;
  texts_ = texts;
  setToolTip(texts.value(0));
  setAccessibleDescription(texts.value(0));
  choose();
  updateGeometry();
}

int FittingLabel::width_of(const QString& text) const {
  return fontMetrics().size(Qt::TextSingleLine, text).width() + 2 * margin();
}

QSize FittingLabel::minimumSizeHint() const {
  const int width = texts_.isEmpty() ? 0 : width_of(texts_.back());
  return {width, QLabel::minimumSizeHint().height()};
}

void FittingLabel::choose() {
  for (const QString& text : texts_) {
    if (width_of(text) > contentsRect().width() && &text != &texts_.back()) continue;
    setText(text);
    return;
  }
}

void FittingLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  choose();
}

void FittingLabel::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) choose();
}

}  // namespace portexplorer::gui
