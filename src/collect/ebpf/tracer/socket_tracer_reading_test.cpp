// Both ways to read kernel memory (bpf/read_memory.h), and both places of the per-socket state
// (bpf/tracer_state_store.h), produce the same events.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <filesystem>
#include <map>
#include <vector>

#include "collect/ebpf/loader/kernel_names.h"
#include "support/bpf/tracer.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

TracerOptions reading_in_place(bool in_place) {
  return {.ring_bytes = 1u << 20, .reads_in_place = in_place};
}

std::string endpoint(const Socket& s, const IpAddress& address, std::uint32_t port) {
  std::string text;
  append_ip(text, s.family, address);
  return text + " " + std::to_string(port);
}

// Returns all fields of an event except its time and the creation time of the socket, as each
// tracer takes its own timestamps.
std::string all_of(const Seen& seen) {
  const Socket& s = seen.event.socket;
  std::string text;
  for (const std::uint64_t number :
       {std::uint64_t{s.inode.value()}, std::uint64_t{s.netns.value()}, std::uint64_t{s.interface},
        std::uint64_t{s.uid}, std::uint64_t{s.mark}, s.sent_bytes, s.received_bytes,
        std::uint64_t{s.sent_packets}, std::uint64_t{s.received_packets},
        std::uint64_t{s.retransmits}, std::uint64_t{s.known_bits}, std::uint64_t{s.flags},
        std::uint64_t{s.raw_protocol}, seen.event.bytes}) {
    text += std::to_string(number) + " ";
  }
  text += std::string(to_string(seen.event.action)) + " " + std::string(to_string(s.protocol)) +
          " " + std::string(to_string(s.family)) + " " + std::string(to_string(s.state)) + " " +
          endpoint(s, s.local_address, s.local_port) + " " +
          endpoint(s, s.remote_address, s.remote_port) + " error " +
          std::to_string(seen.event.error) + (seen.event.error_known ? "" : "?");
  if (!seen.process) return text;
  const Process& p = *seen.process;
  return text + " by " + std::to_string(p.pid.value()) + " " + p.comm + " " + p.name + " " +
         std::to_string(p.start_ticks) + " child of " + std::to_string(p.parent.value()) + " uid " +
         std::to_string(p.uid ? p.uid->value() : 0);
}

using EventsBySocket = std::map<std::uint64_t, std::vector<std::string>>;  // by cookie, in order

EventsBySocket events_by_socket(const TestTracer& watch) {
  EventsBySocket events;
  for (const Seen& seen : watch.all)
    events[seen.event.socket.cookie.value()].push_back(all_of(seen));
  return events;
}

void mark_and_bind(const UniqueFd& fd) {
  const int mark = 77;
  EXPECT_EQ(::setsockopt(fd.get(), SOL_SOCKET, SO_MARK, &mark, sizeof mark), 0);
  EXPECT_EQ(::setsockopt(fd.get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", 3), 0);
}

// Returns the cookie of the socket that is closed last.
std::uint64_t use_many_sockets() {
  TcpPair pair = connect_pair();
  send_bytes(pair.client, 1000);
  EXPECT_EQ(receive_bytes(pair.server, 1000), 1000u);
  pair.client.reset();
  pair.server.reset();
  sockaddr_in6 any{};
  any.sin6_family = AF_INET6;
  any.sin6_addr = in6addr_loopback;
  UniqueFd server = make_socket(AF_INET6, SOCK_DGRAM);
  mark_and_bind(server);
  bind_to(server, any);
  UniqueFd client = make_socket(AF_INET6, SOCK_DGRAM);
  connect_to(client, address_of<sockaddr_in6>(server));
  send_bytes(client, 500);
  EXPECT_EQ(receive_bytes(server, 500), 500u);
  client.reset();
  UniqueFd refused = make_socket(AF_INET, SOCK_STREAM);
  mark_and_bind(refused);
  const auto nobody = loopback4(9);
  EXPECT_EQ(::connect(refused.get(), reinterpret_cast<const sockaddr*>(&nobody), sizeof nobody),
            -1);
  refused.reset();
  const auto last = cookie_of(server);
  server.reset();
  return last;
}

TEST(TracerReading, IsInPlaceIfTheKernelSupportsIt) {
  const TestTracer watch(reading_in_place(true));
  ASSERT_TRUE(watch.works());
  EXPECT_EQ(watch.tracer().reads_in_place(), KernelNames::read().may_have("bpf_rdonly_cast"));
  const TestTracer plain(reading_in_place(false));
  ASSERT_TRUE(plain.works());
  EXPECT_FALSE(plain.tracer().reads_in_place());
}

TEST(TracerReading, EveryWayReportsTheSame) {
  in_new_namespace([] {
    TestTracer in_place(reading_in_place(true));
    TestTracer by_calls(reading_in_place(false));
    TestTracer in_one_place({.ring_bytes = 1u << 20, .slots = 1});
    ASSERT_TRUE(in_place.works() && by_calls.works() && in_one_place.works());
    const auto last = use_many_sockets();
    for (TestTracer* watch : {&in_place, &by_calls, &in_one_place})
      watch->event(Action::close, last);
    const EventsBySocket expected = events_by_socket(in_place);
    EXPECT_GE(expected.size(), 6u);
    EXPECT_EQ(expected, events_by_socket(by_calls));
    EXPECT_EQ(expected, events_by_socket(in_one_place));
  });
}

// A socket whose slot is taken has its state elsewhere, and the next socket in a slot inherits
// nothing.
TEST(TracerReading, ASlotBelongsToOneSocketAtATime) {
  in_new_namespace([] {
    TestTracer watch({.ring_bytes = 1u << 20, .slots = 1});
    ASSERT_TRUE(watch.works());
    for (int round = 0; round < 3; ++round) {
      TcpPair pair = connect_pair();
      const std::uint64_t client = cookie_of(pair.client);
      const std::uint64_t server = cookie_of(pair.server);
      pair.client.reset();
      pair.server.reset();
      const Seen& opened = watch.event(Action::open, client);
      const Seen& closed = watch.event(Action::close, client);
      const Seen& other = watch.event(Action::close, server);
      EXPECT_EQ(closed.event.socket.created_at, opened.event.time);
      EXPECT_GT(other.event.socket.created_at, opened.event.time);
      EXPECT_LT(other.event.socket.created_at, closed.event.time);
      EXPECT_EQ(watch.count(Action::connect, client), 1u) << watch.text();
      EXPECT_EQ(watch.count(Action::accept, server), 1u) << watch.text();
      EXPECT_EQ(watch.count(Action::connect, server), 0u) << watch.text();
      EXPECT_EQ(pid_of(other), ::getpid());
    }
  });
}

// Runs a copy of the shell with that name, which closes a socket that it inherited. (When a process
// exits, its name is lost before its sockets are closed.)
void close_socket_as(const std::filesystem::path& program) {
  std::error_code error;
  ASSERT_TRUE(std::filesystem::copy_file("/bin/sh", program, error)) << error.message();
  const pid_t child = ::fork();
  if (child == 0) {
    const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
    if (fd == 3 || (::dup2(fd, 3) == 3 && ::close(fd) == 0))
      ::execl(program.c_str(), "sh", "-c", "exec 3>&-", nullptr);
    ::_exit(127);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0) << program;
}

// Short names are copied in words of eight bytes, and longer ones at once.
TEST(TracerReading, NamesOfEveryLengthAreWhole) {
  in_new_namespace([] {
    std::deque<TestTracer> watches;
    for (const bool in_place : {true, false}) watches.emplace_back(reading_in_place(in_place));
    const TestDirectory directory;
    for (const std::size_t length : {1u, 7u, 8u, 9u, 16u, 23u, 24u, 25u, 255u}) {
      const std::string name = std::string(length - 1, 'n') + "x";
      close_socket_as(directory.path() / name);
      const auto closed_by_it = [&](const Seen& s) {
        return s.event.action == Action::close && name_of(s) == name;
      };
      for (TestTracer& watch : watches)
        EXPECT_TRUE(watch.works() && watch.wait_for(closed_by_it)) << name << "\n" << watch.text();
    }
  });
}

}  // namespace
}  // namespace portexplorer
