// What one can do with the sockets that are selected: the context menu, the menu Socket, and their
// shortcuts.
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

  // Lines for what is selected now; `column`: of the cell that was pointed at, or -1.
  void fill(QMenu& menu, int column);
  // Of what is selected, or of all rows; asks where to.
  void save(bool only_selected);
  // Writes it; the extension of the file chooses the form. `tell`: what came of it, in the main
  // thread.
  void save_to(const QString& path, const std::shared_ptr<const Listing>& listing,
               std::vector<std::uint32_t> items,
               const std::function<void(const QString& trouble)>& tell);
  void copy_rows();
  void open_properties(const QModelIndex&);
  [[nodiscard]] AddressQueries& questions() { return *questions_; }

 Q_SIGNALS:
  void filter_wanted(const QString& filter);
  void said(const QString& sentence);  // what came of an action

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
