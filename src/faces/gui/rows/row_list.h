// Selects and sorts the rows of the list on the worker thread, and computes how each listing
// differs from the previous one, so that the main thread only has to apply the difference.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "faces/gui/rows/listing.h"
#include "faces/order/sort_key.h"
#include "model/filter/filter.h"

namespace portexplorer::gui {

struct ViewSettings {
  Tab tab = Tab::all;
  Filter filter{};
  std::vector<SortKey> sort{};  // empty: the default order
  bool grouped = false;         // by process
  bool hide_netstat = false;    // sockets without an owner, not those whose owner is not visible
  bool hide_loopback = false;   // sockets with both ends on the loopback of this machine
  std::int32_t asks = 0;        // pid of the process whose DNS queries are hidden; 0: none
};

// Whether an update sorts all rows. With `keep`, rows that are already shown keep their order, and
// new ones follow at the end, sorted; used while the pointer is over the list.
enum class Ordering : std::uint8_t { anew, keep };

// Each call returns the current listing and its difference from the one that the previous call
// returned. All listings must therefore be applied, in order. Not thread-safe.
class RowList {
 public:
  RowList();

  // Takes a new reading.
  [[nodiscard]] ListUpdate show(std::shared_ptr<const Snapshot>, Ordering);
  // Changes the view of the current reading.
  [[nodiscard]] ListUpdate change_view(ViewSettings);
  // Hides rows until bring_back() shows all of them again.
  [[nodiscard]] ListUpdate hide_rows(std::span<const std::uint64_t> ids);
  [[nodiscard]] ListUpdate bring_back();

  [[nodiscard]] const ViewSettings& view() const { return view_; }

 private:
  struct Members;
  // A Snapshot whose rows have ids.
  struct Numbered {
    std::shared_ptr<const Snapshot> snapshot;
    std::vector<std::uint64_t> ids;            // by row
    std::vector<std::uint32_t> row_of_live;    // by index into Sample::sockets
    std::vector<std::uint32_t> row_of_closed;  // by index into Snapshot::closed_sockets
  };
  struct GroupKey {
    std::int32_t pid = 0;
    std::uint64_t start_ticks = 0;
    friend bool operator==(const GroupKey&, const GroupKey&) = default;
  };
  struct GroupKeyHash {
    std::size_t operator()(const GroupKey&) const;
  };

  // Makes a Snapshot the current one and gives ids to its rows: a socket that was in the previous
  // one keeps its id. Returns the new row by old row, or kNowhere.
  [[nodiscard]] std::vector<std::uint32_t> number(std::shared_ptr<const Snapshot>);
  [[nodiscard]] ListUpdate update(const std::vector<std::uint32_t>& new_rows, Ordering);
  [[nodiscard]] Members choose_members() const;
  [[nodiscard]] std::vector<std::uint32_t> order(const Members&,
                                                 const std::vector<std::uint32_t>& new_rows,
                                                 Ordering) const;
  void fill_items(Listing&, const std::vector<std::uint32_t>& rows) const;
  void fill_groups(Listing&, const std::vector<std::uint32_t>& rows, Ordering);
  [[nodiscard]] std::uint32_t group_id(const GroupKey&);
  void sort_groups(Listing&, std::vector<std::uint32_t>& order,
                   const std::vector<std::uint32_t>& examples, Ordering) const;

  ViewSettings view_;
  Numbered now_;
  std::shared_ptr<const Listing> listing_;
  std::unordered_set<std::uint64_t> hidden_rows_;
  std::unordered_map<GroupKey, std::uint32_t, GroupKeyHash> group_ids_;
  std::uint64_t next_id_ = 1;
  std::uint32_t next_group_ = 1;
};

}  // namespace portexplorer::gui
