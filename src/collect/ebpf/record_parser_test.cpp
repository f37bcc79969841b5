#include "collect/ebpf/record_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "collect/ebpf/record_rows.h"
#include "support/bpf/forged_stream.h"

namespace portexplorer {
namespace {

constexpr long kTicks = 100;

ReaderPart parsed(const ForgedStream& stream) {
  ReaderPart part;
  const auto result = RecordParser(part, kTicks).parse(stream.bytes());
  EXPECT_TRUE(result) << result.error().what;
  return part;
}

void expect_bad_stream(std::span<const std::byte> bytes, const std::string& what) {
  ReaderPart part;
  const auto result = RecordParser(part, kTicks).parse(bytes);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::malformed);
  EXPECT_THAT(result.error().what, ::testing::HasSubstr(what));
}

TEST(RecordParser, ReadsAHeldConnection) {
  const ReaderPart part = parsed(ForgedStream().header().socket(forged_tcp(71, 5)));
  ASSERT_EQ(part.sockets.size(), 1u);
  const Socket& s = part.sockets[0];
  EXPECT_EQ(s.inode, Inode{71});
  EXPECT_EQ(s.cookie, Cookie{1071});
  EXPECT_EQ(s.netns, NetnsId{7});
  EXPECT_EQ(s.protocol, Protocol::tcp);
  EXPECT_EQ(s.family, Family::ipv4);
  EXPECT_EQ(s.state, State::established);
  EXPECT_EQ(s.local_port, 443u);
  EXPECT_EQ(s.remote_port, 50000u);
  EXPECT_EQ(s.local_address, parse_ip("192.0.0.1")->address);
  EXPECT_TRUE(s.known(Known::uid) && s.known(Known::mark) && s.known(Known::recv_queue) &&
              s.known(Known::send_queue) && s.known(Known::endpoints));
  EXPECT_FALSE(s.known(Known::bytes) || s.known(Known::packets) || s.known(Known::rtt) ||
               s.known(Known::interface));
  EXPECT_TRUE(s.has(SocketFlag::connected));
  EXPECT_FALSE(s.has(SocketFlag::no_file));
  ASSERT_EQ(part.holders.size(), 1u);
  EXPECT_EQ(part.holders[s.process], (ProcessKey{5, 5'000'000'000}));
  EXPECT_TRUE(part.claims.empty());
  EXPECT_TRUE(part.without_fd.empty());
}

TEST(RecordParser, NeitherFinNorRetransmissionsAreCounted) {
  pe_counters c{};
  c.sent_bytes = 1500;
  c.resent_bytes = 500;
  c.received_bytes = 101;
  c.sent_segments = 3;
  c.received_segments = 1;
  c.rtt_us = 40;
  c.retransmits = 2;
  auto finished = forged_tcp(1, 5);
  finished.flags |= PE_FIN_RECEIVED;
  const ReaderPart part =
      parsed(ForgedStream().header().socket(forged_tcp(2, 5), c).socket(finished, c));
  EXPECT_EQ(part.sockets[0].received_bytes, 101u);
  EXPECT_EQ(part.sockets[1].received_bytes, 100u);
  EXPECT_EQ(part.sockets[1].sent_bytes, 1000u);
  EXPECT_EQ(part.sockets[1].sent_packets, 3u);
  EXPECT_EQ(part.sockets[1].received_packets, 1u);
  EXPECT_EQ(part.sockets[1].rtt_us, 40u);
  EXPECT_EQ(part.sockets[1].retransmits, 2u);
  EXPECT_TRUE(part.sockets[1].known(Known::bytes) && part.sockets[1].known(Known::lifetime) &&
              part.sockets[1].known(Known::packets));
}

TEST(RecordParser, CountersThatContradictThemselvesAreUnknown) {
  pe_counters c{};
  c.resent_bytes = 1;
  const ReaderPart part = parsed(ForgedStream().header().socket(forged_tcp(2, 5), c));
  EXPECT_FALSE(part.sockets[0].known(Known::bytes));
}

TEST(RecordParser, FdsOfOneProcessShareAHolder) {
  const ReaderPart part = parsed(ForgedStream()
                                     .header()
                                     .socket(forged_tcp(1, 5))
                                     .socket(forged_tcp(2, 5))
                                     .socket(forged_tcp(3, 6))
                                     .socket(forged_tcp(4, 5)));
  EXPECT_EQ(part.sockets[0].process, part.sockets[1].process);
  EXPECT_NE(part.sockets[1].process, part.sockets[2].process);
  EXPECT_EQ(part.holders[part.sockets[3].process], part.holders[part.sockets[0].process]);
}

TEST(RecordParser, PathsEndAtANulAndAbstractNamesStartWithOne) {
  pe_socket_record record = forged_tcp(1, 5);
  record.family = AF_UNIX;
  record.protocol = PE_UNIX;
  record.state = 10;
  using std::string_view_literals::operator""sv;
  const ReaderPart part = parsed(ForgedStream()
                                     .header()
                                     .socket(record, "/run/x\0\0"sv)
                                     .socket(record, "\0a\0b"sv)
                                     .socket(record, ""sv));
  const auto text = [&](std::size_t i) {
    return std::string_view(part.text).substr(part.sockets[i].text.offset,
                                              part.sockets[i].text.length);
  };
  EXPECT_EQ(text(0), "/run/x");
  EXPECT_FALSE(part.sockets[0].has(SocketFlag::abstract_name));
  EXPECT_EQ(text(1), "a\0b"sv);
  EXPECT_TRUE(part.sockets[1].has(SocketFlag::abstract_name));
  EXPECT_EQ(text(2), "");
}

TEST(RecordParser, StartTimesFollowTheReadersClock) {
  pe_process_record process{};
  process.pid = 12;
  process.tgid = 4012;
  process.start_boottime_ns = 2'500'000'000;
  process.parent = 1;
  process.uid = 33;
  std::memset(process.comm, 'x', sizeof process.comm);
  const ForgedStream stream =
      ForgedStream().header(-1'000'000'000, PE_FILTERS_BY_PID).add(process, PE_PROCESS);
  ReaderPart part;
  RecordParser parser(part, kTicks);
  ASSERT_TRUE(parser.parse(stream.bytes()));
  EXPECT_TRUE(parser.filters_by_pid());
  ASSERT_EQ(part.processes.size(), 1u);
  EXPECT_EQ(part.processes[0].pid, Pid{12});
  EXPECT_EQ(part.processes[0].start_ticks, 150u);
  EXPECT_EQ(part.processes[0].key, (ProcessKey{4012, 2'500'000'000}));
  EXPECT_EQ(part.processes[0].parent, Pid{1});
  EXPECT_EQ(part.processes[0].uid, 33u);
  EXPECT_EQ(part.processes[0].comm_text(), "xxxxxxxxxxxxxxx");
}

TEST(RecordParser, SocketsWithoutFdHaveTheirListener) {
  auto record = forged_tcp(0);
  record.listener_cookie = 99;
  auto flying = forged_tcp(8);
  flying.flags |= PE_HAS_FILE;
  const ReaderPart part = parsed(ForgedStream().header().socket(record).socket(flying));
  ASSERT_EQ(part.without_fd.size(), 2u);
  EXPECT_EQ(part.without_fd[0].listener, Cookie{99});
  EXPECT_FALSE(part.without_fd[0].has_file);
  EXPECT_TRUE(part.without_fd[1].has_file);
  EXPECT_EQ(part.sockets[0].process, kNoIndex);
  EXPECT_TRUE(part.sockets[0].has(SocketFlag::no_file));
}

// They have an inode but no file. A connection in an accept queue has neither, and a socket in
// flight has both.
TEST(RecordParser, KernelSocketsAreMarked) {
  std::vector<pe_socket_record> records(5, forged_tcp(8));
  records[1].inode = 0;
  records[2].flags |= PE_HAS_FILE;
  records[3].flags |= PE_SUBFLOW;
  records[4].protocol = PE_UNIX;
  ForgedStream stream;
  stream.header();
  for (const pe_socket_record& record : records) stream.socket(record);
  stream.socket(forged_tcp(9, 5));
  std::vector<bool> marked;
  for (const Socket& s : parsed(stream).sockets) marked.push_back(s.has(SocketFlag::of_kernel));
  EXPECT_EQ(marked, (std::vector<bool>{true, false, false, false, false, false}));
}

TEST(RecordParser, UnknownKindsAreSkipped) {
  pe_queued_record unknown{};
  EXPECT_EQ(
      parsed(ForgedStream().header().add(unknown, 200).socket(forged_tcp(1, 5))).sockets.size(),
      1u);
}

TEST(RecordParser, RejectsWhatTheProgramsDoNotWrite) {
  expect_bad_stream(ForgedStream().socket(forged_tcp(1)).bytes(), "start with a header");
  const ForgedStream good = ForgedStream().header().socket(forged_tcp(1), pe_counters{});
  for (std::size_t n = 1; n < good.bytes().size(); ++n) {
    if (n != sizeof(pe_header_record))
      expect_bad_stream(good.bytes().first(n), "ends within a record");
  }
  pe_header_record header{};
  expect_bad_stream(ForgedStream().add(header, PE_HEADER).bytes(), "an unknown header");
  header.magic = PE_RECORDS_MAGIC;
  header.version = PE_RECORDS_VERSION + 1;
  expect_bad_stream(ForgedStream().add(header, PE_HEADER).bytes(), "an unsupported version");
  auto record = forged_tcp(1);
  record.flags |= PE_COUNTERS;
  expect_bad_stream(ForgedStream().header().socket(record).bytes(), "without its counters");
  record.flags = PE_NAME;
  record.name_bytes = 8;
  expect_bad_stream(ForgedStream().header().socket(record).bytes(), "without its name");
  const std::byte zeros[8] = {};
  expect_bad_stream(zeros, "invalid length");
}

TEST(RecordRows, EveryProtocolHasItsBit) {
  EXPECT_EQ(wanted_bits(ProtocolSet{Protocol::tcp}), 1u << PE_TCP);
  EXPECT_EQ(wanted_bits(ProtocolSet{Protocol::can, Protocol::mptcp}),
            (1u << PE_CAN) | (1u << PE_MPTCP));
  EXPECT_EQ(wanted_bits(ProtocolSet::all()), (1u << PE_PROTOCOLS) - 1);
  EXPECT_EQ(protocol_of_record(PE_UNIX), Protocol::unix_domain);
  EXPECT_EQ(protocol_of_record(200), Protocol::other);
}

}  // namespace
}  // namespace portexplorer
