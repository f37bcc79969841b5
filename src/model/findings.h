// Findings: conspicuous facts about a process and its sockets that are cheap enough to compute for
// every row of a list. Pure. None of them is proof of anything. `what process` checks more, and
// applies the same rules where both check the same.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/snapshot.h"

namespace portexplorer {

enum class Finding : std::uint8_t {
  deleted_executable,
  memory_only,
  writable_place,
  shell_on_socket,
  ld_preload,
  not_packaged,
  miners_port,
  disguised,
};
constexpr int kFindingCount = static_cast<int>(Finding::disguised) + 1;

[[nodiscard]] std::string_view to_string(Finding);  // "deleted_executable": stable

struct Findings {
  std::uint8_t standing_out = 0;  // a bit for each Finding that applies
  std::uint8_t not_looked = 0;    // a bit for each Finding that could not be checked

  [[nodiscard]] bool has(Finding reason) const {
    return (standing_out >> static_cast<unsigned>(reason) & 1U) != 0;
  }
  [[nodiscard]] bool unknown(Finding reason) const {
    return (not_looked >> static_cast<unsigned>(reason) & 1U) != 0;
  }
};

// Returns the findings of the process alone: neither shell_on_socket nor miners_port.
[[nodiscard]] Findings findings_of_process(const Process&);

// Returns the findings of the row and of its owner. Nothing could be checked if the owner is
// unknown.
[[nodiscard]] Findings findings_of_row(const RowView&);
// Does the same for a process that holds the socket, whichever owner the row names.
[[nodiscard]] Findings findings_of_row(const RowView&, const Process&);

// Returns the names of what applies, joined by commas; "" if nothing does. The view is always
// valid.
[[nodiscard]] std::string_view names_of(Findings);

[[nodiscard]] bool is_shell(std::string_view program);

}  // namespace portexplorer
