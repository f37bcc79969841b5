// Visibility, order and widths of the columns, as stored in the settings.
#pragma once

#include <QHeaderView>
#include <QMenu>
#include <QObject>
#include <vector>

#include "faces/gui/settings/settings.h"
#include "model/fields.h"

namespace portexplorer::gui {

class HeaderState final : public QObject {
  Q_OBJECT

 public:
  explicit HeaderState(QHeaderView& header, QObject* parent = nullptr);

  void apply(const Settings&);
  // Stores the current state of the header.
  void write_to(Settings&) const;

  void set_shown(int column, bool shown);
  void use_usual();
  // Shows the column of network namespaces in addition to the default columns, unless the user has
  // hidden it. Without it, rows with the same address and port are indistinguishable. Not saved in
  // the settings.
  void show_namespaces();
  [[nodiscard]] bool is_shown(int column) const { return !header_.isSectionHidden(column); }
  // Returns the fields of the visible columns.
  [[nodiscard]] std::vector<FieldId> fields() const;
  // Fills a menu that selects columns.
  void fill_menu(QMenu&);

 Q_SIGNALS:
  void changed();  // by the user

 private:
  void put_in_order(const QStringList& names);

  QHeaderView& header_;
  bool applying_ = false;
  bool shows_namespaces_ = false;  // show_namespaces() has shown the column
  bool was_hidden_ = false;        // the user has hidden that column
};

// "-received_bytes" is descending. Column -1 is the default order.
struct ColumnOrder {
  int column = -1;
  bool descending = false;
};
[[nodiscard]] ColumnOrder parse_order(const QString& text);
[[nodiscard]] QString order_text(const ColumnOrder&);

}  // namespace portexplorer::gui
