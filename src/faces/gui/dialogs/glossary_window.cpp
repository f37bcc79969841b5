#include "faces/gui/dialogs/glossary_window.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/languages.h"
#include "faces/gui/dialogs/page_links.h"
#include "faces/gui/dialogs/page_window.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/models/desktop_words.h"
#include "faces/pages/term_page.h"
#include "knowledge/folded.h"

namespace portexplorer::gui {
namespace {

constexpr int kTermRole = Qt::UserRole;  // index into terms_

// Returns a title such as "ephemeral port (flüchtiger Port)" if the language has its own word.
QString title_of(const Term& term) {
  const bool own_word = &desktop_glossary() != &english_glossary() && !term.also.empty();
  return own_word ? QStringLiteral("%1 (%2)").arg(shown(term.name), shown(term.also.front()))
                  : shown(term.name);
}

// Returns how well a term matches the search text, or 0 if it does not.
int fit(const Term& term, const std::string& searched) {
  if (searched.empty()) return 1;
  const std::string name = folded(term.name);
  if (name == searched) return 4;
  if (name.starts_with(searched)) return 3;
  const auto has = [&](std::string_view text) {
    return folded(text).find(searched) != std::string::npos;
  };
  if (name.find(searched) != std::string::npos || std::ranges::any_of(term.also, has)) return 2;
  return has(term.text) ? 1 : 0;
}

}  // namespace

GlossaryWindow::GlossaryWindow(AppState& app)
    : QDialog(app.window()),
      terms_(all_terms(desktop_glossary())),
      search_(make_child<QLineEdit>(this)),
      list_(make_child<QListWidget>(this)),
      view_(make_page_view(this, QString())),
      buttons_(make_child<QDialogButtonBox>(QDialogButtonBox::Close, this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  search_->setClearButtonEnabled(true);
  list_->setUniformItemSizes(true);
  auto* halves = make_child<QSplitter>(this);
  halves->addWidget(list_);
  halves->addWidget(view_);
  halves->setStretchFactor(1, 1);
  const int em = fontMetrics().height();
  halves->setSizes({em * 16, em * 29});
  auto* layout = make_child<QVBoxLayout>(this);
  layout->addWidget(search_);
  layout->addWidget(halves, 1);
  layout->addWidget(buttons_);
  resize(em * 47, em * 30);
  connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(search_, &QLineEdit::textChanged, this, &GlossaryWindow::fill);
  connect(list_, &QListWidget::currentRowChanged, this, &GlossaryWindow::show_current);
  connect(view_, &QTextBrowser::anchorClicked, this, [this, &app](const QUrl& url) {
    const auto lead = lead_of(url);
    if (!lead) return;
    if (lead->to == pages::PageLink::To::term) show_term(QString::fromStdString(lead->subject));
    else follow(app, *lead);
  });
  search_->installEventFilter(this);
  retranslateUi();
}

void GlossaryWindow::retranslateUi() {
  retranslate_close_button(*buttons_);
  setWindowTitle(tr("Glossary"));
  search_->setPlaceholderText(tr("Search for a word"));
  search_->setAccessibleName(tr("Search the glossary"));
  list_->setAccessibleName(tr("Terms"));
  view_->setAccessibleName(tr("Explanation"));
  const QListWidgetItem* item = list_->currentItem();
  const bool has_term = item != nullptr && item->data(kTermRole).isValid();
  const std::string_view name =
      has_term ? terms_[item->data(kTermRole).toULongLong()].name : std::string_view();
  terms_ = all_terms(desktop_glossary());
  fill(search_->text());
  if (has_term) static_cast<void>(select(name));
}

void GlossaryWindow::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

bool GlossaryWindow::eventFilter(QObject* watched, QEvent* event) {
  if (watched == search_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool moves = key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp ||
                       key == Qt::Key_PageDown;
    if (moves) return QCoreApplication::sendEvent(list_, event);
  }
  return QDialog::eventFilter(watched, event);
}

void GlossaryWindow::fill(const QString& searched) {
  const std::string words = folded(searched.trimmed().toStdString());
  list_->clear();
  std::string_view kind;
  int best = 0;
  QListWidgetItem* best_item = nullptr;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const int fits = fit(terms_[i], words);
    if (fits == 0) continue;
    if (terms_[i].kind != kind) {
      auto* heading = make_child<QListWidgetItem>(
          QString::fromStdString(desktop_words().translated(heading_of_kind(terms_[i].kind))),
          list_);
      heading->setFlags(Qt::NoItemFlags);
      QFont font = list_->font();
      font.setBold(true);
      heading->setFont(font);
    }
    kind = terms_[i].kind;
    auto* item = make_child<QListWidgetItem>(title_of(terms_[i]), list_);
    item->setData(kTermRole, static_cast<qulonglong>(i));
    if (fits > best) best_item = item;
    best = std::max(best, fits);
  }
  if (best_item != nullptr) list_->setCurrentItem(best_item);
  else
    fill_page(*view_, [&](pages::PageWriter& page) {
      page.paragraph(tr("The glossary has nothing about it.").toStdString());
    });
}

void GlossaryWindow::show_current() {
  const QListWidgetItem* item = list_->currentItem();
  if (item == nullptr || !item->data(kTermRole).isValid()) return;
  const Term& term = terms_[item->data(kTermRole).toULongLong()];
  fill_page(*view_, [&](pages::PageWriter& page) { pages::write_term(page, term); });
}

bool GlossaryWindow::select(std::string_view name) {
  for (int row = 0; row < list_->count(); ++row) {
    const QVariant index = list_->item(row)->data(kTermRole);
    if (!index.isValid() || terms_[index.toULongLong()].name != name) continue;
    list_->setCurrentRow(row);
    list_->scrollToItem(list_->item(row), QAbstractItemView::PositionAtCenter);
    return true;
  }
  return false;
}

void GlossaryWindow::show_term(const QString& word) {
  auto term = find_term(word.toStdString(), desktop_glossary());
  if (!term) term = find_term(word.toStdString());
  search_->setText(term ? QString() : word);
  if (term) static_cast<void>(select(term->name));
  else search_->setFocus();
}

void show_term(AppState& app, const QString& term) {
  auto* window = app.window() == nullptr ? nullptr : app.window()->findChild<GlossaryWindow*>();
  if (window == nullptr) window = make_child<GlossaryWindow>(app);
  window->show_term(term);
  window->show();
  window->raise();
  window->activateWindow();
}

}  // namespace portexplorer::gui
