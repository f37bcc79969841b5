// Which columns the list shows, in which order and how wide; as settings remember it.
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
  // What stands in the header now.
  void write_to(Settings&) const;

  void set_shown(int column, bool shown);
  void use_usual();
  // Shows the column of network namespaces too, while the usual columns are shown: without it, rows
  // that share an address and port cannot be told apart. Not kept in the settings.
  void show_namespaces();
  [[nodiscard]] bool is_shown(int column) const { return !header_.isSectionHidden(column); }
  // Of the columns that are shown.
  [[nodiscard]] std::vector<FieldId> fields() const;
  // Lines that choose columns.
  void fill_menu(QMenu&);

 Q_SIGNALS:
  void changed();  // by a person

 private:
  void put_in_order(const QStringList& names);

  QHeaderView& header_;
  bool applying_ = false;
  bool shows_namespaces_ = false;  // the column of network namespaces, which nobody chose
  bool was_hidden_ = false;  // somebody has hidden that column: it does not come back by itself
};

// "-received_bytes" is descending. A column of -1: the usual order.
struct ColumnOrder {
  int column = -1;
  bool descending = false;
};
[[nodiscard]] ColumnOrder parse_order(const QString& text);
[[nodiscard]] QString order_text(const ColumnOrder&);

}  // namespace portexplorer::gui
