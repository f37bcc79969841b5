#include "model/types.h"

#include <algorithm>
#include <charconv>

namespace portexplorer {
namespace {

constexpr std::array<std::string_view, kProtocolCount> kProtocolNames = {
    "unknown", "tcp",    "udp",   "udplite", "icmp", "raw", "sctp",      "mptcp", "dccp", "unix",
    "netlink", "packet", "vsock", "xdp",     "tipc", "alg", "bluetooth", "can",   "other"};

constexpr std::array<std::string_view, 8> kFamilyNames = {"unknown", "ipv4",   "ipv6",  "unix",
                                                          "netlink", "packet", "vsock", "other"};

constexpr std::array<std::string_view, 13> kStateNames = {
    "",       "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",  "TIME_WAIT",
    "CLOSED", "CLOSE_WAIT",  "LAST_ACK", "LISTEN",   "CLOSING",   "UNCONNECTED"};

struct StateWord {
  std::string_view word;
  State state;
};

// Names of the same states in other tools, without separators.
constexpr std::array kOtherStateWords = {
    StateWord{"ESTAB", State::established},  StateWord{"SYNSENT", State::syn_sent},
    StateWord{"SYNRECV", State::syn_recv},   StateWord{"FINWAIT1", State::fin_wait1},
    StateWord{"FINWAIT2", State::fin_wait2}, StateWord{"TIMEWAIT", State::time_wait},
    StateWord{"CLOSE", State::closed},       StateWord{"CLOSEWAIT", State::close_wait},
    StateWord{"LASTACK", State::last_ack},   StateWord{"LISTENING", State::listen},
    StateWord{"UNCONN", State::unconnected}, StateWord{"CONNECTED", State::established}};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return upper(x) == upper(y); });
}

template <typename Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i) {
    if (!names[i].empty() && equal_ignoring_case(names[i], word)) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

std::string without_separators(std::string_view word) {
  std::string plain;
  for (const char c : word) {
    if (c != '-' && c != '_') plain += upper(c);
  }
  return plain;
}

}  // namespace

std::string_view to_string(Protocol p) { return kProtocolNames[static_cast<std::size_t>(p)]; }
std::string_view to_string(Family f) { return kFamilyNames[static_cast<std::size_t>(f)]; }
std::string_view to_string(State s) { return kStateNames[static_cast<std::size_t>(s)]; }

std::optional<Protocol> protocol_from_string(std::string_view word) {
  return find_name<Protocol>(kProtocolNames, word);
}
std::optional<Family> family_from_string(std::string_view word) {
  return find_name<Family>(kFamilyNames, word);
}

std::optional<State> state_from_string(std::string_view word) {
  const std::string plain = without_separators(word);
  for (std::size_t i = 1; i < kStateNames.size(); ++i) {
    if (without_separators(kStateNames[i]) == plain) return static_cast<State>(i);
  }
  for (const StateWord& other : kOtherStateWords) {
    if (other.word == plain) return other.state;
  }
  return std::nullopt;
}

bool is_internet(Protocol p) {
  switch (p) {
    case Protocol::tcp:
    case Protocol::udp:
    case Protocol::udplite:
    case Protocol::icmp:
    case Protocol::raw:
    case Protocol::sctp:
    case Protocol::mptcp:
    case Protocol::dccp: return true;
    default: return false;
  }
}

bool has_ports(Protocol p) { return is_internet(p) && p != Protocol::icmp && p != Protocol::raw; }

ProtocolSet ProtocolSet::internet() {
  ProtocolSet set;
  for (int i = 0; i < kProtocolCount; ++i) {
    if (is_internet(static_cast<Protocol>(i))) set.add(static_cast<Protocol>(i));
  }
  return set;
}

bool is_unspecified(const IpAddress& a) { return a == IpAddress{}; }

bool is_loopback(Family family, const IpAddress& a) {
  if (family == Family::ipv4) return a.bytes[0] == 127;
  IpAddress one;
  one.bytes[15] = 1;
  return family == Family::ipv6 && a == one;
}

bool is_link_local(Family family, const IpAddress& a) {
  if (family == Family::ipv4) return a.bytes[0] == 169 && a.bytes[1] == 254;
  return family == Family::ipv6 && a.bytes[0] == 0xFE && (a.bytes[1] & 0xC0) == 0x80;
}

bool is_v4_mapped(const IpAddress& a) {
  return std::all_of(a.bytes.begin(), a.bytes.begin() + 10,
                     [](std::uint8_t b) { return b == 0; }) &&
         a.bytes[10] == 0xFF && a.bytes[11] == 0xFF;
}

}  // namespace portexplorer
