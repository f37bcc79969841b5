// A non-modal window that shows a page. It is deleted when it is closed.
#pragma once

#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTextBrowser>
#include <functional>

#include "faces/gui/dialogs/app_state.h"
#include "faces/pages/page_writer.h"

namespace portexplorer::gui {

// Creates a view for a page. Clicking a link only emits anchorClicked(); the view opens nothing
// itself.
[[nodiscard]] QTextBrowser* make_page_view(QWidget* parent, const QString& accessible_name);

// Replaces the contents of a view and keeps the scroll position.
void fill_page(QTextBrowser&, const std::function<void(pages::PageWriter&)>& write);

class PageWindow : public QDialog {
  Q_OBJECT

 public:
  using Title = std::function<QString()>;
  using Write = std::function<void(pages::PageWriter&)>;

  // `title` is called again when the language changes, as is the function passed to write().
  PageWindow(AppState&, Title title);
  void write(const Write& write);
  void say(const QString& sentence);

  [[nodiscard]] QPushButton* add_button(const QString& text);
  [[nodiscard]] QTextBrowser* view() const { return view_; }
  [[nodiscard]] AppState& app() const { return app_; }

  // Shows the window in front of its parent, at a size that suits a page; `wide` for pages with
  // lines of terminal output.
  void open_beside(bool wide = false);

 Q_SIGNALS:
  // A link that only this window can follow.
  void followed(const portexplorer::pages::PageLink& lead);

 protected:
  void changeEvent(QEvent*) override;

 private:
  void retranslateUi();

  AppState& app_;
  Title title_;
  QTextBrowser* view_;
  QDialogButtonBox* buttons_;
  QPushButton* copy_ = nullptr;
  Write written_;
};

}  // namespace portexplorer::gui
