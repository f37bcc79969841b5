#include "faces/gui/window/filter_bar.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>

#include "faces/gui/child.h"

namespace portexplorer::gui {
namespace {

constexpr qsizetype kMostFilters = 30;
constexpr qsizetype kMostInMenu = 60;  // characters of a filter in the menu

QString menu_text(QString text) {
  if (text.size() > kMostInMenu) text = text.left(kMostInMenu) + u'…';
  return text.replace(u'&', QStringLiteral("&&"));
}

}  // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent), edit_(make_child<FilterField>(this)), more_(make_child<QToolButton>(this)) {
  more_->setPopupMode(QToolButton::InstantPopup);
  more_->setMenu(make_child<QMenu>(more_));
  retranslateUi();
  auto* row = make_child<QHBoxLayout>(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  row->addWidget(edit_);
  row->addWidget(more_);
  setFocusProxy(edit_);
  connect(edit_, &FilterField::filter_changed, this, &FilterBar::filter_changed);
  connect(edit_, &FilterField::finished, this, &FilterBar::remember);
  connect(edit_, &FilterField::left, this, &FilterBar::left);
  connect(more_->menu(), &QMenu::aboutToShow, this, &FilterBar::fill_menu);
}

void FilterBar::retranslateUi() {
  edit_->setPlaceholderText(tr("Filter: firefox, port:443, not state:LISTEN, sent_bytes:1M.. …"));
  edit_->setAccessibleName(tr("Filter"));
  more_->setText(tr("▾"));
  more_->setToolTip(tr("Saved and recent filters"));
  more_->setAccessibleName(tr("Saved and recent filters"));
  more_->menu()->clear();  // fill_menu() fills it when it opens
}

void FilterBar::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void FilterBar::begin(const QString& text) {
  edit_->setFocus(Qt::ShortcutFocusReason);
  edit_->insert(text);
}

void FilterBar::set_remembered(const QStringList& history, const QStringList& saved) {
  history_ = history;
  saved_ = saved;
}

void FilterBar::remember() {
  const QString text = edit_->text().trimmed();
  if (text.isEmpty() || !trouble().isEmpty()) return;
  if (!history_.isEmpty() && history_.front() == text) return;
  history_.removeAll(text);
  history_.push_front(text);
  while (history_.size() > kMostFilters) history_.pop_back();
  Q_EMIT remembered();
}

void FilterBar::fill_menu() {
  QMenu& menu = *more_->menu();
  menu.clear();
  QAction* save = menu.addAction(tr("&Save this filter…"), this, &FilterBar::save_current);
  save->setEnabled(!edit_->text().trimmed().isEmpty() && trouble().isEmpty());
  if (!saved_.isEmpty()) menu.addSection(tr("Saved"));
  for (const QString& entry : saved_) {
    const QString filter = entry.section(u'\t', 1);
    menu.addAction(menu_text(entry.section(u'\t', 0, 0)), this,
                   [this, filter] { set_text(filter); })
        ->setToolTip(filter.toHtmlEscaped());
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
  for (const QString& filter : history_)
    menu.addAction(menu_text(filter), this, [this, filter] { set_text(filter); });
  if (history_.isEmpty())
    menu.addAction(tr("None yet: Enter remembers a filter"))->setEnabled(false);
}

void FilterBar::save_current() {
  const QString filter = edit_->text().trimmed();
  bool ok = false;
  QString name = QInputDialog::getText(this, tr("Save this filter"), tr("Name:"), QLineEdit::Normal,
                                       filter.left(40), &ok);
  name = name.simplified();
  if (!ok || name.isEmpty()) return;
  saved_.removeIf([&](const QString& entry) { return entry.section(u'\t', 0, 0) == name; });
  saved_.push_back(name + u'\t' + filter);
  Q_EMIT remembered();
}

}  // namespace portexplorer::gui
