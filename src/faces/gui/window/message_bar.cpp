#include "faces/gui/window/message_bar.h"

#include <QEvent>
#include <QHBoxLayout>

#include "faces/gui/child.h"

namespace portexplorer::gui {

MessageBar::MessageBar(Severity mood, QWidget* parent)
    : QFrame(parent),
      label_(make_child<QLabel>(this)),
      button_(make_child<QPushButton>(this)),
      close_(make_child<QPushButton>(this)),
      mood_(mood) {
  auto* row = make_child<QHBoxLayout>(this);
  row->setContentsMargins(10, 4, 6, 4);
  row->addWidget(label_, 1);
  row->addWidget(button_);
  row->addWidget(close_);
  label_->setTextFormat(Qt::PlainText);
  label_->setWordWrap(true);
  label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  close_->setText(QStringLiteral("✕"));
  close_->setFlat(true);
  close_->setFixedWidth(close_->fontMetrics().height() * 2);
  retranslateUi();
  setAutoFillBackground(true);
  connect(button_, &QPushButton::clicked, this, &MessageBar::acted);
  connect(close_, &QPushButton::clicked, this, [this] {
    hide();
    Q_EMIT closed();
  });
  hide();
  colour();
}

void MessageBar::retranslateUi() {
  close_->setToolTip(tr("Do not show this again"));
  close_->setAccessibleName(tr("Close this message"));
}

void MessageBar::tell(const QString& text, const QString& action) {
  label_->setText(text);
  setAccessibleName(text);
  button_->setText(action);
  button_->setVisible(!action.isEmpty());
  show();
}

void MessageBar::set_closable(bool closable) { close_->setVisible(closable); }

void MessageBar::colour() {
  colouring_ = true;
  QPalette palette = this->palette();
  const bool dark = palette.color(QPalette::Base).lightness() < 128;
  const QColor note = dark ? QColor(0x2b, 0x35, 0x45) : QColor(0xe8, 0xf0, 0xfe);
  const QColor trouble = dark ? QColor(0x4a, 0x27, 0x26) : QColor(0xfd, 0xe3, 0xe1);
  palette.setColor(QPalette::Window, mood_ == Severity::note ? note : trouble);
  palette.setColor(QPalette::WindowText,
                   dark ? QColor(0xe6, 0xe7, 0xea) : QColor(0x1f, 0x23, 0x28));
  setPalette(palette);
  colouring_ = false;
}

void MessageBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
  if (event->type() == QEvent::PaletteChange && !colouring_) colour();
}

}  // namespace portexplorer::gui
