// Where filters are typed: completes words, shows what is wrong at the character, remembers.
#pragma once

#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QStringListModel>
#include <QTimer>
#include <QToolButton>
#include <QWidget>
#include <optional>
#include <vector>

#include "model/filter/filter.h"

namespace portexplorer::gui {

class FilterBar final : public QWidget {
  Q_OBJECT

 public:
  explicit FilterBar(QWidget* parent = nullptr);

  void set_text(const QString& text);  // and takes it at once
  [[nodiscard]] QString text() const { return edit_->text(); }
  // Fields of the columns that are shown: words look into them too.
  void set_columns(std::vector<FieldId> columns);
  void begin(const QString& text);  // as if somebody had begun to type it
  void clear();

  [[nodiscard]] QStringList history() const { return history_; }
  [[nodiscard]] QStringList saved() const { return saved_; }  // "name<tab>filter"
  void set_remembered(const QStringList& history, const QStringList& saved);

  // What is wrong with what stands there; "" where nothing is.
  [[nodiscard]] QString trouble() const { return trouble_->text(); }
  [[nodiscard]] QLineEdit& edit() { return *edit_; }

 Q_SIGNALS:
  void filter_changed(const portexplorer::Filter& filter, const QString& text);
  void remembered();  // history or saved filters are others now
  void left();        // somebody is done here: back to the list

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void apply();
  void remember();
  void show_error(const QString& text, const FilterError&);
  void mark_error(qsizetype position, qsizetype length);
  void update_completion();
  void insert_word(const QString& word);
  void fill_menu();
  void save_current();

  QLineEdit* edit_;
  QLabel* trouble_;
  QToolButton* more_;
  QStringListModel* words_;
  QCompleter* completer_;
  QTimer delay_;
  QStringList history_;
  QStringList saved_;
  std::vector<FieldId> columns_;
  QString applied_;
};

}  // namespace portexplorer::gui
