// The filter field of the list, with a menu of saved and recent filters.
#pragma once

#include <QStringList>
#include <QToolButton>
#include <QWidget>
#include <vector>

#include "faces/gui/window/filter_field.h"

namespace portexplorer::gui {

class FilterBar final : public QWidget {
  Q_OBJECT

 public:
  explicit FilterBar(QWidget* parent = nullptr);

  void set_text(const QString& text) { edit_->take_text(text); }  // applies it at once
  [[nodiscard]] QString text() const { return edit_->text(); }
  // Sets the fields of the visible columns, which plain words in a filter search.
  void set_columns(std::vector<FieldId> columns) { edit_->set_columns(std::move(columns)); }
  void begin(const QString& text);  // moves the focus here and inserts the text

  [[nodiscard]] QStringList history() const { return history_; }
  [[nodiscard]] QStringList saved() const { return saved_; }  // "name<tab>filter"
  void set_remembered(const QStringList& history, const QStringList& saved);

  // Returns the error in the current text, or "".
  [[nodiscard]] QString trouble() const { return edit_->trouble(); }
  [[nodiscard]] FilterField& edit() { return *edit_; }

 Q_SIGNALS:
  void filter_changed(const portexplorer::Filter& filter, const QString& text);
  void remembered();  // history or saved filters have changed
  void left();        // the focus should return to the list

 protected:
  void changeEvent(QEvent*) override;

 private:
  void retranslateUi();
  void remember();
  void fill_menu();
  void save_current();

  FilterField* edit_;
  QToolButton* more_;
  QStringList history_;
  QStringList saved_;
};

}  // namespace portexplorer::gui
