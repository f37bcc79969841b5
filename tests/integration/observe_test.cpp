// What list --observe and watch show of sockets that open, move data or close meanwhile.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "log_fixture.h"

namespace portexplorer {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Observe = TrafficLog;

TEST_F(Observe, ShortLivedSocketsAreListedByObserve) {
  const UniqueFd server = listener("127.0.0.1", kLogPort);
  int pid = 0;
  RunOptions options;
  options.awaited = "observing for";
  options.then = [&](int program) {
    pid = caller_of(kLogPort, 300);
    UniqueFd taken = accepted(server.get());
    char buffer[300];
    EXPECT_EQ(recv(taken.get(), buffer, sizeof buffer, MSG_WAITALL), 300);
    // So that neither side stays in TIME_WAIT, where it would be an ordinary row.
    const linger hard{.l_onoff = 1, .l_linger = 0};
    check(setsockopt(taken.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard), "SO_LINGER");
    taken.reset();
    kill(program, SIGINT);
  };
  const json listing = list_json({"--observe", "1h", "--tcp"}, options);
  const json row = only_row(listing, {{"netns", own_netns()}, {"pid", pid}});
  EXPECT_EQ(row.at("change"), "short_lived");
  EXPECT_EQ(row.at("sent_bytes"), 300);
  EXPECT_EQ(row.at("process"), "integration_test");
  EXPECT_TRUE(row.at("created_at").is_string());
}

// Later refreshes do not report it again.
TEST_F(Observe, ShortLivedSocketsAreReportedOnceByWatch) {
  const UniqueFd server = listener("127.0.0.1", kLogPort);
  int pid = 0;
  RunOptions options;
  options.awaited = "taken_at";
  options.then = [&](int) {
    pid = caller_of(kLogPort, 300);
    // Reset, so that neither side stays in TIME_WAIT, where it would be an ordinary row.
    const UniqueFd taken = accepted(server.get());
    const linger hard{.l_onoff = 1, .l_linger = 0};
    check(setsockopt(taken.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard), "SO_LINGER");
  };
  const Outcome outcome = run_portexplorer(
      {"watch", "--jsonl", "--interval", "500ms", "--count", "4", "--tcp", "netns=" + own_netns()},
      options);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  std::vector<json> reported;
  std::set<std::string> looks;
  for (const json& row : events_of(outcome)) {
    looks.insert(row.at("taken_at"));
    if (row.at("pid") == pid && row.at("change") != "new") reported.push_back(row);
  }
  EXPECT_EQ(looks.size(), 4u);
  ASSERT_EQ(reported.size(), 1u) << outcome.out;
  EXPECT_THAT(
      reported[0].at("change"),
      AnyOf("short_lived", "closing"));  // closing: a refresh was between its open and close
  EXPECT_EQ(reported[0].at("sent_bytes"), 300);
  EXPECT_EQ(reported[0].at("process"), "integration_test");
}

// Linux has tracepoints for these calls since 6.3; older kernels of Debian support fexit programs.
std::string way_of_calls() {
  const bool has_tracepoints =
      read_file("/sys/kernel/btf/vmlinux").find("btf_trace_sock_send_length") != std::string::npos;
  return has_tracepoints ? "tracepoint" : "fexit";
}

// UDP has no counters; BPF programs count its datagrams. The unconnected receiver was created
// before the observation.
TEST_F(Observe, DatagramsAreCountedDuringObserve) {
  const UniqueFd server = bound_socket(SOCK_DGRAM, "127.0.0.1", kLogPort);
  UniqueFd client;
  RunOptions options;
  options.awaited = "observing for";
  options.then = [&](int program) {
    client = connected_socket(SOCK_DGRAM, "127.0.0.1", kLogPort);
    for (const std::size_t size : {1, 300, 0, 1200}) {
      const std::string text(size, 'x');
      check(send(client.get(), text.data(), text.size(), 0), "send");
      char buffer[2000];
      EXPECT_EQ(recv(server.get(), buffer, sizeof buffer, 0), static_cast<ssize_t>(size));
    }
    kill(program, SIGINT);
  };
  for (const auto& [backend, way] : {std::pair<std::string, std::string>{"netlink", "auto"},
                                     {"bpf", way_of_calls()},
                                     {"netlink", "packet"}}) {
    const json listing = list_json(
        {"--observe", "1h", "--udp", "--backend", backend, "--traffic-counter", way}, options);
    const json sender =
        only_row(listing, {{"netns", own_netns()}, {"remote_port", kLogPort}, {"change", "new"}});
    EXPECT_EQ(sender.at("sent_bytes"), 1501) << backend << ' ' << way;
    EXPECT_EQ(sender.at("sent_packets"), 4) << backend << ' ' << way;
    EXPECT_EQ(sender.at("received_bytes"), 0) << backend << ' ' << way;
    EXPECT_EQ(sender.at("traffic_coverage"), "lifetime") << backend << ' ' << way;
    EXPECT_TRUE(sender.at("created_at").is_string()) << backend << ' ' << way;
    const json receiver = only_row(listing, {{"netns", own_netns()}, {"local_port", kLogPort}});
    EXPECT_EQ(receiver.at("received_bytes"), 1501) << backend << ' ' << way;
    EXPECT_EQ(receiver.at("traffic_coverage"), "since_observed") << backend << ' ' << way;
    EXPECT_EQ(receiver.at("created_at"), nullptr) << backend << ' ' << way;
  }
}

void send_to(int fd, const std::string& address, std::uint16_t port, std::string_view text) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &to.sin_addr);
  check(sendto(fd, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to),
        "sendto");
}

void receive_from(int fd, std::size_t size) {
  char buffer[100];
  sockaddr_in from{};
  socklen_t length = sizeof from;
  EXPECT_EQ(recvfrom(fd, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &length),
            static_cast<ssize_t>(size));
}

// One unconnected socket with two peers is found by the port of either.
TEST_F(Observe, DatagramsOfUnconnectedSocketsHaveTheirPeers) {
  const UniqueFd first = bound_socket(SOCK_DGRAM, "127.0.0.1", kLogPort);
  const UniqueFd second = bound_socket(SOCK_DGRAM, "127.0.0.2", kLogPort + 1);
  const auto traffic = [&] {
    const UniqueFd fd(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
    send_to(fd.get(), "127.0.0.1", kLogPort, "one");
    send_to(fd.get(), "127.0.0.2", kLogPort + 1, "second");
    receive_from(first.get(), 3);
    receive_from(second.get(), 6);
    send_to(first.get(), "127.0.0.1", port_of(fd.get()), "answer");
    receive_from(fd.get(), 6);
  };
  const auto events = events_of(
      logged({"--traffic", "--action", "send,receive", "remote_port:" + std::to_string(kLogPort)},
             traffic));
  ASSERT_EQ(events.size(), 2u) << json(events).dump();
  EXPECT_EQ(events[0].at("action"), "send");
  EXPECT_EQ(events[0].at("bytes"), 3);
  EXPECT_EQ(events[1].at("action"), "receive");
  EXPECT_EQ(events[1].at("bytes"), 6);
  for (const json& e : events) {
    EXPECT_EQ(e.at("remote_address"), "127.0.0.1");
    EXPECT_EQ(e.at("remote_port"), kLogPort);
    EXPECT_EQ(e.at("state"), "UNCONNECTED");
    EXPECT_EQ(e.at("netns"), own_netns());
  }
  const std::string other = "remote_port:" + std::to_string(kLogPort + 1);
  const auto others = events_of(logged({"--traffic", "--action", "send,receive", other}, traffic));
  ASSERT_EQ(others.size(), 1u) << json(others).dump();
  EXPECT_EQ(others[0].at("remote_address"), "127.0.0.2");
}

// list --observe shows the peers, of sockets that exist and of those that have closed meanwhile; a
// single list does not.
TEST_F(Observe, ObserveShowsPeers) {
  const UniqueFd receiver = bound_socket(SOCK_DGRAM, "127.0.0.1", kLogPort);
  const UniqueFd stays = bound_socket(SOCK_DGRAM, "127.0.0.1", kLogPort + 1);
  std::uint16_t brief_port = 0;
  RunOptions options;
  options.awaited = "observing for";
  options.then = [&](int program) {
    for (std::uint16_t i = 0; i < 20; ++i)
      send_to(stays.get(), "127.0.0.1", static_cast<std::uint16_t>(40'000 + i), "x");
    UniqueFd brief(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
    send_to(brief.get(), "127.0.0.2", 9, "x");
    send_to(brief.get(), "127.0.0.1", kLogPort, "x");
    brief_port = port_of(brief.get());
    brief.reset();
    kill(program, SIGINT);
  };
  for (const std::string backend : {"netlink", "bpf"}) {
    const json listing = list_json({"--observe", "1h", "--udp", "--backend", backend}, options);
    const json row = only_row(listing, {{"netns", own_netns()}, {"local_port", kLogPort + 1}});
    EXPECT_EQ(row.at("remote_port"), 40'019);
    EXPECT_EQ(row.at("state"), "UNCONNECTED");
    const std::string peers = row.at("peers");
    EXPECT_THAT(peers, ::testing::StartsWith("127.0.0.1:40000, 127.0.0.1:40001, "));
    EXPECT_THAT(peers, ::testing::EndsWith(", 127.0.0.1:40015, 16+"));
    const json brief = only_row(listing, {{"netns", own_netns()}, {"local_port", brief_port}});
    EXPECT_EQ(brief.at("change"), "short_lived");
    EXPECT_EQ(brief.at("remote_address"), "127.0.0.1");
    EXPECT_EQ(brief.at("remote_port"), kLogPort);
    EXPECT_EQ(brief.at("peers"), "127.0.0.2:9, 127.0.0.1:" + std::to_string(kLogPort));
    EXPECT_EQ(only_row(listing, {{"netns", own_netns()}, {"local_port", kLogPort}}).at("peers"),
              nullptr);
    const json single = list_json({"--udp", "--backend", backend});
    const json unknown = only_row(single, {{"netns", own_netns()}, {"local_port", kLogPort + 1}});
    EXPECT_EQ(unknown.at("remote_port"), nullptr);
    EXPECT_EQ(unknown.at("peers"), nullptr);
  }
}

}  // namespace
}  // namespace portexplorer
