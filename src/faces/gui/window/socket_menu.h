// Actions on the selected sockets: the context menu, the menu Socket, and their shortcuts.
#pragma once

#include <QMenu>
#include <QObject>
#include <span>

#include "faces/gui/dialogs/app_state.h"
#include "faces/gui/models/socket_feed.h"
#include "faces/gui/window/address_queries.h"
#include "faces/gui/window/header_state.h"
#include "faces/gui/window/rows_view.h"

namespace portexplorer::gui {

class SocketMenu final : public QObject {
  Q_OBJECT

 public:
  SocketMenu(AppState& app, SocketFeed& feed, RowsView& view, SocketModel& model,
             HeaderState& columns, QWidget* parent);

  // Adds the actions for the current selection. `column` is that of the clicked cell, or -1.
  void fill(QMenu& menu, int column);
  // Asks for a file and saves the selected rows, or all.
  void save(bool only_selected);
  // Saves items in the format of the file extension. Calls `report` on the main thread with "" or
  // the reason of a failure.
  void save_to(const QString& path, const std::shared_ptr<const Listing>& listing,
               std::vector<std::uint32_t> items,
               const std::function<void(const QString& trouble)>& report);
  void copy_rows();
  void open_properties(const QModelIndex&);
  [[nodiscard]] AddressQueries& questions() { return *questions_; }

 Q_SIGNALS:
  void filter_wanted(const QString& filter);
  void said(const QString& sentence);  // result of an action

 private:
  void add_questions(QMenu&, const RowView&);
  void add_copies(QMenu&, int column);
  void add_filters(QMenu&, const RowView&);
  void copy(const std::string& text, const QString& what);
  [[nodiscard]] std::vector<int> shown_columns() const;

  AppState& app_;
  SocketFeed& feed_;
  RowsView& view_;
  SocketModel& model_;
  HeaderState& columns_;
  AddressQueries* questions_;
};

}  // namespace portexplorer::gui
