#include "model/filter/field_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/suggestion.h"
#include "model/address_book.h"
#include "model/classify.h"
#include "model/filter/text_match.h"
#include "model/findings.h"
#include "model/snapshot.h"

namespace portexplorer::filter {
namespace {

using Kind = Subject::Kind;

// Short names that users of ss, netstat and lsof are used to.
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
constexpr std::array kSideWords = {SideWord{"port", Kind::ports, kLocal | kRemote},
                                   SideWord{"local_port", Kind::ports, kLocal},
                                   SideWord{"remote_port", Kind::ports, kRemote},
                                   SideWord{"address", Kind::addresses, kLocal | kRemote},
                                   SideWord{"local_address", Kind::addresses, kLocal},
                                   SideWord{"remote_address", Kind::addresses, kRemote},
                                   SideWord{"local", Kind::endpoints, kLocal},
                                   SideWord{"remote", Kind::endpoints, kRemote}};

std::string normalized(std::string_view word) {
  std::string out = ascii_lower(word);
  std::ranges::replace(out, '-', '_');
  return out;
}

// The words that the model shows for the values of an enumeration up to `last`, in lower case and
// once each: first the values, then "unknown".
class EnumWords {
 public:
  template <typename Enum>
  explicit EnumWords(Enum last, std::initializer_list<std::string_view> more = {})
      : texts_(static_cast<std::size_t>(last) + 1) {
    for (std::size_t i = 0; i < texts_.size(); ++i)
      texts_[i] = ascii_lower(to_string(static_cast<Enum>(i)));
    texts_.insert(texts_.begin(), more.begin(), more.end());
    std::erase(texts_, "");  // shown as an empty cell
    std::stable_partition(texts_.begin(), texts_.end(),
                          [](const std::string& text) { return text != "unknown"; });
    words_.assign(texts_.begin(), texts_.end());
  }
  [[nodiscard]] std::span<const std::string_view> words() const { return words_; }

 private:
  std::vector<std::string> texts_;
  std::vector<std::string_view> words_;
};

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
  std::vector<std::string_view> candidates;
  candidates.reserve(kSideWords.size() + all_fields().size() + kAliases.size());
  for (const SideWord& side : kSideWords) candidates.push_back(side.word);
  for (const Field& field : all_fields()) candidates.push_back(field.name);
  for (const Alias& alias : kAliases) candidates.push_back(alias.word);
  return nearest_word(normalized(word), candidates).value_or("");
}

std::span<const std::string_view> words_of(FieldId id) {
  switch (id) {
    case FieldId::protocol: {
      static const EnumWords words(Protocol::other);
      return words.words();
    }
    case FieldId::family: {
      static const EnumWords words(Family::other);
      return words.words();
    }
    case FieldId::state: {
      static const EnumWords words(State::unconnected);
      return words.words();
    }
    case FieldId::klass: {
      static const EnumWords words(Class::hidden);
      return words.words();
    }
    case FieldId::owner: {
      static const EnumWords words(Owner::foreign);
      return words.words();
    }
    case FieldId::change: {
      static const EnumWords words(Change::short_lived);
      return words.words();
    }
    case FieldId::direction: {
      static const EnumWords words(Direction::listening);
      return words.words();
    }
    case FieldId::traffic_coverage: {
      static const EnumWords words(TrafficCoverage::lifetime);
      return words.words();
    }
    case FieldId::remote_host_source: {
      static const EnumWords words(HostSource::unusable);
      return words.words();
    }
    case FieldId::findings: {
      static const EnumWords words(Finding::disguised, {"nothing"});
      return words.words();
    }
    default: return {};
  }
}

bool is_list(FieldId id) { return id == FieldId::findings; }

std::uint64_t largest_value(FieldId id) {
  constexpr std::uint64_t kLargestPid = 4'194'304;  // PID_MAX_LIMIT of linux/threads.h
  // IPPROTO_MPTCP of linux/in.h; those of raw sockets are at most 255.
  constexpr std::uint64_t kLargestIpProtocol = 262;
  switch (id) {
    case FieldId::pid:
    case FieldId::holders:
    case FieldId::last_pid: return kLargestPid;
    case FieldId::ip_protocol: return kLargestIpProtocol;
    case FieldId::ethertype: return UINT16_MAX;
    case FieldId::threat_ports: return kMostThreats;
    case FieldId::inode:  // sockfs numbers inodes with get_next_ino(), which has 32 bits
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
