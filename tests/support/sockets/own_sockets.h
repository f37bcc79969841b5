// Real sockets in the states that tests need. Tests only; every function fails the test instead of
// returning an error.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "base/fd_passing.h"
#include "base/unique_fd.h"
#include "model/socket.h"
#include "support/netns/namespace.h"

namespace portexplorer {

inline sockaddr_in loopback4(std::uint16_t port = 0) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

inline sockaddr_in6 loopback6(std::uint16_t port = 0) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  address.sin6_addr = in6addr_loopback;
  return address;
}

inline sockaddr_in6 any6(std::uint16_t port = 0) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  return address;
}

inline UniqueFd make_socket(int family, int type, int protocol = 0) {
  UniqueFd fd(::socket(family, type | SOCK_CLOEXEC, protocol));
  EXPECT_TRUE(fd) << "socket(" << family << ", " << type << ", " << protocol
                  << "): " << errno_text();
  return fd;
}

template <typename Address>
void bind_to(const UniqueFd& fd, const Address& address) {
  EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0)
      << errno_text();
}

template <typename Address>
void connect_to(const UniqueFd& fd, const Address& address) {
  const int result =
      ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  EXPECT_TRUE(result == 0 || errno == EINPROGRESS) << errno_text();
}

// Returns the address to which the socket is bound.
template <typename Address>
Address address_of(const UniqueFd& fd) {
  Address address{};
  socklen_t length = sizeof address;
  EXPECT_EQ(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length), 0);
  return address;
}

inline std::uint16_t port_of(const UniqueFd& fd) {
  const auto address =
      address_of<sockaddr_in6>(fd);  // the port has the same offset in both families
  return ntohs(address.sin6_port);
}

inline std::uint64_t inode_of(const UniqueFd& fd) {
  struct stat status {};
  EXPECT_EQ(::fstat(fd.get(), &status), 0);
  return status.st_ino;
}

inline std::uint64_t cookie_of(const UniqueFd& fd) {
  std::uint64_t cookie = 0;
  socklen_t length = sizeof cookie;
  EXPECT_EQ(::getsockopt(fd.get(), SOL_SOCKET, SO_COOKIE, &cookie, &length), 0);
  return cookie;
}

// Sends a file. A reference to it is then in flight until it is received at the other end.
inline void send_fd(int through, int fd) { ASSERT_TRUE(pass_fd(through, fd)); }

inline void set_option(const UniqueFd& fd, int level, int name, int value) {
  EXPECT_EQ(::setsockopt(fd.get(), level, name, &value, sizeof value), 0)
      << level << ":" << name << " " << errno_text();
}

inline void send_bytes(const UniqueFd& fd, std::size_t count) {
  const std::string data(count, 'x');
  EXPECT_EQ(::send(fd.get(), data.data(), data.size(), MSG_NOSIGNAL), static_cast<ssize_t>(count));
}

// Reads until `count` bytes have arrived, or the end of the stream. Returns how many arrived.
inline std::size_t receive_bytes(const UniqueFd& fd, std::size_t count) {
  std::string buffer(64 * 1024, '\0');
  std::size_t taken = 0;
  while (taken < count) {
    const ssize_t length =
        ::recv(fd.get(), buffer.data(), std::min(buffer.size(), count - taken), 0);
    if (length <= 0) break;
    taken += static_cast<std::size_t>(length);
  }
  return taken;
}

// Sends until the socket accepts no more.
inline void fill_up(const UniqueFd& fd) {
  const std::string data(64 * 1024, 'x');
  while (::send(fd.get(), data.data(), data.size(), MSG_DONTWAIT | MSG_NOSIGNAL) > 0) continue;
}

inline int tcp_state(const UniqueFd& fd) {
  tcp_info info{};
  socklen_t length = sizeof info;
  EXPECT_EQ(::getsockopt(fd.get(), IPPROTO_TCP, TCP_INFO, &info, &length), 0);
  return info.tcpi_state;
}

// The kernel sends no notification when the state of a connection changes, so this polls it, for up
// to five seconds.
inline void wait_for_state(const UniqueFd& fd, int state) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (tcp_state(fd) != state && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_EQ(tcp_state(fd), state);
}

// A connection over loopback: two ends and the listener that accepted it.
struct TcpPair {
  UniqueFd listener;
  UniqueFd client;
  UniqueFd server;
  std::uint16_t client_port = 0;
  std::uint16_t server_port = 0;
};

// `small`: with the smallest buffers, so that little data fills them.
inline TcpPair connect_pair(bool small = false, int protocol = IPPROTO_TCP) {
  TcpPair pair;
  pair.listener = make_socket(AF_INET, SOCK_STREAM, protocol);
  pair.client = make_socket(AF_INET, SOCK_STREAM, protocol);
  if (small) {
    for (const UniqueFd* fd : {&pair.listener, &pair.client}) {
      set_option(*fd, SOL_SOCKET, SO_RCVBUF, 4096);
      set_option(*fd, SOL_SOCKET, SO_SNDBUF, 4096);
    }
  }
  bind_to(pair.listener, loopback4());
  EXPECT_EQ(::listen(pair.listener.get(), 8), 0);
  pair.server_port = port_of(pair.listener);
  connect_to(pair.client, loopback4(pair.server_port));
  pair.client_port = port_of(pair.client);
  pair.server = UniqueFd(::accept4(pair.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  EXPECT_TRUE(pair.server);
  return pair;
}

// A socket in a given state, and whatever must stay open for it to remain there.
struct HeldState {
  State state = State::unknown;
  std::uint16_t local_port = 0;
  std::uint16_t remote_port = 0;
  bool has_file = true;
  std::uint64_t received_bytes = 0;  // payload that has arrived, if the test knows it
  std::vector<UniqueFd> held;
};

inline void hold_pair(HeldState& held, TcpPair& pair) {
  held.held.push_back(std::move(pair.listener));
  held.held.push_back(std::move(pair.client));
  held.held.push_back(std::move(pair.server));
}

inline HeldState client_state(State state, TcpPair pair) {
  HeldState held{state, pair.client_port, pair.server_port, true, 0, {}};
  hold_pair(held, pair);
  return held;
}

inline HeldState server_state(State state, TcpPair pair, std::uint64_t received_bytes) {
  HeldState held{state, pair.server_port, pair.client_port, true, received_bytes, {}};
  hold_pair(held, pair);
  return held;
}

inline HeldState make_listen() {
  HeldState held{State::listen, 0, 0, true, 0, {}};
  held.held.push_back(make_socket(AF_INET, SOCK_STREAM));
  bind_to(held.held[0], loopback4());
  EXPECT_EQ(::listen(held.held[0].get(), 5), 0);
  held.local_port = port_of(held.held[0]);
  return held;
}

// A listener with a full queue answers no further SYN.
inline HeldState make_syn_sent() {
  HeldState held{State::syn_sent, 0, 0, true, 0, {}};
  UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
  bind_to(listener, loopback4());
  EXPECT_EQ(::listen(listener.get(), 0), 0);
  UniqueFd first = make_socket(AF_INET, SOCK_STREAM);
  connect_to(first, loopback4(port_of(listener)));
  UniqueFd stuck = make_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  connect_to(stuck, loopback4(port_of(listener)));
  held.local_port = port_of(stuck);
  held.remote_port = port_of(listener);
  wait_for_state(stuck, TCP_SYN_SENT);
  held.held.push_back(std::move(listener));
  held.held.push_back(std::move(first));
  held.held.push_back(std::move(stuck));
  return held;
}

// A listener that defers acceptance until data arrives keeps the half-open connection as such.
inline HeldState make_syn_recv() {
  UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
  set_option(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 60);
  bind_to(listener, loopback4());
  EXPECT_EQ(::listen(listener.get(), 5), 0);
  UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
  connect_to(client, loopback4(port_of(listener)));
  HeldState held{State::syn_recv, port_of(listener), port_of(client), false, 0, {}};
  held.held.push_back(std::move(listener));
  held.held.push_back(std::move(client));
  return held;
}

// Data that the peer has no room for keeps the FIN from being sent.
inline HeldState make_fin_wait1() {
  TcpPair pair = connect_pair(true);
  fill_up(pair.client);
  ::shutdown(pair.client.get(), SHUT_WR);
  wait_for_state(pair.client, TCP_FIN_WAIT1);
  return client_state(State::fin_wait1, std::move(pair));
}

inline HeldState make_fin_wait2() {
  TcpPair pair = connect_pair();
  ::shutdown(pair.client.get(), SHUT_WR);
  wait_for_state(pair.client, TCP_FIN_WAIT2);
  return client_state(State::fin_wait2, std::move(pair));
}

inline HeldState make_close_wait(std::size_t payload = 1000) {
  TcpPair pair = connect_pair();
  send_bytes(pair.client, payload);
  ::shutdown(pair.client.get(), SHUT_WR);
  wait_for_state(pair.server, TCP_CLOSE_WAIT);
  return server_state(State::close_wait, std::move(pair), payload);
}

inline HeldState make_last_ack(std::size_t payload = 500) {
  TcpPair pair = connect_pair(true);
  send_bytes(pair.client, payload);
  ::shutdown(pair.client.get(), SHUT_WR);
  wait_for_state(pair.server, TCP_CLOSE_WAIT);
  fill_up(pair.server);
  ::shutdown(pair.server.get(), SHUT_WR);
  wait_for_state(pair.server, TCP_LAST_ACK);
  return server_state(State::last_ack, std::move(pair), payload);
}

// Both ends have more to send than the other accepts, and close; then one reads everything, while
// its own FIN is still unsent.
inline HeldState make_closing() {
  TcpPair pair = connect_pair(true);
  fill_up(pair.client);
  fill_up(pair.server);
  ::shutdown(pair.client.get(), SHUT_WR);
  ::shutdown(pair.server.get(), SHUT_WR);
  const std::size_t taken = receive_bytes(pair.server, SIZE_MAX);
  wait_for_state(pair.server, TCP_CLOSING);
  return server_state(State::closing, std::move(pair), taken);
}

inline HeldState make_time_wait() {
  TcpPair pair = connect_pair();
  ::shutdown(pair.client.get(), SHUT_WR);
  wait_for_state(pair.server, TCP_CLOSE_WAIT);
  pair.server.reset();
  wait_for_state(pair.client, TCP_CLOSE);  // the state of the socket once TIME_WAIT has taken over
  HeldState held{State::time_wait, pair.client_port, pair.server_port, false, 0, {}};
  hold_pair(held, pair);
  return held;
}

inline HeldState make_unaccepted() {
  UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
  bind_to(listener, loopback4());
  EXPECT_EQ(::listen(listener.get(), 5), 0);
  UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
  connect_to(client, loopback4(port_of(listener)));
  send_bytes(client, 77);
  HeldState held{State::established, port_of(listener), port_of(client), false, 77, {}};
  held.held.push_back(std::move(listener));
  held.held.push_back(std::move(client));
  return held;
}

inline std::vector<HeldState> make_all_tcp_states() {
  std::vector<HeldState> all;
  all.push_back(make_listen());
  all.push_back(make_syn_sent());
  all.push_back(make_syn_recv());
  all.push_back(make_unaccepted());
  all.push_back(make_fin_wait1());
  all.push_back(make_fin_wait2());
  all.push_back(make_close_wait());
  all.push_back(make_last_ack());
  all.push_back(make_closing());
  all.push_back(make_time_wait());
  return all;
}

inline const Socket* find_by_ports(const std::vector<Socket>& sockets, std::uint32_t local,
                                   std::uint32_t remote) {
  for (const Socket& s : sockets) {
    if (s.local_port == local && s.remote_port == remote) return &s;
  }
  return nullptr;
}

inline const Socket* find_by_inode(const std::vector<Socket>& sockets, std::uint64_t inode) {
  for (const Socket& s : sockets) {
    if (s.inode.value() == inode) return &s;
  }
  return nullptr;
}

}  // namespace portexplorer
