// The texts around a list: the line that counts the rows, and notes about what could not be read.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "model/snapshot.h"

namespace portexplorer::cli {

// Counts of the rows that a view shows.
struct Shown {
  Tally tally;
  std::uint64_t unseen_owners = 0;   // owner not permitted to be read, or in another PID namespace
  std::uint64_t unknown_owners = 0;  // owner unknown for other reasons
  bool others_unseen = false;        // a row that is not shown has an owner that may not be read
};
[[nodiscard]] bool has_unseen_owner(const Snapshot&);
[[nodiscard]] Shown count_shown(const Snapshot&, const std::vector<std::uint32_t>& rows);

// " · 2 of portexplorer itself not shown (--include-self)"; "" for 0.
[[nodiscard]] std::string own_sockets_text(std::uint64_t count);
// "5 sockets: 1 hidden (h), 2 system (s), 1 normal, 1 netstat only · 2 ms · owners complete"
[[nodiscard]] std::string summary_line(const Snapshot&, const Shown&);
// "5 sockets: 1 hidden (h), …" without the rest.
[[nodiscard]] std::string counts_text(const Snapshot&, const Shown&);

// "owners complete", "owners of 14 sockets not visible"; "owners of these complete" if those of
// other sockets are not visible.
[[nodiscard]] std::string owners_text(const Shown&);

// "2 ms", "0.4 ms", "1.2 s".
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds);

// A gap as one line: what is missing, why, and how to get it.
[[nodiscard]] std::string gap_line(const CoverageGap&);

}  // namespace portexplorer::cli
