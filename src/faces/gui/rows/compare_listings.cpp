#include "faces/gui/rows/compare_listings.h"

#include <cmath>
#include <cstring>

namespace portexplorer::gui {
namespace {

bool same_rate(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool same_process(const Process* a, const Process* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->pid == b->pid && a->start_ticks == b->start_ticks && a->name == b->name &&
         a->command == b->command;
}

// Whether two rows of one socket display the same. Compares what columns show, but not the offsets
// of texts, which differ in each Sample.
bool looks_the_same(const RowView& a, const RowView& b) {
  const Socket& s = a.socket();
  const Socket& t = b.socket();
  const Row& r = a.row();
  const Row& q = b.row();
  return s.state == t.state && s.sent_bytes == t.sent_bytes &&
         s.received_bytes == t.received_bytes && s.sent_packets == t.sent_packets &&
         s.received_packets == t.received_packets && s.recv_queue == t.recv_queue &&
         s.send_queue == t.send_queue && s.recv_memory == t.recv_memory &&
         s.send_memory == t.send_memory && s.drops == t.drops && s.rtt_us == t.rtt_us &&
         s.retransmits == t.retransmits && s.known_bits == t.known_bits && s.flags == t.flags &&
         s.inode == t.inode && s.mark == t.mark && s.holder_count == t.holder_count &&
         s.remote_port == t.remote_port && s.local_port == t.local_port &&
         s.remote_address == t.remote_address && s.local_address == t.local_address &&
         r.change == q.change && r.owner == q.owner && r.klass == q.klass &&
         r.class_reason == q.class_reason && r.direction == q.direction &&
         r.is_closed == q.is_closed && same_rate(r.sent_rate, q.sent_rate) &&
         same_rate(r.received_rate, q.received_rate) && same_process(a.process(), b.process());
}

std::vector<std::uint32_t> positions_by_row(const Listing& listing) {
  std::vector<std::uint32_t> positions(listing.snapshot->rows.size(), kNowhere);
  for (std::uint32_t i = 0; i < listing.items.size(); ++i) positions[listing.items[i].row] = i;
  return positions;
}

void find_items(ListChange& change, const Listing& before, const Listing& after,
                const std::vector<std::uint32_t>& new_rows) {
  const std::vector<std::uint32_t> positions = positions_by_row(after);
  change.new_items.assign(before.items.size(), kNowhere);
  change.changed.assign(after.items.size(), false);
  for (std::uint32_t i = 0; i < before.items.size(); ++i) {
    const std::uint32_t row = new_rows[before.items[i].row];
    if (row == kNowhere || positions[row] == kNowhere) continue;
    change.new_items[i] = positions[row];
    if (before.snapshot != after.snapshot)
      change.changed[positions[row]] = !looks_the_same(before.view(i), after.view(positions[row]));
  }
}

void compare_groups(ListChange& change, const Listing& before, const Listing& after) {
  for (std::uint32_t g = 0; g < before.groups.size(); ++g) {
    const std::uint32_t now = change.new_groups[g];
    if (now == kNowhere) continue;
    const ProcessGroup& old_group = before.groups[g];
    const ProcessGroup& new_group = after.groups[now];
    std::vector<std::uint32_t> within(old_group.count, kNowhere);
    for (std::uint32_t i = 0; i < old_group.count; ++i) {
      const std::uint32_t item = change.new_items[old_group.first + i];
      if (item != kNowhere && item >= new_group.first && item < new_group.first + new_group.count)
        within[i] = item - new_group.first;
    }
    ListDiff diff = diff_lists(within, new_group.count);
    if (!diff.is_empty()) change.groups.push_back({g, now, std::move(diff)});
  }
}

}  // namespace

ListChange compare_listings(const Listing& before, const Listing& after,
                            const std::vector<std::uint32_t>& new_rows) {
  ListChange change;
  find_items(change, before, after, new_rows);
  change.new_groups.assign(before.groups.size(), kNowhere);
  if (before.grouped != after.grouped) {  // items and groups cannot be matched
    const auto count = [](const Listing& l) {
      return static_cast<std::uint32_t>(l.grouped ? l.groups.size() : l.items.size());
    };
    const std::vector<std::uint32_t> none(count(before), kNowhere);
    change.top = diff_lists(none, count(after));
  } else if (!after.grouped) {
    change.top = diff_lists(change.new_items, static_cast<std::uint32_t>(after.items.size()));
  } else {
    for (std::uint32_t g = 0; g < before.groups.size(); ++g) {
      const auto it = after.group_positions.find(before.groups[g].id);
      if (it != after.group_positions.end()) change.new_groups[g] = it->second;
    }
    change.top = diff_lists(change.new_groups, static_cast<std::uint32_t>(after.groups.size()));
    compare_groups(change, before, after);
  }
  return change;
}

}  // namespace portexplorer::gui
