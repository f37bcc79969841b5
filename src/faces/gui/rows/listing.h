// The contents of the list at one moment, and the difference from the previous contents. A Listing
// is immutable once it is published, so any thread may read it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "faces/gui/rows/list_diff.h"
#include "model/snapshot.h"

namespace portexplorer::gui {

constexpr std::size_t kStateCount = static_cast<std::size_t>(State::unconnected) + 1;
constexpr std::size_t kTabCount = static_cast<std::size_t>(Tab::other) + 1;

// A row of the list. `id` identifies the socket across readings for as long as it is shown. Ids are
// not reused.
struct ListItem {
  std::uint64_t id = 0;
  std::uint32_t row = 0;  // index into Snapshot::rows
};

// Totals of the sockets of a process.
struct GroupSums {
  std::uint64_t sent_bytes = 0, received_bytes = 0, sent_packets = 0, received_packets = 0;
  double sent_rate = 0, received_rate = 0;
  std::uint64_t retransmits = 0;
  std::uint32_t open = 0;       // the others have closed and are still shown for a moment
  std::uint32_t listening = 0;  // of the open ones
  std::array<std::uint32_t, kStateCount> states{};  // number of open ones per State
  std::uint32_t protocols = 0;                      // one bit per Protocol
  Timestamp oldest;             // when the oldest was created or first seen; 0: unknown
  bool oldest_is_exact = true;  // false: `oldest` is only an upper bound
  bool retransmits_known = false;
  bool has_traffic = false;  // the bytes of at least one are known
  bool packets_known = false;
  bool rates_known = false;
};

// A process and its sockets, or all sockets without a process. `id` is as stable as that of a row.
struct ProcessGroup {
  std::uint32_t id = 0;
  std::uint32_t first = 0;  // items[first .. first + count)
  std::uint32_t count = 0;
  GroupSums sums;
};

struct Throughput {
  double sent = 0;  // bytes per second
  double received = 0;
  bool known = false;  // false in the first reading, which has no previous one
};

struct Listing {
  std::shared_ptr<const Snapshot> snapshot;  // never null
  std::vector<ListItem> items;
  bool grouped = false;
  std::vector<ProcessGroup> groups;  // partitions `items` in order; empty unless grouped
  std::unordered_map<std::uint32_t, std::uint32_t> group_positions;  // by id
  std::array<std::uint64_t, kTabCount> tab_counts{};  // open sockets that match the filter
  Tally tally;                                        // open items
  bool several_namespaces = false;   // items belong to more than one network namespace
  std::uint64_t unseen_owners = 0;   // open sockets, shown or not, whose owner is not visible
  std::uint64_t unknown_owners = 0;  // those whose owner, if any, could not be found
  std::uint64_t hide_rows = 0;       // rows that the user has hidden
  Throughput throughput;             // of all Internet sockets, shown or not

  [[nodiscard]] RowView view(std::uint32_t item) const {
    return {*snapshot, snapshot->rows[items[item].row]};
  }
  // Returns the position of the group of an item. Requires `grouped`.
  [[nodiscard]] std::uint32_t group_of(std::uint32_t item) const;
};

// A group that is in both listings, and whose rows differ.
struct GroupChange {
  std::uint32_t old_group = 0;
  std::uint32_t new_group = 0;
  ListDiff diff;  // positions within the group
};

// The difference between two listings.
struct ListChange {
  ListDiff top;  // of the groups if grouped, otherwise of the items
  std::vector<GroupChange> groups;
  std::vector<std::uint32_t> new_items;   // new position by old position, or kNowhere
  std::vector<std::uint32_t> new_groups;  // the same for groups
  std::vector<bool> changed;  // by new position: was listed before and looks different now

  [[nodiscard]] bool is_reordered() const;
  [[nodiscard]] std::size_t runs() const;
};

struct ListUpdate {
  std::shared_ptr<const Listing> listing;
  ListChange change;  // from the previous update
};

}  // namespace portexplorer::gui
