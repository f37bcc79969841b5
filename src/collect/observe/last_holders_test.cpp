#include "collect/observe/last_holders.h"

#include <gtest/gtest.h>

#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using testing::SampleBuilder;

// A reading in which pid 500 holds connection 7, and connection 8 has no holder.
std::shared_ptr<const Sample> before() {
  SampleBuilder b(100);
  b.process(499, "other");
  const auto curl = b.process(500, "curl");
  b.tcp("192.0.2.1", 5000, "192.0.2.2", 80, State::established, 1001, 7);
  b.tcp("192.0.2.1", 5001, "192.0.2.2", 80, State::established, 0, 8);
  b.hold(curl, 1001);
  return b.build();
}

// Returns the last holder's pid of what remains of a connection in the next reading; 0: unknown.
int last_pid(State state, std::uint64_t cookie, bool still_lives = false) {
  SampleBuilder b(101);
  if (still_lives) b.process(500, "curl");
  b.tcp("192.0.2.1", 5000, "192.0.2.2", 80, state, 0, cookie);
  Sample now = *b.build();
  name_last_holders(*before(), now);
  const std::uint32_t last = now.sockets[0].last_process();
  EXPECT_LE(now.tables.processes.size(), 1u);
  return last == kNoIndex ? 0 : now.tables.processes[last].pid.value();
}

TEST(LastHolders, TheHolderOfAClosingConnectionComesFromThePreviousReading) {
  for (const State state :
       {State::fin_wait1, State::fin_wait2, State::last_ack, State::closing, State::time_wait}) {
    EXPECT_EQ(last_pid(state, 7), 500) << static_cast<int>(state);
    EXPECT_EQ(last_pid(state, 7, true), 500) << static_cast<int>(state);
  }
}

TEST(LastHolders, AnUnheldOrUnseenConnectionStaysUnknown) {
  EXPECT_EQ(last_pid(State::fin_wait1, 8), 0);
  EXPECT_EQ(last_pid(State::time_wait, 9), 0);
  EXPECT_EQ(last_pid(State::time_wait, 0), 0);
  EXPECT_EQ(last_pid(State::established, 7), 0) << "held by a process that was not seen";
}

TEST(LastHolders, AreKeptAsLongAsTheConnectionIsListed) {
  SampleBuilder b(101);
  b.tcp("192.0.2.1", 5000, "192.0.2.2", 80, State::fin_wait1, 0, 7);
  Sample second = *b.build();
  name_last_holders(*before(), second);
  SampleBuilder c(102);
  c.tcp("192.0.2.1", 5000, "192.0.2.2", 80, State::time_wait, 0, 7);
  Sample third = *c.build();
  name_last_holders(second, third);
  ASSERT_NE(third.sockets[0].last_process(), kNoIndex);
  EXPECT_EQ(third.tables.processes[third.sockets[0].last_process()].name, "curl");
}

}  // namespace
}  // namespace portexplorer
