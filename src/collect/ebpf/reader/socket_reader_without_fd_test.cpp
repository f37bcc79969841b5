// The whole TCP table is not read if no socket is missed without it, and is read otherwise.
#include "support/bpf/reader.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::size_t tcp_without_fd(const SocketReading& reading) {
  const NetnsId here = netns_of_this_thread();
  return static_cast<std::size_t>(std::ranges::count_if(reading.sockets, [&](const Socket& s) {
    return s.netns == here && s.protocol == Protocol::tcp && s.inode.value() == 0;
  }));
}

std::vector<TcpPair> some_pairs() {
  std::vector<TcpPair> pairs;
  for (int i = 0; i < 20; ++i) pairs.push_back(connect_pair());
  return pairs;
}

// Closed while unsent data waits for space in the peer's receive buffer.
HeldState make_orphan() {
  TcpPair pair = connect_pair(true);
  fill_up(pair.client);
  pair.client.reset();
  HeldState held{State::fin_wait1, pair.client_port, pair.server_port, false, 0, {}};
  held.held.push_back(std::move(pair.server));
  return held;
}

TEST(ReaderWithoutFd, TheCountsAreSufficientForHeldConnections) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const UniqueFd again(::dup(pairs[0].client.get()));
    const UniqueFd bound = make_socket(AF_INET, SOCK_STREAM);
    bind_to(bound, loopback4());
    TestReader reader;
    const SocketReading& reading = reader.read();
    EXPECT_THAT(reading.counted_tcp, ElementsAre(netns_of_this_thread()));
    EXPECT_EQ(tcp_without_fd(reading), 0u);
  });
}

TEST(ReaderWithoutFd, TheCountsHideNoSocketWithoutFd) {
  for (HeldState (*make)() : {make_syn_recv, make_orphan, make_time_wait, make_unaccepted}) {
    in_new_namespace([&] {
      const std::vector<TcpPair> pairs = some_pairs();
      const HeldState hidden = make();
      TestReader reader;
      for (int i = 0; i < 2;
           ++i) {  // in the second reading it is known that the counts were not sufficient
        const SocketReading& reading = reader.read();
        EXPECT_THAT(reading.counted_tcp, IsEmpty()) << to_string(hidden.state);
        EXPECT_TRUE(std::ranges::any_of(reading.sockets, [&](const Socket& s) {
          return s.state == hidden.state && s.local_port == hidden.local_port &&
                 s.inode.value() == 0;
        })) << to_string(hidden.state);
      }
    });
  }
}

TEST(ReaderWithoutFd, MemoryIsReportedForSocketsWithoutFd) {
  in_new_namespace([] {
    const HeldState orphan = make_orphan();
    TestReader reader;
    for (int i = 0; i < 2; ++i) {
      const SocketReading& reading = reader.read({.memory = true});
      const auto found = std::ranges::find_if(reading.sockets, [&](const Socket& s) {
        return s.state == orphan.state && s.local_port == orphan.local_port;
      });
      ASSERT_NE(found, reading.sockets.end());
      EXPECT_TRUE(found->known(Known::send_memory));
    }
  });
}

// Holds the sockets of a state, but the listener's file is in flight, as if a process that the
// reader does not see held it.
struct HiddenListener {
  explicit HiddenListener(HeldState of) : state(std::move(of)) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    here = UniqueFd(ends[0]);
    there = UniqueFd(ends[1]);
    send_fd(here.get(), state.held[0].get());
    state.held[0].reset();
  }
  HeldState state;
  UniqueFd here;
  UniqueFd there;
};

bool has_listener(const SocketReading& reading, std::uint16_t port) {
  return std::ranges::count_if(reading.sockets, [&](const Socket& s) {
           return s.state == State::listen && s.local_port == port && s.process == kNoIndex;
         }) == 1;
}

TEST(ReaderWithoutFd, AListenerWithoutFdNeedsNoWholeTable) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HiddenListener hidden(make_listen());
    TestReader reader;
    for (int i = 0; i < 2; ++i) {
      const SocketReading& reading = reader.read();
      EXPECT_THAT(reading.tcp_without_fd, ElementsAre(netns_of_this_thread()));
      EXPECT_THAT(reading.counted_tcp, IsEmpty());
      EXPECT_TRUE(has_listener(reading, hidden.state.local_port));
    }
    const HeldState waiting = make_unaccepted();  // a socket next to it is found
    const SocketReading& reading = reader.read();
    EXPECT_THAT(reading.tcp_without_fd, IsEmpty());
    EXPECT_TRUE(has_listener(reading, hidden.state.local_port));
    EXPECT_EQ(
        std::ranges::count_if(reading.sockets,
                              [&](const Socket& s) { return s.local_port == waiting.local_port; }),
        2);
  });
}

TEST(ReaderWithoutFd, AHalfOpenConnectionToAListenerWithoutFdIsFound) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HiddenListener hidden(make_syn_recv());
    TestReader reader;
    EXPECT_TRUE(std::ranges::any_of(reader.read().sockets, [&](const Socket& s) {
      return s.state == State::syn_recv && s.local_port == hidden.state.local_port;
    }));
  });
}

TEST(ReaderWithoutFd, HeldConnectionsAndTimeWaitNeedNoWholeTable) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HeldState gone = make_time_wait();
    TestReader reader;
    const SocketReading& reading = reader.read();
    EXPECT_THAT(reading.tcp_without_fd, ElementsAre(netns_of_this_thread()));
    EXPECT_EQ(tcp_without_fd(reading), 1u);
  });
}

TEST(ReaderWithoutFd, AQueuedConnectionIsFound) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HeldState waiting = make_unaccepted();
    TestReader reader;
    const SocketReading& reading = reader.read();
    EXPECT_THAT(reading.tcp_without_fd, IsEmpty());
    EXPECT_EQ(tcp_without_fd(reading), 1u);
  });
}

// One socket has no fd and another has two, so that the number of fds is as expected.
TEST(ReaderWithoutFd, ASocketWithTwoFdsDoesNotHideOneWithoutFd) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const UniqueFd again(::dup(pairs[0].client.get()));
    const Forked sharer([] { return "ready"; });
    EXPECT_EQ(sharer.hear(), "ready");
    TestReader reader;
    EXPECT_THAT(reader.read().tcp_without_fd, SizeIs(1));
    const HeldState waiting = make_unaccepted();
    EXPECT_THAT(reader.read().tcp_without_fd, IsEmpty());
    EXPECT_EQ(tcp_without_fd(reader.read()), 1u);
  });
}

TEST(ReaderWithoutFd, TheKernelsCountingIsLearntFromAWholeTable) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HeldState gone = make_time_wait();  // otherwise the counts would be sufficient
    const HeldState closing = make_close_wait();
    TestReader reader;
    EXPECT_THAT(reader.read().tcp_without_fd, IsEmpty());
    EXPECT_THAT(reader.read().tcp_without_fd, SizeIs(1));
    const HeldState waiting = make_unaccepted();
    const SocketReading& reading = reader.read();
    EXPECT_THAT(reading.tcp_without_fd, IsEmpty());
    EXPECT_EQ(
        std::ranges::count_if(reading.sockets,
                              [&](const Socket& s) { return s.local_port == waiting.local_port; }),
        2);
  });
}

}  // namespace
}  // namespace portexplorer
