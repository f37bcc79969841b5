#include "collect/observe/event_history.h"

#include <gtest/gtest.h>

#include "support/sample_builder.h"

namespace portexplorer {
namespace {

SocketEvent event(Action action, Protocol protocol, std::uint64_t cookie, std::string_view local,
                  std::uint32_t port) {
  SocketEvent e;
  e.action = action;
  e.socket.protocol = protocol;
  e.socket.cookie = Cookie{cookie};
  e.socket.family = parse_ip(local)->family;
  e.socket.local_address = testing::ip(local);
  e.socket.local_port = port;
  return e;
}

SocketEvent failed_connect(std::uint64_t cookie, std::string_view local, std::uint32_t port) {
  SocketEvent e = event(Action::connect, Protocol::tcp, cookie, local, port);
  e.error_known = true;
  e.error = 111;
  return e;
}

TEST(EventHistory, TheCloseAfterAFailedConnectHasItsLocalAddress) {
  EventHistory memory;
  EventBatch first;
  first.events = {failed_connect(1, "192.0.2.1", 40000), failed_connect(2, "2001:db8::1", 40001)};
  memory.complete(first);
  EventBatch second;
  second.events = {event(Action::close, Protocol::tcp, 1, "0.0.0.0", 0),
                   event(Action::close, Protocol::tcp, 2, "::", 40001),
                   event(Action::close, Protocol::tcp, 3, "0.0.0.0", 0),
                   event(Action::close, Protocol::tcp, 1, "0.0.0.0", 0)};
  memory.complete(second);
  EXPECT_EQ(second.events[0].socket.local_address, testing::ip("192.0.2.1"));
  EXPECT_EQ(second.events[0].socket.local_port, 40000u);
  EXPECT_EQ(second.events[1].socket.local_address, testing::ip("2001:db8::1"));
  EXPECT_EQ(second.events[2].socket.local_address, IpAddress{}) << "nothing is known of it";
  EXPECT_EQ(second.events[3].socket.local_address, IpAddress{})
      << "a close is the last that is known";
}

TEST(EventHistory, ALaterSuccessfulConnectHasItsOwnAddress) {
  EventHistory memory;
  EventBatch batch;
  SocketEvent again = event(Action::connect, Protocol::tcp, 1, "192.0.2.9", 40002);
  again.error_known = true;
  batch.events = {failed_connect(1, "192.0.2.1", 40000), again,
                  event(Action::close, Protocol::tcp, 1, "0.0.0.0", 0)};
  memory.complete(batch);
  EXPECT_EQ(batch.events[2].socket.local_address, IpAddress{});
}

TEST(EventHistory, TheBindOfAnMptcpSocketHasTheTimeOfItsCreation) {
  EventHistory memory;
  EventBatch batch;
  SocketEvent open = event(Action::open, Protocol::mptcp, 5, "0.0.0.0", 0);
  open.socket.created_at = Timestamp{123};
  open.socket.set_known(Known::created_at);
  batch.events = {open, event(Action::bind, Protocol::mptcp, 5, "127.0.0.1", 80),
                  event(Action::bind, Protocol::mptcp, 6, "127.0.0.1", 81)};
  memory.complete(batch);
  EXPECT_TRUE(batch.events[1].socket.known(Known::created_at));
  EXPECT_EQ(batch.events[1].socket.created_at, Timestamp{123});
  EXPECT_FALSE(batch.events[2].socket.known(Known::created_at));
}

}  // namespace
}  // namespace portexplorer
