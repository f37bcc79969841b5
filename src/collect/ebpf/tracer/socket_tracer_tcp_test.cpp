#include <gmock/gmock.h>
#include <sys/socket.h>

#include <cerrno>
#include <map>

#include "support/bpf/tracer.h"

namespace portexplorer {
namespace {

TEST(TracerTcp, ReportsBothEndsFromOpenToClose) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto client = cookie_of(pair.client);
    const auto server = cookie_of(pair.server);
    const auto listener = cookie_of(pair.listener);
    send_bytes(pair.client, 1000);
    EXPECT_EQ(receive_bytes(pair.server, 1000), 1000u);
    send_bytes(pair.server, 300);
    EXPECT_EQ(receive_bytes(pair.client, 300), 300u);
    pair.client.reset();
    pair.server.reset();
    pair.listener.reset();
    const Seen opened = watch.event(Action::open, client);
    EXPECT_EQ(pid_of(opened), ::getpid());
    EXPECT_EQ(name_of(opened), kOwnName);
    EXPECT_TRUE(opened.event.socket.known(Known::created_at));
    const Seen connected = watch.event(Action::connect, client);
    EXPECT_EQ(pid_of(connected), ::getpid());
    EXPECT_EQ(connected.event.error, 0);
    EXPECT_EQ(connected.event.socket.local_port, pair.client_port);
    EXPECT_EQ(connected.event.socket.remote_port, pair.server_port);
    EXPECT_EQ(connected.event.socket.state, State::established);
    const Seen listened = watch.event(Action::listen, listener);
    EXPECT_EQ(listened.event.socket.local_port, pair.server_port);
    EXPECT_EQ(pid_of(listened), ::getpid());
    const Seen accepted = watch.event(Action::accept, server);
    EXPECT_EQ(pid_of(accepted), ::getpid());
    EXPECT_EQ(name_of(accepted), kOwnName);
    EXPECT_EQ(accepted.event.socket.remote_port, pair.client_port);
    EXPECT_TRUE(accepted.event.socket.known(Known::created_at));
    const Seen closed = watch.event(Action::close, client);
    EXPECT_EQ(pid_of(closed), ::getpid());
    EXPECT_EQ(name_of(closed), kOwnName);
    EXPECT_EQ(closed.event.socket.local_port, pair.client_port);
    EXPECT_EQ(closed.event.socket.remote_port, pair.server_port);
    EXPECT_EQ(closed.event.socket.sent_bytes, 1000u);
    EXPECT_EQ(closed.event.socket.received_bytes, 300u);
    EXPECT_EQ(closed.event.socket.sent_packets, 1u);
    EXPECT_EQ(closed.event.socket.received_packets, 1u);
    EXPECT_TRUE(closed.event.socket.known(Known::lifetime));
    EXPECT_EQ(closed.event.socket.created_at, opened.event.socket.created_at);
    const Seen server_closed = watch.event(Action::close, server);
    EXPECT_EQ(server_closed.event.socket.sent_bytes, 300u);
    EXPECT_EQ(server_closed.event.socket.received_bytes, 1000u);
    EXPECT_EQ(pid_of(server_closed), ::getpid());
    watch.event(Action::close, listener);
    for (const auto cookie : {client, server, listener})
      EXPECT_EQ(watch.count(Action::close, cookie), 1u) << watch.text();
    if (::testing::Test::HasFailure()) std::puts(watch.text().c_str());
  });
}

TEST(TracerTcp, TheCloserOfAnOlderConnectionIsReported) {
  in_new_namespace([] {
    TcpPair pair = connect_pair();
    const auto client = cookie_of(pair.client);
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    pair.client.reset();
    pair.server.reset();
    EXPECT_EQ(pid_of(watch.event(Action::close, client)), ::getpid());
  });
}

// A socket loses its inode when its process closes it, which is before its last event.
TEST(TracerTcp, ACloseHasTheInodeOfTheSocket) {
  for (const TracerOptions& options :
       {TracerOptions{}, TracerOptions{.slots = 1}, TracerOptions{.reads_in_place = false}}) {
    in_new_namespace([&] {
      TcpPair older = connect_pair();
      TestTracer watch(options);
      ASSERT_TRUE(watch.works());
      TcpPair pair = connect_pair();
      UniqueFd refused = make_socket(AF_INET, SOCK_STREAM);
      const auto nobody = loopback4(9);
      EXPECT_EQ(::connect(refused.get(), reinterpret_cast<const sockaddr*>(&nobody), sizeof nobody),
                -1);
      UniqueFd unused = make_socket(AF_INET6, SOCK_STREAM);
      UniqueFd datagrams = make_socket(AF_INET, SOCK_DGRAM);
      std::map<std::uint64_t, std::uint64_t> inodes;
      for (UniqueFd* fd : {&older.client, &older.server, &older.listener, &pair.client,
                           &pair.server, &pair.listener, &refused, &unused, &datagrams}) {
        inodes[cookie_of(*fd)] = inode_of(*fd);
        fd->reset();
      }
      for (const auto& [cookie, inode] : inodes) {
        EXPECT_EQ(watch.event(Action::close, cookie).event.socket.inode, Inode{inode})
            << cookie << "\n"
            << watch.text();
      }
    });
  }
}

TEST(TracerTcp, AListenerThatClosesHasNoBytes) {
  for (const bool in_place : {true, false}) {
    in_new_namespace([&] {
      TcpPair older = connect_pair();
      TestTracer watch({.reads_in_place = in_place});
      ASSERT_TRUE(watch.works());
      TcpPair pair = connect_pair();
      UniqueFd shut = make_socket(AF_INET, SOCK_STREAM);
      bind_to(shut, loopback4());
      EXPECT_EQ(::listen(shut.get(), 1), 0);
      EXPECT_EQ(::shutdown(shut.get(), SHUT_RD), 0);
      for (UniqueFd* fd : {&older.listener, &pair.listener, &shut}) {
        const auto cookie = cookie_of(*fd);
        fd->reset();
        const Socket closed = watch.event(Action::close, cookie).event.socket;
        EXPECT_FALSE(closed.known(Known::bytes)) << watch.text();
        EXPECT_FALSE(closed.known(Known::packets)) << watch.text();
      }
    });
  }
}

TEST(TracerTcp, AListenerThatConnectsHasBytes) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const TcpPair pair = connect_pair();
    UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
    bind_to(fd, loopback4());
    EXPECT_EQ(::listen(fd.get(), 1), 0);
    EXPECT_EQ(::shutdown(fd.get(), SHUT_RD), 0);
    connect_to(fd, loopback4(static_cast<std::uint16_t>(pair.server_port)));
    send_bytes(fd, 100);
    const auto cookie = cookie_of(fd);
    fd.reset();
    const Socket closed = watch.event(Action::close, cookie).event.socket;
    EXPECT_TRUE(closed.known(Known::bytes));
    EXPECT_EQ(closed.sent_bytes, 100u);
  });
}

TEST(TracerTcp, ARefusedConnectHasItsError) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
    const auto nobody = loopback4(9);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&nobody), sizeof nobody), -1);
    const Seen refused = watch.event(Action::connect, cookie_of(fd));
    EXPECT_EQ(refused.event.error, ECONNREFUSED);
    EXPECT_TRUE(refused.event.error_known);
    EXPECT_EQ(pid_of(refused), ::getpid());
    EXPECT_EQ(refused.event.socket.remote_port, 9u);
    EXPECT_NE(refused.event.socket.local_port, 0u);
    EXPECT_EQ(refused.event.socket.state, State::closed);
  });
}

}  // namespace
}  // namespace portexplorer
