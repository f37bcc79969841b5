// A window that shows a page. It leaves the list usable, and goes when it is closed.
#pragma once

#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTextBrowser>
#include <functional>

#include "faces/gui/dialogs/app_state.h"
#include "faces/pages/page_writer.h"

namespace portexplorer::gui {

// A field for a page: plain text with links of our own, which open nothing by themselves.
[[nodiscard]] QTextBrowser* make_page_view(QWidget* parent, const QString& accessible_name);

// Makes a page anew; the reader stays where he was.
void fill_page(QTextBrowser&, const std::function<void(pages::PageWriter&)>& write);

class PageWindow : public QDialog {
  Q_OBJECT

 public:
  using Title = std::function<QString()>;
  using Write = std::function<void(pages::PageWriter&)>;

  // Both are asked again when another language is chosen.
  PageWindow(AppState&, Title title);
  void write(const Write& write);
  void say(const QString& sentence);

  [[nodiscard]] QPushButton* add_button(const QString& text);
  [[nodiscard]] QTextBrowser* view() const { return view_; }
  [[nodiscard]] AppState& app() const { return app_; }

  // In front of the window that it belongs to, as large as a page wants; `wide`: that shows lines
  // of a terminal.
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
