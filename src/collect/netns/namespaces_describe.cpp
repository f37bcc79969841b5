#include <arpa/inet.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "collect/netlink/dump.h"
#include "collect/netlink/requests.h"
#include "collect/netns/namespaces.h"

namespace portexplorer {
namespace {

struct TunnelKind {
  std::string_view kind;
  std::uint16_t port;  // the attribute that contains it
};

// Tunnels whose UDP socket belongs to the kernel. The socket tables do not show that.
constexpr std::array kTunnels = {TunnelKind{"vxlan", IFLA_VXLAN_PORT},
                                 TunnelKind{"geneve", IFLA_GENEVE_PORT},
                                 TunnelKind{"bareudp", IFLA_BAREUDP_PORT}};

Bytes find_attribute(Bytes attributes, std::uint16_t type) {
  AttributeCursor cursor(attributes);
  NetlinkAttribute attribute;
  while (cursor.next(attribute)) {
    if (attribute.type == type) return attribute.payload;
  }
  return {};
}

// Returns the UDP port on which a tunnel receives, from IFLA_LINKINFO; empty for any other link.
std::optional<std::uint32_t> tunnel_port(Bytes info) {
  const std::string kind(as_c_text(find_attribute(info, IFLA_INFO_KIND)));
  const auto tunnel = std::ranges::find(kTunnels, kind, &TunnelKind::kind);
  if (tunnel == kTunnels.end()) return std::nullopt;
  const auto port =
      load<std::uint16_t>(find_attribute(find_attribute(info, IFLA_INFO_DATA), tunnel->port));
  return port ? std::optional<std::uint32_t>(ntohs(*port)) : std::nullopt;
}

class LinkReader : public DumpReader {
 public:
  explicit LinkReader(Netns& netns) : netns_(netns) {}

  void begin() override {
    netns_.interfaces.clear();
    netns_.tunnel_ports.clear();
  }

  bool accept(std::uint16_t type, Bytes payload) override {
    const auto link = load<ifinfomsg>(payload);
    if (type != RTM_NEWLINK || !link) return false;
    AttributeCursor attributes(payload.subspan(NLMSG_ALIGN(sizeof *link)));
    NetlinkAttribute attribute;
    bool is_named = false;
    while (attributes.next(attribute)) {
      if (attribute.type == IFLA_IFNAME) {
        netns_.interfaces.emplace_back(static_cast<std::uint32_t>(link->ifi_index),
                                       as_c_text(attribute.payload));
        is_named = true;
      } else if (attribute.type == IFLA_LINKINFO &&
                 (link->ifi_flags & IFF_UP) != 0) {  // one that is down has no socket
        if (const auto port = tunnel_port(attribute.payload)) netns_.tunnel_ports.push_back(*port);
      }
    }
    return is_named;
  }

 private:
  Netns& netns_;
};

class AddressReader : public DumpReader {
 public:
  explicit AddressReader(Netns& netns) : netns_(netns) {}

  void begin() override { netns_.addresses.clear(); }

  bool accept(std::uint16_t type, Bytes payload) override {
    const auto wire = load<ifaddrmsg>(payload);
    if (type != RTM_NEWADDR || !wire) return false;
    const bool v4 = wire->ifa_family == AF_INET;
    if (!v4 && wire->ifa_family != AF_INET6) return true;
    const Bytes value = own_address(payload.subspan(NLMSG_ALIGN(sizeof *wire)));
    ParsedAddress address{v4 ? Family::ipv4 : Family::ipv6, {}};
    if (value.size() != (v4 ? 4u : 16u)) return false;
    std::memcpy(address.address.bytes.data(), value.data(), value.size());
    netns_.addresses.push_back(address);
    return true;
  }

 private:
  // On a point-to-point link IFA_ADDRESS is the other end; IFA_LOCAL, if present, is always this
  // host's.
  static Bytes own_address(Bytes attributes_bytes) {
    Bytes address;
    AttributeCursor attributes(attributes_bytes);
    NetlinkAttribute attribute;
    while (attributes.next(attribute)) {
      if (attribute.type == IFA_LOCAL) return attribute.payload;
      if (attribute.type == IFA_ADDRESS) address = attribute.payload;
    }
    return address;
  }

  Netns& netns_;
};

}  // namespace

NetnsId own_netns_id() {
  struct stat status {};
  for (const char* path : {"/proc/thread-self/ns/net", "/proc/self/ns/net"}) {
    if (::stat(path, &status) == 0) return NetnsId{static_cast<std::uint32_t>(status.st_ino)};
  }
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const UniqueFd netns(socket ? ::ioctl(socket.get(), SIOCGSKNS) : -1);
  if (!netns || ::fstat(netns.get(), &status) != 0) return NetnsId{};
  return NetnsId{static_cast<std::uint32_t>(status.st_ino)};
}

Result<Netns> describe_own_namespace() {
  TRY(fd, open_netlink_socket(NETLINK_ROUTE));
  SocketChannel channel(fd.get());
  Netns netns;
  netns.id = own_netns_id();
  NetlinkRequest links(RTM_GETLINK);
  links.add(ifinfomsg{}).add_attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  LinkReader link_reader(netns);
  TRY_VOID(run_dump(channel, links.bytes(), link_reader));
  NetlinkRequest addresses(RTM_GETADDR);
  addresses.add(ifaddrmsg{});
  AddressReader address_reader(netns);
  TRY_VOID(run_dump(channel, addresses.bytes(), address_reader));
  return netns;
}

}  // namespace portexplorer
