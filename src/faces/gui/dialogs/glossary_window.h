#pragma once

#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBrowser>
#include <vector>

#include "faces/gui/dialogs/app_state.h"
#include "knowledge/glossary.h"

namespace portexplorer::gui {

// Every state, column, protocol, class and mark, with what it means; searched while one types. A
// desk has one.
class GlossaryWindow final : public QDialog {
  Q_OBJECT

 public:
  explicit GlossaryWindow(AppState&);

  // "" shows what it begins with.
  void show_term(const QString& word);

 protected:
  void changeEvent(QEvent*) override;
  // Up and down choose a term while one types.
  bool eventFilter(QObject*, QEvent*) override;

 private:
  void retranslateUi();
  void fill(const QString& searched);
  void show_current();
  [[nodiscard]] bool select(std::string_view name);

  std::vector<Term> terms_;
  QLineEdit* search_;
  QListWidget* list_;
  QTextBrowser* view_;
  QDialogButtonBox* buttons_;
};

}  // namespace portexplorer::gui
