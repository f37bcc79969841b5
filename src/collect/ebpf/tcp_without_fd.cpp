#include "collect/ebpf/tcp_without_fd.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

#include "base/lines.h"

namespace portexplorer {
namespace {

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

std::unordered_set<std::uint64_t> held_inodes(std::span<const ReaderPart* const> parts) {
  std::unordered_set<std::uint64_t> inodes;
  for (const ReaderPart* part : parts) {
    for (const Inode inode : part->not_established) inodes.insert(inode.value());
  }
  return inodes;
}

// Adds the sockets that have, or may have, several records, each counted once. Returns false if a
// record is not the first of its socket, but the first is not among the claims: that one was
// counted as the only record of its socket, so the total would be wrong.
bool add_claimed(std::span<const ReaderPart* const> parts, NetnsId netns, MetTcp& met) {
  struct Claimed {
    State state = State::unknown;
    bool first_seen = false;
  };
  std::unordered_map<std::uint64_t, Claimed> claimed;
  for (const ReaderPart* part : parts) {
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
    if (c.state != State::closed) ++met.hashed;
    if (c.state == State::established) ++met.established;
    else if (c.state == State::close_wait) ++met.close_wait;
  }
  return true;
}

// Returns the number after `name` in the line that starts with `begin`.
std::optional<std::uint64_t> number_of(std::string_view text, std::string_view begin,
                                       std::string_view name) {
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (next_word(line) != begin) continue;
    for (auto word = next_word(line); !word.empty(); word = next_word(line)) {
      const std::string_view value = next_word(line);
      std::uint64_t number = 0;
      if (word == name &&
          std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc{})
        return number;
    }
  }
  return std::nullopt;
}

// Reads a file of /proc/net of a few kilobytes; empty if it cannot be read.
template <std::size_t kSize>
std::string_view read_text(const UniqueFd& fd, std::array<char, kSize>& buffer) {
  const ssize_t n = fd ? ::pread(fd.get(), buffer.data(), buffer.size(), 0) : 0;
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0))};
}

UniqueFd open_table(const char* name) { return UniqueFd(::open(name, O_RDONLY | O_CLOEXEC)); }

}  // namespace

std::optional<TcpTableCounts> parse_tcp_table_counts(std::string_view sockstat,
                                                     std::string_view sockstat6) {
  const auto in_use = number_of(sockstat, "TCP:", "inuse");
  const auto time_wait = number_of(sockstat, "TCP:", "tw");
  const auto in_use6 = sockstat6.empty() ? 0 : number_of(sockstat6, "TCP6:", "inuse");
  if (!in_use || !time_wait || !in_use6) return std::nullopt;
  return TcpTableCounts{*in_use + *in_use6, *time_wait};
}

std::optional<TcpCounts> parse_tcp_counts(std::string_view snmp) {
  constexpr std::string_view kTcp = "Tcp:";
  while (!snmp.empty()) {
    std::string_view names = take_line(snmp);
    if (next_word(names) != kTcp) continue;
    std::string_view values = take_line(snmp);
    if (next_word(values) != kTcp) return std::nullopt;
    TcpCounts counts;
    int found = 0;
    for (auto name = next_word(names); !name.empty(); name = next_word(names)) {
      const std::string_view word = next_word(values);
      std::uint64_t value = 0;
      const bool is_number =
          std::from_chars(word.data(), word.data() + word.size(), value).ec == std::errc{};
      const bool opens = name == "ActiveOpens" || name == "PassiveOpens";
      if (!is_number || (!opens && name != "CurrEstab")) continue;
      (opens ? counts.opened : counts.established) += value;
      ++found;
    }
    return found == 3 ? std::optional(counts) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<MetTcp> met_tcp(std::span<const ReaderPart* const> parts, NetnsId netns) {
  MetTcp met;
  for (const ReaderPart* part : parts) {
    for (const HeldTcp& held : part->held_tcp) {
      if (held.netns != netns) continue;
      met.established += held.established;
      met.close_wait += held.close_wait;
      met.hashed += held.hashed;
      met.requests = met.requests || held.requests;
      met.mptcp = met.mptcp || held.mptcp;
    }
  }
  return add_claimed(parts, netns, met) ? std::optional(met) : std::nullopt;
}

Result<TcpWithoutFd> TcpWithoutFd::open(NetnsId netns) {
  TRY(diag, open_diag_socket());
  TcpWithoutFd quiet(netns, std::move(diag));
  quiet.snmp_ = open_table("/proc/thread-self/net/snmp");
  if (!quiet.snmp_) return fail_errno(errno, "/proc/net/snmp cannot be read");
  quiet.sockstat_ = open_table("/proc/thread-self/net/sockstat");
  quiet.sockstat6_ = open_table("/proc/thread-self/net/sockstat6");
  return quiet;
}

std::optional<TcpCounts> TcpWithoutFd::read_counts() const {
  std::array<char, 8192> buffer;
  return parse_tcp_counts(read_text(snmp_, buffer));
}

std::optional<TcpTableCounts> TcpWithoutFd::read_table_counts() const {
  std::array<char, 1024> buffer;
  std::array<char, 1024> buffer6;
  return parse_tcp_table_counts(read_text(sockstat_, buffer), read_text(sockstat6_, buffer6));
}

bool TcpWithoutFd::begin() {
  before_ = read_counts();
  table_before_ = read_table_counts();
  return before_ && table_before_ && table_before_->time_wait == 0;
}

bool TcpWithoutFd::is_nothing_else(std::span<const ReaderPart* const> parts,
                                   const ReaderPart& listeners) const {
  if (!before_ || !table_before_ || table_before_->time_wait != 0) return false;
  const auto met = met_tcp(parts, netns_);
  if (!met || met->mptcp || met->requests ||
      met->hashed + listeners.without_fd.size() != table_before_->in_use)
    return false;
  if (std::ranges::any_of(listeners.held_tcp, &HeldTcp::requests)) return false;
  return read_counts() == before_ && read_table_counts() == table_before_;
}

void TcpWithoutFd::dump(const DiagExtras& extras) {
  auto part = read_diag_table(diag_.get(), {Protocol::tcp, Family::unknown, true}, netns_, extras);
  if (part && part->losses.truncated_dumps == 0) rows_ = std::move(*part);
  diag_.reset();  // a socket, which would itself be listed
}

bool TcpWithoutFd::is_all(std::span<const ReaderPart* const> parts,
                          std::optional<bool> with_close_wait) {
  if (!before_ || !rows_ || read_counts() != before_) return false;
  const auto met = met_tcp(parts, netns_);
  // CurrEstab includes the subflows of MPTCP connections, to which no fd refers.
  if (!met || met->mptcp) return false;
  const auto held = held_inodes(parts);
  std::uint64_t close_wait = met->close_wait;
  for (const Socket& s : rows_->sockets) {
    if (s.state == State::syn_recv) return false;  // only the whole table has the listener
    // Only the whole table distinguishes kernel sockets from sockets that are held other than by an
    // fd.
    if (s.inode.value() != 0 && !held.contains(s.inode.value())) return false;
    if (s.state == State::close_wait && !held.contains(s.inode.value())) ++close_wait;
  }
  if (close_wait == 0) return before_->established == met->established;
  return with_close_wait &&
         before_->established == met->established + (*with_close_wait ? close_wait : 0);
}

void TcpWithoutFd::take(std::span<const ReaderPart* const> parts, ReaderPart& to) {
  const auto held = held_inodes(parts);
  for (const Socket& s : rows_->sockets) {
    if (held.contains(s.inode.value())) continue;
    to.without_fd.push_back(
        {static_cast<std::uint32_t>(to.sockets.size()), Cookie{}, s.inode.value() != 0});
    to.sockets.push_back(s);
  }
}

std::optional<bool> TcpWithoutFd::counts_close_wait(std::uint64_t established,
                                                    std::uint64_t close_wait) const {
  if (close_wait == 0 || !before_ || read_counts() != before_) return std::nullopt;
  if (before_->established == established) return false;
  if (before_->established == established + close_wait) return true;
  return std::nullopt;
}

}  // namespace portexplorer
