#include "model/derive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/ephemeral_ports.h"
#include "model/fields.h"
#include "model/peer_order.h"
#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using testing::SampleBuilder;

// The change of each row as text, by local port.
std::map<std::uint32_t, std::string> changes(const Snapshot& snapshot) {
  std::map<std::uint32_t, std::string> out;
  for (const Row& row : snapshot.rows)
    out[RowView(snapshot, row).socket().local_port] = std::string(to_string(row.change));
  return out;
}

std::shared_ptr<const Sample> with_listeners(std::int64_t seconds,
                                             std::initializer_list<std::uint16_t> ports) {
  SampleBuilder b(seconds);
  const auto p = b.process(7, "srv");
  for (const std::uint16_t port : ports) {
    b.listener(port, 1000u + port, port);
    b.hold(p, 1000u + port);
  }
  return b.build();
}

using Changes = std::map<std::uint32_t, std::string>;

TEST(Derive, TheFirstSnapshotMarksNothingNew) {
  const auto first = derive(nullptr, with_listeners(100, {80, 81}));
  EXPECT_EQ(changes(*first), (Changes{{80, ""}, {81, ""}}));
  EXPECT_FALSE(first->has_previous);
}

// /proc/net has no cookies; BPF and sock_diag do.
TEST(Derive, ASocketIsTheSameIfOnlyOneBackendProvidesItsCookie) {
  const auto with = with_listeners(100, {80, 81});
  auto without = std::make_shared<Sample>(*with_listeners(101, {80, 81}));
  for (Socket& s : without->sockets) s.cookie = Cookie{};
  const Changes same{{80, ""}, {81, ""}};
  const auto first = derive(nullptr, with);
  const auto second = derive(first.get(), without);
  EXPECT_EQ(changes(*second), same);
  EXPECT_EQ(changes(*derive(second.get(), with)), same);
  for (Socket& s : without->sockets) s.protocol = Protocol::sctp;
  EXPECT_EQ(derive(first.get(), without)->rows.size(), 4U) << "others that have the same inodes";
}

TEST(Derive, MarksStayForTwoSeconds) {
  const auto at0 = derive(nullptr, with_listeners(100, {80, 81}));
  const auto at1 = derive(at0.get(), with_listeners(101, {81, 82}));
  EXPECT_EQ(changes(*at1), (Changes{{80, "closing"}, {81, ""}, {82, "new"}}));
  const auto at2 = derive(at1.get(), with_listeners(102, {81, 82}));
  EXPECT_EQ(changes(*at2), (Changes{{80, "closing"}, {81, ""}, {82, "new"}}));
  const auto at3 = derive(at2.get(), with_listeners(103, {81, 82}));
  EXPECT_EQ(changes(*at3), (Changes{{81, ""}, {82, ""}}));
}

TEST(Derive, MarksStayForOneRefreshIfThatIsLonger) {
  const auto at0 = derive(nullptr, with_listeners(100, {80}));
  const auto at10 = derive(at0.get(), with_listeners(110, {82}));
  EXPECT_EQ(changes(*at10), (Changes{{80, "closing"}, {82, "new"}}));
  const auto at20 = derive(at10.get(), with_listeners(120, {82}));
  EXPECT_EQ(changes(*at20), (Changes{{82, ""}}));
}

TEST(Derive, AClosedRowKeepsItsOwnerWithoutTheOldSample) {
  auto old_sample = with_listeners(100, {80});
  auto at0 = derive(nullptr, old_sample);
  auto at1 = derive(at0.get(), with_listeners(101, {}));
  at0.reset();
  const std::weak_ptr<const Sample> watch = old_sample;
  old_sample.reset();
  EXPECT_TRUE(watch.expired()) << "a snapshot must not keep older samples alive";
  ASSERT_EQ(at1->rows.size(), 1u);
  const RowView closed(*at1, at1->rows[0]);
  ASSERT_NE(closed.process(), nullptr);
  EXPECT_EQ(closed.process()->name, "srv");
  EXPECT_EQ(std::get<HolderList>(field(FieldId::holders).value(closed)).indices.size(), 1u);
  const auto at2 = derive(at1.get(), with_listeners(102, {}));
  EXPECT_EQ(RowView(*at2, at2->rows[0]).process()->name, "srv");
}

TEST(Derive, TheTransitionToTimeWaitIsNoChange) {
  SampleBuilder before(100);
  before.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 1001, 7);
  SampleBuilder after(101);
  after.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::time_wait, 0, 7);
  const auto first = derive(nullptr, before.build());
  const auto second = derive(first.get(), after.build());
  EXPECT_EQ(changes(*second), (Changes{{5000, ""}}));
}

std::shared_ptr<const Sample> with_traffic(std::int64_t seconds, std::uint64_t sent,
                                           std::uint64_t received) {
  SampleBuilder b(seconds);
  Socket& s = b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 1001, 7);
  s.sent_bytes = sent;
  s.received_bytes = received;
  s.set_known(Known::bytes);
  return b.build();
}

TEST(Derive, RatesAreBytesPerSecond) {
  const auto first = derive(nullptr, with_traffic(100, 1000, 50));
  EXPECT_NE(first->rows[0].sent_rate, first->rows[0].sent_rate) << "unknown in the first view";
  const auto second = derive(first.get(), with_traffic(104, 5000, 50));
  EXPECT_FLOAT_EQ(second->rows[0].sent_rate, 1000.0F);
  EXPECT_FLOAT_EQ(second->rows[0].received_rate, 0.0F);
}

Socket& add_counted(SampleBuilder& b, std::uint16_t port, std::uint64_t sent,
                    std::uint64_t received) {
  Socket& s = b.tcp("127.0.0.1", port, "127.0.0.1", 80, State::established, port, port);
  s.sent_bytes = sent;
  s.received_bytes = received;
  s.set_known(Known::bytes);
  return s;
}

void set_created(Socket& s, std::int64_t second) {
  s.created_at = Timestamp{second * kNanosecondsPerSecond};
  s.set_known(Known::created_at);
}

// Moves the last socket from the table to the reported closes.
void close_last(SampleBuilder& b) {
  b.sample().closed.push_back(b.sample().sockets.back());
  b.sample().sockets.pop_back();
}

TEST(Derive, TrafficOfClosedSocketsCountsTowardsRates) {
  SampleBuilder before(100);
  add_counted(before, 5000, 1000, 50);
  const auto first = derive(nullptr, before.build());
  SampleBuilder after(104);
  add_counted(after, 5000, 5000, 250);
  close_last(after);  // existed before: only the difference counts
  set_created(add_counted(after, 5001, 8000, 400), 102);
  close_last(after);  // opened and closed between the readings
  set_created(add_counted(after, 5002, 40, 4), 102);
  const auto second = derive(first.get(), after.build());
  ASSERT_EQ(changes(*second), (Changes{{5002, "new"}, {5000, "closing"}, {5001, "short_lived"}}));
  EXPECT_FLOAT_EQ(second->rows[0].sent_rate, 10.0F);
  EXPECT_FLOAT_EQ(second->rows[0].received_rate, 1.0F);
  EXPECT_FLOAT_EQ(second->rows[1].sent_rate, 1000.0F);
  EXPECT_FLOAT_EQ(second->rows[1].received_rate, 50.0F);
  EXPECT_FLOAT_EQ(second->rows[2].sent_rate, 2000.0F);
  EXPECT_FLOAT_EQ(second->rows[2].received_rate, 100.0F);

  SampleBuilder later(105);
  add_counted(later, 5002, 40, 4);
  const auto third = derive(second.get(), later.build());
  ASSERT_EQ(third->rows.size(), 3u);
  EXPECT_FLOAT_EQ(third->rows[0].sent_rate, 0.0F);
  for (const std::size_t closed : {1u, 2u})
    EXPECT_NE(third->rows[closed].sent_rate, third->rows[closed].sent_rate) << "it counts once";
}

// Traffic before a socket was first seen does not count either, as in a network namespace that has
// just been found.
TEST(Derive, TrafficBeforeThePreviousReadingIsNoRate) {
  const auto first = derive(nullptr, SampleBuilder(100).build());
  SampleBuilder after(104);
  add_counted(after, 5000, 8000, 0);  // age unknown
  set_created(add_counted(after, 5001, 8000, 0), 50);
  set_created(add_counted(after, 5002, 8000, 0), 50);
  close_last(after);
  const auto second = derive(first.get(), after.build());
  ASSERT_EQ(second->rows.size(), 3u);
  for (const Row& row : second->rows) EXPECT_NE(row.sent_rate, row.sent_rate);
}

TEST(Derive, ADecreasingCounterGivesNoRate) {
  const auto first = derive(nullptr, with_traffic(100, 1000, 50));
  const auto second = derive(first.get(), with_traffic(101, 10, 60));
  EXPECT_NE(second->rows[0].sent_rate, second->rows[0].sent_rate);
  EXPECT_FLOAT_EQ(second->rows[0].received_rate, 10.0F);
}

TEST(Derive, BoundsTheCreationTimeByTheReadings) {
  const auto at0 = derive(nullptr, with_listeners(100, {80}));
  const auto at1 = derive(at0.get(), with_listeners(101, {80, 81}));
  const auto at2 = derive(at1.get(), with_listeners(102, {80, 81}));
  const RowView old_one(*at2, at2->rows[0]);
  const RowView new_one(*at2, at2->rows[1]);
  EXPECT_EQ(old_one.created_before(), Timestamp{100 * kNanosecondsPerSecond});
  EXPECT_EQ(old_one.created_after(), std::nullopt);
  EXPECT_EQ(new_one.created_before(), Timestamp{101 * kNanosecondsPerSecond});
  EXPECT_EQ(new_one.created_after(), Timestamp{100 * kNanosecondsPerSecond});
  EXPECT_EQ(new_one.created_at(), std::nullopt);
}

TEST(Derive, AShortLivedSocketAppearsOnce) {
  const auto at0 = derive(nullptr, with_listeners(100, {80}));
  SampleBuilder b(101);
  b.process(7, "srv");
  b.listener(80, 1080, 80);
  Socket brief = b.tcp("127.0.0.1", 6000, "127.0.0.1", 80, State::closed, 0, 99);
  b.sample().sockets.pop_back();
  brief.process = 0;
  b.sample().closed.push_back(brief);
  const auto at1 = derive(at0.get(), b.build());
  EXPECT_EQ(changes(*at1), (Changes{{80, ""}, {6000, "short_lived"}}));
}

// The counters of the last reading are not the final counters.
TEST(Derive, AnUnreportedCloseHasNoCounters) {
  for (const State state : {State::established, State::time_wait}) {
    SampleBuilder before(100);
    Socket& s = before.tcp("127.0.0.1", 5000, "127.0.0.1", 80, state, 1001, 7);
    s.sent_bytes = 500;
    s.set_known(Known::bytes);
    s.set_known(Known::packets);
    s.set_known(Known::lifetime);
    const auto first = derive(nullptr, before.build());
    const auto second = derive(first.get(), SampleBuilder(101).build());
    ASSERT_EQ(second->rows.size(), 1u);
    const RowView closed(*second, second->rows[0]);
    EXPECT_EQ(closed.row().change, Change::closing);
    const bool final = state == State::time_wait;  // counted when it closed
    EXPECT_EQ(closed.socket().known(Known::bytes), final);
    EXPECT_EQ(closed.socket().known(Known::packets), final);
    EXPECT_EQ(std::get<std::string_view>(field(FieldId::traffic_coverage).value(closed)),
              final ? "lifetime" : "unknown");
  }
}

// The timewait entry of a connection in FIN_WAIT2 has the counters of its close; the socket itself,
// even without a process, does not. The kernel reports retransmits of sockets only.
TEST(Derive, OnlyTimewaitEntriesInFinWait2HaveFinalCounters) {
  struct Case {
    bool has_last_process, is_socket, has_counters;
  };
  for (const Case& c :
       {Case{true, false, true}, Case{true, true, false}, Case{false, false, false}}) {
    SampleBuilder before(100);
    const std::uint32_t process = before.process(9, "curl");
    Socket& s = before.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::fin_wait2, 0, 7);
    s.set_known(Known::bytes);
    if (c.is_socket) s.set_known(Known::retransmits);
    auto sample = std::make_shared<Sample>(*before.build());
    if (c.has_last_process) sample->sockets[0].set_last_process(process);
    const auto first = derive(nullptr, sample);
    const auto second = derive(first.get(), SampleBuilder(101).build());
    ASSERT_EQ(second->rows.size(), 1u);
    EXPECT_EQ(RowView(*second, second->rows[0]).socket().known(Known::bytes), c.has_counters)
        << c.has_last_process << c.is_socket;
  }
}

// The socket is missing from the tables before its close is reported. It keeps a single row, which
// gets the final counters.
TEST(Derive, ACloseThatIsReportedLaterCompletesItsRow) {
  const auto at0 = derive(nullptr, with_traffic(100, 500, 0));
  const auto at1 = derive(at0.get(), SampleBuilder(101).build());
  SampleBuilder later(102);
  Socket closed = later.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::closed, 0, 7);
  later.sample().sockets.pop_back();
  closed.sent_bytes = 900;
  closed.set_known(Known::bytes);
  later.sample().closed.push_back(closed);
  const auto at2 = derive(at1.get(), later.build());
  ASSERT_EQ(at2->rows.size(), 1u);
  const RowView row(*at2, at2->rows[0]);
  EXPECT_EQ(row.row().change, Change::closing);
  EXPECT_EQ(row.socket().sent_bytes, 900u);
}

// Closed while the tables were read, which no longer list it: its close is known immediately, and
// the kernel no longer has its inode.
TEST(Derive, ACloseDuringTheReadingHasItsCountersAndInodeImmediately) {
  const auto at0 = derive(nullptr, with_traffic(100, 500, 0));
  const std::uint64_t inode = at0->sample->sockets[0].inode.value();
  ASSERT_NE(inode, 0u);
  SampleBuilder meanwhile(101);
  Socket closed = meanwhile.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::closed, 0, 7);
  meanwhile.sample().sockets.pop_back();
  closed.sent_bytes = 900;
  closed.set_known(Known::bytes);
  Socket unknown = closed;
  unknown.cookie = Cookie{8};
  meanwhile.sample().closed_meanwhile = {closed, unknown};
  const auto at1 = derive(at0.get(), meanwhile.build());
  ASSERT_EQ(at1->rows.size(), 1u) << "what nobody knew may turn up in TIME_WAIT yet";
  const RowView row(*at1, at1->rows[0]);
  EXPECT_EQ(row.row().change, Change::closing);
  EXPECT_EQ(row.socket().sent_bytes, 900u);
  EXPECT_EQ(row.socket().inode.value(), inode);
  // The next reading reports the close again; it must not add a row.
  SampleBuilder later(102);
  later.sample().closed.push_back(closed);
  const auto at2 = derive(at1.get(), later.build());
  ASSERT_EQ(at2->rows.size(), 1u);
  EXPECT_EQ(RowView(*at2, at2->rows[0]).socket().inode.value(), inode);
}

PeerSet peers(std::uint64_t cookie, std::initializer_list<std::uint32_t> ports, bool more = false) {
  PeerSet set;
  set.cookie = Cookie{cookie};
  for (const std::uint32_t port : ports)
    set.peers.push_back({Family::ipv4, testing::ip("192.0.2.1"), port});
  set.last = set.peers.back();
  set.more = more;
  set.set_text();
  return set;
}

TEST(Derive, AClosedSocketKeepsItsPeers) {
  SampleBuilder before(100);
  Socket& s = before.tcp("0.0.0.0", 5000, "192.0.2.1", 53, State::unconnected, 1001, 7);
  s.protocol = Protocol::udp;
  s.set(SocketFlag::last_peer);
  before.sample().tables.peers.push_back(peers(9, {1}));
  before.sample().tables.peers.push_back(peers(7, {52, 53}));
  before.sample().tables.peers.push_back(peers(8, {2}));
  sort_peers(before.sample().tables.peers);
  const auto first = derive(nullptr, before.build());
  const RowView open(*first, first->rows[0]);
  EXPECT_EQ(std::get<std::string_view>(field(FieldId::peers).value(open)),
            "192.0.2.1:52, 192.0.2.1:53");
  EXPECT_EQ(last_peer_note(open), " (last of 2 peers)");
  const auto second = derive(first.get(), SampleBuilder(101).build());
  const RowView closed(*second, second->rows.at(0));
  EXPECT_EQ(std::get<std::string_view>(field(FieldId::peers).value(closed)),
            "192.0.2.1:52, 192.0.2.1:53");
}

TEST(Derive, MorePeersThanAreKeptAreIndicated) {
  EXPECT_EQ(peers(7, {52, 53}, true).text, "192.0.2.1:52, 192.0.2.1:53, 16+");
  SampleBuilder b(100);
  const Socket& s = b.tcp("0.0.0.0", 5000, "0.0.0.0", 0, State::unconnected, 1001, 7);
  EXPECT_EQ(b.sample().tables.peers_of(s), nullptr);
  const auto snapshot = derive(nullptr, b.build());
  const RowView row(*snapshot, snapshot->rows[0]);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(field(FieldId::peers).value(row)));
  EXPECT_EQ(last_peer_note(row), "");
}

TEST(Derive, ReportsWhyARowHasNoOwner) {
  const auto owners = [](bool complete, std::uint64_t vanished, bool lacks_rights = true) {
    SampleBuilder b;
    b.sample().lacks_rights = lacks_rights;
    b.tcp("127.0.0.1", 22, "127.0.0.1", 5000, State::time_wait, 0, 3);
    b.tcp("127.0.0.1", 23, "127.0.0.1", 5000, State::established, 1003, 4);
    Socket& netlink = b.listener(0, 1004, 5);
    netlink.protocol = Protocol::netlink;
    b.listener(80, 1005, 6).set(SocketFlag::of_kernel);
    b.sample().fds_complete = complete;
    b.sample().vanished_processes = vanished;
    const auto snapshot = derive(nullptr, b.build());
    std::vector<std::string> words;
    for (const Row& row : snapshot->rows) words.emplace_back(to_string(row.owner));
    return words;
  };
  EXPECT_EQ(owners(true, 0), (std::vector<std::string>{"none", "unknown", "kernel", "kernel"}));
  EXPECT_EQ(owners(true, 1), (std::vector<std::string>{"none", "gone", "kernel", "kernel"}));
  EXPECT_EQ(owners(false, 1),
            (std::vector<std::string>{"none", "not_permitted", "kernel", "kernel"}));
  EXPECT_EQ(owners(false, 1, false),
            (std::vector<std::string>{"none", "unknown", "kernel", "kernel"}))
      << "by a limit of the reader, or one process that is protected even from root: nobody may "
         "hold it";
}

TEST(Derive, OwnersOutsideTheReadersPidNamespaceAreForeign) {
  SampleBuilder b;
  const std::uint32_t outside = b.process(0, "nginx");  // as named by an event
  b.tcp("127.0.0.1", 22, "127.0.0.1", 5000, State::time_wait, 0, 3);
  b.listener(80, 1005, 6).set(SocketFlag::of_kernel);
  b.listener(81, 1006, 7);
  b.listener(82, 1007, 8);
  b.hold(outside, 1007);
  b.listener(83, 1008, 9);  // no evidence of an owner outside the PID namespace
  b.sample().sees_all_namespaces = false;
  b.sample().vanished_processes = 1;
  b.sample().tables.foreign_containers = {{Inode{1005}, "wrong"}, {Inode{1006}, "web"}};
  const auto snapshot = derive(nullptr, b.build());
  std::vector<std::string> words;
  for (const Row& row : snapshot->rows) words.emplace_back(to_string(row.owner));
  EXPECT_EQ(words, (std::vector<std::string>{"none", "kernel", "foreign", "foreign", "unknown"}));
  const auto text = [&](std::size_t row, FieldId id) {
    std::string cell;
    append_human(cell, field(id), {*snapshot, snapshot->rows[row]});
    return cell;
  };
  EXPECT_EQ(text(1, FieldId::container), "–");
  EXPECT_EQ(text(2, FieldId::container), "web");
  EXPECT_EQ(text(1, FieldId::pid), "0");
  EXPECT_EQ(text(2, FieldId::pid), "–");
  EXPECT_EQ(text(3, FieldId::pid), "–");
  EXPECT_EQ(text(3, FieldId::process), "nginx");

  // A closing row keeps what was known about it.
  const auto later = derive(snapshot.get(), SampleBuilder(1'700'000'001).build());
  const auto closed = std::ranges::find(later->rows, Owner::foreign, &Row::owner);
  ASSERT_NE(closed, later->rows.end());
  EXPECT_EQ(foreign_container({*later, *closed}), "web");
}

// The lists that closed rows refer to are searched by binary search, whatever the order of copying.
TEST(Derive, ClosedRowsFindTheirPeersAndContainers) {
  SampleBuilder b;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const std::uint64_t cookie = (i * 37) % 50 + 1;
    Socket& s = b.tcp("192.0.2.10", static_cast<std::uint16_t>(1000 + i), "0.0.0.0", 0,
                      State::unconnected, 2000 + cookie, cookie);
    s.protocol = Protocol::udp;
    PeerSet set;
    set.cookie = Cookie{cookie};
    set.text = "peer of " + std::to_string(cookie);
    b.sample().tables.peers.push_back(std::move(set));
    b.sample().tables.foreign_containers.emplace_back(Inode{2000 + cookie},
                                                      "c" + std::to_string(cookie));
  }
  sort_peers(b.sample().tables.peers);
  std::ranges::sort(b.sample().tables.foreign_containers);
  b.sample().sees_all_namespaces = false;
  const auto first = derive(nullptr, b.build());
  const auto closed = derive(first.get(), SampleBuilder(1'700'000'001).build());
  const auto still = derive(closed.get(), SampleBuilder(1'700'000'002).build());
  for (const auto& snapshot : {closed, still}) {
    ASSERT_EQ(snapshot->rows.size(), 50u);
    for (const Row& row : snapshot->rows) {
      const RowView view(*snapshot, row);
      const std::string cookie = std::to_string(view.socket().cookie.value());
      ASSERT_NE(view.tables().peers_of(view.socket()), nullptr) << cookie;
      EXPECT_EQ(view.tables().peers_of(view.socket())->text, "peer of " + cookie);
      EXPECT_EQ(foreign_container(view), "c" + cookie);
    }
  }
}

TEST(PeerOrder, KeepsTheLastOfTheSameSocket) {
  std::vector<PeerSet> peers;
  const auto add = [&](std::uint64_t cookie, const char* text) {
    PeerSet& set = peers.emplace_back();
    set.cookie = Cookie{cookie};
    set.text = text;
  };
  add(3, "c");
  add(7, "g");
  add(7, "newer");
  add(1, "a");
  add(3, "first");
  add(3, "second");
  sort_peers(peers, 2);
  std::string texts;
  for (const PeerSet& set : peers) texts += std::to_string(set.cookie.value()) + set.text + " ";
  EXPECT_EQ(texts, "1a 3second 7newer ");
  sort_peers(peers, peers.size());
  EXPECT_EQ(peers.size(), 3u);
}

TEST(Derive, OwnersAreUnknownIfNoProcessWasRead) {
  SampleBuilder b;
  b.listener(80, 1005, 6);
  b.sample().fds_complete = false;
  b.sample().processes_read = false;
  EXPECT_EQ(derive(nullptr, b.build())->rows[0].owner, Owner::unknown);
}

TEST(Derive, AConnectionKeepsItsDirectionWhenTheKernelNoLongerReportsIt) {
  SampleBuilder b0(1'000);
  b0.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1, 1)
      .set(SocketFlag::active_open);
  b0.tcp("192.0.2.10", 40001, "198.51.100.7", 443, State::established, 2, 2);
  const auto at0 = derive(nullptr, b0.build());
  SampleBuilder b1(1'001);
  b1.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::time_wait, 0, 1);
  b1.tcp("192.0.2.10", 40001, "198.51.100.7", 443, State::established, 2, 2)
      .set(SocketFlag::passive_open);
  const auto at1 = derive(at0.get(), b1.build());
  EXPECT_EQ(at1->rows[0].direction, Direction::outbound);
  EXPECT_EQ(at1->rows[1].direction, Direction::inbound) << "known later only";
}

TEST(Derive, EphemeralPortsAreRecognizedWithoutADirection) {
  SampleBuilder b;
  const auto udp = [&](std::uint16_t local, std::uint16_t remote) {
    b.tcp("192.0.2.10", local, "198.51.100.7", remote, State::established, 0, 0).protocol =
        Protocol::udp;
  };
  udp(40000, 443);
  udp(40000, 47808);
  udp(5060, 40000);
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::time_wait, 0, 0);
  b.tcp("192.0.2.10", 443, "198.51.100.7", 40000, State::time_wait, 0, 0);
  std::string marks;
  const auto snapshot = derive(nullptr, b.build());
  for (const Row& row : snapshot->rows) {
    const RowView view(*snapshot, row);
    marks += has_ephemeral_port(view, false) ? "t" : "-";
    marks += has_ephemeral_port(view, true) ? "t " : "- ";
  }
  EXPECT_EQ(marks, "t- t- -t t- -t ");
}

TEST(Derive, AnMptcpSocketIsTheSameBeforeAndAfterItIsConnected) {
  SampleBuilder b0(1'000);
  b0.tcp("192.0.2.10", 40000, "0.0.0.0", 0, State::closed, 5, 7).protocol = Protocol::mptcp;
  const auto at0 = derive(nullptr, b0.build());
  SampleBuilder b1(1'001);
  Socket& s = b1.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 5, 7);
  s.protocol = Protocol::mptcp;
  s.set_mptcp_token(99);
  const auto at1 = derive(at0.get(), b1.build());
  ASSERT_EQ(at1->rows.size(), 1u);
  EXPECT_EQ(at1->rows[0].change, Change::none);
}

TEST(Tabs, SelectTheirRows) {
  SampleBuilder b;
  b.listener(80, 1, 1);
  b.tcp("127.0.0.1", 80, "127.0.0.1", 40000, State::established, 2, 2);
  b.tcp("192.0.2.10", 40001, "198.51.100.7", 443, State::established, 3, 3);
  b.tcp("192.0.2.10", 40002, "192.0.2.10", 443, State::established, 4, 4);
  Socket& udp = b.tcp("0.0.0.0", 53, "0.0.0.0", 0, State::unconnected, 5, 5);
  udp.protocol = Protocol::udp;
  b.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::listen, 6, 6).protocol = Protocol::unix_domain;
  b.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::unconnected, 7, 7).protocol = Protocol::raw;
  const auto snapshot = derive(nullptr, b.build());
  const auto count = [&](Tab tab) {
    return std::count_if(snapshot->rows.begin(), snapshot->rows.end(),
                         [&](const Row& r) { return in_tab(RowView(*snapshot, r), tab); });
  };
  EXPECT_EQ(count(Tab::all), 7);
  EXPECT_EQ(count(Tab::tcp), 4);
  EXPECT_EQ(count(Tab::udp), 1);
  EXPECT_EQ(count(Tab::remote), 1) << "this host's own addresses are not remote";
  EXPECT_EQ(count(Tab::listening), 2);
  EXPECT_EQ(count(Tab::established), 3);
  EXPECT_EQ(count(Tab::other), 2) << "raw sockets, too";
}

}  // namespace
}  // namespace portexplorer
