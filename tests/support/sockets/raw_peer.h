// A TCP peer that a test plays itself, segment by segment, over a veth pair. It sends only what the
// test sends, so each state of the kernel's side can be reached and kept.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <string>

#include "support/posix_check.h"

namespace portexplorer::fixture {

// The kernel's end of the veth pair has kHostAddress, the test's end kPeerAddress. Requires a
// ScopedNetns.
inline constexpr const char* kHostAddress = "10.77.0.1";
inline constexpr const char* kPeerAddress = "10.77.0.2";
inline constexpr const char* kHostInterface = "pe0";

enum TcpFlags : std::uint8_t { kFin = 1, kSyn = 2, kRst = 4, kPsh = 8, kAck = 16 };

struct Segment {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint8_t flags = 0;
  std::string payload;
};

// The link: creates the interfaces, and sends and receives TCP segments as kPeerAddress.
class RawLink {
 public:
  RawLink();
  void send(const Segment&) const;
  // Returns the next segment to `port` of the peer that has all of `flags`; discards others.
  [[nodiscard]] Segment receive(std::uint16_t port, std::uint8_t flags) const;

 private:
  UniqueFd packets_;
};

// The peer's end of one connection.
class RawPeer {
 public:
  RawPeer(const RawLink& link, std::uint16_t peer_port) : link_(link), peer_port_(peer_port) {}

  // The kernel connects: receives its SYN, answers, and receives its ACK.
  void accept();
  // The peer connects: sends a SYN to `host_port` and receives the answer, without acknowledging
  // it.
  void half_connect(std::uint16_t host_port);
  // Performs the whole handshake.
  void connect(std::uint16_t host_port);
  void send(const std::string& payload);
  void fin();
  // Receives the kernel's FIN; does not acknowledge it.
  void take_fin();
  // Acknowledges everything received.
  void acknowledge();

 private:
  void emit(std::uint8_t flags, const std::string& payload = {});
  void take(std::uint8_t flags);

  const RawLink& link_;
  std::uint16_t peer_port_;
  std::uint16_t host_port_ = 0;
  std::uint32_t next_sequence_ = 1000;
  std::uint32_t expected_ = 0;  // the kernel's next sequence number
};

// The states, as numbered in /proc/net/tcp.
enum class KernelState : int {
  established = 1,
  syn_sent,
  syn_recv,
  fin_wait1,
  fin_wait2,
  time_wait,
  close,
  close_wait,
  last_ack,
  listen,
  closing
};

// Waits until the kernel's own table (/proc/net/tcp) shows kHostAddress:host_port →
// kPeerAddress:peer_port in this state.
void await_state(std::uint16_t host_port, std::uint16_t peer_port, KernelState state);

}  // namespace portexplorer::fixture
