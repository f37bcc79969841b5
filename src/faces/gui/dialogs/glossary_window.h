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

// Explains every state, column, protocol, class and mark, with incremental search. There is at most
// one per AppState.
class GlossaryWindow final : public QDialog {
  Q_OBJECT

 public:
  explicit GlossaryWindow(AppState&);

  // Selects a term, or searches for `word` if it is none. "" shows all terms.
  void show_term(const QString& word);

 protected:
  void changeEvent(QEvent*) override;
  // Lets the arrow keys in the search field select a term.
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
