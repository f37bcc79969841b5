// TCP receives without recvmsg: splice(), also by io_uring.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "support/bpf/tracer.h"
#include "support/bpf/transfer_paths.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;

struct LoggedReceive {
  std::uint64_t bytes = 0;
  bool known = true;
  friend bool operator==(const LoggedReceive&, const LoggedReceive&) = default;
  friend void PrintTo(const LoggedReceive& r, std::ostream* out) {
    *out << r.bytes << (r.known ? "" : " (unknown)");
  }
};

// Returns all receives of a socket until it closes.
std::vector<LoggedReceive> receives_of(TestTracer& watch, std::uint64_t cookie) {
  watch.event(Action::close, cookie);
  std::vector<LoggedReceive> receives;
  for (const Seen& s : watch.all) {
    if (s.event.action != Action::receive || s.event.socket.cookie.value() != cookie) continue;
    EXPECT_EQ(pid_of(s), ::getpid());
    EXPECT_EQ(s.event.error, 0);
    receives.push_back({s.event.bytes, s.event.bytes_known});
  }
  return receives;
}

void splice_out(const UniqueFd& fd, std::size_t bytes) {
  const TestPipe pipe;
  EXPECT_EQ(::splice(fd.get(), nullptr, pipe.in.get(), nullptr, bytes, 0),
            static_cast<ssize_t>(bytes))
      << errno_text();
}

void splice_out_by_ring(const UniqueFd& fd, std::size_t bytes) {
  const TestPipe pipe;
  const int moved = by_ring([&](io_uring_sqe& entry) {
    entry.opcode = IORING_OP_SPLICE;
    entry.fd = pipe.in.get();
    entry.off = UINT64_MAX;
    entry.splice_fd_in = fd.get();
    entry.splice_off_in = UINT64_MAX;
    entry.len = static_cast<unsigned>(bytes);
  });
  EXPECT_EQ(moved, static_cast<int>(bytes));
}

void receive_plainly(const UniqueFd& fd, std::size_t bytes) {
  EXPECT_EQ(receive_bytes(fd, bytes), bytes);
}

class TracerSplice : public ::testing::TestWithParam<bool> {
 protected:
  // The expected event of the first splice() on a socket that was read untraced before. Its size is
  // the difference to what had been read before; on kernels without the tracepoints (before Linux
  // 6.3) it is the return value of the function.
  static LoggedReceive first(const TestTracer& watch, std::uint64_t bytes) {
    return watch.tracer().traffic_counter() == TrafficCounter::fexit ? LoggedReceive{bytes}
                                                                     : LoggedReceive{0, false};
  }
  static TracerOptions options() {
    TracerOptions options;
    options.reads_in_place = GetParam();
    return options;
  }
};
INSTANTIATE_TEST_SUITE_P(Compilations, TracerSplice, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "InPlace" : "ByCalls"; });

TEST_P(TracerSplice, EachWayOfReadingIsLoggedOnce) {
  in_new_namespace([] {
    TestTracer watch(options());
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    TcpPair pair = connect_pair();
    const auto cookie = cookie_of(pair.server);
    const auto move = [&](std::size_t bytes, void (*receive)(const UniqueFd&, std::size_t)) {
      send_bytes(pair.client, bytes);
      receive(pair.server, bytes);
    };
    move(1300, splice_out);
    move(7, receive_plainly);
    move(500, splice_out_by_ring);
    move(900, splice_out);
    pair.server.reset();
    EXPECT_THAT(receives_of(watch, cookie), ElementsAre(LoggedReceive{1300}, LoggedReceive{7},
                                                        LoggedReceive{500}, LoggedReceive{900}));
    EXPECT_EQ(watch.event(Action::accept, cookie).event.socket.cookie.value(), cookie);
  });
}

// What it had read before was not traced, so the size of the first receive is unknown.
TEST_P(TracerSplice, TheFirstOfAnOlderSocketHasNoSize) {
  in_new_namespace([] {
    TcpPair pair = connect_pair();
    const auto cookie = cookie_of(pair.server);
    send_bytes(pair.client, 250);
    EXPECT_EQ(receive_bytes(pair.server, 200), 200u);
    TestTracer watch(options());
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    splice_out(pair.server, 50);
    send_bytes(pair.client, 60);
    splice_out(pair.server, 60);
    pair.server.reset();
    EXPECT_THAT(receives_of(watch, cookie), ElementsAre(first(watch, 50), LoggedReceive{60}));
  });
}

// The same after a period without a trace.
TEST_P(TracerSplice, UntracedReadsAreNotAddedToTheNext) {
  in_new_namespace([] {
    TestTracer watch(options());
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    TcpPair pair = connect_pair();
    const auto cookie = cookie_of(pair.server);
    ASSERT_TRUE(watch.tracer().trace(std::nullopt));
    send_bytes(pair.client, 300);
    EXPECT_EQ(receive_bytes(pair.server, 250), 250u);
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    splice_out(pair.server, 50);
    pair.server.reset();
    EXPECT_THAT(receives_of(watch, cookie), ElementsAre(first(watch, 50)));
  });
}

TEST_P(TracerSplice, FiltersApply) {
  in_new_namespace([] {
    TestTracer watch(options());
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto cookie = cookie_of(pair.server);
    const auto spliced_under = [&](const std::optional<TraceFilter>& filter) {
      EXPECT_TRUE(watch.tracer().trace(filter));
      send_bytes(pair.client, 100);
      splice_out(pair.server, 100);
    };
    spliced_under(TraceFilter{.port = pair.client_port});
    spliced_under(TraceFilter{.port = 1});
    spliced_under(TraceFilter{.pid = Pid{1}});
    spliced_under(TraceFilter{.protocols = {Protocol::udp}});
    spliced_under(std::nullopt);
    pair.server.reset();
    EXPECT_EQ(receives_of(watch, cookie).size(), 1u) << watch.text();
  });
}

}  // namespace
}  // namespace portexplorer
