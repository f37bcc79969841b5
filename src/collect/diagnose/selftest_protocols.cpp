// Each protocol in its simplest use.
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>

#include <array>
#include <cerrno>

#include "collect/diagnose/stage.h"

namespace portexplorer {
namespace {

Result<Scene> tcp(const Stage& stage, int domain) {
  TRY(both, make_connection(stage, domain));
  auto& [client, server] = both;
  TRY_VOID(send_bytes(client.fd.get(), 1000));
  TRY_VOID(receive_bytes(server.fd.get(), 1000));
  TRY_VOID(send_bytes(server.fd.get(), 500));
  TRY_VOID(receive_bytes(client.fd.get(), 500));
  client.done.sent_bytes = server.done.received_bytes = 1000;
  client.done.received_bytes = server.done.sent_bytes = 500;
  Scene scene;
  scene.keep(std::move(client.done), std::move(client.fd));
  scene.keep(std::move(server.done), std::move(server.fd));
  return scene;
}

Result<Made> bound_udp(const Stage& stage, int domain, std::string label) {
  TRY(made, make_socket(stage, std::move(label), Protocol::udp, domain, SOCK_DGRAM));
  const Address any = loopback(domain);
  if (::bind(made.fd.get(), any.get(), any.length) != 0)
    return fail_errno(errno, "there is no loopback address to bind to");
  return made;
}

constexpr std::size_t kDatagram = 100;
constexpr int kDatagrams = 3;

Result<void> send_datagrams(int fd, const Address* to) {
  const std::array<char, kDatagram> bytes{};
  for (int i = 0; i < kDatagrams; ++i) {
    const ssize_t sent =
        ::sendto(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL, to == nullptr ? nullptr : to->get(),
                 to == nullptr ? 0 : to->length);
    if (sent != static_cast<ssize_t>(bytes.size()))
      return fail_errno(errno, "a datagram could not be sent over the loopback interface");
  }
  return {};
}

Result<Scene> udp(const Stage& stage, int domain, bool connected) {
  TRY(receiver, bound_udp(stage, domain, "receiver"));
  TRY(sender, bound_udp(stage, domain, "sender"));
  TRY(address, address_of(receiver.fd.get()));
  if (connected) TRY_VOID(connect_to(sender.fd.get(), address));
  TRY_VOID(send_datagrams(sender.fd.get(), connected ? nullptr : &address));
  for (int i = 0; i < kDatagrams; ++i) TRY_VOID(receive_bytes(receiver.fd.get(), kDatagram));
  sender.done.sent_bytes = receiver.done.received_bytes = kDatagrams * kDatagram;
  sender.done.sent_packets = receiver.done.received_packets = kDatagrams;
  sender.done.received_bytes = receiver.done.sent_bytes = 0;
  Scene scene;
  scene.keep(std::move(sender.done), std::move(sender.fd));
  scene.keep(std::move(receiver.done), std::move(receiver.fd));
  return scene;
}

Result<Scene> unix_stream(const Stage& stage) {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    return fail_errno(errno, "the kernel refuses unix sockets");
  Made one{UniqueFd(pair[0]), {}};
  Made other{UniqueFd(pair[1]), {}};
  for (Made* made : {&one, &other}) {
    made->done.protocol = Protocol::unix_domain;
    made->done.netns = stage.netns;
    made->done.owner = stage.self;
    TRY_VOID(identify(made->fd.get(), made->done));
  }
  one.done.label = "sender";
  other.done.label = "receiver";
  TRY_VOID(send_bytes(one.fd.get(), 700));
  TRY_VOID(receive_bytes(other.fd.get(), 700));
  one.done.sent_bytes = other.done.received_bytes = 700;
  Scene scene;
  scene.keep(std::move(one.done), std::move(one.fd));
  scene.keep(std::move(other.done), std::move(other.fd));
  return scene;
}

struct EchoRequest {
  icmphdr header{};
  std::array<char, 56> payload{};
};

Result<Scene> echo(const Stage& stage, Protocol protocol, int type) {
  TRY(made, make_socket(stage, "", protocol, AF_INET, type, IPPROTO_ICMP));
  EchoRequest request;
  request.header.type = ICMP_ECHO;
  request.header.checksum =
      htons(0xF7FF);  // of a request that is otherwise zero; a ping socket computes its own
  TRY_VOID(connect_to(made.fd.get(), loopback(AF_INET)));
  if (::send(made.fd.get(), &request, sizeof request, 0) != sizeof request)
    return fail_errno(errno, "an ICMP packet could not be sent");
  made.done.sent_bytes = sizeof request;
  made.done.sent_packets = 1;
  if (protocol == Protocol::icmp) {  // a raw socket also receives the request, and IP headers
    TRY_VOID(receive_bytes(made.fd.get(), sizeof request));
    made.done.received_bytes = sizeof request;
    made.done.received_packets = 1;
  }
  Scene scene;
  scene.keep(std::move(made.done), std::move(made.fd));
  return scene;
}

// For other families, only the traffic is reported, not the creation time.
Result<Made> other_family(const Stage& stage, Protocol protocol, int domain, int type, int number) {
  TRY(made, make_socket(stage, "", protocol, domain, type, number));
  made.done.maker.reset();
  made.done.made_after.reset();
  return made;
}

Result<Scene> packet(const Stage& stage) {
  constexpr std::uint16_t kExperimental = 0x88B5;  // IEEE 802: for local experiments
  TRY(made, other_family(stage, Protocol::packet, AF_PACKET, SOCK_DGRAM, htons(kExperimental)));
  sockaddr_ll to{};
  to.sll_family = AF_PACKET;
  to.sll_protocol = htons(kExperimental);
  to.sll_ifindex = static_cast<int>(::if_nametoindex("lo"));
  to.sll_halen = 6;
  const std::array<char, 100> bytes{};
  const ssize_t sent = ::sendto(made.fd.get(), bytes.data(), bytes.size(), 0,
                                reinterpret_cast<const sockaddr*>(&to), sizeof to);
  if (sent != static_cast<ssize_t>(bytes.size()))
    return fail_errno(errno, "a packet could not be sent over the loopback interface");
  made.done.sent_bytes = bytes.size();
  Scene scene;
  scene.keep(std::move(made.done), std::move(made.fd));
  return scene;
}

Result<Scene> netlink(const Stage& stage) {
  TRY(made, other_family(stage, Protocol::netlink, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
  struct {
    nlmsghdr header{};
    ifinfomsg link{};
  } request;
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_GETLINK;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.link.ifi_index = static_cast<int>(::if_nametoindex("lo"));
  if (::send(made.fd.get(), &request, sizeof request, 0) != sizeof request)
    return fail_errno(errno, "netlink refused a request");
  std::array<char, 16384> answer;
  const ssize_t received = ::recv(made.fd.get(), answer.data(), answer.size(), 0);
  if (received <= 0) return fail_errno(errno, "netlink did not answer");
  made.done.sent_bytes = sizeof request;
  made.done.received_bytes = static_cast<std::uint64_t>(received);
  Scene scene;
  scene.keep(std::move(made.done), std::move(made.fd));
  return scene;
}

}  // namespace

std::vector<CaseSpec> protocol_cases() {
  return {
      {"TCP over IPv4: 1000 bytes out, 500 back", [](const Stage& s) { return tcp(s, AF_INET); }},
      {"TCP over IPv6: 1000 bytes out, 500 back", [](const Stage& s) { return tcp(s, AF_INET6); }},
      {"UDP over IPv4, connected: 3 datagrams of 100 bytes",
       [](const Stage& s) { return udp(s, AF_INET, true); }},
      {"UDP over IPv6, connected: 3 datagrams of 100 bytes",
       [](const Stage& s) { return udp(s, AF_INET6, true); }},
      {"UDP over IPv4, unconnected: 3 datagrams of 100 bytes",
       [](const Stage& s) { return udp(s, AF_INET, false); }},
      {"UDP over IPv6, unconnected: 3 datagrams of 100 bytes",
       [](const Stage& s) { return udp(s, AF_INET6, false); }},
      {"ICMP by a ping socket: 64 bytes out and back",
       [](const Stage& s) { return echo(s, Protocol::icmp, SOCK_DGRAM); }, true, true,
       "Allow ping sockets for all groups: sysctl net.ipv4.ping_group_range=\"0 2147483647\"."},
      {"ICMP by a raw socket: 64 bytes sent",
       [](const Stage& s) { return echo(s, Protocol::raw, SOCK_RAW); }},
      {"unix stream: 700 bytes", unix_stream},
      {"packet socket: 100 bytes sent", packet},
      {"netlink: a request and its answer", netlink},
  };
}

}  // namespace portexplorer
