// The list as Qt sees it: sockets, or processes with their sockets below them. Lives in the main
// thread.
#pragma once

#include <QAbstractItemModel>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

#include "faces/gui/rows/list_columns.h"
#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

class SocketModel final : public QAbstractItemModel {
  Q_OBJECT

 public:
  enum Role {
    kIdRole = Qt::UserRole,  // quint64 of a socket; of a process's group with the top bit set
  };
  // From here on, a view is told once that the layout changed, and not of each run.
  static constexpr std::size_t kMostRuns = 200;

  explicit SocketModel(QObject* parent = nullptr);

  // Updates must come in the order in which a RowList gave them. Never resets the model.
  void apply(ListUpdate update);

  [[nodiscard]] const Listing& listing() const { return *listing_; }
  [[nodiscard]] const std::shared_ptr<const Listing>& shared_listing() const { return listing_; }
  [[nodiscard]] const CellStyle& style() const { return style_; }
  void set_style(const CellStyle&);  // the caller has the view painted anew

  // What an index stands for: positions in listing().
  [[nodiscard]] std::optional<std::uint32_t> item_at(const QModelIndex&) const;
  [[nodiscard]] std::optional<std::uint32_t> group_at(const QModelIndex&) const;
  [[nodiscard]] QModelIndex index_of_item(std::uint32_t item, int column = 0) const;
  [[nodiscard]] QModelIndex index_of_group(std::uint32_t group, int column = 0) const;
  // By id, as kIdRole gives it; invalid where it is not shown any more. Looks at all rows.
  [[nodiscard]] quint64 id_of(const QModelIndex&) const;
  // Whether the last update changed what the item shows.
  [[nodiscard]] bool has_changed(std::uint32_t item) const {
    return item < change_.changed.size() && change_.changed[item];
  }
  // How the last update came from the one before; also while it is told.
  [[nodiscard]] const ListChange& last_change() const { return change_; }
  // Emits dataChanged for these rows of one parent.
  void announce(const QModelIndex& first, const QModelIndex& last);
  [[nodiscard]] QString text(const QModelIndex&) const;

  [[nodiscard]] QModelIndex index(int row, int column,
                                  const QModelIndex& parent = {}) const override;
  [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
  using QObject::parent;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex&) const override;
  [[nodiscard]] QVariant data(const QModelIndex&, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

 Q_SIGNALS:
  // Around apply(). `rebuilt`: positions of rows may all be others.
  void about_to_update(bool rebuilt);
  void updated(bool rebuilt);

 private:
  void apply_runs(std::shared_ptr<const Listing> listing);
  void apply_layout(std::shared_ptr<const Listing> listing);
  void remove_runs(const ListChange&);
  void insert_runs(const ListChange&);
  [[nodiscard]] std::uint32_t top_size() const;
  [[nodiscard]] std::uint32_t whole_child(std::uint32_t group, int row) const;
  [[nodiscard]] QString item_text(std::uint32_t item, int column) const;
  [[nodiscard]] QString group_text(std::uint32_t group, int column) const;
  [[nodiscard]] QString tool_tip(const QModelIndex&) const;

  std::shared_ptr<const Listing> listing_;
  CellStyle style_;
  ListChange change_;
  // While a view is told of runs: what it does not know of yet, or not any more.
  std::optional<GappedList> top_;
  std::unordered_map<std::uint32_t, GappedList> children_;
};

}  // namespace portexplorer::gui
