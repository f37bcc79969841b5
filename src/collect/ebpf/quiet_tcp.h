// TCP sockets that no process holds, found without visiting the many that are held.
//
// A pass over the kernel's whole table costs as much as the walk through the fds. But all except established connections can
// be asked for by sock_diag, which filters by state; and how many established ones there are, the kernel counts (CurrEstab of
// /proc/net/snmp). If the walk has met that many, there are no others: none waits to be accepted, is in flight between
// processes, or is the kernel's own. That holds only if the set did not change meanwhile, which the same count, and no
// connection opened (ActiveOpens, PassiveOpens), before and after show. Where it does not hold, or a server is being connected
// to, the table is walked as a whole.
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

// What a walk met of one namespace's TCP, each socket once. Pure; empty where the parts cannot tell doubles apart.
struct MetTcp {
  std::uint64_t established = 0;
  std::uint64_t close_wait = 0;
  bool mptcp = false;
  friend bool operator==(const MetTcp&, const MetTcp&) = default;
};
[[nodiscard]] std::optional<MetTcp> met_tcp(std::span<const WalkPart* const> parts, NetnsId);

// One namespace's, for one walk.
class QuietTcp {
 public:
  // Opens what it reads from, in the calling thread's namespace.
  static Result<QuietTcp> open(NetnsId);

  // Before the fds are walked, then while they are; from any thread.
  void begin();
  void dump(bool traffic);

  // After the walk: whether what dump() gave, and what the walk met, is all. `with_close_wait`: how this kernel counts
  // established connections; empty: not known yet.
  [[nodiscard]] bool is_all(std::span<const WalkPart* const> parts, std::optional<bool> with_close_wait);
  // Appends the sockets that no fd stood for. Once.
  void take(std::span<const WalkPart* const> parts, WalkPart& to);

  // How this kernel counts, learnt from a whole table: `established` and `close_wait` of all its sockets. Empty where that
  // does not tell.
  [[nodiscard]] std::optional<bool> counts_close_wait(std::uint64_t established, std::uint64_t close_wait) const;

  [[nodiscard]] NetnsId netns() const { return netns_; }

 private:
  QuietTcp(NetnsId netns, UniqueFd diag, UniqueFd snmp) : netns_(netns), diag_(std::move(diag)), snmp_(std::move(snmp)) {}
  [[nodiscard]] std::optional<TcpCounts> read_counts() const;

  NetnsId netns_;
  UniqueFd diag_;
  UniqueFd snmp_;
  std::optional<TcpCounts> before_;
  std::optional<TablePart> rows_;  // empty: could not be read in one piece
};

}  // namespace portexplorer
