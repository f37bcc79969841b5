// What is said about a list beside its rows: the line that counts them, and what could not be read.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "model/snapshot.h"

namespace portexplorer::cli {

// What a view shows of a snapshot.
struct Shown {
  Tally tally;
  std::uint64_t unseen_owners =
      0;  // rows whose owner may not be seen, or lives in another PID namespace
  std::uint64_t unknown_owners = 0;  // rows whose owner is not known for other reasons
  bool others_unseen = false;        // the owner of a row that is not shown may not be seen
};
[[nodiscard]] bool has_unseen_owner(const Snapshot&);
[[nodiscard]] Shown count_shown(const Snapshot&, const std::vector<std::uint32_t>& rows);

// "5 sockets: 1 hidden (h), 2 system (s), 1 normal, 1 netstat only · 2 ms · owners complete"
// " · 2 of portexplorer itself not shown (--include-self)"; empty for none.
[[nodiscard]] std::string own_sockets_text(std::uint64_t count);
[[nodiscard]] std::string summary_line(const Snapshot&, const Shown&);
// "5 sockets: 1 hidden (h), …" without the rest.
[[nodiscard]] std::string counts_text(const Snapshot&, const Shown&);

// "owners complete", "owners of 14 sockets not visible"; "owners of these complete" where others
// are not visible.
[[nodiscard]] std::string owners_text(const Shown&);

// "2 ms", "0.4 ms", "1.2 s".
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds);

// A gap as sentences on one line: what is missing, why, what would give it.
[[nodiscard]] std::string gap_line(const CoverageGap&);

}  // namespace portexplorer::cli
