#include "support/sockets/raw_peer.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "support/netns/netns_fixture.h"

namespace portexplorer::fixture {
namespace {

constexpr const char* kPeerInterface = "pe1";
constexpr const char* kHostMac = "02:00:00:00:77:01";
constexpr const char* kPeerMac = "02:00:00:00:77:02";
constexpr std::array<unsigned char, ETH_ALEN> kHostMacBytes = {2, 0, 0, 0, 0x77, 1};
constexpr std::array<unsigned char, ETH_ALEN> kPeerMacBytes = {2, 0, 0, 0, 0x77, 2};

struct PseudoHeader {
  std::uint32_t source;
  std::uint32_t destination;
  std::uint8_t zero;
  std::uint8_t protocol;
  std::uint16_t length;
};

std::uint32_t sum_of(const void* data, std::size_t length, std::uint32_t sum) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < length; ++i)
    sum += static_cast<std::uint32_t>(bytes[i]) << (i % 2 == 0 ? 8 : 0);
  return sum;
}

std::uint16_t checksum(std::uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
  return htons(static_cast<std::uint16_t>(~sum));
}

iphdr ip_header(std::size_t payload) {
  iphdr ip{};
  ip.version = 4;
  ip.ihl = sizeof ip / 4;
  ip.tot_len = htons(static_cast<std::uint16_t>(sizeof ip + payload));
  ip.ttl = 64;
  ip.protocol = IPPROTO_TCP;
  ip.saddr = inet_addr(kPeerAddress);
  ip.daddr = inet_addr(kHostAddress);
  ip.check = checksum(sum_of(&ip, sizeof ip, 0));
  return ip;
}

tcphdr tcp_header(const Segment& segment) {
  tcphdr tcp{};
  tcp.source = htons(segment.source_port);
  tcp.dest = htons(segment.destination_port);
  tcp.seq = htonl(segment.sequence);
  tcp.ack_seq = htonl(segment.acknowledgement);
  tcp.doff = sizeof tcp / 4;
  tcp.th_flags = segment.flags;
  tcp.window = htons(0x7FFF);
  const PseudoHeader pseudo{inet_addr(kPeerAddress), inet_addr(kHostAddress), 0, IPPROTO_TCP,
                            htons(static_cast<std::uint16_t>(sizeof tcp + segment.payload.size()))};
  std::uint32_t sum = sum_of(&pseudo, sizeof pseudo, 0);
  sum = sum_of(&tcp, sizeof tcp, sum);
  tcp.check = checksum(sum_of(segment.payload.data(), segment.payload.size(), sum));
  return tcp;
}

template <typename Header>
void append(std::string& frame, const Header& header) {
  frame.append(reinterpret_cast<const char*>(&header), sizeof header);
}

template <typename Header>
std::optional<Header> header_at(const std::string& frame, std::size_t offset) {
  if (frame.size() < offset + sizeof(Header)) return std::nullopt;
  Header header;
  std::memcpy(&header, frame.data() + offset, sizeof header);
  return header;
}

std::optional<Segment> parse(const std::string& frame) {
  const auto ip = header_at<iphdr>(frame, sizeof(ether_header));
  if (!ip || ip->protocol != IPPROTO_TCP || ip->saddr != inet_addr(kHostAddress))
    return std::nullopt;
  const std::size_t tcp_at = sizeof(ether_header) + ip->ihl * 4u;
  const auto tcp = header_at<tcphdr>(frame, tcp_at);
  if (!tcp) return std::nullopt;
  Segment segment{ntohs(tcp->source),  ntohs(tcp->dest), ntohl(tcp->seq),
                  ntohl(tcp->ack_seq), tcp->th_flags,    {}};
  const std::size_t payload_at = tcp_at + tcp->doff * 4u;
  const std::size_t end = sizeof(ether_header) + ntohs(ip->tot_len);
  if (end > payload_at && end <= frame.size())
    segment.payload = frame.substr(payload_at, end - payload_at);
  return segment;
}

std::string endpoint_in_proc(const char* address, std::uint16_t port) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%08X:%04X", inet_addr(address), port);
  return text.data();
}

}  // namespace

RawLink::RawLink() {
  ip({"link", "add", kHostInterface, "address", kHostMac, "type", "veth", "peer", "name",
      kPeerInterface, "address", kPeerMac});
  ip({"addr", "add", std::string(kHostAddress) + "/24", "dev", kHostInterface});
  ip({"link", "set", kHostInterface, "up"});
  ip({"link", "set", kPeerInterface, "up"});
  ip({"neigh", "replace", kPeerAddress, "lladdr", kPeerMac, "dev", kHostInterface, "nud",
      "permanent"});
  packets_.reset(
      check(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_IP)), "packet socket"));
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_IP);
  address.sll_ifindex = static_cast<int>(if_nametoindex(kPeerInterface));
  check(bind(packets_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
        "bind the packet socket");
}

void RawLink::send(const Segment& segment) const {
  ether_header ether{};
  std::memcpy(ether.ether_dhost, kHostMacBytes.data(), ETH_ALEN);
  std::memcpy(ether.ether_shost, kPeerMacBytes.data(), ETH_ALEN);
  ether.ether_type = htons(ETHERTYPE_IP);
  std::string frame;
  append(frame, ether);
  append(frame, ip_header(sizeof(tcphdr) + segment.payload.size()));
  append(frame, tcp_header(segment));
  frame += segment.payload;
  check(::send(packets_.get(), frame.data(), frame.size(), 0), "send a frame");
}

Segment RawLink::receive(std::uint16_t port, std::uint8_t flags) const {
  std::string frame;
  for (;;) {
    pollfd wait{packets_.get(), POLLIN, 0};
    const auto milliseconds = static_cast<int>(std::chrono::milliseconds(kDeadline).count());
    if (check(poll(&wait, 1, milliseconds), "poll") == 0)
      fail_now("the kernel sent no such segment");
    frame.resize(65536);
    frame.resize(static_cast<std::size_t>(
        check(recv(packets_.get(), frame.data(), frame.size(), 0), "receive a frame")));
    auto segment = parse(frame);
    if (segment && segment->destination_port == port && (segment->flags & flags) == flags)
      return *segment;
  }
}

void RawPeer::accept() {
  const Segment syn = link_.receive(peer_port_, kSyn);
  host_port_ = syn.source_port;
  expected_ = syn.sequence + 1;
  emit(kSyn | kAck);
  take(kAck);
}

void RawPeer::half_connect(std::uint16_t host_port) {
  host_port_ = host_port;
  emit(kSyn);
  expected_ = link_.receive(peer_port_, kSyn | kAck).sequence + 1;
}

void RawPeer::connect(std::uint16_t host_port) {
  half_connect(host_port);
  acknowledge();
}

void RawPeer::send(const std::string& payload) { emit(kPsh | kAck, payload); }
void RawPeer::fin() { emit(kFin | kAck); }
void RawPeer::acknowledge() { emit(kAck); }

void RawPeer::take_fin() {
  const Segment segment = link_.receive(peer_port_, kFin);
  expected_ = segment.sequence + static_cast<std::uint32_t>(segment.payload.size()) + 1;
}

void RawPeer::take(std::uint8_t flags) {
  const Segment segment = link_.receive(peer_port_, flags);
  expected_ = segment.sequence + static_cast<std::uint32_t>(segment.payload.size());
}

void RawPeer::emit(std::uint8_t flags, const std::string& payload) {
  const bool first = (flags & (kSyn | kAck)) == kSyn;
  link_.send({peer_port_, host_port_, next_sequence_, first ? 0 : expected_, flags, payload});
  next_sequence_ +=
      static_cast<std::uint32_t>(payload.size()) + ((flags & (kSyn | kFin)) != 0 ? 1 : 0);
}

void await_state(std::uint16_t host_port, std::uint16_t peer_port, KernelState state) {
  std::array<char, 8> wanted{};
  std::snprintf(wanted.data(), wanted.size(), " %02X ", static_cast<unsigned>(state));
  const std::string row = endpoint_in_proc(kHostAddress, host_port) + " " +
                          endpoint_in_proc(kPeerAddress, peer_port) + wanted.data();
  await([&] { return read_file("/proc/net/tcp").find(row) != std::string::npos; },
        "a row in /proc/net/tcp with " + row);
}

}  // namespace portexplorer::fixture
