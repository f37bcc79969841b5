#include "collect/ebpf/quiet_tcp.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace portexplorer {
namespace {

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

std::unordered_set<std::uint64_t> held_inodes(std::span<const WalkPart* const> parts) {
  std::unordered_set<std::uint64_t> inodes;
  for (const WalkPart* part : parts) {
    for (const Inode inode : part->not_established) inodes.insert(inode.value());
  }
  return inodes;
}

// Sockets of which several records tell, or may: the first record of each counts. False where a record says that it is not
// the first, and the first is not among them.
bool add_claimed(std::span<const WalkPart* const> parts, NetnsId netns, MetTcp& met) {
  struct Claimed {
    State state = State::unknown;
    bool first_seen = false;
  };
  std::unordered_map<std::uint64_t, Claimed> claimed;
  for (const WalkPart* part : parts) {
    for (const Claim& c : part->claims) {
      const Socket& s = part->sockets[c.socket];
      if (s.protocol != Protocol::tcp || s.netns != netns) continue;
      Claimed& known = claimed[s.inode.value()];
      known.state = s.state;
      known.first_seen = known.first_seen || !c.seen;
    }
  }
  for (const auto& [inode, c] : claimed) {
    if (!c.first_seen) return false;
    if (c.state == State::established) ++met.established;
    else if (c.state == State::close_wait) ++met.close_wait;
  }
  return true;
}

}  // namespace

std::optional<TcpCounts> parse_tcp_counts(std::string_view snmp) {
  constexpr std::string_view kTcp = "Tcp:";
  while (!snmp.empty()) {
    std::string_view names = next_line(snmp);
    if (next_word(names) != kTcp) continue;
    std::string_view values = next_line(snmp);
    if (next_word(values) != kTcp) return std::nullopt;
    TcpCounts counts;
    int found = 0;
    for (auto name = next_word(names); !name.empty(); name = next_word(names)) {
      const std::string_view word = next_word(values);
      std::uint64_t value = 0;
      const bool is_number = std::from_chars(word.data(), word.data() + word.size(), value).ec == std::errc{};
      const bool opens = name == "ActiveOpens" || name == "PassiveOpens";
      if (!is_number || (!opens && name != "CurrEstab")) continue;
      (opens ? counts.opened : counts.established) += value;
      ++found;
    }
    return found == 3 ? std::optional(counts) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<MetTcp> met_tcp(std::span<const WalkPart* const> parts, NetnsId netns) {
  MetTcp met;
  for (const WalkPart* part : parts) {
    for (const HeldTcp& held : part->held_tcp) {
      if (held.netns != netns) continue;
      met.established += held.established;
      met.close_wait += held.close_wait;
      met.mptcp = met.mptcp || held.mptcp;
    }
  }
  return add_claimed(parts, netns, met) ? std::optional(met) : std::nullopt;
}

Result<QuietTcp> QuietTcp::open(NetnsId netns) {
  TRY(diag, open_diag_socket());
  UniqueFd snmp(::open("/proc/thread-self/net/snmp", O_RDONLY | O_CLOEXEC));
  if (!snmp) return fail_errno(errno, "the kernel's counters of connections cannot be read");
  return QuietTcp(netns, std::move(diag), std::move(snmp));
}

std::optional<TcpCounts> QuietTcp::read_counts() const {
  std::array<char, 8192> buffer;
  const ssize_t n = ::pread(snmp_.get(), buffer.data(), buffer.size(), 0);
  return n > 0 ? parse_tcp_counts({buffer.data(), static_cast<std::size_t>(n)}) : std::nullopt;
}

void QuietTcp::begin() { before_ = read_counts(); }

void QuietTcp::dump(bool traffic) {
  auto part = read_diag_table(diag_.get(), {Protocol::tcp, Family::unknown, true}, netns_, traffic);
  if (part && part->losses.truncated_dumps == 0) rows_ = std::move(*part);
  diag_.reset();  // a socket itself
}

bool QuietTcp::is_all(std::span<const WalkPart* const> parts, std::optional<bool> with_close_wait) {
  if (!before_ || !rows_ || read_counts() != before_) return false;
  const auto met = met_tcp(parts, netns_);
  if (!met || met->mptcp) return false;  // the connections that carry MPTCP are counted, and no fd stands for them
  const auto held = held_inodes(parts);
  std::uint64_t close_wait = met->close_wait;
  for (const Socket& s : rows_->sockets) {
    if (s.state == State::syn_recv) return false;  // the whole table names the listener
    if (s.state == State::close_wait && !held.contains(s.inode.value())) ++close_wait;
  }
  if (close_wait == 0) return before_->established == met->established;
  return with_close_wait && before_->established == met->established + (*with_close_wait ? close_wait : 0);
}

void QuietTcp::take(std::span<const WalkPart* const> parts, WalkPart& to) {
  const auto held = held_inodes(parts);
  for (const Socket& s : rows_->sockets) {
    if (held.contains(s.inode.value())) continue;
    to.unheld.push_back({static_cast<std::uint32_t>(to.sockets.size()), Cookie{}, s.inode.value() != 0});
    to.sockets.push_back(s);
  }
}

std::optional<bool> QuietTcp::counts_close_wait(std::uint64_t established, std::uint64_t close_wait) const {
  if (close_wait == 0 || !before_ || read_counts() != before_) return std::nullopt;
  if (before_->established == established) return false;
  if (before_->established == established + close_wait) return true;
  return std::nullopt;
}

}  // namespace portexplorer
