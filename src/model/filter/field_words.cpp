#include "model/filter/field_words.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "model/filter/text_match.h"

namespace portexplorer::filter {
namespace {

using Kind = Subject::Kind;

// Fewer words than ss, netstat and lsof have between them, but those that hands know.
constexpr std::array kAliases = {Alias{"proto", "protocol"},
                                 Alias{"prot", "protocol"},
                                 Alias{"netid", "protocol"},
                                 Alias{"status", "state"},
                                 Alias{"st", "state"},
                                 Alias{"laddr", "local_address"},
                                 Alias{"raddr", "remote_address"},
                                 Alias{"addr", "address"},
                                 Alias{"host", "address"},
                                 Alias{"ip", "address"},
                                 Alias{"src", "local"},
                                 Alias{"dst", "remote"},
                                 Alias{"source", "local"},
                                 Alias{"destination", "remote"},
                                 Alias{"peer", "remote"},
                                 Alias{"sport", "local_port"},
                                 Alias{"lport", "local_port"},
                                 Alias{"dport", "remote_port"},
                                 Alias{"rport", "remote_port"},
                                 Alias{"name", "process"},
                                 Alias{"proc", "process"},
                                 Alias{"comm", "process"},
                                 Alias{"exe", "path"},
                                 Alias{"cmd", "command"},
                                 Alias{"cmdline", "command"},
                                 Alias{"args", "command"},
                                 Alias{"sent", "sent_bytes"},
                                 Alias{"tx", "sent_bytes"},
                                 Alias{"received", "received_bytes"},
                                 Alias{"recv", "received_bytes"},
                                 Alias{"rx", "received_bytes"},
                                 Alias{"created", "created_at"},
                                 Alias{"age", "created_at"},
                                 Alias{"started", "started_at"},
                                 Alias{"rtt", "rtt_us"},
                                 Alias{"retrans", "retransmits"},
                                 Alias{"recvq", "recv_queue"},
                                 Alias{"sendq", "send_queue"},
                                 Alias{"recv_q", "recv_queue"},
                                 Alias{"send_q", "send_queue"},
                                 Alias{"iface", "interface"},
                                 Alias{"if", "interface"},
                                 Alias{"dev", "interface"},
                                 Alias{"ns", "netns"},
                                 Alias{"service", "port"},
                                 Alias{"fwmark", "mark"},
                                 Alias{"tty", "terminal"},
                                 Alias{"ino", "inode"},
                                 Alias{"holder", "holders"},
                                 Alias{"dir", "direction"},
                                 Alias{"reason", "class_reason"}};

struct SideWord {
  std::string_view word;
  Kind kind;
  std::uint8_t sides;
};
constexpr std::array kSideWords = {
    SideWord{"port", Kind::ports, kLocal | kRemote},    SideWord{"local_port", Kind::ports, kLocal},
    SideWord{"remote_port", Kind::ports, kRemote},      SideWord{"address", Kind::addresses, kLocal | kRemote},
    SideWord{"local_address", Kind::addresses, kLocal}, SideWord{"remote_address", Kind::addresses, kRemote},
    SideWord{"local", Kind::endpoints, kLocal},         SideWord{"remote", Kind::endpoints, kRemote}};

std::string normalized(std::string_view word) {
  std::string out = folded(word);
  std::ranges::replace(out, '-', '_');
  return out;
}

// How many letters must be changed, added, left out or swapped with their neighbour.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

constexpr std::array<std::string_view, 19> kProtocols = {"tcp",  "udp",       "udplite", "icmp",   "raw",    "sctp", "mptcp",
                                                         "dccp", "unix",      "netlink", "packet", "vsock",  "xdp",  "tipc",
                                                         "alg",  "bluetooth", "can",     "other",  "unknown"};
constexpr std::array<std::string_view, 8> kFamilies = {"ipv4", "ipv6", "unix", "netlink", "packet", "vsock", "other", "unknown"};
constexpr std::array<std::string_view, 12> kStates = {"listen",    "established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2",
                                                      "time_wait", "close_wait",  "last_ack", "closing",  "closed",    "unconnected"};
constexpr std::array<std::string_view, 3> kClasses = {"normal", "system", "hidden"};
constexpr std::array<std::string_view, 7> kOwners = {"known", "none", "kernel", "not_permitted", "gone", "unknown", "foreign"};
constexpr std::array<std::string_view, 3> kChanges = {"new", "closing", "brief"};
constexpr std::array<std::string_view, 3> kDirections = {"inbound", "outbound", "listening"};
constexpr std::array<std::string_view, 3> kTraffic = {"whole_life", "since_observed", "unknown"};
constexpr std::array<std::string_view, 8> kHostSources = {"hosts_file", "reverse_dns", "not_asked", "waiting",
                                                          "no_name",    "no_answer",   "refused",   "unusable"};
constexpr std::array<std::string_view, 9> kLookReasons = {"nothing",        "deleted_executable", "memory_only",
                                                          "writable_place", "shell_on_socket",    "ld_preload",
                                                          "not_packaged",   "miners_port",        "disguised"};

}  // namespace

std::span<const Alias> aliases() { return kAliases; }

std::optional<Subject> find_subject(std::string_view word) {
  std::string name = normalized(word);
  const auto alias = std::ranges::find(kAliases, std::string_view(name), &Alias::word);
  if (alias != kAliases.end()) name = alias->meaning;
  const auto side = std::ranges::find(kSideWords, std::string_view(name), &SideWord::word);
  if (side != kSideWords.end()) return Subject{side->kind, side->sides, nullptr};
  const Field* field = find_field(name);
  if (field == nullptr) return std::nullopt;
  return Subject{Kind::field, 0, field};
}

std::string_view nearest_subject(std::string_view word) {
  constexpr std::size_t kLongestWord = 40;
  const std::string name = normalized(word.substr(0, kLongestWord));
  std::string_view best;
  std::size_t best_distance = name.size() <= 4 ? 2 : name.size() <= 7 ? 3 : 4;  // one more than what still is near
  const auto consider = [&](std::string_view candidate) {
    const std::size_t d = distance(name, candidate);
    if (d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  };
  for (const SideWord& side : kSideWords) consider(side.word);
  for (const Field& field : all_fields()) consider(field.name);
  for (const Alias& alias : kAliases) consider(alias.word);
  return best;
}

std::span<const std::string_view> words_of(FieldId id) {
  switch (id) {
    case FieldId::protocol: return kProtocols;
    case FieldId::family: return kFamilies;
    case FieldId::state: return kStates;
    case FieldId::klass: return kClasses;
    case FieldId::owner: return kOwners;
    case FieldId::change: return kChanges;
    case FieldId::direction: return kDirections;
    case FieldId::traffic_known: return kTraffic;
    case FieldId::remote_host_known: return kHostSources;
    case FieldId::look_reasons: return kLookReasons;
    default: return {};
  }
}

bool is_list(FieldId id) { return id == FieldId::look_reasons; }

std::uint64_t largest_value(FieldId id) {
  constexpr std::uint64_t kLargestPid = 4'194'304;   // PID_MAX_LIMIT of linux/threads.h
  constexpr std::uint64_t kLargestIpProtocol = 262;  // IPPROTO_MPTCP of linux/in.h; those of raw sockets end at 255
  switch (id) {
    case FieldId::pid:
    case FieldId::holders:
    case FieldId::last_pid: return kLargestPid;
    case FieldId::ip_protocol: return kLargestIpProtocol;
    case FieldId::ethertype: return UINT16_MAX;
    case FieldId::threat_ports: return kMostThreats;
    case FieldId::inode:  // sockfs numbers its inodes by get_next_ino(), which counts in 32 bits
    case FieldId::peer_inode:
    case FieldId::uid:
    case FieldId::socket_uid:
    case FieldId::mark:
    case FieldId::sent_packets:
    case FieldId::received_packets:
    case FieldId::recv_queue:
    case FieldId::send_queue:
    case FieldId::recv_memory_bytes:
    case FieldId::send_memory_bytes:
    case FieldId::drops:
    case FieldId::rtt_us:
    case FieldId::retransmits: return UINT32_MAX;
    default: return UINT64_MAX;
  }
}

}  // namespace portexplorer::filter
