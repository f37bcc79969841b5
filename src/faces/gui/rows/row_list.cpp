#include "faces/gui/rows/row_list.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "faces/gui/rows/compare_listings.h"
#include "faces/order/order.h"
#include "model/derive.h"
#include "model/identity_index.h"
#include "model/socket_facts.h"

namespace portexplorer::gui {
namespace {

// The pid in the key of the group of sockets without an owner.
constexpr std::int32_t kNobody = -1;

bool is_local_chatter(const Socket& s) {
  const auto [family, remote] = remote_ip_of(s);
  return is_loopback(s.family, s.local_address) &&
         (is_unspecified(remote) || is_loopback(family, remote));
}

// Whether the row is a DNS query of process `pid`. Its other Internet sockets stay visible, because
// one of them may be the connection to the display (X11 over TCP).
bool is_question_of(std::int32_t pid, const RowView& row) {
  constexpr std::uint32_t kNameServers = 53;
  const Process* process = row.process();
  return process != nullptr && process->pid.value() == pid &&
         row.socket().remote_port == kNameServers && is_internet(row.socket().protocol);
}

bool is_hidden_by(const ViewSettings& view, const RowView& row) {
  if (view.asks != 0 && is_question_of(view.asks, row)) return true;
  if (view.hide_netstat && !may_have_owner(row.row().owner)) return true;
  return view.hide_loopback && is_internet(row.socket().protocol) && is_local_chatter(row.socket());
}

void add_to_throughput(Throughput& sum, const Row& row, const Socket& s) {
  if (!is_internet(s.protocol)) return;
  if (!std::isnan(row.sent_rate)) sum.sent += static_cast<double>(row.sent_rate);
  if (!std::isnan(row.received_rate)) sum.received += static_cast<double>(row.received_rate);
}

// Called for all rows, not only those that match the filter: a filter by process excludes exactly
// the rows whose owner is missing, and coverage would seem complete.
void count_missing_owner(Listing& listing, const Row& row) {
  if (row.is_closed || row.owner == Owner::known || !may_have_owner(row.owner)) return;
  const bool is_hidden = row.owner == Owner::not_permitted || row.owner == Owner::foreign;
  ++(is_hidden ? listing.unseen_owners : listing.unknown_owners);
}

// A socket that existed before it was first seen has only an upper bound for its creation time.
void add_age(GroupSums& sums, const RowView& view) {
  const auto exact = view.created_at();
  const auto moment = exact ? exact : view.created_before();
  sums.oldest_is_exact = sums.oldest_is_exact && exact.has_value();
  if (moment && (sums.oldest.value() == 0 || *moment < sums.oldest)) sums.oldest = *moment;
}

void count_open(GroupSums& sums, const RowView& view) {
  ++sums.open;
  ++sums.states[static_cast<std::size_t>(view.socket().state)];
  if (in_tab(view, Tab::listening)) ++sums.listening;
}

void add_to_sums(GroupSums& sums, const RowView& view) {
  const Socket& s = view.socket();
  const Row& row = view.row();
  if (s.known(Known::bytes)) {
    sums.has_traffic = true;
    sums.sent_bytes += s.sent_bytes;
    sums.received_bytes += s.received_bytes;
  }
  if (s.known(Known::packets)) {
    sums.packets_known = true;
    sums.sent_packets += s.sent_packets;
    sums.received_packets += s.received_packets;
  }
  if (!std::isnan(row.sent_rate)) {
    sums.rates_known = true;
    sums.sent_rate += static_cast<double>(row.sent_rate);
    if (!std::isnan(row.received_rate))
      sums.received_rate += static_cast<double>(row.received_rate);
  }
  if (s.known(Known::retransmits)) {
    sums.retransmits_known = true;
    sums.retransmits += s.retransmits;
  }
  if (!row.is_closed) count_open(sums, view);
  sums.protocols |= 1u << static_cast<unsigned>(s.protocol);
  add_age(sums, view);
}

// Returns the sort key of a group if the field has a sum. For other fields, groups are sorted by
// name.
std::optional<double> sum_of(const GroupSums& sums, FieldId id) {
  switch (id) {
    case FieldId::sent_bytes: return static_cast<double>(sums.sent_bytes);
    case FieldId::received_bytes: return static_cast<double>(sums.received_bytes);
    case FieldId::sent_packets: return static_cast<double>(sums.sent_packets);
    case FieldId::received_packets: return static_cast<double>(sums.received_packets);
    case FieldId::sent_rate: return sums.sent_rate;
    case FieldId::received_rate: return sums.received_rate;
    case FieldId::retransmits: return static_cast<double>(sums.retransmits);
    case FieldId::created_at: return static_cast<double>(sums.oldest.value());
    default: return std::nullopt;
  }
}

int compare_processes(const Process* a, const Process* b, FieldId by) {
  if (a == nullptr || b == nullptr)
    return a == b ? 0 : a == nullptr ? 1 : -1;  // sockets without a process come last
  const int by_pid = a->pid == b->pid ? 0 : a->pid < b->pid ? -1 : 1;
  if (by == FieldId::pid && by_pid != 0) return by_pid;
  if (const int by_name = a->name.compare(b->name); by_name != 0) return by_name;
  return by_pid;
}

}  // namespace

struct RowList::Members {
  std::vector<std::uint32_t> rows;  // in the current tab
  std::array<std::uint64_t, kTabCount> counts{};
  Throughput throughput;
  std::uint64_t hide_rows = 0;
};

std::size_t RowList::GroupKeyHash::operator()(const GroupKey& key) const {
  return (static_cast<std::size_t>(key.pid) * 0x9E3779B97F4A7C15u) ^ key.start_ticks;
}

RowList::RowList() {
  auto sample = std::make_shared<const Sample>();
  now_.snapshot = derive(nullptr, sample);
  auto listing = std::make_shared<Listing>();
  listing->snapshot = now_.snapshot;
  listing_ = std::move(listing);
}

ListUpdate RowList::show(std::shared_ptr<const Snapshot> snapshot, Ordering ordering) {
  const std::vector<std::uint32_t> new_rows = number(std::move(snapshot));
  return update(new_rows, ordering);
}

ListUpdate RowList::change_view(ViewSettings view) {
  view_ = std::move(view);
  std::vector<std::uint32_t> same(now_.ids.size());
  std::iota(same.begin(), same.end(), 0u);
  return update(same, Ordering::anew);
}

ListUpdate RowList::hide_rows(std::span<const std::uint64_t> ids) {
  hidden_rows_.insert(ids.begin(), ids.end());
  return change_view(view_);
}

ListUpdate RowList::bring_back() {
  hidden_rows_.clear();
  return change_view(view_);
}

std::vector<std::uint32_t> RowList::number(std::shared_ptr<const Snapshot> snapshot) {
  const Snapshot& before = *now_.snapshot;
  Numbered next{std::move(snapshot), {}, {}, {}};
  const Snapshot& after = *next.snapshot;
  next.ids.resize(after.rows.size());
  next.row_of_live.assign(after.sample->sockets.size(), kNowhere);
  next.row_of_closed.assign(after.closed_sockets.size(), kNowhere);
  std::vector<std::uint32_t> new_rows(now_.ids.size(), kNowhere);
  SequentialIndex live(before.sample->sockets);
  const IdentityIndex closed(before.closed_sockets);
  for (std::uint32_t r = 0; r < after.rows.size(); ++r) {
    const Row& row = after.rows[r];
    const Socket& socket =
        row.is_closed ? after.closed_sockets[row.socket] : after.sample->sockets[row.socket];
    (row.is_closed ? next.row_of_closed : next.row_of_live)[row.socket] = r;
    // A row that is closed now was open in the previous reading, or already closed and still shown.
    std::uint32_t old_row = kNowhere;
    if (const std::uint32_t i = live.find_index(socket); i != kNoIndex)
      old_row = now_.row_of_live[i];
    if (old_row == kNowhere || new_rows[old_row] != kNowhere) {
      const std::uint32_t i = closed.find_index(socket);
      old_row = i == kNoIndex ? kNowhere : now_.row_of_closed[i];
    }
    // Two sockets may have the same identity if the kernel reports little about them, for instance
    // no cookie. The first one inherits the id, the second gets a new one: ids are unique.
    const bool known = old_row != kNowhere && new_rows[old_row] == kNowhere;
    next.ids[r] = known ? now_.ids[old_row] : next_id_++;
    if (known) new_rows[old_row] = r;
  }
  // Ids are not reused, so those of vanished sockets can be forgotten.
  if (!hidden_rows_.empty()) {
    for (std::uint32_t r = 0; r < new_rows.size(); ++r) {
      if (new_rows[r] == kNowhere) hidden_rows_.erase(now_.ids[r]);
    }
  }
  now_ = std::move(next);
  return new_rows;
}

RowList::Members RowList::choose_members() const {
  Members members;
  const Snapshot& snapshot = *now_.snapshot;
  members.throughput.known = snapshot.has_previous;
  for (std::uint32_t r = 0; r < snapshot.rows.size(); ++r) {
    const RowView row(snapshot, snapshot.rows[r]);
    add_to_throughput(members.throughput, row.row(), row.socket());
    if (!hidden_rows_.empty() && hidden_rows_.contains(now_.ids[r])) {
      ++members.hide_rows;
      continue;
    }
    if (is_hidden_by(view_, row) || (!view_.filter.is_empty() && !view_.filter.matches(row)))
      continue;
    for (std::size_t tab = 0; tab < kTabCount; ++tab) {
      if (!in_tab(row, static_cast<Tab>(tab))) continue;
      if (!row.row().is_closed) ++members.counts[tab];
      if (tab == static_cast<std::size_t>(view_.tab)) members.rows.push_back(r);
    }
  }
  return members;
}

std::vector<std::uint32_t> RowList::order(const Members& members,
                                          const std::vector<std::uint32_t>& new_rows,
                                          Ordering ordering) const {
  std::vector<std::uint32_t> rows;
  rows.reserve(members.rows.size());
  std::vector<std::uint32_t> left = members.rows;
  if (ordering == Ordering::keep) {
    std::vector<bool> wanted(now_.ids.size());
    for (const std::uint32_t r : left) wanted[r] = true;
    for (const ListItem& item : listing_->items) {
      const std::uint32_t r = new_rows[item.row];
      if (r == kNowhere || !wanted[r]) continue;
      rows.push_back(r);
      wanted[r] = false;
    }
    std::erase_if(left, [&](std::uint32_t r) { return !wanted[r]; });
  }
  for (const std::uint32_t position : order_rows(*now_.snapshot, left, view_.sort))
    rows.push_back(left[position]);
  return rows;
}

ListUpdate RowList::update(const std::vector<std::uint32_t>& new_rows, Ordering ordering) {
  const Members members = choose_members();
  auto listing = std::make_shared<Listing>();
  listing->snapshot = now_.snapshot;
  listing->grouped = view_.grouped;
  listing->tab_counts = members.counts;
  listing->throughput = members.throughput;
  listing->hide_rows = members.hide_rows;
  const std::vector<std::uint32_t> rows = order(members, new_rows, ordering);
  if (view_.grouped) fill_groups(*listing, rows, ordering);
  else fill_items(*listing, rows);
  NetnsId netns{};
  for (const ListItem& item : listing->items) {
    const Row& row = now_.snapshot->rows[item.row];
    const NetnsId of_row = RowView(*now_.snapshot, row).socket().netns;
    listing->several_namespaces =
        listing->several_namespaces || (netns != NetnsId{} && of_row != netns);
    netns = of_row;
    if (!row.is_closed) add_to_tally(listing->tally, row);
  }
  for (const Row& row : now_.snapshot->rows) count_missing_owner(*listing, row);
  ListChange change = compare_listings(*listing_, *listing, new_rows);
  listing_ = std::move(listing);
  return {listing_, std::move(change)};
}

void RowList::fill_items(Listing& listing, const std::vector<std::uint32_t>& rows) const {
  listing.items.reserve(rows.size());
  for (const std::uint32_t r : rows) listing.items.push_back({now_.ids[r], r});
}

std::uint32_t RowList::group_id(const GroupKey& key) {
  const auto [it, is_new] = group_ids_.try_emplace(key, next_group_);
  if (is_new) ++next_group_;
  return it->second;
}

void RowList::fill_groups(Listing& listing, const std::vector<std::uint32_t>& rows,
                          Ordering ordering) {
  const Snapshot& snapshot = *now_.snapshot;
  std::unordered_map<std::uint32_t, std::uint32_t>
      positions;  // of groups by id, in order of their first row
  std::vector<std::uint32_t> group_of_row(rows.size());
  std::vector<std::uint32_t> examples;  // the first row of each group
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RowView view(snapshot, snapshot.rows[rows[i]]);
    const Process* p = view.process();
    const GroupKey key =
        p == nullptr ? GroupKey{kNobody, 0} : GroupKey{p->pid.value(), p->start_ticks};
    const std::uint32_t id = group_id(key);
    const auto [it, is_new] =
        positions.try_emplace(id, static_cast<std::uint32_t>(listing.groups.size()));
    if (is_new) {
      listing.groups.push_back({id, 0, 0, {}});
      examples.push_back(rows[i]);
    }
    group_of_row[i] = it->second;
    ++listing.groups[it->second].count;
    add_to_sums(listing.groups[it->second].sums, view);
  }
  // A counting sort: the items of a group are adjacent and keep the order of `rows`.
  std::vector<std::uint32_t> order(listing.groups.size());
  std::iota(order.begin(), order.end(), 0u);
  sort_groups(listing, order, examples, ordering);
  std::vector<std::uint32_t> next(order.size());  // position of the next item of each group
  std::vector<ProcessGroup> sorted;
  std::uint32_t first = 0;
  for (const std::uint32_t g : order) {
    next[g] = first;
    sorted.push_back(listing.groups[g]);
    sorted.back().first = first;
    first += sorted.back().count;
    listing.group_positions.emplace(sorted.back().id,
                                    static_cast<std::uint32_t>(sorted.size() - 1));
  }
  listing.groups = std::move(sorted);
  listing.items.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    listing.items[next[group_of_row[i]]++] = {now_.ids[rows[i]], rows[i]};
  std::erase_if(group_ids_,
                [&](const auto& entry) { return !listing.group_positions.contains(entry.second); });
}

void RowList::sort_groups(Listing& listing, std::vector<std::uint32_t>& order,
                          const std::vector<std::uint32_t>& examples, Ordering ordering) const {
  const SortKey key = view_.sort.empty() ? SortKey{FieldId::process, false} : view_.sort.front();
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const auto x = sum_of(listing.groups[a].sums, key.id);
    const auto y = sum_of(listing.groups[b].sums, key.id);
    if (x && y && *x != *y) return key.descending ? *x > *y : *x < *y;
    const Snapshot& snapshot = *now_.snapshot;
    const Process* p = RowView(snapshot, snapshot.rows[examples[a]]).process();
    const Process* q = RowView(snapshot, snapshot.rows[examples[b]]).process();
    const int compared = compare_processes(p, q, key.id);
    const bool by_process = key.id == FieldId::process || key.id == FieldId::pid;
    return by_process && key.descending && p != nullptr && q != nullptr ? compared > 0
                                                                        : compared < 0;
  };
  std::ranges::sort(order, before);
  if (ordering == Ordering::anew || !listing_->grouped) return;
  // Groups that are already shown keep their order. New ones have the position kNowhere, the
  // largest value, so the stable sort leaves them at the end in the order computed above.
  const auto old_position = [&](std::uint32_t g) {
    const auto it = listing_->group_positions.find(listing.groups[g].id);
    return it == listing_->group_positions.end() ? kNowhere : it->second;
  };
  std::ranges::stable_sort(order, {}, old_position);
}

}  // namespace portexplorer::gui
