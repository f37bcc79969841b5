#include "collect/ebpf/event_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>

#include "collect/ebpf/peer_records.h"
#include "support/bpf/forged_stream.h"

namespace portexplorer {
namespace {

constexpr std::int64_t kBooted = 1'700'000'000'000'000'000;

pe_event_record forged_close() {
  pe_event_record record{};
  record.version = PE_EVENT_VERSION;
  record.action = PE_CLOSE;
  record.flags = PE_ERROR_KNOWN;
  record.boottime_ns = 5'000;
  record.created_boottime_ns = 2'000;
  record.error = ECONNRESET;
  record.actor.tgid = 4711;
  record.actor.pid = 42;
  record.actor.parent = 41;
  record.actor.uid = 1000;
  record.actor.start_boottime_ns = 30'000'000'000;
  std::strcpy(record.actor.comm, "curl");
  record.socket = forged_tcp(71);
  return record;
}

ForgedStream& add(ForgedStream& stream, pe_event_record record, std::string_view name) {
  record.name_bytes = static_cast<__u32>(name.size());
  return stream.add(record, PE_STATE, std::as_bytes(std::span(name)));
}

EventBatch parsed(EventParser& parser, const ForgedStream& stream, std::size_t most = SIZE_MAX) {
  EventBatch batch;
  const auto taken = parser.parse(stream.bytes(), kBooted, most, batch);
  EXPECT_TRUE(taken) << taken.error().what;
  return batch;
}

void expect_bad_ring(std::span<const std::byte> bytes, const std::string& what) {
  EventParser parser({});
  EventBatch batch;
  const auto taken = parser.parse(bytes, kBooted, SIZE_MAX, batch);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::malformed);
  EXPECT_THAT(taken.error().what, ::testing::HasSubstr(what));
}

TEST(EventRecords, ReadsAnEventWithItsProcess) {
  EventParser parser({.ticks_per_second = 100, .boottime_offset_ns = 1'000'000'000});
  ForgedStream stream;
  const EventBatch batch = parsed(parser, add(stream, forged_close(), "curl-8"));
  ASSERT_EQ(batch.events.size(), 1u);
  const SocketEvent& e = batch.events[0];
  EXPECT_EQ(e.action, Action::close);
  EXPECT_EQ(e.error, ECONNRESET);
  EXPECT_TRUE(e.error_known);
  EXPECT_EQ(e.time, Timestamp{kBooted + 5'000});
  EXPECT_EQ(e.socket.created_at, Timestamp{kBooted + 2'000});
  EXPECT_TRUE(e.socket.known(Known::created_at));
  EXPECT_FALSE(e.socket.known(Known::bytes));
  EXPECT_EQ(e.socket.cookie, Cookie{1071});
  ASSERT_EQ(e.process, 0u);
  EXPECT_EQ(e.socket.process, 0u);
  const Process& p = batch.processes.at(0);
  EXPECT_EQ(p.pid, Pid{42});
  EXPECT_EQ(p.parent, Pid{41});
  EXPECT_EQ(p.uid, Uid{1000});
  EXPECT_EQ(p.start_ticks, 3100u);
  EXPECT_EQ(p.started_at, Timestamp{kBooted + 30'000'000'000});
  EXPECT_EQ(p.comm, "curl");
  EXPECT_EQ(p.name, "curl-8");
}

TEST(EventRecords, CountersOfTcpAreTheKernelsAndThoseOfUdpTheTracers) {
  pe_event_record tcp = forged_close();
  tcp.socket.flags |= PE_COUNTERS | PE_FIN_RECEIVED;
  tcp.counters = {.sent_bytes = 1500,
                  .resent_bytes = 500,
                  .received_bytes = 301,
                  .sent_segments = 2,
                  .received_segments = 1,
                  .rtt_us = 9,
                  .retransmits = 1};
  pe_event_record udp = forged_close();
  udp.socket.protocol = PE_UDP;
  udp.flags |= PE_COUNTED;
  udp.counters = {.sent_bytes = 7,
                  .resent_bytes = 0,
                  .received_bytes = 8,
                  .sent_segments = 1,
                  .received_segments = 2,
                  .rtt_us = 0,
                  .retransmits = 0};
  EventParser parser({});
  ForgedStream stream;
  add(add(stream, tcp, ""), udp, "");
  const EventBatch batch = parsed(parser, stream);
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.events[0].socket.sent_bytes, 1000u);
  EXPECT_EQ(batch.events[0].socket.received_bytes, 300u);
  EXPECT_EQ(batch.events[1].socket.sent_bytes, 7u);
  EXPECT_EQ(batch.events[1].socket.received_packets, 2u);
  EXPECT_FALSE(batch.events[1].socket.known(Known::lifetime));
}

// Most events are of the same process as the previous one. Its index is reused without comparing
// names, unless the name may have changed.
TEST(EventRecords, AProcessThatCallsExecveIsAnotherInLaterEvents) {
  EventParser parser({});
  ForgedStream stream;
  pe_event_record renamed = forged_close();
  std::strcpy(renamed.actor.comm, "wget");
  pe_program_record announced{};
  announced.version = PE_EVENT_VERSION;
  announced.actor = forged_close().actor;
  announced.name_bytes = 6;
  add(add(add(stream, forged_close(), "curl-8"), forged_close(), ""), forged_close(), "curl-9");
  add(add(stream, renamed, "wget"), forged_close(), "");
  stream.add(announced, PE_PROGRAM, std::as_bytes(std::span(std::string_view("curl-7"))));
  add(stream, forged_close(), "");
  const EventBatch batch = parsed(parser, stream);
  std::vector<std::string> names;
  for (const SocketEvent& e : batch.events) names.push_back(batch.processes.at(e.process).name);
  EXPECT_THAT(names,
              ::testing::ElementsAre("curl-8", "curl-8", "curl-9", "wget", "curl", "curl-7"));
  EXPECT_EQ(batch.events[0].process, batch.events[1].process);
  EXPECT_EQ(batch.events[0].socket.process, batch.events[0].process);
}

// /proc reports start times in ticks, the kernel in nanoseconds. Both must result in the same
// start.
TEST(EventRecords, AStartHasTheResolutionOfProc) {
  constexpr std::int64_t kHundredth = 10'000'000;
  EventParser parser({.ticks_per_second = 100, .boottime_offset_ns = 1'000'000'000});
  ForgedStream stream;
  pe_event_record early = forged_close();
  early.actor.start_boottime_ns = 7'000'000'001;
  pe_event_record late = forged_close();
  late.actor.tgid += 1;
  late.actor.start_boottime_ns = 7'009'999'999;
  pe_event_record next = forged_close();
  next.actor.tgid += 2;
  next.actor.start_boottime_ns = 7'010'000'000;
  add(add(add(stream, early, ""), late, ""), next, "");
  const EventBatch batch = parsed(parser, stream);
  ASSERT_EQ(batch.processes.size(), 3u);
  EXPECT_EQ(batch.processes[0].start_ticks, 800u);
  EXPECT_EQ(batch.processes[1].start_ticks, 800u);
  EXPECT_EQ(batch.processes[2].start_ticks, 801u);
  EXPECT_EQ(batch.processes[0].started_at, batch.processes[1].started_at);
  EXPECT_EQ(batch.processes[0].started_at->value() % kHundredth, 0);
  EXPECT_EQ(batch.processes[2].started_at->value() - batch.processes[0].started_at->value(),
            kHundredth);
}

TEST(EventRecords, ANameIsCachedUntilExecve) {
  EventParser parser({});
  ForgedStream stream;
  pe_event_record other = forged_close();
  std::strcpy(other.actor.comm, "sleep");
  add(add(add(stream, forged_close(), "a-long-name-of-a-program"), forged_close(), ""), other, "");
  const EventBatch batch = parsed(parser, stream);
  ASSERT_EQ(batch.processes.size(), 2u);
  EXPECT_EQ(batch.processes[batch.events[1].process].name, "a-long-name-of-a-program");
  EXPECT_EQ(batch.processes[batch.events[2].process].name, "sleep");
}

TEST(EventRecords, EvictsNamesOnlyWhenThereAreMany) {
  ProcessNameCache names(2);
  pe_actor actor{};
  for (__u32 tgid = 1; tgid <= 5; ++tgid) {
    actor.tgid = tgid;
    names.learn(actor, "name", false);
  }
  ASSERT_NE(names.find(actor), nullptr);
  EXPECT_EQ(names.find(actor)->name, "name");
  actor.tgid = 4;
  EXPECT_NE(names.find(actor), nullptr);
  actor.tgid = 1;
  EXPECT_EQ(names.find(actor), nullptr);
}

TEST(EventRecords, WithoutAnActorThereIsNoProcess) {
  pe_event_record record = forged_close();
  record.actor = {};
  record.created_boottime_ns = 0;
  EventParser parser({});
  ForgedStream stream;
  const EventBatch batch = parsed(parser, add(stream, record, ""));
  EXPECT_EQ(batch.events.at(0).process, kNoIndex);
  EXPECT_FALSE(batch.events.at(0).socket.known(Known::created_at));
}

// The release of an MPTCP socket is reported before its connection is closed.
TEST(EventRecords, ACloseSetsTheStateOfAConnection) {
  for (const __u8 protocol : {__u8{PE_TCP}, __u8{PE_MPTCP}, __u8{PE_SCTP}}) {
    for (const __u8 state : {__u8{1}, __u8{8}}) {  // ESTABLISHED, CLOSE_WAIT
      EventParser parser({});
      ForgedStream stream;
      pe_event_record record = forged_close();
      record.socket.protocol = protocol;
      record.socket.state = state;
      const EventBatch batch = parsed(parser, add(stream, record, "curl"));
      ASSERT_EQ(batch.events.size(), 1u);
      EXPECT_EQ(batch.events[0].socket.state, State::closed) << int{protocol};
    }
  }
}

TEST(EventRecords, TakesNoMoreThanRequested) {
  EventParser parser({});
  ForgedStream stream;
  for (int i = 0; i < 5; ++i) add(stream, forged_close(), "x");
  EventBatch batch;
  const auto taken = parser.parse(stream.bytes(), kBooted, 2, batch);
  ASSERT_TRUE(taken);
  EXPECT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(*taken, stream.bytes().size() / 5 * 2);
}

TEST(EventRecords, ForgedBytesAreRejected) {
  ForgedStream good;
  add(good, forged_close(), "curl");
  for (std::size_t length = 1; length < good.bytes().size(); ++length)
    expect_bad_ring(good.bytes().first(length), "ends within a record");
  pe_event_record record = forged_close();
  record.version = 9;
  expect_bad_ring(ForgedStream().add(record, PE_STATE).bytes(), "version");
  record = forged_close();
  record.action = PE_ACTIONS;
  expect_bad_ring(ForgedStream().add(record, PE_STATE).bytes(), "unknown event");
  record = forged_close();
  record.name_bytes = 1;
  expect_bad_ring(ForgedStream().add(record, PE_STATE).bytes(), "exceeds its event");
  record.name_bytes = 0xFFFFFFFF;
  expect_bad_ring(ForgedStream().add(record, PE_STATE).bytes(), "exceeds its event");
  pe_header_record small{};
  expect_bad_ring(ForgedStream().add(small, PE_STATE).bytes(), "too short");
  const pe_prefix empty{};
  expect_bad_ring(std::as_bytes(std::span(&empty, 1)), "invalid length");
}

// Sent separately when a process becomes the owner, because its next event may come after its exit.
TEST(EventRecords, AProgramNamePrecedesItsEvent) {
  EventParser parser({});
  ForgedStream stream;
  pe_program_record program{};
  program.version = PE_EVENT_VERSION;
  program.flags = PE_FORKED;
  program.actor = forged_close().actor;
  const std::string_view name = "curl-of-old";
  program.name_bytes = static_cast<__u32>(name.size());
  stream.add(program, PE_PROGRAM, std::as_bytes(std::span(name)));
  const EventBatch batch = parsed(parser, add(stream, forged_close(), ""));
  ASSERT_EQ(batch.events.size(), 1u);
  const Process& process = batch.processes.at(batch.events[0].process);
  EXPECT_EQ(process.name, name);
  EXPECT_TRUE(process.forked);
}

pe_peers_record forged_peers(__u64 cookie) {
  pe_peers_record record{};
  record.version = PE_EVENT_VERSION;
  record.peers.cookie = cookie;
  record.peers.count = 2;
  record.peers.last = 1;
  record.peers.peers[0] = {{0x0100007f, 0, 0, 0}, 53, 0};
  record.peers.peers[1] = {{0, 0, 0xffff0000, 0x0200007f}, 54, 0};
  return record;
}

TEST(EventRecords, PeersArriveWithTheClose) {
  EventParser parser({});
  ForgedStream stream;
  pe_event_record close = forged_close();
  close.flags |= PE_LAST_PEER;
  close.socket.state = 7;
  stream.add(forged_peers(close.socket.cookie), PE_PEERS_OF);
  EXPECT_TRUE(parsed(parser, stream).peers.empty());  // the close may be in the next piece
  ForgedStream rest;
  const EventBatch batch = parsed(parser, add(rest, close, ""));
  ASSERT_EQ(batch.peers.size(), 1u);
  EXPECT_EQ(batch.peers[0].text, "127.0.0.1:53, 127.0.0.2:54");
  EXPECT_EQ(batch.peers[0].last.port, 54u);
  EXPECT_FALSE(batch.peers[0].more);
  EXPECT_TRUE(batch.events.at(0).socket.has(SocketFlag::last_peer));
}

// One slot is being written, two threads have added the same peer, and there are more peers than
// slots.
TEST(EventRecords, IncompletePeersAreSkipped) {
  pe_peers peers = forged_peers(1).peers;
  peers.peers[2] = peers.peers[0];
  peers.peers[3].address[0] = 0x0300007f;
  peers.peers[PE_PEERS] = {{0x0400007f, 0, 0, 0}, 55, 0};
  peers.count = 20;
  peers.last = PE_PEERS;
  peers.begun = 1;
  PeerSet set = peers_of_record(peers);
  EXPECT_EQ(set.text, "127.0.0.1:53, 127.0.0.2:54, 16+");
  EXPECT_EQ(set.last.port, 0u);
  peers.written = 1;
  set = peers_of_record(peers);
  EXPECT_EQ(set.last.port, 55u);
  peers.last = 1000;
  EXPECT_EQ(peers_of_record(peers).last.port, 0u);
}

TEST(EventRecords, RejectsMalformedProgramsAndPeers) {
  pe_program_record program{};
  program.version = PE_EVENT_VERSION;
  program.name_bytes = 9;
  ForgedStream name_outside;
  expect_bad_ring(name_outside.add(program, PE_PROGRAM).bytes(), "a name that exceeds its record");
  program.version = 99;
  ForgedStream other_program;
  expect_bad_ring(other_program.add(program, PE_PROGRAM).bytes(), "an unsupported version");
  pe_peers_record peers = forged_peers(1);
  peers.version = 99;
  ForgedStream other_peers;
  expect_bad_ring(other_peers.add(peers, PE_PEERS_OF).bytes(), "an unsupported version");
  ForgedStream short_peers;
  expect_bad_ring(short_peers.add(pe_header_record{}, PE_PEERS_OF).bytes(),
                  "a list of peers that is too short");
}

}  // namespace
}  // namespace portexplorer
