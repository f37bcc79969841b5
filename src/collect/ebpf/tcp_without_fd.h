// TCP sockets that no process holds, found without visiting the many that are held.
//
// A pass over the kernel's whole table costs as much as the walk through the fds. There are two
// ways to do with less.
//
// Where nothing waits in TIME_WAIT, the kernel's own counts may be enough (is_nothing_else): how
// many TCP sockets stand in its table (inuse of /proc/net/sockstat and sockstat6). If the walk has
// met that many, there are no others: none waits to be accepted, is being closed, is in flight
// between processes, or is the kernel's own.
//
// Where it has met fewer, listeners that it cannot meet may be all that is missing: those of
// processes of another pid namespace. They are few, and stand in a table of their own.
//
// Otherwise all except established connections are asked for by sock_diag, which filters by state
// (is_all); and how many established ones there are, the kernel counts (CurrEstab of
// /proc/net/snmp).
//
// Either holds only if the set did not change meanwhile, which the same counts, and no connection
// opened (ActiveOpens, PassiveOpens), before and after show. Where it does not hold, or a server is
// being connected to, the table is walked as a whole.
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
  std::uint64_t established = 0;  // since Linux 6.10 with CLOSE_WAIT
  std::uint64_t opened = 0;       // ever
  friend bool operator==(const TcpCounts&, const TcpCounts&) = default;
};

// From the text of /proc/net/snmp. Pure.
[[nodiscard]] std::optional<TcpCounts> parse_tcp_counts(std::string_view snmp);

struct TcpTableCounts {
  std::uint64_t in_use = 0;  // full sockets of both families, in any state but CLOSE
  std::uint64_t time_wait = 0;
  friend bool operator==(const TcpTableCounts&, const TcpTableCounts&) = default;
};

// From the texts of /proc/net/sockstat and sockstat6; the latter is empty where the kernel has no
// IPv6. Pure.
[[nodiscard]] std::optional<TcpTableCounts> parse_tcp_table_counts(std::string_view sockstat,
                                                                   std::string_view sockstat6);

// What a walk met of one namespace's TCP, each socket once. Pure; empty where the parts cannot tell
// doubles apart.
struct MetTcp {
  std::uint64_t established = 0;
  std::uint64_t close_wait = 0;
  std::uint64_t hashed = 0;  // in any state but CLOSE
  bool requests = false;     // connections are being made to a listener
  bool mptcp = false;
  friend bool operator==(const MetTcp&, const MetTcp&) = default;
};
[[nodiscard]] std::optional<MetTcp> met_tcp(std::span<const ReaderPart* const> parts, NetnsId);

// One namespace's, for one walk.
class TcpWithoutFd {
 public:
  // Opens what it reads from, in the calling thread's namespace.
  static Result<TcpWithoutFd> open(NetnsId);

  // Before the fds are walked. Whether the counts alone may be enough; otherwise dump() had better
  // go on beside the walk.
  [[nodiscard]] bool begin();
  // From any thread.
  void dump(const DiagExtras&);

  // After the walk: whether what it met, with the listeners that it did not meet, is all that there
  // is. `listeners`: has only such.
  [[nodiscard]] bool is_nothing_else(std::span<const ReaderPart* const> parts,
                                     const ReaderPart& listeners = {}) const;
  // After the walk and dump(): whether what dump() gave, and what the walk met, is all.
  // `with_close_wait`: how this kernel counts established connections; empty: not known yet.
  [[nodiscard]] bool is_all(std::span<const ReaderPart* const> parts,
                            std::optional<bool> with_close_wait);
  // Appends the sockets that no fd stood for, of those that dump() gave. Once.
  void take(std::span<const ReaderPart* const> parts, ReaderPart& to);

  // How this kernel counts, learnt from a whole table: `established` and `close_wait` of all its
  // sockets. Empty where that does not tell.
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
  UniqueFd sockstat6_;  // none where the kernel has no IPv6
  std::optional<TcpCounts> before_;
  std::optional<TcpTableCounts> table_before_;
  std::optional<TablePart> rows_;  // empty: could not be read in one piece
};

}  // namespace portexplorer
