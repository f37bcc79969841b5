#include "knowledge/address_scope.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/words.h"

namespace portexplorer {
namespace {

using enum AddressKind;

struct KindText {
  std::string_view word;
  std::string_view phrase;
  std::string_view sentence;
};

// In the order of AddressKind.
constexpr std::array kKinds = {
    KindText{"unspecified"_text, "no address at all"_text,
             "A socket that is bound to it accepts calls at every address of this machine."_text},
    KindText{"loopback"_text, "a loopback address"_text,
             "It stays inside this machine: no packet to it ever meets a network."_text},
    KindText{
        "private"_text, "a private address"_text,
        "It belongs to a home or company network. Many networks use the same one, so it means another machine in each of them."_text},
    KindText{"unique-local"_text, "a unique local address"_text,
             "It is IPv6's private address: it belongs to one site, and the internet does not "
             "carry it."_text},
    KindText{
        "link-local"_text, "a link-local address"_text,
        "It reaches only the machines on the same cable or wireless network. A machine gives it to itself."_text},
    KindText{
        "shared"_text, "a shared address (CGNAT)"_text,
        "It lies inside the network of a provider, which lets many customers share one public address."_text},
    KindText{"documentation"_text, "a documentation address"_text,
             "It is kept for examples in books and manuals. No real machine should have it."_text},
    KindText{"benchmarking"_text, "a benchmarking address"_text,
             "It is kept for measuring network devices in a laboratory."_text},
    KindText{
        "multicast"_text, "a multicast address"_text,
        "It names a group: everyone who has joined the group receives what is sent there."_text},
    KindText{"broadcast"_text, "the broadcast address"_text,
             "What is sent there reaches every machine on the same network."_text},
    KindText{"v4-mapped"_text, "an IPv4 address in IPv6's clothes"_text,
             "An IPv6 socket writes IPv4 addresses so. It means the IPv4 address."_text},
    KindText{
        "nat64"_text, "an IPv4 address behind NAT64"_text,
        "A gateway translates between IPv6 here and IPv4 there. It means the IPv4 address."_text},
    KindText{
        "6to4"_text, "a 6to4 address"_text,
        "It carries IPv6 through IPv4, which hardly anybody does any more. The IPv4 address is part of it."_text},
    KindText{
        "teredo"_text, "a Teredo address"_text,
        "It carries IPv6 in UDP from behind a router. Hardly anybody does that any more."_text},
    KindText{"protocol"_text, "an address set aside for a protocol"_text,
             "It serves the network itself and belongs to no single machine."_text},
    KindText{"discard"_text, "a discard address"_text,
             "Routers throw away what is sent there."_text},
    KindText{"reserved"_text, "a reserved address"_text,
             "Nobody has it yet. A packet from there was made up."_text},
    KindText{"public"_text, "a public address"_text,
             "It is one machine or network on the internet. Who has it can be looked up."_text},
};
constexpr std::size_t kKindCount = static_cast<std::size_t>(open) + 1;
static_assert(kKinds.size() == kKindCount);

struct Block {
  std::string_view text;
  AddressKind kind;
  std::string_view source;
  std::string_view group = {};
};

// The first block that contains an address applies, so smaller blocks precede those that contain
// them.
constexpr std::array kBlocks4 = {
    Block{"0.0.0.0/32", unspecified, "RFC 1122"},
    Block{"0.0.0.0/8", reserved, "RFC 791"},
    Block{"10.0.0.0/8", private_use, "RFC 1918"},
    Block{"100.64.0.0/10", shared, "RFC 6598"},
    Block{"127.0.0.0/8", loopback, "RFC 1122"},
    Block{"169.254.0.0/16", link_local, "RFC 3927"},
    Block{"172.16.0.0/12", private_use, "RFC 1918"},
    Block{"192.0.0.9/32", open, "RFC 7723"},
    Block{"192.0.0.10/32", open, "RFC 8155"},
    Block{"192.0.0.0/24", protocol, "RFC 6890"},
    Block{"192.0.2.0/24", documentation, "RFC 5737"},
    Block{"192.88.99.0/24", protocol, "RFC 7526"},
    Block{"192.168.0.0/16", private_use, "RFC 1918"},
    Block{"198.18.0.0/15", benchmarking, "RFC 2544"},
    Block{"198.51.100.0/24", documentation, "RFC 5737"},
    Block{"203.0.113.0/24", documentation, "RFC 5737"},
    Block{"224.0.0.1/32", multicast, "RFC 1112", "all machines on the same network"_text},
    Block{"224.0.0.2/32", multicast, "RFC 1112", "all routers on the same network"_text},
    Block{"224.0.0.5/32", multicast, "RFC 2328", "OSPF routers"_text},
    Block{"224.0.0.6/32", multicast, "RFC 2328", "OSPF routers"_text},
    Block{"224.0.0.9/32", multicast, "RFC 2453", "RIP routers"_text},
    Block{"224.0.0.18/32", multicast, "RFC 9568", "VRRP routers"_text},
    Block{"224.0.0.22/32", multicast, "RFC 3376", "IGMP: who has joined which group"_text},
    Block{"224.0.0.251/32", multicast, "RFC 6762",
          "mDNS: machines on the same network tell their names"_text},
    Block{"224.0.0.252/32", multicast, "RFC 4795",
          "LLMNR: Windows machines on the same network tell their names"_text},
    Block{"224.0.0.0/24", multicast, "RFC 5771", "the same network only"_text},
    Block{"224.0.1.1/32", multicast, "RFC 5905", "NTP: clocks"_text},
    Block{"224.0.1.129/32", multicast, "IEEE 1588", "PTP: precise clocks"_text},
    Block{"232.0.0.0/8", multicast, "RFC 4607", "one chosen sender to many"_text},
    Block{"239.255.255.250/32", multicast, "UPnP",
          "SSDP: devices on the same network announce what they offer"_text},
    Block{"239.0.0.0/8", multicast, "RFC 2365", "inside one organization"_text},
    Block{"224.0.0.0/4", multicast, "RFC 5771"},
    Block{"255.255.255.255/32", broadcast, "RFC 919"},
    Block{"240.0.0.0/4", reserved, "RFC 1112"},
    Block{"0.0.0.0/0", open, "RFC 791"},
};

constexpr std::array kBlocks6 = {
    Block{"::/128", unspecified, "RFC 4291"},
    Block{"::1/128", loopback, "RFC 4291"},
    Block{"::ffff:0:0/96", v4_mapped, "RFC 4291"},
    Block{"64:ff9b::/96", nat64, "RFC 6052"},
    Block{"64:ff9b:1::/48", nat64, "RFC 8215"},
    Block{"100::/64", discard, "RFC 6666"},
    Block{"2001::/32", teredo, "RFC 4380"},
    Block{"2001:2::/48", benchmarking, "RFC 5180"},
    Block{"2001:db8::/32", documentation, "RFC 3849"},
    Block{"2001::/23", protocol, "RFC 2928"},
    Block{"2002::/16", six_to_four, "RFC 3056"},
    Block{"3fff::/20", documentation, "RFC 9637"},
    Block{"2000::/3", open, "RFC 4291"},
    Block{"5f00::/16", protocol, "RFC 9602"},
    Block{"fc00::/7", unique_local, "RFC 4193"},
    Block{"fe80::/10", link_local, "RFC 4291"},
    Block{"ff02::1/128", multicast, "RFC 4291", "all machines on the same network"_text},
    Block{"ff02::2/128", multicast, "RFC 4291", "all routers on the same network"_text},
    Block{"ff02::5/128", multicast, "RFC 5340", "OSPF routers"_text},
    Block{"ff02::6/128", multicast, "RFC 5340", "OSPF routers"_text},
    Block{"ff02::c/128", multicast, "UPnP",
          "SSDP: devices on the same network announce what they offer"_text},
    Block{"ff02::16/128", multicast, "RFC 3810", "MLD: who has joined which group"_text},
    Block{"ff02::fb/128", multicast, "RFC 6762",
          "mDNS: machines on the same network tell their names"_text},
    Block{"ff02::1:2/128", multicast, "RFC 8415", "DHCPv6: servers that hand out addresses"_text},
    Block{"ff02::1:3/128", multicast, "RFC 4795",
          "LLMNR: Windows machines on the same network tell their names"_text},
    Block{"ff02::1:ff00:0/104", multicast, "RFC 4291",
          "the one machine whose address ends so"_text},
    Block{"ff01::/16", multicast, "RFC 4291", "this machine only"_text},
    Block{"ff02::/16", multicast, "RFC 4291", "the same network only"_text},
    Block{"ff05::/16", multicast, "RFC 4291", "the same site only"_text},
    Block{"ff08::/16", multicast, "RFC 4291", "inside one organization"_text},
    Block{"ff00::/8", multicast, "RFC 4291"},
    Block{"::/0", reserved, "RFC 4291"},
};

struct ParsedBlock {
  IpAddress address;
  unsigned length = 0;
  const Block* block = nullptr;
};

bool holds(const ParsedBlock& b, const IpAddress& address) {
  const std::size_t whole = b.length / 8;
  if (!std::equal(address.bytes.begin(), address.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  b.address.bytes.begin()))
    return false;
  const unsigned rest = b.length % 8;
  return rest == 0 || ((address.bytes[whole] ^ b.address.bytes[whole]) >> (8 - rest)) == 0;
}

// The blocks that may contain an address, by its first byte: a long list of sockets looks up each
// of its addresses.
using BlocksByByte = std::array<std::vector<ParsedBlock>, 256>;

template <typename Blocks>
BlocksByByte parsed(const Blocks& blocks) {
  BlocksByByte lists;
  for (const Block& block : blocks) {
    const std::size_t slash = block.text.find('/');
    ParsedBlock one{.address = {}, .length = 0, .block = &block};
    if (const auto address = parse_ip(block.text.substr(0, slash))) one.address = address->address;
    std::from_chars(block.text.data() + slash + 1, block.text.data() + block.text.size(),
                    one.length);
    const unsigned free_bits = 8 - std::min(one.length, 8U);
    for (unsigned byte = one.address.bytes[0]; byte < one.address.bytes[0] + (1U << free_bits);
         ++byte)
      lists[byte].push_back(one);
  }
  return lists;
}

const Block& block_of(Family family, const IpAddress& address) {
  static const BlocksByByte four = parsed(kBlocks4);
  static const BlocksByByte six = parsed(kBlocks6);
  const auto& list = (family == Family::ipv4 ? four : six)[address.bytes[0]];
  const auto it =
      std::ranges::find_if(list, [&](const ParsedBlock& b) { return holds(b, address); });
  return it == list.end() ? *list.back().block : *it->block;  // the last one contains every address
}

IpAddress four_bytes(const IpAddress& address, std::size_t at, std::uint8_t mask = 0) {
  IpAddress four;
  for (std::size_t i = 0; i < 4; ++i)
    four.bytes[i] = static_cast<std::uint8_t>(address.bytes[at + i] ^ mask);
  return four;
}

}  // namespace

std::string_view to_string(AddressKind kind) { return kKinds[static_cast<std::size_t>(kind)].word; }

AddressScope address_scope(Family family, const IpAddress& address) {
  const Block& block = block_of(family, address);
  const KindText& text = kKinds[static_cast<std::size_t>(block.kind)];
  return {block.kind, block.text, block.source, text.phrase, text.sentence, block.group};
}

std::optional<IpAddress> carried_ipv4(const IpAddress& address) {
  const Block& block = block_of(Family::ipv6, address);
  switch (block.kind) {
    case v4_mapped: return four_bytes(address, 12);
    case nat64:
      return block.source == "RFC 6052" ? std::optional(four_bytes(address, 12))
                                        : std::nullopt;  // otherwise by the network's own rule
    case six_to_four: return four_bytes(address, 2);
    case teredo: return four_bytes(address, 12, 0xFF);  // each bit is inverted
    default: return std::nullopt;
  }
}

std::optional<ParsedAddress> place_address(Family family, const IpAddress& address) {
  if (block_of(family, address).kind == open) return ParsedAddress{family, address};
  if (family != Family::ipv6) return std::nullopt;
  const auto carried = carried_ipv4(address);
  if (!carried || block_of(Family::ipv4, *carried).kind != open) return std::nullopt;
  return ParsedAddress{Family::ipv4, *carried};
}

}  // namespace portexplorer
