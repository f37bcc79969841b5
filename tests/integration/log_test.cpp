// The log, and short-lived sockets, on real sockets and processes.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <numeric>
#include <set>
#include <sstream>
#include <thread>

#include "log_fixture.h"

namespace portexplorer {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(TrafficLog, AConnectionFromOpenToClose) {
  const UniqueFd server = listener("127.0.0.1", kLogPort);
  int pid = 0;
  const Outcome outcome = logged({}, [&] {
    pid = caller_of(kLogPort, 1000);
    const UniqueFd taken = accepted(server.get());
    char buffer[2000];
    EXPECT_EQ(recv(taken.get(), buffer, sizeof buffer, MSG_WAITALL), 1000);
  });
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, AnyOf(HasSubstr("none lost"), HasSubstr("none known to be lost")));
  const auto events = events_of(outcome);
  EXPECT_THAT(actions_of(events, pid), ElementsAre("open", "connect", "close"));
  EXPECT_THAT(actions_of(events, getpid()), ElementsAre("accept", "close"));
  const json closed = only_event(events, pid, "close");
  EXPECT_EQ(closed.at("process"), "integration_test");
  EXPECT_EQ(closed.at("sent_bytes"), 1000);
  EXPECT_EQ(closed.at("remote_port"), kLogPort);
  EXPECT_EQ(closed.at("traffic_coverage"), "lifetime");
  const json taken = only_event(events, getpid(), "close");
  EXPECT_EQ(taken.at("received_bytes"), 1000);
  EXPECT_EQ(taken.at("sent_bytes"), 0);
}

TEST_F(TrafficLog, ARefusedConnectionIsReported) {
  const Outcome outcome = logged({"--action", "connect"}, [] {
    const UniqueFd fd(check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
    EXPECT_ANY_THROW(connect_to(fd.get(), "127.0.0.1", kLogPort));
  });
  const auto events = events_of(outcome);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("result"), "ECONNREFUSED");
  EXPECT_EQ(events[0].at("pid"), getpid());
}

// The peer of the veth drops the packets, since they have a wrong hardware address.
TEST_F(TrafficLog, AConnectionWithoutAnswerIsReported) {
  ip({"link", "add", "near", "type", "veth", "peer", "name", "far"});
  for (const char* end : {"near", "far"}) ip({"link", "set", end, "up"});
  ip({"address", "add", "10.78.0.1/24", "dev", "near"});
  ip({"neigh", "add", "10.78.0.2", "lladdr", "02:00:00:00:00:78", "dev", "near", "nud",
      "permanent"});
  const auto call = [](bool gives_up) {
    const UniqueFd fd(check(
        socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (gives_up ? SOCK_NONBLOCK : 0), 0), "socket"));
    const int milliseconds = 500;
    check(setsockopt(fd.get(), IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds),
          "TCP_USER_TIMEOUT");
    if (gives_up) EXPECT_NO_THROW(connect_to(fd.get(), "10.78.0.2", kLogPort));
    else EXPECT_ANY_THROW(connect_to(fd.get(), "10.78.0.2", kLogPort));
  };
  const Outcome outcome = logged({"--action", "connect"}, [&] {
    call(true);
    call(false);
  });
  const auto events = events_of(outcome);
  ASSERT_EQ(events.size(), 2u) << outcome.out;
  EXPECT_EQ(events[0].at("result"), nullptr);
  EXPECT_EQ(events[1].at("result"), "ETIMEDOUT");
  for (const json& e : events) {
    EXPECT_EQ(e.at("pid"), getpid());
    EXPECT_EQ(e.at("remote_port"), kLogPort);
  }
}

// Each line is written before the next event happens, not only when the log ends.
TEST_F(TrafficLog, WritesEachEventAsItOccurs) {
  std::array<int, 2> ends{};
  check(pipe2(ends.data(), O_CLOEXEC), "pipe2");
  UniqueFd in(ends[1]);
  const UniqueFd out(ends[0]);
  RunOptions options;
  options.out_fd = in.get();
  options.awaited = "Ctrl+C ends the log";
  options.then = [&](int pid) {
    in.reset();
    constexpr int kWaitLimitMs = 30'000;
    for (int i = 0; i < 3; ++i) {
      UniqueFd(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket")).reset();
      pollfd readable{out.get(), POLLIN, 0};
      ASSERT_EQ(poll(&readable, 1, kWaitLimitMs), 1) << "no line after event " << i;
      std::array<char, 4096> line{};
      const ssize_t n = read(out.get(), line.data(), line.size());
      EXPECT_EQ(std::count(line.begin(), line.begin() + n, '\n'), 1);
    }
    kill(pid, SIGINT);
  };
  const Outcome outcome = run_portexplorer(
      {"log", "--jsonl", "--columns", "pid", "--action", "open", "pid:" + std::to_string(getpid())},
      options);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

// A log whose output is not read while more events occur than it can keep.
class BlockedLog : public TrafficLog {
 protected:
  struct Counts {
    std::uint64_t events = 0;
    std::vector<std::uint64_t> losses;
  };

  Counts logged(std::vector<std::string> arguments,
                const std::function<void(const std::string&, Counts&)>& count_line) const {
    std::array<int, 2> ends{};
    check(pipe2(ends.data(), O_CLOEXEC), "pipe2");
    UniqueFd in(ends[1]);
    const UniqueFd out(ends[0]);
    Counts counts;
    std::thread reader;
    RunOptions options;
    options.out_fd = in.get();
    options.awaited = "Ctrl+C ends the log";
    options.then = [&](int pid) {
      in.reset();
      for (int i = 0; i < kSockets; ++i)
        UniqueFd(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket")).reset();
      kill(pid, SIGINT);
      reader = std::thread([&] {
        read_lines(out.get(), [&](const std::string& line) { count_line(line, counts); });
      });
    };
    arguments.insert(arguments.begin(), "log");
    arguments.push_back("pid:" + std::to_string(getpid()));
    const Outcome outcome = run_portexplorer(arguments, options);
    reader.join();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, Not(HasSubstr("none lost")));
    return counts;
  }

  static void read_lines(int fd, const std::function<void(const std::string&)>& take) {
    std::string rest;
    std::array<char, 65536> buffer;
    for (ssize_t n = 0; (n = read(fd, buffer.data(), buffer.size())) > 0;) {
      rest.append(buffer.data(), static_cast<std::size_t>(n));
      std::size_t begin = 0;
      for (std::size_t end = 0; (end = rest.find('\n', begin)) != std::string::npos;
           begin = end + 1)
        take(rest.substr(begin, end - begin));
      rest.erase(0, begin);
    }
  }

  // Each is an open and a close event of 256 bytes; at most 64 MB are queued.
  static constexpr int kSockets = 150'000;
};

void expect_all_logged_or_lost(std::uint64_t events, const std::vector<std::uint64_t>& losses,
                               std::uint64_t happened) {
  ASSERT_FALSE(losses.empty());
  EXPECT_LT(events, happened);
  EXPECT_GE(std::accumulate(losses.begin(), losses.end(), events), happened);
}

TEST_F(BlockedLog, ReportsLostEventsInItsLines) {
  const Counts counts = logged({"--no-header"}, [](const std::string& line, Counts& t) {
    if (line.rfind("!!  ", 0) == 0) t.losses.push_back(std::stoull(line.substr(4)));
    else ++t.events;
  });
  expect_all_logged_or_lost(counts.events, counts.losses, 2u * kSockets);
}

TEST_F(BlockedLog, ReportsLostEventsInJsonLines) {
  const Counts counts =
      logged({"--jsonl", "--columns", "pid"}, [](const std::string& line, Counts& t) {
        if (line.rfind(R"({"lost":)", 0) == 0) t.losses.push_back(json::parse(line).at("lost"));
        else ++t.events;
      });
  expect_all_logged_or_lost(counts.events, counts.losses, 2u * kSockets);
}

TEST_F(TrafficLog, LogsSendsAndReceivesOnlyOnRequestAndOnlyOfThePort) {
  const UniqueFd server = bound_socket(SOCK_DGRAM, "127.0.0.1", kLogPort);
  const UniqueFd other = bound_socket(SOCK_DGRAM, "127.0.0.1", kLogPort + 1);
  const auto traffic = [&] {
    for (const std::uint16_t port : {kLogPort, static_cast<std::uint16_t>(kLogPort + 1)}) {
      const UniqueFd fd = connected_socket(SOCK_DGRAM, "127.0.0.1", port);
      check(send(fd.get(), "hello", 5, 0), "send");
    }
    char buffer[10];
    EXPECT_EQ(recv(server.get(), buffer, sizeof buffer, 0), 5);
    EXPECT_EQ(recv(other.get(), buffer, sizeof buffer, 0), 5);
  };
  for (const json& e : events_of(logged({}, traffic)))
    EXPECT_THAT(e.at("action"), AnyOf("open", "bind", "connect", "close"));
  const auto events = events_of(logged(
      {"--traffic", "--action", "send,receive", "port:" + std::to_string(kLogPort)}, traffic));
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].at("action"), "send");
  EXPECT_EQ(events[1].at("action"), "receive");
  for (const json& e : events) EXPECT_EQ(e.at("bytes"), 5);
}

// No event occurs meanwhile.
TEST_F(TrafficLog, ShowsItsHeaderImmediatelyAndEndsIfTheReaderCloses) {
  RunOptions options;
  options.awaited = "NUMBER  TIME";
  options.then = [](int pid) { kill(pid, SIGINT); };
  EXPECT_EQ(run_portexplorer({"log", "netns=1"}, options).exit_code, 0);
  std::array<int, 2> ends{};
  check(pipe2(ends.data(), O_CLOEXEC), "pipe2");
  const UniqueFd in(ends[1]);
  UniqueFd(ends[0]).reset();
  RunOptions unread;
  unread.out_fd = in.get();
  const Outcome ended = run_portexplorer({"log", "netns=1"}, unread);
  EXPECT_THAT(ended.exit_code, AnyOf(0, 128 + SIGPIPE)) << ended.err;
}

TEST_F(TrafficLog, WithoutPrivilegeItReportsWhatIsMissing) {
  RunOptions options;
  options.as_user = 4242;
  const Outcome outcome = run_portexplorer({"log"}, options);
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("CAP_BPF"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("errno")));
}

// The close has the remote address too, in list --observe as in the log.
TEST_F(TrafficLog, ARefusedConnectionIsClosedWithItsRemoteAddress) {
  const auto call = [] {
    const UniqueFd fd(check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
    EXPECT_ANY_THROW(connect_to(fd.get(), "127.0.0.1", kLogPort));
  };
  const auto events = events_of(logged({"--action", "close"}, call));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("remote_port"), kLogPort);
  RunOptions options;
  options.awaited = "observing for";
  options.then = [&](int program) {
    call();
    kill(program, SIGINT);
  };
  const json listing = list_json({"--observe", "1h", "--tcp"}, options);
  const json row = only_row(listing, {{"netns", own_netns()}, {"remote_port", kLogPort}});
  EXPECT_EQ(row.at("change"), "short_lived");
  EXPECT_EQ(row.at("remote_address"), "127.0.0.1");
}

TEST_F(TrafficLog, LinkLocalAddressesHaveTheNameOfTheirInterface) {
  ip({"link", "add", "near", "type", "veth", "peer", "name", "far"});
  for (const char* end : {"near", "far"}) ip({"link", "set", end, "up"});
  ip({"address", "add", "fe80::7/64", "dev", "near", "nodad"});
  const auto events = events_of(logged(
      {"--action", "bind"}, [] { bound_socket(SOCK_DGRAM, "fe80::7%near", kLogPort).reset(); }));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].at("local_address"), "fe80::7%near");
  EXPECT_EQ(events[0].at("netns"), own_netns());
}

// The row of a closed unix socket has no counters, although the previous reading had some: the last
// bytes may not have been counted.
TEST_F(TrafficLog, AClosingUnixSocketHasNoFinalBytes) {
  std::array<int, 2> ends{};
  check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), "socketpair");
  UniqueFd sender(ends[0]);
  const UniqueFd receiver(ends[1]);
  const auto inode = inode_of(sender.get());
  std::jthread traffic([&](const std::stop_token& stop) {
    for (char byte = 0; !stop.stop_requested(); std::this_thread::yield()) {
      EXPECT_EQ(send(ends[0], &byte, 1, 0), 1);
      EXPECT_EQ(recv(ends[1], &byte, 1, 0), 1);
    }
  });
  RunOptions options;
  options.awaited = "since_observed";
  options.then = [&](int) {
    traffic.request_stop();
    traffic.join();
    sender.reset();
  };
  const Outcome outcome = run_portexplorer({"watch", "--jsonl", "--interval", "500ms", "--count",
                                            "5", "--unix", "inode=" + std::to_string(inode)},
                                           options);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  int closing = 0;
  for (const json& row : events_of(outcome)) {
    if (row.at("change") != "closing") continue;
    ++closing;
    EXPECT_EQ(row.at("sent_bytes"), nullptr);
    EXPECT_EQ(row.at("traffic_coverage"), "unknown");
  }
  EXPECT_GE(closing, 1) << outcome.out;
}

}  // namespace
}  // namespace portexplorer
