#include "faces/gui/window/filter_bar.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QTextCharFormat>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/window/filter_completion.h"
#include "knowledge/services.h"

namespace portexplorer::gui {
namespace {

constexpr int kDelayMilliseconds = 150;
constexpr qsizetype kMostHistory = 30;
constexpr qsizetype kMostInMenu = 60;  // characters of a filter

// Errors count bytes, a field counts UTF-16.
qsizetype characters_before(const QByteArray& utf8, std::size_t bytes) {
  return QString::fromUtf8(utf8.left(static_cast<qsizetype>(bytes))).size();
}

QString menu_text(QString text) {
  if (text.size() > kMostInMenu) text = text.left(kMostInMenu) + u'…';
  return text.replace(u'&', QStringLiteral("&&"));
}

}  // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent),
      edit_(make_child<QLineEdit>(this)),
      trouble_(make_child<QLabel>(this)),
      more_(make_child<QToolButton>(this)),
      words_(make_child<QStringListModel>(this)),
      completer_(make_child<QCompleter>(words_, this)) {
  edit_->setPlaceholderText(tr("Filter: firefox, port:443, not state:LISTEN, sent_bytes:1M.. …"));
  edit_->setClearButtonEnabled(true);
  edit_->setAccessibleName(tr("Filter"));
  edit_->setMaxLength(static_cast<int>(Filter::kMaxLength));
  edit_->installEventFilter(this);
  trouble_->setTextFormat(Qt::PlainText);
  trouble_->setAccessibleName(tr("What is wrong with the filter"));
  trouble_->setForegroundRole(QPalette::ToolTipText);
  trouble_->setBackgroundRole(QPalette::ToolTipBase);
  trouble_->setAutoFillBackground(true);
  trouble_->setFrameShape(QFrame::Box);
  trouble_->setMargin(4);
  trouble_->hide();
  more_->setText(tr("▾"));
  more_->setToolTip(tr("Saved and recent filters"));
  more_->setAccessibleName(tr("Saved and recent filters"));
  more_->setPopupMode(QToolButton::InstantPopup);
  more_->setMenu(make_child<QMenu>(more_));
  auto* row = make_child<QHBoxLayout>(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  row->addWidget(edit_);
  row->addWidget(more_);
  setFocusProxy(edit_);
  completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  completer_->setWidget(edit_);
  delay_.setSingleShot(true);
  delay_.setInterval(kDelayMilliseconds);
  connect(&delay_, &QTimer::timeout, this, &FilterBar::apply);
  connect(edit_, &QLineEdit::textChanged, &delay_, qOverload<>(&QTimer::start));
  connect(edit_, &QLineEdit::textEdited, this, &FilterBar::update_completion);
  connect(edit_, &QLineEdit::returnPressed, this, [this] {
    apply();
    remember();
    if (trouble_->text().isEmpty()) Q_EMIT left();
  });
  connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &FilterBar::insert_word);
  connect(more_->menu(), &QMenu::aboutToShow, this, &FilterBar::fill_menu);
}

void FilterBar::set_text(const QString& text) {
  edit_->setText(text);
  delay_.stop();
  apply();
}

void FilterBar::clear() {
  set_text({});
  completer_->popup()->hide();
}

void FilterBar::begin(const QString& text) {
  edit_->setFocus(Qt::ShortcutFocusReason);
  edit_->insert(text);
}

void FilterBar::set_columns(std::vector<FieldId> columns) {
  columns_ = std::move(columns);
  if (!edit_->text().isEmpty()) {
    applied_.clear();
    apply();
  }
}

void FilterBar::set_remembered(const QStringList& history, const QStringList& saved) {
  history_ = history;
  saved_ = saved;
}

void FilterBar::apply() {
  const QString text = edit_->text();
  const QByteArray utf8 = text.toUtf8();
  const auto filter =
      Filter::parse({utf8.constData(), static_cast<std::size_t>(utf8.size())}, {.ports_of_service = ports_of_service, .columns = columns_});
  if (!filter) {
    show_error(text, filter.error());
    return;
  }
  trouble_->clear();
  trouble_->hide();
  mark_error(0, 0);
  if (text == applied_ && !text.isEmpty()) return;
  applied_ = text;
  Q_EMIT filter_changed(*filter, text);
}

void FilterBar::show_error(const QString& text, const FilterError& error) {
  const QByteArray utf8 = text.toUtf8();
  const qsizetype start = characters_before(utf8, error.position);
  const qsizetype end = characters_before(utf8, error.position + error.length);
  mark_error(start, std::max<qsizetype>(end - start, 0));
  trouble_->setText(shown(escaped(error.message)));
  trouble_->adjustSize();
  const int x = edit_->fontMetrics().horizontalAdvance(text.left(start));
  const int most = std::max(0, edit_->width() - trouble_->width());
  // Above the rest of the window, which it does not move.
  if (trouble_->parentWidget() != window()) trouble_->setParent(window());
  trouble_->move(edit_->mapTo(window(), QPoint(std::min(x, most), edit_->height() + 2)));
  trouble_->raise();
  trouble_->setVisible(edit_->isVisible() && edit_->hasFocus() && !completer_->popup()->isVisible());
}

// A line edit has no formats of its own; an input method may give it some.
void FilterBar::mark_error(qsizetype position, qsizetype length) {
  QList<QInputMethodEvent::Attribute> attributes;
  if (length > 0) {
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    format.setUnderlineColor(QColor(0xd9, 0x30, 0x25));
    attributes.push_back(
        {QInputMethodEvent::TextFormat, static_cast<int>(position) - edit_->cursorPosition(), static_cast<int>(length), format});
  }
  QInputMethodEvent event(QString(), attributes);
  QCoreApplication::sendEvent(edit_, &event);
}

void FilterBar::remember() {
  const QString text = edit_->text().trimmed();
  if (text.isEmpty() || !trouble_->text().isEmpty()) return;
  if (!history_.isEmpty() && history_.front() == text) return;
  history_.removeAll(text);
  history_.push_front(text);
  while (history_.size() > kMostHistory) history_.pop_back();
  Q_EMIT remembered();
}

void FilterBar::update_completion() {
  const FilterCompletion completion = complete_filter(edit_->text(), edit_->cursorPosition());
  words_->setStringList(completion.words);
  if (completion.words.isEmpty()) {
    completer_->popup()->hide();
    return;
  }
  QRect place(0, 0, 0, edit_->height());
  place.setLeft(edit_->fontMetrics().horizontalAdvance(edit_->text().left(completion.start)));
  place.setWidth(fontMetrics().horizontalAdvance(u'0') * 26);
  completer_->complete(place);
}

void FilterBar::insert_word(const QString& word) {
  const qsizetype cursor = edit_->cursorPosition();
  const FilterCompletion completion = complete_filter(edit_->text(), cursor);
  const QString before = edit_->text().left(completion.start) + word + (word.endsWith(u':') ? QString() : QStringLiteral(" "));
  const QString after = edit_->text().mid(cursor);
  edit_->setText(before + (after.startsWith(u' ') && before.endsWith(u' ') ? after.mid(1) : after));
  edit_->setCursorPosition(static_cast<int>(before.size()));
}

void FilterBar::fill_menu() {
  QMenu& menu = *more_->menu();
  menu.clear();
  QAction* save = menu.addAction(tr("&Save this filter…"), this, &FilterBar::save_current);
  save->setEnabled(!edit_->text().trimmed().isEmpty() && trouble_->text().isEmpty());
  if (!saved_.isEmpty()) menu.addSection(tr("Saved"));
  for (const QString& entry : saved_) {
    const QString filter = entry.section(u'\t', 1);
    menu.addAction(menu_text(entry.section(u'\t', 0, 0)), this, [this, filter] { set_text(filter); })->setToolTip(filter.toHtmlEscaped());
  }
  if (!saved_.isEmpty()) {
    QMenu* forget = menu.addMenu(tr("&Forget"));
    for (const QString& entry : saved_) {
      forget->addAction(menu_text(entry.section(u'\t', 0, 0)), this, [this, entry] {
        saved_.removeAll(entry);
        Q_EMIT remembered();
      });
    }
  }
  menu.addSection(tr("Recent"));
  for (const QString& filter : history_) menu.addAction(menu_text(filter), this, [this, filter] { set_text(filter); });
  if (history_.isEmpty()) menu.addAction(tr("None yet: Enter remembers a filter"))->setEnabled(false);
}

void FilterBar::save_current() {
  const QString filter = edit_->text().trimmed();
  bool ok = false;
  QString name = QInputDialog::getText(this, tr("Save this filter"), tr("Name:"), QLineEdit::Normal, filter.left(40), &ok);
  name = name.simplified();
  if (!ok || name.isEmpty()) return;
  saved_.removeIf([&](const QString& entry) { return entry.section(u'\t', 0, 0) == name; });
  saved_.push_back(name + u'\t' + filter);
  Q_EMIT remembered();
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
  if (watched == edit_ && event->type() == QEvent::FocusOut) {
    trouble_->hide();
    remember();
  }
  if (watched == edit_ && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool escape = key->key() == Qt::Key_Escape;
    if (escape && !edit_->text().isEmpty()) {
      clear();
      return true;
    }
    if (escape || key->key() == Qt::Key_Down) {
      if (!completer_->popup()->isVisible()) Q_EMIT left();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace portexplorer::gui
