// Qt model of the list: sockets, or processes with their sockets as children. Must be used on the
// main thread.
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
    kIdRole = Qt::UserRole,  // quint64: id of a socket; with the top bit set, of a group
  };
  // With more runs than this, apply() announces one layout change instead of each run: views do
  // work in proportion to the list for each run.
  static constexpr std::size_t kMostRuns = 200;

  explicit SocketModel(QObject* parent = nullptr);

  // Applies an update and announces the difference to the views. Updates must be applied in the
  // order in which RowList returned them. Never resets the model, so views keep selection and
  // scrolling.
  void apply(ListUpdate update);

  [[nodiscard]] const Listing& listing() const { return *listing_; }
  [[nodiscard]] const std::shared_ptr<const Listing>& shared_listing() const { return listing_; }
  [[nodiscard]] const CellStyle& style() const { return style_; }
  void set_style(const CellStyle&);  // the caller must repaint the view

  // Convert between indices and positions in listing().
  [[nodiscard]] std::optional<std::uint32_t> item_at(const QModelIndex&) const;
  [[nodiscard]] std::optional<std::uint32_t> group_at(const QModelIndex&) const;
  [[nodiscard]] QModelIndex index_of_item(std::uint32_t item, int column = 0) const;
  [[nodiscard]] QModelIndex index_of_group(std::uint32_t group, int column = 0) const;
  // Returns the value of kIdRole.
  [[nodiscard]] quint64 id_of(const QModelIndex&) const;
  // Whether the last update changed what the item displays.
  [[nodiscard]] bool has_changed(std::uint32_t item) const {
    return item < change_.changed.size() && change_.changed[item];
  }
  // Returns the difference of the last update, also while it is being announced.
  [[nodiscard]] const ListChange& last_change() const { return change_; }
  // Emits dataChanged() for these rows of one parent.
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
  // Emitted before and after apply() moves rows. `rebuilt`: by a layout change.
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
  // Set only while apply_runs() announces runs. Rows that have been announced as removed, or not
  // yet as inserted, are gaps in these lists. children_ is keyed by group position in listing_.
  std::optional<GappedList> top_;
  std::unordered_map<std::uint32_t, GappedList> children_;
};

}  // namespace portexplorer::gui
