#include "faces/gui/rows/row_list.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "faces/gui/rows/list_columns.h"
#include "knowledge/services.h"
#include "model/derive.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using portexplorer::testing::SampleBuilder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stretch = portexplorer::gui::Run;  // ::testing::Test has a member named Run

Filter filter_of(std::string_view text) {
  return *Filter::parse(text, {.ports_of_service = ports_of_service});
}

// The contents of a view that only follows changes: ids of rows, or for each process the ids of its
// sockets.
struct ViewContents {
  std::vector<std::uint64_t> ids;
  std::vector<std::pair<std::uint32_t, std::vector<std::uint64_t>>> groups;
  bool grouped = false;
};

template <typename T>
void take_out(std::vector<T>& list, const std::vector<Run>& runs) {
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    list.erase(list.begin() + run->first, list.begin() + run->first + run->count);
  }
}

template <typename T>
void put_in(std::vector<T>& list, const std::vector<Run>& runs, const std::vector<T>& from) {
  for (const Run& run : runs)
    list.insert(list.begin() + run.first, from.begin() + run.first,
                from.begin() + run.first + run.count);
}

std::vector<std::uint64_t> ids_of(const Listing& listing, std::uint32_t first,
                                  std::uint32_t count) {
  std::vector<std::uint64_t> ids;
  for (std::uint32_t i = first; i < first + count; ++i) ids.push_back(listing.items[i].id);
  return ids;
}

ViewContents contents_of(const Listing& listing) {
  ViewContents shown{
      ids_of(listing, 0, static_cast<std::uint32_t>(listing.items.size())), {}, listing.grouped};
  for (const ProcessGroup& g : listing.groups)
    shown.groups.emplace_back(g.id, ids_of(listing, g.first, g.count));
  return shown;
}

// Applies the runs of a change as a view does, and checks the result. Reordered lists are checked
// by the new positions of their old rows.
void follow(ViewContents& shown, const ListUpdate& update) {
  const ListChange& change = update.change;
  const ViewContents now = contents_of(*update.listing);
  if (!shown.grouped && !now.grouped) {
    std::vector<std::uint64_t> stay(now.ids.size(), 0);
    ASSERT_EQ(change.new_items.size(), shown.ids.size());
    for (std::size_t i = 0; i < shown.ids.size(); ++i) {
      if (change.new_items[i] != kNowhere) stay[change.new_items[i]] = shown.ids[i];
    }
    for (std::size_t i = 0; i < stay.size(); ++i)
      EXPECT_TRUE(stay[i] == 0 || stay[i] == now.ids[i]);
    if (!change.is_reordered()) {
      take_out(shown.ids, change.top.removed);
      put_in(shown.ids, change.top.inserted, now.ids);
      EXPECT_EQ(shown.ids, now.ids);
    }
  } else if (shown.grouped && now.grouped && !change.is_reordered()) {
    for (const GroupChange& g : change.groups)
      take_out(shown.groups[g.old_group].second, g.diff.removed);
    take_out(shown.groups, change.top.removed);
    put_in(shown.groups, change.top.inserted, now.groups);
    for (const GroupChange& g : change.groups)
      put_in(shown.groups[g.new_group].second, g.diff.inserted, now.groups[g.new_group].second);
    EXPECT_EQ(shown.groups, now.groups);
  }
  shown = now;
}

// A small machine whose sockets change at random.
class Machine {
 public:
  explicit Machine(unsigned seed) : random_(seed) {}

  std::shared_ptr<const Sample> next() {
    ++second_;
    for (auto it = cookies_.begin(); it != cookies_.end();) {
      if (chance(10)) it = cookies_.erase(it);
      else ++it;
    }
    for (int i = pick(8); i > 0; --i) cookies_[next_cookie_++] = pick(5);
    SampleBuilder builder(1'700'000'000 + second_);
    std::vector<std::uint32_t> processes;
    for (int p = 1; p <= 5; ++p)
      processes.push_back(builder.process(100 + p, "program" + std::to_string(p % 3)));
    for (const auto& [cookie, owner] : cookies_) {
      const auto port = static_cast<std::uint16_t>(1000 + cookie % 37);
      Socket& s =
          builder.tcp("192.0.2.10", port, "198.51.100.7", 443, State::established, cookie, cookie);
      s.set_known(Known::bytes);
      s.sent_bytes = static_cast<std::uint64_t>(pick(3)) * 1000 + cookie % 7;
      if (owner > 0) builder.hold(processes[static_cast<std::size_t>(owner)], cookie);
    }
    return builder.build();
  }

  [[nodiscard]] const std::map<std::uint64_t, int>& cookies() const { return cookies_; }
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  bool chance(int percent) { return pick(100) < percent; }

 private:
  std::mt19937 random_;
  std::map<std::uint64_t, int> cookies_;
  std::uint64_t next_cookie_ = 1;
  int second_ = 0;
};

ViewSettings random_view(Machine& machine) {
  ViewSettings view;
  view.grouped = machine.chance(50);
  view.hide_netstat = machine.chance(20);
  if (machine.chance(30)) view.filter = filter_of("port:1000..1015");
  const int order = machine.pick(4);
  if (order == 1) view.sort = {{FieldId::sent_bytes, true}};
  if (order == 2) view.sort = {{FieldId::local_port, false}};
  return view;
}

// Returns the expected contents of the list, computed independently of RowList.
std::set<std::uint64_t> expected_cookies(const Snapshot& snapshot, const ViewSettings& view) {
  std::set<std::uint64_t> cookies;
  for (const Row& row : snapshot.rows) {
    const RowView r(snapshot, row);
    if (view.hide_netstat && !may_have_owner(row.owner)) continue;
    if (!view.filter.is_empty() && (r.socket().local_port < 1000 || r.socket().local_port > 1015))
      continue;
    cookies.insert(r.socket().cookie.value());
  }
  return cookies;
}

void check_listing(const Listing& listing, const ViewSettings& view,
                   std::map<std::uint64_t, std::uint64_t>& id_of_cookie) {
  std::set<std::uint64_t> cookies;
  for (std::uint32_t i = 0; i < listing.items.size(); ++i) {
    const std::uint64_t cookie = listing.view(i).socket().cookie.value();
    cookies.insert(cookie);
    const auto [it, is_new] = id_of_cookie.try_emplace(cookie, listing.items[i].id);
    EXPECT_EQ(it->second, listing.items[i].id) << "a socket keeps its id";
  }
  EXPECT_EQ(cookies.size(), listing.items.size());
  EXPECT_EQ(cookies, expected_cookies(*listing.snapshot, view));
  std::uint64_t open = 0;
  for (std::uint32_t i = 0; i < listing.items.size(); ++i)
    open += listing.view(i).row().is_closed ? 0 : 1;
  EXPECT_EQ(listing.tab_counts[static_cast<std::size_t>(Tab::all)], open);
  EXPECT_EQ(listing.tally.all, open);
  EXPECT_EQ(listing.grouped, view.grouped);
  std::uint32_t next = 0;
  for (const ProcessGroup& g : listing.groups) {
    EXPECT_EQ(g.first, next);
    next += g.count;
    std::uint64_t sent = 0;
    for (std::uint32_t i = g.first; i < next; ++i) {
      const Socket& socket = listing.view(i).socket();
      if (socket.known(Known::bytes)) sent += socket.sent_bytes;
      const Process* first = listing.view(g.first).process();
      const Process* other = listing.view(i).process();
      EXPECT_EQ(first == nullptr ? 0 : first->pid.value(),
                other == nullptr ? 0 : other->pid.value());
    }
    EXPECT_EQ(g.sums.sent_bytes, sent);
  }
  EXPECT_EQ(next, view.grouped ? listing.items.size() : 0);
}

class RandomRows : public ::testing::TestWithParam<unsigned> {};

TEST_P(RandomRows, ApplyingEachChangeYieldsTheNextListing) {
  Machine machine(GetParam());
  RowList rows;
  ViewContents shown;
  std::map<std::uint64_t, std::uint64_t> id_of_cookie;
  std::shared_ptr<const Snapshot> snapshot;
  for (int step = 0; step < 60; ++step) {
    const bool reads = snapshot == nullptr || machine.chance(70);
    ListUpdate update;
    if (reads) {
      snapshot = derive(snapshot.get(), machine.next());
      update = rows.show(snapshot, machine.chance(50) ? Ordering::keep : Ordering::anew);
    } else {
      update = rows.change_view(random_view(machine));
    }
    check_listing(*update.listing, rows.view(), id_of_cookie);
    follow(shown, update);
    if (HasFailure()) FAIL() << "seed " << GetParam() << ", step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomRows, ::testing::Range(1u, 31u));

TEST(RowList, KeepsTheOrderUnderThePointerAndPutsNewRowsLast) {
  SampleBuilder first(1'700'000'000);
  first.listener(30, 1, 1);
  first.listener(20, 2, 2);
  SampleBuilder second(1'700'000'001);
  second.listener(10, 3, 3);
  second.listener(20, 2, 2);
  second.listener(30, 1, 1);
  RowList rows;
  (void)rows.change_view({.sort = {{FieldId::local_port, true}}});
  const auto before = derive(nullptr, first.build());
  (void)rows.show(before, Ordering::anew);
  const auto after = derive(before.get(), second.build());
  const ListUpdate kept = rows.show(after, Ordering::keep);
  std::vector<std::uint32_t> ports;
  for (std::uint32_t i = 0; i < kept.listing->items.size(); ++i)
    ports.push_back(kept.listing->view(i).socket().local_port);
  EXPECT_THAT(ports, ElementsAre(30, 20, 10));
  EXPECT_THAT(kept.change.top.removed, IsEmpty());
  EXPECT_THAT(kept.change.top.inserted, ElementsAre(Stretch{2, 1}));
  EXPECT_FALSE(kept.change.is_reordered());
}

TEST(RowList, ReportsRowsThatLookDifferent) {
  const auto sample = [](std::int64_t second, std::uint64_t bytes) {
    SampleBuilder builder(second);
    builder.listener(30, 1, 1);
    Socket& s = builder.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 2, 2);
    s.set_known(Known::bytes);
    s.sent_bytes = bytes;
    return builder.build();
  };
  RowList rows;
  const auto first = derive(nullptr, sample(1'700'000'000, 5));
  (void)rows.show(first, Ordering::anew);
  const auto second = derive(first.get(), sample(1'700'000'010, 5));
  (void)rows.show(second, Ordering::anew);
  const auto third = derive(second.get(), sample(1'700'000'020, 9));
  const ListUpdate update = rows.show(third, Ordering::anew);
  EXPECT_THAT(update.change.changed, ElementsAre(false, true));
}

// Otherwise a filter by process, which excludes exactly these rows, would make coverage seem
// complete.
TEST(RowList, CountsUnseenOwnersOfRowsThatAreNotShownToo) {
  SampleBuilder builder;
  const std::uint32_t known = builder.process(70, "nginx");
  builder.listener(30, 1, 1);
  builder.listener(40, 2, 2);
  builder.hold(known, 2);
  auto sample = builder.build();
  RowList rows;
  const ListUpdate all = rows.show(derive(nullptr, sample), Ordering::anew);
  ASSERT_EQ(all.listing->unknown_owners, 1U);
  ASSERT_EQ(all.listing->unseen_owners, 0U);
  const ListUpdate filtered = rows.change_view({.filter = filter_of("process:nginx")});
  EXPECT_EQ(filtered.listing->items.size(), 1U);
  EXPECT_EQ(filtered.listing->unknown_owners, 1U);
}

TEST(RowList, DistinguishesInvisibleFromUnknownOwners) {
  SampleBuilder builder;
  builder.listener(30, 1, 1);
  builder.sample().fds_complete = false;
  RowList rows;
  const ListUpdate all = rows.show(derive(nullptr, builder.build()), Ordering::anew);
  EXPECT_EQ(all.listing->unseen_owners, 1U);
  EXPECT_EQ(all.listing->unknown_owners, 0U);
}

// Two readings: a connection of nginx from port 4000 that has closed by the second one, an open one
// from 4001, a unix socket, and a short-lived connection from 4002 between the readings.
std::vector<std::shared_ptr<const Snapshot>> closing_connections() {
  const auto add = [](SampleBuilder& b, std::uint16_t port, std::uint64_t sent) -> Socket& {
    Socket& s = b.tcp("192.0.2.10", port, "198.51.100.7", 443, State::established, port, port);
    s.sent_bytes = sent;
    s.received_bytes = 2 * sent;
    s.set_known(Known::bytes);
    b.hold(b.process(70, "nginx"), port);
    return s;
  };
  SampleBuilder first(1'700'000'000);
  add(first, 4000, 100);
  add(first, 4001, 1000);
  first.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::listen, 6, 6).protocol = Protocol::unix_domain;
  SampleBuilder second(1'700'000'002);
  for (const std::uint16_t port : std::initializer_list<std::uint16_t>{4000, 4002}) {
    Socket& s = add(second, port, port == 4000 ? 120 : 8000);
    s.created_at = Timestamp{1'700'000'001 * kNanosecondsPerSecond};
    s.set_known(Known::created_at);
    s.process = 0;
    second.sample().closed.push_back(s);
    second.sample().sockets.pop_back();
  }
  add(second, 4001, 1000);
  second.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::listen, 6, 6).protocol = Protocol::unix_domain;
  std::vector<std::shared_ptr<const Snapshot>> snapshots = {derive(nullptr, first.build())};
  snapshots.push_back(derive(snapshots.front().get(), second.build()));
  return snapshots;
}

TEST(RowList, CountsOpenSockets) {
  const auto snapshots = closing_connections();
  RowList rows;
  (void)rows.show(snapshots[0], Ordering::anew);
  const auto listing = rows.show(snapshots[1], Ordering::anew).listing;
  ASSERT_EQ(listing->items.size(), 4U) << "two have closed and are still shown";
  const auto count = [&](Tab tab) { return listing->tab_counts[static_cast<std::size_t>(tab)]; };
  EXPECT_EQ(count(Tab::all), 2U) << "all families";
  EXPECT_EQ(count(Tab::tcp), 1U);
  EXPECT_EQ(count(Tab::established), 1U);
  EXPECT_EQ(count(Tab::other), 1U);
  EXPECT_EQ(listing->tally.all, 2U);
}

TEST(RowList, IncludesShortLivedConnectionsInThroughput) {
  const auto snapshots = closing_connections();
  RowList rows;
  (void)rows.change_view({.filter = filter_of("process:nginx"), .grouped = true});
  EXPECT_FALSE(rows.show(snapshots[0], Ordering::anew).listing->throughput.known);
  const auto listing = rows.show(snapshots[1], Ordering::anew).listing;
  EXPECT_TRUE(listing->throughput.known);
  EXPECT_DOUBLE_EQ(listing->throughput.sent, (20 + 8000) / 2.0);
  EXPECT_DOUBLE_EQ(listing->throughput.received, (40 + 16000) / 2.0);
  ASSERT_EQ(listing->groups.size(), 1U);
  EXPECT_EQ(listing->groups[0].count, 3U);
  EXPECT_EQ(listing->groups[0].sums.open, 1U);
  EXPECT_EQ(listing->groups[0].sums.states[static_cast<std::size_t>(State::established)], 1U);
  EXPECT_DOUBLE_EQ(listing->groups[0].sums.sent_rate, (20 + 8000) / 2.0);
}

TEST(RowList, HidesRowsUntilBringBack) {
  SampleBuilder builder;
  builder.listener(30, 1, 1);
  builder.listener(40, 2, 2);
  RowList rows;
  const ListUpdate all = rows.show(derive(nullptr, builder.build()), Ordering::anew);
  const ListUpdate one = rows.hide_rows(std::vector{all.listing->items[0].id});
  ASSERT_EQ(one.listing->items.size(), 1U);
  EXPECT_EQ(one.listing->items[0].id, all.listing->items[1].id);
  EXPECT_EQ(one.listing->hide_rows, 1U);
  EXPECT_EQ(rows.bring_back().listing->items.size(), 2U);
}

TEST(RowList, HidesDnsQueriesOfOneProcessOnly) {
  SampleBuilder builder;
  const std::uint32_t own = builder.process(70, "portexplorer-gui");
  const std::uint32_t other = builder.process(71, "resolver");
  builder.tcp("192.0.2.10", 4000, "192.0.2.53", 53, State::established, 1, 11);
  builder.tcp("192.0.2.10", 4001, "192.0.2.53", 53, State::established, 2, 12);
  builder.tcp("127.0.0.1", 4002, "127.0.0.1", 6010, State::established, 3, 13);
  builder.hold(own, 1);
  builder.hold(other, 2);
  builder.hold(own, 3);
  RowList rows;
  EXPECT_EQ(rows.show(derive(nullptr, builder.build()), Ordering::anew).listing->items.size(), 3U);
  ViewSettings view;
  view.asks = 70;
  const ListUpdate without = rows.change_view(view);
  std::set<std::uint64_t> cookies;
  for (std::uint32_t i = 0; i < without.listing->items.size(); ++i)
    cookies.insert(without.listing->view(i).socket().cookie.value());
  EXPECT_EQ(cookies, (std::set<std::uint64_t>{12, 13}))
      << "the query of another process and the connection to the display stay";
}

TEST(ListDiff, FindsRunsAndOrder) {
  const std::vector<std::uint32_t> moved = {kNowhere, 0, kNowhere, kNowhere, 3};
  const ListDiff diff = diff_lists(moved, 5);
  EXPECT_THAT(diff.removed, ElementsAre(Stretch{0, 1}, Stretch{2, 2}));
  EXPECT_THAT(diff.inserted, ElementsAre(Stretch{1, 2}, Stretch{4, 1}));
  EXPECT_FALSE(diff.reordered);
  EXPECT_TRUE(diff_lists(std::vector<std::uint32_t>{1, 0}, 2).reordered);
}

TEST(GappedList, ConvertsPositions) {
  GappedList list(10, {{2, 3}, {7, 1}});
  EXPECT_EQ(list.size(), 6U);
  EXPECT_EQ(list.whole(1), 1U);
  EXPECT_EQ(list.whole(2), 5U);
  EXPECT_EQ(list.whole(4), 8U);
  EXPECT_EQ(list.shown(8), 4U);
  EXPECT_EQ(list.shown(5), 2U);
  list.fill_first_gap();
  EXPECT_EQ(list.size(), 9U);
  EXPECT_EQ(list.whole(7), 8U);
}

TEST(ListColumns, ContainEveryFieldOnce) {
  std::set<std::string_view> names;
  for (const ListColumn& c : list_columns()) {
    EXPECT_TRUE(names.insert(c.name).second) << c.name;
    EXPECT_EQ(find_column(c.name), &c - list_columns().data());
  }
  for (const Field& f : all_fields()) EXPECT_TRUE(names.contains(f.name)) << f.name;
}

// A column of a field shows the same text as all other faces.
TEST(ListColumns, ShowTheTextsOfTheFields) {
  SampleBuilder builder;
  const std::uint32_t p = builder.process(7, "nginx");
  const std::uint32_t foreign = builder.process(0, "postgres");
  builder.listener(30, 1, 1);
  builder.hold(p, 1);
  builder.tcp("192.0.2.10", 40'000, "198.51.100.7", 443, State::time_wait, 0, 2);
  builder.tcp("192.0.2.10", 40'001, "198.51.100.7", 443, State::established, 3, 3);
  builder.listener(5432, 4, 4);
  builder.hold(foreign, 4);
  builder.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::closed, 5, 5).forget(Known::endpoints);
  builder.sample().fds_complete = false;
  const auto snapshot = derive(nullptr, builder.build());
  for (const Row& row : snapshot->rows) {
    const RowView view(*snapshot, row);
    for (const Field& f : all_fields()) {
      std::string expected;
      append_human(expected, f, view);
      EXPECT_EQ(cell_text(column_of(f.id), view, {}), expected) << f.name;
    }
  }
  const auto cell = [&](std::size_t row, std::string_view name) {
    return cell_text(find_column(name), RowView(*snapshot, snapshot->rows[row]), {});
  };
  EXPECT_EQ(cell(1, "pid"), "0") << "it has no owner";
  EXPECT_EQ(cell(2, "pid"), "–") << "it may have an owner";
  EXPECT_EQ(cell(4, "local"), "–");
  EXPECT_EQ(cell(4, "remote"), "–");
}

TEST(ListColumns, MarkHiddenAndUnknownClasses) {
  SampleBuilder builder;
  const std::uint32_t p = builder.process(7, "nginx");
  builder.listener(30, 1, 1);
  builder.hold(p, 1);
  builder.listener(31, 2, 2);
  Snapshot snapshot = *derive(nullptr, builder.build());
  const auto sign = [&](std::size_t row, Class klass) {
    snapshot.rows[row].klass = klass;
    return cell_text(find_column("sign"), RowView(snapshot, snapshot.rows[row]), {});
  };
  EXPECT_EQ(sign(0, Class::hidden), "!");
  EXPECT_EQ(sign(0, Class::unknown), "?");
  EXPECT_EQ(sign(0, Class::normal), "");
  EXPECT_EQ(sign(0, Class::system), "");
  EXPECT_EQ(sign(1, Class::unknown), "") << "without an owner there is no class";
}

class Shouting final : public Words {
 public:
  std::string translated(std::string_view source) const override {
    return "<" + std::string(source) + ">";
  }
};

TEST(ListColumns, UseTheLanguageOfTheWindow) {
  const Shouting words;
  SampleBuilder builder;
  Socket& udp = builder.tcp("192.0.2.10", 4000, "198.51.100.7", 53, State::unconnected, 1, 1);
  udp.protocol = Protocol::udp;
  udp.set(SocketFlag::last_peer);
  builder.sample().fds_complete = false;
  const auto snapshot = derive(nullptr, builder.build());
  const RowView view(*snapshot, snapshot->rows[0]);
  EXPECT_EQ(cell_text(find_column("remote"), view, {.services = false, .words = &words}),
            "198.51.100.7:53 <(last peer)>");
  EXPECT_EQ(cell_text(find_column("remote"), view, {.services = false}),
            "198.51.100.7:53 (last peer)");
  EXPECT_EQ(owner_note(view, words), "<owner not visible>");
}

TEST(ListColumns, ShowHostileTextInert) {
  SampleBuilder builder;
  const std::uint32_t p = builder.process(7, "a\x1b[31m<b>\xe2\x80\xaex\nz");
  builder.sample().tables.processes[p].command = std::string(65536, 'x');
  builder.listener(30, 1, 1);
  builder.hold(p, 1);
  const auto snapshot = derive(nullptr, builder.build());
  const RowView view(*snapshot, snapshot->rows[0]);
  EXPECT_EQ(cell_text(column_of(FieldId::process), view, {}), "a\\x1b[31m<b>\\u{202e}x\\nz");
  EXPECT_LE(cell_text(column_of(FieldId::command), view, {}).size(), 2003U);
  EXPECT_EQ(cell_text(find_column("local"), view, {}), "0.0.0.0:30");
}

}  // namespace
}  // namespace portexplorer::gui
