// An input field for filters. Completes words, and shows an error at its character.
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

  void take_text(const QString& text);  // sets a filter and applies it at once
  // Sets the fields of the visible columns, which plain words in a filter search.
  void set_columns(std::vector<FieldId> columns);
  // Returns the error in the current text, or "".
  [[nodiscard]] QString trouble() const { return trouble_->text(); }
  [[nodiscard]] const QLabel& trouble_label() const { return *trouble_; }

 Q_SIGNALS:
  // The filter is valid and differs from the previous one.
  void filter_changed(const portexplorer::Filter& filter, const QString& text);
  void finished();  // Enter was pressed, or the focus was lost
  void left();      // the focus should return to the list

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
  int trouble_x_ = 0;  // pixels from the start of the text to the error
  std::vector<FieldId> columns_;
  QString applied_;
};

}  // namespace portexplorer::gui
