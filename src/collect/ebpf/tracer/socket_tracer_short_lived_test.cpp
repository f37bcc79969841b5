// Short-lived processes.
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include "bpf/records.h"
#include "support/bpf/tracer.h"

namespace portexplorer {
namespace {

constexpr std::size_t kBytes = 1000;

// The environment can reduce the number for slow emulated processors. The test prints it then.
int process_count() {
  const char* const wanted = std::getenv(
      "PORTEXPLORER_TEST_PROCESSES");  // NOLINT(concurrency-mt-unsafe): no thread sets it
  if (wanted == nullptr) return 2000;
  std::cout << "with " << wanted << " processes, not 2000\n";
  int count = 0;
  const std::string_view digits(wanted);
  std::from_chars(digits.begin(), digits.end(), count);
  EXPECT_GT(count, 0);
  return count;
}

// Forks a process that connects, sends and exits immediately. Its body does not allocate.
pid_t spawn(int type, const sockaddr_in& to) {
  static const std::array<char, kBytes> payload{};
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  const int fd = ::socket(AF_INET, type, 0);
  const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  const bool sent =
      ::send(fd, payload.data(), payload.size(), 0) == static_cast<ssize_t>(payload.size());
  if (pid % 2 == 0) ::close(fd);
  ::_exit(connected && sent ? 0 : 1);
}

// Runs the processes one after the other and serves each. Returns their pids. The reader's buffer
// is bounded and contains events of the whole machine, so events are taken meanwhile; otherwise a
// busy machine could fill it within a minute.
template <typename Serve>
std::set<int> run_all(TestTracer& watch, int type, const sockaddr_in& to, Serve serve) {
  std::set<int> pids;
  for (int left = process_count(); left > 0; --left) {
    const pid_t pid = spawn(type, to);
    serve();
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
    pids.insert(pid);
    EXPECT_EQ(watch.take(), 0u) << "lost events";
  }
  return pids;
}

void expect_all_reported(TestTracer& watch, const std::set<int>& pids,
                         const std::function<bool(const Seen&)>& is_client) {
  const auto closed = [&](const Seen& s) {
    return s.event.action == Action::close && is_client(s);
  };
  EXPECT_TRUE(watch.wait_for(closed, pids.size()));
  std::set<int> seen;
  for (const Seen& s : watch.all) {
    if (!closed(s)) continue;
    seen.insert(pid_of(s));
    EXPECT_EQ(name_of(s), "ebpf_kernel_test");
    EXPECT_EQ(s.event.socket.sent_bytes, kBytes);
    EXPECT_TRUE(s.event.socket.known(Known::lifetime));
    EXPECT_TRUE(s.event.socket.known(Known::created_at));
  }
  EXPECT_EQ(seen, pids);
}

TEST(TracerBrief, EachOfManyTcpProcessesIsReported) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 64), 0);
    const std::uint16_t port = port_of(listener);
    const auto pids = run_all(watch, SOCK_STREAM, loopback4(port), [&] {
      const UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
      EXPECT_EQ(receive_bytes(server, kBytes + 1), kBytes);
    });
    expect_all_reported(watch, pids,
                        [&](const Seen& s) { return s.event.socket.remote_port == port; });
    std::size_t accepted = 0;
    for (const Seen& s : watch.all) {
      if (s.event.action == Action::accept && pid_of(s) == ::getpid()) ++accepted;
    }
    EXPECT_EQ(accepted, pids.size());
  });
}

TEST(TracerBrief, EachOfManyUdpProcessesIsReported) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const UniqueFd server = make_socket(AF_INET, SOCK_DGRAM);
    bind_to(server, loopback4());
    const std::uint16_t port = port_of(server);
    const auto pids = run_all(watch, SOCK_DGRAM, loopback4(port), [&] {
      std::array<char, 2 * kBytes> buffer{};
      EXPECT_EQ(::recv(server.get(), buffer.data(), buffer.size(), 0),
                static_cast<ssize_t>(kBytes));
    });
    expect_all_reported(watch, pids,
                        [&](const Seen& s) { return s.event.socket.remote_port == port; });
  });
}

// Connects, sends a byte and closes, `times` times. Runs in a forked process, so it must not
// allocate or use gtest.
bool connect_and_close(const sockaddr_in& to, int times) {
  bool good = true;
  for (int i = 0; i < times; ++i) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    good = good && ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
           ::send(fd, "x", 1, 0) == 1;
    ::close(fd);
  }
  return good;
}

// Accepts `times` connections and closes each immediately, so that both ends close at the same
// time.
void accept_and_close(const UniqueFd& listener, int times) {
  for (int i = 0; i < times; ++i) {
    const UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    char byte = 0;
    EXPECT_EQ(::recv(server.get(), &byte, 1, 0), 1);
  }
}

// Several processes connect at the same time, and both ends close at the same time, on all cores.
void connect_at_once(const UniqueFd& listener, int processes, int each) {
  const sockaddr_in to = loopback4(port_of(listener));
  std::vector<pid_t> pids;
  for (int i = 0; i < processes; ++i) {
    pids.push_back(::fork());
    if (pids.back() == 0) ::_exit(connect_and_close(to, each) ? 0 : 1);
  }
  accept_and_close(listener, processes * each);
  for (const pid_t pid : pids) {
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
}

// Connects sequentially on one core, so that nothing interrupts a tracing program.
void connect_in_turn(const UniqueFd& listener, int times) {
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  ASSERT_EQ(::sched_setaffinity(0, sizeof first, &first), 0)
      << errno_text();  // only of this thread, which ends with the test
  for (int i = 0; i < times; ++i) {
    const UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
    connect_to(client, loopback4(port_of(listener)));
    const UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
}

// `connects`: whether the start of a connect is seen. It happens in the connecting process, and
// only tracing programs see it.
void expect_each_end_once(TestTracer& reader, std::uint16_t port, std::size_t all, bool connects) {
  const auto reported = [&](Action action, bool client) {
    return [=](const Seen& s) {
      return s.event.action == action &&
             (client ? s.event.socket.remote_port : s.event.socket.local_port) == port;
    };
  };
  const auto count = [&](const TestTracer::Wanted& wanted) {
    return static_cast<std::size_t>(std::ranges::count_if(reader.all, wanted));
  };
  EXPECT_TRUE(reader.wait_for(reported(Action::close, true), all));
  EXPECT_TRUE(reader.wait_for(reported(Action::close, false), all));
  EXPECT_EQ(count(reported(Action::connect, true)), connects ? all : 0);
  EXPECT_EQ(count(reported(Action::accept, false)), all);
  EXPECT_EQ(count(reported(Action::close, true)), all);
  EXPECT_EQ(count(reported(Action::close, false)), all);
}

// The kernel runs a tracing program neither on top of itself nor, on some machines, while certain
// processes are current. Other programs replace it then (bpf/tracer.bpf.c). Such a moment cannot be
// provoked. But each program must do everything if the others do nothing, and nothing if they did
// it.
class TracerBriefBy : public ::testing::TestWithParam<TracerOptions::Only> {};
using Only = TracerOptions::Only;
INSTANTIATE_TEST_SUITE_P(Programs, TracerBriefBy,
                         ::testing::Values(Only::all, Only::second_programs, Only::cgroup_programs,
                                           Only::tracing_programs));

TEST_P(TracerBriefBy, EachEndIsReportedOnceToEachReader) {
  in_new_namespace([] {
    constexpr int kAll = 400;
    const bool only_second = GetParam() == Only::second_programs;
    const bool in_turn = only_second || GetParam() == Only::cgroup_programs;
    std::deque<TestTracer> readers;
    for (const std::uint32_t slots : {8192u, in_turn ? 64u : 1024u, in_turn ? 1u : 1024u}) {
      ASSERT_TRUE(readers.emplace_back(TracerOptions{.slots = slots, .only = GetParam()}).works());
    }
    const UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 1024), 0);
    if (in_turn) connect_in_turn(listener, kAll);
    else connect_at_once(listener, 2, kAll / 2);
    for (TestTracer& reader : readers)
      expect_each_end_once(reader, port_of(listener), kAll, GetParam() != Only::cgroup_programs);
  });
}

// The last state changes of both ends are caused by packets.
TEST_P(TracerBriefBy, BytesAtTheEndAreThoseOfTheConnection) {
  in_new_namespace([] {
    constexpr std::size_t kSent = 1000;
    TestTracer reader({.only = GetParam()});
    ASSERT_TRUE(reader.works());
    const UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 16), 0);
    const std::string bytes(kSent, 'x');
    for (int i = 0; i < 50; ++i) {
      UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
      const std::uint64_t client_cookie = cookie_of(client);
      connect_to(client, loopback4(port_of(listener)));
      ASSERT_EQ(::send(client.get(), bytes.data(), kSent, 0), static_cast<ssize_t>(kSent));
      client.reset();
      UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
      const std::uint64_t server_cookie = cookie_of(server);
      std::string read(kSent + 1, '\0');
      ASSERT_EQ(::recv(server.get(), read.data(), read.size(), MSG_WAITALL),
                static_cast<ssize_t>(kSent));
      server.reset();
      EXPECT_EQ(reader.event(Action::close, client_cookie).event.socket.sent_bytes, kSent);
      EXPECT_EQ(pid_of(reader.event(Action::close, client_cookie)), ::getpid());
      EXPECT_EQ(reader.event(Action::close, server_cookie).event.socket.received_bytes, kSent);
      EXPECT_EQ(pid_of(reader.event(Action::close, server_cookie)), ::getpid());
    }
  });
}

// Returns how many events `reader` lost of the opens and closes of so many new sockets, without
// taking any of them. `witness` loses nothing and sees what other processes did meanwhile. The
// reported and lost events must add up to those that occurred.
std::uint64_t lose_some_of(int sockets, TestTracer& witness, TestTracer& reader) {
  for (int i = 0; i < sockets; ++i) make_socket(AF_INET, SOCK_DGRAM);
  const std::uint64_t lost = reader.take() + reader.take();
  EXPECT_EQ(witness.take() + witness.take(), 0u);
  const auto is_ours = [](const Seen& s) { return pid_of(s) == ::getpid(); };
  const auto ours = static_cast<std::uint64_t>(std::ranges::count_if(witness.all, is_ours));
  EXPECT_EQ(ours, 2u * static_cast<std::uint64_t>(sockets));
  const auto reported = static_cast<std::uint64_t>(std::ranges::count_if(reader.all, is_ours));
  EXPECT_GT(lost, 0u);
  EXPECT_LT(reported, ours);
  EXPECT_GE(reported + lost, ours);
  EXPECT_LE(reader.all.size() + lost, witness.all.size());
  return lost;
}

// Returns true if later events are reported again. Other processes may fill the small buffer
// meanwhile, so it is tried several times.
bool reports_again(TestTracer& reader) {
  for (int i = 0; i < 100; ++i) {
    const UniqueFd next = make_socket(AF_INET, SOCK_DGRAM);
    reader.take();
    if (reader.count(Action::open, cookie_of(next)) == 1) return true;
  }
  return false;
}

// A ring of one page holds a dozen records. Records that do not fit are counted, and those that fit
// are complete.
TEST(TracerBrief, RecordsThatDoNotFitTheRingAreCounted) {
  in_new_namespace([] {
    TestTracer witness;
    TestTracer reader({.ring_bytes = 4096});
    ASSERT_TRUE(witness.works() && reader.works());
    witness.all_namespaces = reader.all_namespaces = true;
    lose_some_of(3000, witness, reader);
    EXPECT_TRUE(reports_again(reader));
  });
}

// Taking all events returns those left by an earlier call and those that have arrived since.
TEST(TracerBrief, TakingAllReturnsEarlierAndNewEvents) {
  in_new_namespace([] {
    auto tracer = SocketTracer::create();
    ASSERT_TRUE(tracer) << tracer.error().what;
    const UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 64), 0);
    ASSERT_TRUE(connect_and_close(loopback4(port_of(listener)), 30));
    EventBatch first;
    ASSERT_TRUE((*tracer)->take(first, 1));
    ASSERT_FALSE(first.events.empty());
    ASSERT_LT(std::ranges::count(first.events, Action::connect, &SocketEvent::action), 30);
    const UniqueFd last = make_socket(AF_INET, SOCK_DGRAM);
    const Cookie cookie{cookie_of(last)};
    EventBatch rest;
    ASSERT_TRUE((*tracer)->take(rest));
    const auto opened = [&](const SocketEvent& e) {
      return e.action == Action::open && e.socket.cookie == cookie;
    };
    EXPECT_EQ(std::ranges::count_if(rest.events, opened), 1);
  });
}

// If the reader never takes events, the kernel's ring is still emptied, and dropped records are
// counted.
TEST(TracerBrief, DroppedRecordsAreCounted) {
  in_new_namespace([] {
    constexpr std::size_t kRecordBytes = sizeof(pe_event_record) + PE_SHORT_NAME_BYTES;
    constexpr std::uint64_t kWaiting = 100;
    constexpr int kSockets = 3000;
    TestTracer witness;
    TestTracer reader({.waiting_bytes = kWaiting * kRecordBytes});
    ASSERT_TRUE(witness.works() && reader.works());
    witness.all_namespaces = reader.all_namespaces = true;
    EXPECT_GE(lose_some_of(kSockets, witness, reader), 2 * kSockets - 2 * kWaiting);
    EXPECT_TRUE(reports_again(reader));
  });
}

}  // namespace
}  // namespace portexplorer
