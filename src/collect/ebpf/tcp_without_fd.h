// Finds the TCP sockets to which no fd refers without iterating over all others. Reading the
// kernel's whole TCP table costs as much as reading all fds. Two shortcuts avoid it.
//
// 1. If no socket is in TIME_WAIT, the kernel's counts may be sufficient (is_nothing_else()): the
// number of TCP sockets in its table (inuse in /proc/net/sockstat and sockstat6). If as many were
// read through fds, there are no others: none is in an accept queue, is being closed, is in flight
// between processes, or belongs to the kernel. If fewer were read, only listeners may be missing,
// namely those of processes in another PID namespace. They are few and are in a separate hash
// table, which the iterator reads first.
//
// 2. Otherwise sock_diag, which filters by state, lists all sockets except established connections
// (is_all()). The kernel counts the established ones (CurrEstab in /proc/net/snmp). If that equals
// the number that was read through fds, none of them is missing.
//
// Both are valid only if the set of sockets did not change during the reading. The same counts, and
// the number of connections opened (ActiveOpens, PassiveOpens), are therefore read before and
// after. If they differ, or if a listener has half-open connections, the whole table is read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "collect/ebpf/record_parser.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

struct TcpCounts {
  std::uint64_t established = 0;  // includes CLOSE_WAIT on Linux 6.10 or later
  std::uint64_t opened = 0;       // since boot
  friend bool operator==(const TcpCounts&, const TcpCounts&) = default;
};

// Parses /proc/net/snmp. Pure.
[[nodiscard]] std::optional<TcpCounts> parse_tcp_counts(std::string_view snmp);

struct TcpTableCounts {
  std::uint64_t in_use = 0;  // full sockets of both families, in any state except CLOSE
  std::uint64_t time_wait = 0;
  friend bool operator==(const TcpTableCounts&, const TcpTableCounts&) = default;
};

// Parses /proc/net/sockstat and sockstat6. The latter is empty if the kernel has no IPv6. Pure.
[[nodiscard]] std::optional<TcpTableCounts> parse_tcp_table_counts(std::string_view sockstat,
                                                                   std::string_view sockstat6);

// TCP sockets of one namespace that were read through fds, each counted once. met_tcp() is pure. It
// returns empty if the parts do not allow duplicates to be recognized.
struct MetTcp {
  std::uint64_t established = 0;
  std::uint64_t close_wait = 0;
  std::uint64_t hashed = 0;  // in any state except CLOSE
  bool requests = false;     // a listener has half-open connections
  bool mptcp = false;
  friend bool operator==(const MetTcp&, const MetTcp&) = default;
};
[[nodiscard]] std::optional<MetTcp> met_tcp(std::span<const ReaderPart* const> parts, NetnsId);

// TCP of one network namespace, for one reading.
class TcpWithoutFd {
 public:
  // Opens the files and the socket that it reads from, in the network namespace of the calling
  // thread.
  static Result<TcpWithoutFd> open(NetnsId);

  // Must be called before the fds are read. Returns true if the counts alone may be sufficient;
  // otherwise dump() should run in parallel with reading the fds.
  [[nodiscard]] bool begin();
  // May be called on any thread.
  void dump(const DiagExtras&);

  // Must be called after the fds have been read. Returns true if `parts` and `listeners` contain
  // all TCP sockets. `listeners` contains only listeners to which no fd refers.
  [[nodiscard]] bool is_nothing_else(std::span<const ReaderPart* const> parts,
                                     const ReaderPart& listeners = {}) const;
  // Must be called after the fds have been read and after dump(). Returns true if both together
  // contain all TCP sockets. `with_close_wait`: whether this kernel includes CLOSE_WAIT in its
  // count of established connections; empty: unknown.
  [[nodiscard]] bool is_all(std::span<const ReaderPart* const> parts,
                            std::optional<bool> with_close_wait);
  // Appends the sockets from dump() to which no fd refers. Must be called only once.
  void take(std::span<const ReaderPart* const> parts, ReaderPart& to);

  // Returns whether this kernel includes CLOSE_WAIT in its count of established connections, given
  // the numbers of a whole table. Empty if the numbers do not allow a conclusion.
  [[nodiscard]] std::optional<bool> counts_close_wait(std::uint64_t established,
                                                      std::uint64_t close_wait) const;

  [[nodiscard]] NetnsId netns() const { return netns_; }

 private:
  TcpWithoutFd(NetnsId netns, UniqueFd diag) : netns_(netns), diag_(std::move(diag)) {}
  [[nodiscard]] std::optional<TcpCounts> read_counts() const;
  [[nodiscard]] std::optional<TcpTableCounts> read_table_counts() const;

  NetnsId netns_;
  UniqueFd diag_;
  UniqueFd snmp_;
  UniqueFd sockstat_;
  UniqueFd sockstat6_;  // none if the kernel has no IPv6
  std::optional<TcpCounts> before_;
  std::optional<TcpTableCounts> table_before_;
  std::optional<TablePart> rows_;  // empty: the dump was incomplete
};

}  // namespace portexplorer
