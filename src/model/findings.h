// What is worth a second look at a process and its sockets, as far as that is cheap enough for
// every row of a list. Pure. None of it is a proof. `what process` looks further, by the same rules
// where they are the same.
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
  std::uint8_t standing_out = 0;  // a bit for each Finding
  std::uint8_t not_looked = 0;    // could not be looked at

  [[nodiscard]] bool has(Finding reason) const {
    return (standing_out >> static_cast<unsigned>(reason) & 1U) != 0;
  }
  [[nodiscard]] bool unknown(Finding reason) const {
    return (not_looked >> static_cast<unsigned>(reason) & 1U) != 0;
  }
};

// Those of the process alone: neither shell_on_socket nor miners_port.
[[nodiscard]] Findings findings_of_process(const Process&);

// Those of its process and its own; everything is not looked at where no owner is known.
[[nodiscard]] Findings findings_of_row(const RowView&);
// The same of a socket that this process holds, whoever the row names as its owner.
[[nodiscard]] Findings findings_of_row(const RowView&, const Process&);

// What stands out, joined by commas; "" where nothing does. Lives for ever.
[[nodiscard]] std::string_view names_of(Findings);

[[nodiscard]] bool is_shell(std::string_view program);

}  // namespace portexplorer
