#include "faces/gui/window/filter_field.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QTextCharFormat>
#include <algorithm>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/window/filter_completion.h"
#include "knowledge/services.h"

namespace portexplorer::gui {
namespace {

constexpr int kDelayMilliseconds = 150;

// Converts a position in UTF-8 bytes (of a FilterError) to one in UTF-16 units (of a line edit).
qsizetype characters_before(const QByteArray& utf8, std::size_t bytes) {
  return QString::fromUtf8(utf8.left(static_cast<qsizetype>(bytes))).size();
}

}  // namespace

FilterField::FilterField(QWidget* parent)
    : QLineEdit(parent),
      trouble_(make_child<QLabel>(this)),
      words_(make_child<QStringListModel>(this)),
      completer_(make_child<QCompleter>(words_, this)) {
  setClearButtonEnabled(true);
  setMaxLength(static_cast<int>(Filter::kMaxLength));
  trouble_->setTextFormat(Qt::PlainText);
  trouble_->setForegroundRole(QPalette::ToolTipText);
  trouble_->setBackgroundRole(QPalette::ToolTipBase);
  trouble_->setAutoFillBackground(true);
  trouble_->setFrameShape(QFrame::Box);
  trouble_->setMargin(4);
  trouble_->hide();
  completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  completer_->setWidget(this);
  completer_->popup()->installEventFilter(this);
  retranslateUi();
  delay_.setSingleShot(true);
  delay_.setInterval(kDelayMilliseconds);
  connect(&delay_, &QTimer::timeout, this, &FilterField::apply);
  connect(this, &QLineEdit::textChanged, &delay_, qOverload<>(&QTimer::start));
  connect(this, &QLineEdit::textEdited, this, &FilterField::update_completion);
  connect(this, &QLineEdit::returnPressed, this, [this] {
    apply();
    Q_EMIT finished();
    if (trouble_->text().isEmpty()) Q_EMIT left();
  });
  connect(completer_, qOverload<const QString&>(&QCompleter::activated), this,
          &FilterField::insert_word);
}

void FilterField::retranslateUi() {
  trouble_->setAccessibleName(tr("What is wrong with the filter"));
  completer_->popup()->setAccessibleName(tr("Words that fit here"));
  if (!trouble_->text().isEmpty()) apply();  // repeats the message in the new language
}

void FilterField::changeEvent(QEvent* event) {
  QLineEdit::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void FilterField::take_text(const QString& text) {
  setText(text);
  delay_.stop();
  apply();
}

void FilterField::set_columns(std::vector<FieldId> columns) {
  columns_ = std::move(columns);
  if (!text().isEmpty()) {
    applied_.clear();
    apply();
  }
}

void FilterField::apply() {
  const QString now = text();
  const QByteArray utf8 = now.toUtf8();
  const auto filter = Filter::parse({utf8.constData(), static_cast<std::size_t>(utf8.size())},
                                    {.ports_of_service = ports_of_service, .columns = columns_});
  if (!filter) {
    show_error(now, filter.error());
    return;
  }
  trouble_->clear();
  trouble_->hide();
  setToolTip({});
  setAccessibleDescription({});
  mark_error(0, 0);
  if (now == applied_ && !now.isEmpty()) return;
  applied_ = now;
  Q_EMIT filter_changed(*filter, now);
}

void FilterField::show_error(const QString& text, const FilterError& error) {
  const QByteArray utf8 = text.toUtf8();
  const qsizetype start = characters_before(utf8, error.position);
  const qsizetype end = characters_before(utf8, error.position + error.length);
  mark_error(start, std::max<qsizetype>(end - start, 0));
  const std::size_t character =
      error_character({utf8.constData(), static_cast<std::size_t>(utf8.size())}, error);
  const QString sentence = tr("Character %1: %2").arg(character).arg(shown(escaped(error.message)));
  trouble_->setText(sentence);
  setToolTip(QStringLiteral("<span>%1</span>").arg(sentence.toHtmlEscaped()));
  setAccessibleDescription(sentence);
  trouble_x_ = fontMetrics().horizontalAdvance(text.left(start));
  show_trouble();
}

// Shows the message also without focus: the underline alone does not explain why the filter has no
// effect.
void FilterField::show_trouble() {
  const bool is_shown =
      isVisible() && !trouble_->text().isEmpty() && !completer_->popup()->isVisible();
  if (is_shown) place_trouble();
  trouble_->setVisible(is_shown);
}

// Places the message below the character, or above it at the bottom of the window. It is a child of
// the window, so it covers other widgets without moving them.
void FilterField::place_trouble() {
  const int x = trouble_x_;
  QWidget* over = window();
  if (trouble_->parentWidget() != over) trouble_->setParent(over);
  trouble_->adjustSize();
  QPoint at =
      mapTo(over, QPoint(isRightToLeft() ? width() - x - trouble_->width() : x, height() + 2));
  at.setX(std::clamp(at.x(), 0, std::max(0, over->width() - trouble_->width())));
  if (at.y() + trouble_->height() > over->height())
    at.setY(mapTo(over, QPoint(0, -2)).y() - trouble_->height());
  trouble_->move(at);
  trouble_->raise();
}

// QLineEdit has no text formats, except those that an input method sets.
void FilterField::mark_error(qsizetype position, qsizetype length) {
  QList<QInputMethodEvent::Attribute> attributes;
  if (length > 0) {
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    format.setUnderlineColor(QColor(0xd9, 0x30, 0x25));
    attributes.push_back({QInputMethodEvent::TextFormat,
                          static_cast<int>(position) - cursorPosition(), static_cast<int>(length),
                          format});
  }
  QInputMethodEvent event(QString(), attributes);
  QCoreApplication::sendEvent(this, &event);
}

void FilterField::update_completion() {
  const FilterCompletion completion = complete_filter(text(), cursorPosition());
  words_->setStringList(completion.words);
  if (completion.words.isEmpty()) {
    completer_->popup()->hide();
    return;
  }
  QRect place(0, 0, 0, height());
  place.setLeft(fontMetrics().horizontalAdvance(text().left(completion.start)));
  place.setWidth(fontMetrics().horizontalAdvance(u'0') * 26);
  completer_->complete(place);
}

void FilterField::insert_word(const QString& word) {
  const qsizetype cursor = cursorPosition();
  const FilterCompletion completion = complete_filter(text(), cursor);
  const QString before = text().left(completion.start) + word +
                         (word.endsWith(u':') ? QString() : QStringLiteral(" "));
  const QString after = text().mid(cursor);
  setText(before + (after.startsWith(u' ') && before.endsWith(u' ') ? after.mid(1) : after));
  setCursorPosition(static_cast<int>(before.size()));
}

void FilterField::keyPressEvent(QKeyEvent* event) {
  const bool escape = event->key() == Qt::Key_Escape;
  if (escape && !text().isEmpty()) {
    take_text({});
    completer_->popup()->hide();
  } else if (escape || event->key() == Qt::Key_Down) {
    if (!completer_->popup()->isVisible()) Q_EMIT left();
  } else {
    QLineEdit::keyPressEvent(event);
  }
}

void FilterField::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  Q_EMIT finished();
}

void FilterField::resizeEvent(QResizeEvent* event) {
  QLineEdit::resizeEvent(event);
  show_trouble();
}

void FilterField::showEvent(QShowEvent* event) {
  QLineEdit::showEvent(event);
  show_trouble();
}

// The completion popup covers the message; it is shown again when the popup closes.
bool FilterField::eventFilter(QObject* watched, QEvent* event) {
  if (watched == completer_->popup() && event->type() == QEvent::Hide)
    QMetaObject::invokeMethod(this, &FilterField::show_trouble, Qt::QueuedConnection);
  return QLineEdit::eventFilter(watched, event);
}

void FilterField::hideEvent(QHideEvent* event) {
  QLineEdit::hideEvent(event);
  trouble_->hide();
}

}  // namespace portexplorer::gui
