// A line where a filter is typed: completes words, and shows what is wrong at the character.
#pragma once

#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QStringListModel>
#include <QTimer>
#include <vector>

#include "model/filter/filter.h"

namespace portexplorer::gui {

class FilterField final : public QLineEdit {
  Q_OBJECT

 public:
  explicit FilterField(QWidget* parent = nullptr);

  void take_text(const QString& text);  // and takes it at once
  // Fields of the columns that are shown: words look into them too.
  void set_columns(std::vector<FieldId> columns);
  // What is wrong with what stands there; "" where nothing is.
  [[nodiscard]] QString trouble() const { return trouble_->text(); }
  [[nodiscard]] const QLabel& trouble_label() const { return *trouble_; }

 Q_SIGNALS:
  // What stands there makes sense, and is another one than before.
  void filter_changed(const portexplorer::Filter& filter, const QString& text);
  void finished();  // Enter, or the keyboard goes elsewhere
  void left();      // somebody is done here: back to the list

 protected:
  void changeEvent(QEvent*) override;
  void keyPressEvent(QKeyEvent*) override;
  void focusOutEvent(QFocusEvent*) override;
  void hideEvent(QHideEvent*) override;
  void showEvent(QShowEvent*) override;
  void resizeEvent(QResizeEvent*) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void retranslateUi();
  void apply();
  void show_error(const QString& text, const FilterError&);
  void show_trouble();
  void place_trouble();
  void mark_error(qsizetype position, qsizetype length);
  void update_completion();
  void insert_word(const QString& word);

  QLabel* trouble_;
  QStringListModel* words_;
  QCompleter* completer_;
  QTimer delay_;
  int trouble_x_ = 0;  // where the mistake begins, from the start of the text
  std::vector<FieldId> columns_;
  QString applied_;
};

}  // namespace portexplorer::gui
