// What a list shows at one moment, and how that differs from what it showed before. Immutable once
// made; any thread may read.
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

// A row of the list. `id` is the socket's for as long as it is shown, over all readings, and never
// another's.
struct ListItem {
  std::uint64_t id = 0;
  std::uint32_t row = 0;  // of the Snapshot
};

// What the sockets of a process come to.
struct GroupSums {
  std::uint64_t sent_bytes = 0, received_bytes = 0, sent_packets = 0, received_packets = 0;
  double sent_rate = 0, received_rate = 0;
  std::uint64_t retransmits = 0;
  std::uint32_t open = 0;       // all others have closed and are shown for a moment
  std::uint32_t listening = 0;  // of the open ones
  std::array<std::uint32_t, kStateCount> states{};  // how many of the open ones are in each
  std::uint32_t protocols = 0;                      // a bit for each Protocol
  Timestamp oldest;             // when the first of them was made, or seen; 0: not known
  bool oldest_is_exact = true;  // false: it was there already then
  bool retransmits_known = false;
  bool has_traffic = false;  // of one of them at least
  bool packets_known = false;
  bool rates_known = false;
};

// A process with its sockets, or those that have none. `id` as that of a row.
struct ProcessGroup {
  std::uint32_t id = 0;
  std::uint32_t first = 0;  // items[first .. first + count)
  std::uint32_t count = 0;
  GroupSums sums;
};

struct Throughput {
  double sent = 0;  // bytes a second
  double received = 0;
  bool known = false;  // false: the first reading, which has nothing to compare with
};

struct Listing {
  std::shared_ptr<const Snapshot> snapshot;  // never null
  std::vector<ListItem> items;
  bool grouped = false;
  std::vector<ProcessGroup> groups;  // all items, in their order; empty unless grouped
  std::unordered_map<std::uint32_t, std::uint32_t> group_positions;  // by id
  std::array<std::uint64_t, kTabCount> tab_counts{};  // of the open sockets that pass the filter
  Tally tally;                                        // of the items that are open
  bool several_namespaces = false;  // items are of more than one network namespace
  std::uint64_t unseen_owners = 0;  // open sockets, shown or not, whose owner this user may not see
  std::uint64_t unknown_owners = 0;  // those that may have an owner, which could not be found
  std::uint64_t hide_rows = 0;       // rows that somebody has put away
  Throughput throughput;             // of all Internet sockets, shown or not

  [[nodiscard]] RowView view(std::uint32_t item) const {
    return {*snapshot, snapshot->rows[items[item].row]};
  }
  // The position of the group that an item belongs to.
  [[nodiscard]] std::uint32_t group_of(std::uint32_t item) const;
};

// Groups that are in both lists, and whose sockets came, went or moved.
struct GroupChange {
  std::uint32_t old_group = 0;
  std::uint32_t new_group = 0;
  ListDiff diff;  // positions within the group
};

struct ListChange {
  ListDiff top;  // of items, or of groups
  std::vector<GroupChange> groups;
  std::vector<std::uint32_t> new_items;   // by old item: where it stands now, or kNowhere
  std::vector<std::uint32_t> new_groups;  // the same for groups
  std::vector<bool> changed;  // by new item: was there before and shows something else now

  [[nodiscard]] bool is_reordered() const;
  [[nodiscard]] std::size_t runs() const;
};

struct ListUpdate {
  std::shared_ptr<const Listing> listing;
  ListChange change;  // from the update before
};

}  // namespace portexplorer::gui
