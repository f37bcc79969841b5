// Tracing of single sends and receives.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "support/bpf/tracer.h"

namespace portexplorer {
namespace {

std::vector<std::uint64_t> bytes_of(const TestTracer& watch, Action action, std::uint64_t cookie) {
  std::vector<std::uint64_t> bytes;
  for (const Seen& s : watch.all) {
    if (s.event.action == action && s.event.socket.cookie.value() == cookie)
      bytes.push_back(s.event.bytes);
  }
  return bytes;
}

// Runs `before`, sends once over TCP, and checks whether the send and the receive are traced. The
// open event of another socket follows them, so once it has arrived, they must have arrived, too.
void expect_traced(TestTracer& watch, TcpPair& pair, const std::function<void()>& before,
                   bool is_traced) {
  before();
  send_bytes(pair.client, 7);
  EXPECT_EQ(receive_bytes(pair.server, 7), 7u);
  const UniqueFd last = make_socket(AF_INET, SOCK_DGRAM);
  watch.event(Action::open, cookie_of(last));
  const auto sends = bytes_of(watch, Action::send, cookie_of(pair.client));
  const auto receives = bytes_of(watch, Action::receive, cookie_of(pair.server));
  EXPECT_EQ(sends, is_traced ? std::vector<std::uint64_t>{7} : std::vector<std::uint64_t>{});
  EXPECT_EQ(receives, is_traced ? std::vector<std::uint64_t>{7} : std::vector<std::uint64_t>{});
  watch.all.clear();
}

TEST(TracerTrace, ByEveryFilter) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto with = [&](TraceFilter filter) {
      return [&watch, filter] { EXPECT_TRUE(watch.tracer().trace(filter)); };
    };
    expect_traced(
        watch, pair, [] {}, false);
    expect_traced(watch, pair, with({}), true);
    expect_traced(watch, pair, with({.pid = Pid{::getpid()}}), true);
    expect_traced(watch, pair, with({.pid = Pid{1}}), false);
    expect_traced(watch, pair, with({.uid = Uid{::geteuid()}}), true);
    expect_traced(watch, pair, with({.uid = Uid{4711}}), false);
    expect_traced(watch, pair, with({.port = pair.server_port}), true);
    expect_traced(watch, pair, with({.port = pair.client_port}), true);
    expect_traced(watch, pair, with({.port = 1}), false);
    expect_traced(watch, pair, with({.protocols = {Protocol::tcp}}), true);
    expect_traced(watch, pair, with({.protocols = {Protocol::udp}}), false);
    expect_traced(
        watch, pair, [&] { EXPECT_TRUE(watch.tracer().trace(std::nullopt)); }, false);
  });
}

TEST(TracerTrace, HasProcessAndResult) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    TcpPair pair = connect_pair();
    const linger at_once{1, 0};
    EXPECT_EQ(::setsockopt(pair.server.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    pair.server.reset();
    wait_for_state(pair.client, TCP_CLOSE);
    char byte = 0;
    EXPECT_EQ(::recv(pair.client.get(), &byte, 1, 0), -1);
    const Seen failed = watch.event(Action::receive, cookie_of(pair.client));
    EXPECT_EQ(failed.event.error, ECONNRESET);
    EXPECT_EQ(failed.event.bytes, 0u);
    EXPECT_EQ(pid_of(failed), ::getpid());
  });
}

TEST(TracerTrace, CallsDroppedByTheLimitAreCounted) {
  in_new_namespace([] {
    constexpr int kSends = 500;
    constexpr std::uint32_t kLimit = 5;
    auto created = SocketTracer::create();
    ASSERT_TRUE(created);
    SocketTracer& tracer = **created;
    const UniqueFd server = make_socket(AF_INET, SOCK_DGRAM);
    bind_to(server, loopback4());
    const UniqueFd client = make_socket(AF_INET, SOCK_DGRAM);
    connect_to(client, loopback4(port_of(server)));
    ASSERT_TRUE(tracer.trace(
        TraceFilter{.pid = Pid{::getpid()}, .protocols = {Protocol::udp}, .max_rate = kLimit}));
    for (int i = 0; i < kSends; ++i) send_bytes(client, 1);
    EventBatch batch;
    ASSERT_TRUE(tracer.take(batch));
    const auto traced = static_cast<std::uint64_t>(
        std::ranges::count(batch.events, Action::send, &SocketEvent::action));
    EXPECT_GE(traced, kLimit);
    EXPECT_GT(batch.left_out, 0u);
    EXPECT_EQ(traced + batch.left_out, static_cast<std::uint64_t>(kSends));
    ASSERT_TRUE(tracer.take(batch));
    EXPECT_EQ(batch.left_out, 0u);
  });
}

}  // namespace
}  // namespace portexplorer
