// Recorded answers of several kernels. Each row must be parsed as before, on any machine. The files
// are also the seeds of the fuzz target. To record them again (as root):
//   netlink_test --gtest_also_run_disabled_tests --gtest_filter='*WriteRecordings*'
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "collect/netlink/read_table.h"
#include "support/netlink/forged.h"
#include "support/netns/namespace.h"
#include "support/sockets/own_sockets.h"

namespace portexplorer {
namespace {

const std::string kFolder = PORTEXPLORER_RECORDINGS;

// Records what passes through a real channel, with the sequence numbers of a ReplayChannel.
class RecordingChannel : public NetlinkChannel {
 public:
  explicit RecordingChannel(int fd) : channel_(fd) {}

  std::uint32_t next_sequence() override { return sequence_++; }
  Result<void> send(Bytes request) override { return channel_.send(request); }
  Result<Datagram> receive() override {
    auto datagram = channel_.receive();
    if (datagram) keep(datagram->bytes);
    return datagram;
  }

  std::string file;

 private:
  void keep(Bytes bytes) {
    file += '\0';
    for (unsigned i = 0; i < 4; ++i) file += static_cast<char>((bytes.size() >> (8 * i)) & 0xFF);
    file += as_text(bytes);
  }

  SocketChannel channel_;
  std::uint32_t sequence_ = ReplayChannel::kFirstSequence;
};

void record(std::size_t table, const std::string& name) {
  auto fd = open_diag_socket();
  ASSERT_TRUE(fd);
  RecordingChannel channel(fd->get());
  channel.file = {static_cast<char>(table), '\1'};
  TablePart part;
  (void)read_table(channel, Recording::kTables[table], NetnsId{1}, {.traffic = true}, part);
  std::ofstream(kFolder + "/" + name + ".bin", std::ios::binary) << channel.file;
}

void record_table(std::size_t table, const std::string& name) {
  SCOPED_TRACE(name);
  in_new_namespace([&] {
    TcpPair pair = connect_pair(false, 262);
    UniqueFd udp = make_socket(AF_INET, SOCK_DGRAM);
    connect_to(udp, loopback4(53));
    UniqueFd udp6 = make_socket(AF_INET6, SOCK_DGRAM);
    bind_to(udp6, any6(54));
    UniqueFd packet = make_socket(AF_PACKET, SOCK_RAW, htons(3));
    UniqueFd name_holder = make_socket(AF_UNIX, SOCK_DGRAM);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path + 1, "portexplorer");
    bind_to(name_holder, address);
    record(table, name);
  });
}

TEST(Recordings, DISABLED_WriteRecordings) {
  using Maker = HeldState (*)();
  const std::vector<std::pair<const char*, Maker>> makers = {
      {"tcp_listen", make_listen},
      {"tcp_syn_sent", make_syn_sent},
      {"tcp_syn_recv", make_syn_recv},
      {"tcp_unaccepted", make_unaccepted},
      {"tcp_fin_wait1", make_fin_wait1},
      {"tcp_fin_wait2", make_fin_wait2},
      {"tcp_close_wait", [] { return make_close_wait(); }},
      {"tcp_last_ack", [] { return make_last_ack(); }},
      {"tcp_closing", make_closing},
      {"tcp_time_wait", make_time_wait}};
  for (const auto& [name, make] : makers) {
    in_new_namespace([name = name, make = make] {
      const HeldState held = make();
      record(0, name);
    });
  }
  const std::vector<const char*> names = {"tcp_both", "tcp4",  "tcp6",     "mptcp4",   "mptcp6",
                                          "udp4",     "udp6",  "udplite4", "udplite6", "sctp4",
                                          "sctp6",    "raw4",  "raw6",     "unix",     "packet",
                                          "netlink",  "vsock", "xdp",      "tipc"};
  for (std::size_t i = 0; i < names.size(); ++i) record_table(i, names[i]);
}

Result<TablePart> replay(const std::string& name) {
  std::ifstream file(kFolder + "/" + name + ".bin", std::ios::binary);
  EXPECT_TRUE(file) << kFolder << "/" << name;
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const Recording recording = Recording::parse(std::as_bytes(std::span(bytes)));
  ReplayChannel channel(recording.steps);
  TablePart part;
  TRY_VOID(read_table(channel, recording.table, NetnsId{7}, {.traffic = recording.traffic}, part));
  return part;
}

const Socket* find_state(const TablePart& part, State state) {
  for (const Socket& s : part.sockets) {
    if (s.state == state) return &s;
  }
  return nullptr;
}

struct Expected {
  const char* file;
  State state;
  bool no_file;
  bool counted;
  std::uint64_t received_bytes;
};

class RecordedState : public ::testing::TestWithParam<Expected> {};

TEST_P(RecordedState, IsReadAsItWas) {
  const Expected& expected = GetParam();
  const auto part = replay(expected.file);
  ASSERT_TRUE(part) << part.error().what;
  const Socket* row = find_state(*part, expected.state);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->has(SocketFlag::no_file), expected.no_file);
  EXPECT_EQ(row->known(Known::bytes), expected.counted);
  EXPECT_EQ(row->known(Known::packets), expected.counted);
  EXPECT_EQ(row->known(Known::uid), !expected.no_file);
  EXPECT_EQ(row->received_bytes, expected.received_bytes);
  EXPECT_NE(row->cookie, Cookie{});
  EXPECT_EQ(row->netns, NetnsId{7});
  EXPECT_EQ(row->local_address.bytes[0], 127);
  EXPECT_EQ(part->losses.truncated_dumps, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Tcp, RecordedState,
    ::testing::Values(Expected{"tcp_listen", State::listen, false, false, 0},
                      Expected{"tcp_syn_sent", State::syn_sent, false, true, 0},
                      Expected{"tcp_syn_recv", State::syn_recv, true, false, 0},
                      Expected{"tcp_fin_wait1", State::fin_wait1, false, true, 0},
                      Expected{"tcp_fin_wait2", State::fin_wait2, false, true, 0},
                      Expected{"tcp_close_wait", State::close_wait, false, true, 1000},
                      Expected{"tcp_last_ack", State::last_ack, false, true, 500},
                      Expected{"tcp_time_wait", State::time_wait, true, false, 0}),
    [](const auto& test) { return std::string(test.param.file); });

// Each end has filled the buffer of the other: everything sent has arrived, except the FIN.
TEST(Recordings, ClosingCountsWhatTheOtherEndSent) {
  const auto part = replay("tcp_closing");
  ASSERT_TRUE(part);
  const Socket* closing = find_state(*part, State::closing);
  const Socket* other = find_state(*part, State::fin_wait2);
  ASSERT_TRUE(closing && other);
  EXPECT_GT(closing->received_bytes, 0u);
  EXPECT_EQ(closing->received_bytes, other->sent_bytes);
}

TEST(Recordings, AnUnacceptedConnectionIsEstablishedWithoutAFile) {
  const auto part = replay("tcp_unaccepted");
  ASSERT_TRUE(part);
  int without_file = 0;
  for (const Socket& s : part->sockets) {
    if (s.state != State::established || !s.has(SocketFlag::no_file)) continue;
    ++without_file;
    EXPECT_EQ(s.received_bytes, 77u);
    EXPECT_EQ(s.recv_queue, 77u);
  }
  EXPECT_EQ(without_file, 1);
}

TEST(Recordings, EveryTableIsReadOrReportedMissing) {
  for (const char* name :
       {"tcp_both", "tcp4", "mptcp4", "udp4", "udp6", "unix", "packet", "netlink"}) {
    const auto part = replay(name);
    ASSERT_TRUE(part) << name;
    EXPECT_FALSE(part->sockets.empty()) << name;
  }
  for (const char* name : {"sctp4", "raw4", "vsock", "xdp", "tipc"}) {
    const auto part = replay(name);
    ASSERT_FALSE(part) << name;
    EXPECT_EQ(part.error().kind, ErrorKind::not_supported) << name;
  }
}

TEST(Recordings, AMessageCutAnywhereNeitherCrashesNorInventsRows) {
  std::ifstream file(kFolder + "/tcp_both.bin", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto whole = replay("tcp_both");
  ASSERT_TRUE(whole);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const Recording recording = Recording::parse(std::as_bytes(std::span(bytes)).first(length));
    ReplayChannel channel(recording.steps);
    TablePart part;
    EXPECT_FALSE(read_table(channel, recording.table, NetnsId{7}, {.traffic = true}, part))
        << length;
    EXPECT_TRUE(part.sockets.empty());
  }
}

}  // namespace
}  // namespace portexplorer
