// Which sockets a list shows, and in which order: the half that works beside the main thread.
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
  std::vector<SortKey> sort{};  // empty: the usual order
  bool grouped = false;         // by process
  bool hide_netstat = false;    // those without an owner; not those whose owner may not be seen
  bool hide_loopback = false;   // between two ends on this machine's loopback
  std::int32_t asks = 0;        // the process whose questions to name servers are left out; 0: none
};

// keep: what is there stays where it is, and what is new comes at the end.
enum class Ordering : std::uint8_t { anew, keep };

// Each call gives what is shown now and how that differs from what the call before gave. One thread
// at a time.
class RowList {
 public:
  RowList();

  // A new reading.
  [[nodiscard]] ListUpdate show(std::shared_ptr<const Snapshot>, Ordering);
  // Another view of the same reading.
  [[nodiscard]] ListUpdate change_view(ViewSettings);
  // Rows that are not wanted any more; they come back all together.
  [[nodiscard]] ListUpdate hide_rows(std::span<const std::uint64_t> ids);
  [[nodiscard]] ListUpdate bring_back();

  [[nodiscard]] const ViewSettings& view() const { return view_; }

 private:
  struct Members;
  // A Snapshot whose rows are known by number.
  struct Numbered {
    std::shared_ptr<const Snapshot> snapshot;
    std::vector<std::uint64_t> ids;          // by row
    std::vector<std::uint32_t> row_of_live;  // by socket
    std::vector<std::uint32_t> row_of_closed;
  };
  struct GroupKey {
    std::int32_t pid = 0;
    std::uint64_t start_ticks = 0;
    friend bool operator==(const GroupKey&, const GroupKey&) = default;
  };
  struct GroupKeyHash {
    std::size_t operator()(const GroupKey&) const;
  };

  [[nodiscard]] std::vector<std::uint32_t> number(
      std::shared_ptr<const Snapshot>);  // new row by old row
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
