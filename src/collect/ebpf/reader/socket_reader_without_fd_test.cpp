// The walk does without the whole TCP table where nothing is lost by it, and only there.
#include "support/bpf/reader.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::size_t unheld_tcp(const WalkReading& reading) {
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

// Closed while data waits that the peer has no room for.
HeldState make_orphan() {
  TcpPair pair = connect_pair(true);
  fill_up(pair.client);
  pair.client.reset();
  HeldState held{State::fin_wait1, pair.client_port, pair.server_port, false, 0, {}};
  held.held.push_back(std::move(pair.server));
  return held;
}

TEST(WalkQuiet, OfHeldConnectionsTheCountsAreEnough) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const UniqueFd again(::dup(pairs[0].client.get()));
    const UniqueFd bound = make_socket(AF_INET, SOCK_STREAM);
    bind_to(bound, loopback4());
    TestWalk walk;
    const WalkReading& reading = walk.read();
    EXPECT_THAT(reading.counted_tcp, ElementsAre(netns_of_this_thread()));
    EXPECT_EQ(unheld_tcp(reading), 0u);
  });
}

TEST(WalkQuiet, NothingThatNobodyHoldsHidesBehindTheCounts) {
  for (HeldState (*make)() : {make_syn_recv, make_orphan, make_time_wait, make_unaccepted}) {
    in_new_namespace([&] {
      const std::vector<TcpPair> pairs = some_pairs();
      const HeldState hidden = make();
      TestWalk walk;
      for (int i = 0; i < 2; ++i) {  // the second time it is known that there was something
        const WalkReading& reading = walk.read();
        EXPECT_THAT(reading.counted_tcp, IsEmpty()) << to_string(hidden.state);
        EXPECT_TRUE(std::ranges::any_of(reading.sockets, [&](const Socket& s) {
          return s.state == hidden.state && s.local_port == hidden.local_port &&
                 s.inode.value() == 0;
        })) << to_string(hidden.state);
      }
    });
  }
}

TEST(WalkQuiet, MemoryIsKnownOfThoseThatNobodyHolds) {
  in_new_namespace([] {
    const HeldState orphan = make_orphan();
    TestWalk walk;
    for (int i = 0; i < 2; ++i) {
      const WalkReading& reading = walk.read({.memory = true});
      const auto found = std::ranges::find_if(reading.sockets, [&](const Socket& s) {
        return s.state == orphan.state && s.local_port == orphan.local_port;
      });
      ASSERT_NE(found, reading.sockets.end());
      EXPECT_TRUE(found->known(Known::send_memory));
    }
  });
}

// Of a state's sockets the listener is held as by a process that the reader does not see: its file
// is in flight.
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

bool has_listener(const WalkReading& reading, std::uint16_t port) {
  return std::ranges::count_if(reading.sockets, [&](const Socket& s) {
           return s.state == State::listen && s.local_port == port && s.process == kNoIndex;
         }) == 1;
}

TEST(WalkQuiet, AListenerThatNobodyHereHoldsNeedsNoWholeTable) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HiddenListener hidden(make_listen());
    TestWalk walk;
    for (int i = 0; i < 2; ++i) {
      const WalkReading& reading = walk.read();
      EXPECT_THAT(reading.quiet_tcp, ElementsAre(netns_of_this_thread()));
      EXPECT_THAT(reading.counted_tcp, IsEmpty());
      EXPECT_TRUE(has_listener(reading, hidden.state.local_port));
    }
    const HeldState waiting = make_unaccepted();  // and what hides beside it is found
    const WalkReading& reading = walk.read();
    EXPECT_THAT(reading.quiet_tcp, IsEmpty());
    EXPECT_TRUE(has_listener(reading, hidden.state.local_port));
    EXPECT_EQ(
        std::ranges::count_if(reading.sockets,
                              [&](const Socket& s) { return s.local_port == waiting.local_port; }),
        2);
  });
}

TEST(WalkQuiet, AConnectionThatIsBeingMadeToSuchAListenerIsFound) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HiddenListener hidden(make_syn_recv());
    TestWalk walk;
    EXPECT_TRUE(std::ranges::any_of(walk.read().sockets, [&](const Socket& s) {
      return s.state == State::syn_recv && s.local_port == hidden.state.local_port;
    }));
  });
}

TEST(WalkQuiet, HeldConnectionsAndTimeWaitNeedNoWholeTable) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HeldState gone = make_time_wait();
    TestWalk walk;
    const WalkReading& reading = walk.read();
    EXPECT_THAT(reading.quiet_tcp, ElementsAre(netns_of_this_thread()));
    EXPECT_EQ(unheld_tcp(reading), 1u);
  });
}

TEST(WalkQuiet, AConnectionThatWaitsIsFound) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HeldState waiting = make_unaccepted();
    TestWalk walk;
    const WalkReading& reading = walk.read();
    EXPECT_THAT(reading.quiet_tcp, IsEmpty());
    EXPECT_EQ(unheld_tcp(reading), 1u);
  });
}

// One is missing from the fds, and another has two of them.
TEST(WalkQuiet, ASocketHeldTwiceDoesNotStandForOneThatIsNotHeld) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const UniqueFd again(::dup(pairs[0].client.get()));
    const Forked sharer([] { return "ready"; });
    EXPECT_EQ(sharer.hear(), "ready");
    TestWalk walk;
    EXPECT_THAT(walk.read().quiet_tcp, SizeIs(1));
    const HeldState waiting = make_unaccepted();
    EXPECT_THAT(walk.read().quiet_tcp, IsEmpty());
    EXPECT_EQ(unheld_tcp(walk.read()), 1u);
  });
}

TEST(WalkQuiet, HowTheKernelCountsIsLearntFromAWholeTable) {
  in_new_namespace([] {
    const std::vector<TcpPair> pairs = some_pairs();
    const HeldState gone = make_time_wait();  // or the counts were enough
    const HeldState closing = make_close_wait();
    TestWalk walk;
    EXPECT_THAT(walk.read().quiet_tcp, IsEmpty());
    EXPECT_THAT(walk.read().quiet_tcp, SizeIs(1));
    const HeldState waiting = make_unaccepted();
    const WalkReading& reading = walk.read();
    EXPECT_THAT(reading.quiet_tcp, IsEmpty());
    EXPECT_EQ(
        std::ranges::count_if(reading.sockets,
                              [&](const Socket& s) { return s.local_port == waiting.local_port; }),
        2);
  });
}

}  // namespace
}  // namespace portexplorer
