// What the events of the log prove about a socket, and what they leave open.
#include "collect/diagnose/witness.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

Socket some_socket() {
  Socket socket;
  socket.protocol = Protocol::tcp;
  socket.cookie = Cookie{7};
  socket.netns = NetnsId{1};
  return socket;
}

SocketEvent event_of(Action action, std::uint64_t bytes = 0) {
  SocketEvent event;
  event.action = action;
  event.socket = some_socket();
  event.bytes = bytes;
  return event;
}

SeenSocket seen_after(const std::vector<SocketEvent>& events) {
  EventBatch batch;
  batch.events = events;
  LogObserver witness;
  witness.take(batch);
  DoneSocket done;
  done.protocol = Protocol::tcp;
  done.cookie = Cookie{7};
  done.netns = NetnsId{1};
  const auto seen = witness.find(done);
  EXPECT_TRUE(seen);
  return seen.value_or(SeenSocket{});
}

TEST(LogObserver, WithoutCloseAndTracedCallsBytesAreUnknownNotZero) {
  const SeenSocket seen = seen_after({event_of(Action::open), event_of(Action::connect)});
  EXPECT_EQ(seen.sent_bytes, std::nullopt);
  EXPECT_EQ(seen.received_bytes, std::nullopt);
}

TEST(LogObserver, WithoutCloseTracedCallsAreAddedUp) {
  const SeenSocket seen = seen_after(
      {event_of(Action::open), event_of(Action::send, 300), event_of(Action::send, 700)});
  EXPECT_EQ(seen.sent_bytes, 1000u);
  EXPECT_EQ(seen.received_bytes, 0u);
}

TEST(LogObserver, CountersOfTheCloseCount) {
  SocketEvent close = event_of(Action::close);
  close.socket.sent_bytes = 1000;
  close.socket.received_bytes = 500;
  close.socket.set_known(Known::bytes);
  const SeenSocket seen = seen_after({event_of(Action::open), event_of(Action::send, 300), close});
  EXPECT_EQ(seen.sent_bytes, 1000u);
  EXPECT_EQ(seen.received_bytes, 500u);
}

}  // namespace
}  // namespace portexplorer
