#include "faces/gui/dialogs/page_window.h"

#include <QClipboard>
#include <QEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QScrollBar>
#include <QVBoxLayout>
#include <utility>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/document_page.h"
#include "faces/gui/dialogs/languages.h"
#include "faces/gui/dialogs/page_links.h"

namespace portexplorer::gui {

QTextBrowser* make_page_view(QWidget* parent, const QString& accessible_name) {
  auto* view = make_child<QTextBrowser>(parent);
  view->setOpenLinks(false);
  view->setAccessibleName(accessible_name);
  view->document()->setDocumentMargin(view->fontMetrics().height() * 0.7);
  return view;
}

void fill_page(QTextBrowser& view, const std::function<void(pages::PageWriter&)>& write) {
  const int place = view.verticalScrollBar()->value();
  view.clear();
  view.document()->setUndoRedoEnabled(false);
  DocumentPage page(*view.document());
  write(page);
  view.moveCursor(QTextCursor::Start);
  view.verticalScrollBar()->setValue(place);
}

PageWindow::PageWindow(AppState& app, Title title)
    : QDialog(app.window()),
      app_(app),
      title_(std::move(title)),
      view_(make_page_view(this, title_())),
      buttons_(make_child<QDialogButtonBox>(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setModal(false);
  auto* layout = make_child<QVBoxLayout>(this);
  layout->addWidget(view_);
  layout->addWidget(buttons_);
  buttons_->addButton(QDialogButtonBox::Close);
  connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
  copy_ = add_button(QString());
  retranslateUi();
  connect(copy_, &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(view_->toPlainText()); });
  connect(view_, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
    const auto lead = lead_of(url);
    if (lead && !follow(app_, *lead)) Q_EMIT followed(*lead);
  });
}

void PageWindow::retranslateUi() {
  setWindowTitle(title_());
  view_->setAccessibleName(title_());
  retranslate_close_button(*buttons_);
  copy_->setText(tr("&Copy"));
  copy_->setToolTip(tr("Copy the whole page as text"));
  if (written_) fill_page(*view_, written_);
}

void PageWindow::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void PageWindow::write(const Write& write) {
  written_ = write;
  fill_page(*view_, write);
}

void PageWindow::say(const QString& sentence) {
  write([text = sentence.toStdString()](pages::PageWriter& page) { page.paragraph(text); });
}

QPushButton* PageWindow::add_button(const QString& text) {
  QPushButton* button = buttons_->addButton(text, QDialogButtonBox::ActionRole);
  button->setAutoDefault(false);
  return button;
}

void PageWindow::open_beside(bool wide) {
  const int em = fontMetrics().height();
  resize(em * (wide ? 52 : 42), em * 32);
  show();
  raise();
  activateWindow();
}

}  // namespace portexplorer::gui
