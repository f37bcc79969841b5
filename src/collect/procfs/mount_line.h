// A line of a list of mounts. Source: proc_pid_mountinfo(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portexplorer {

struct MountLine {
  std::uint64_t device = 0;  // major number << 32 | minor number
  std::string place;
  std::string_view type;
  std::string_view options;  // of the file system
};

// nullopt: not such a line. The views are into `text`.
[[nodiscard]] std::optional<MountLine> parse_mount_line(std::string_view text);

// Blanks, tabs, line ends and backslashes are written as "\040" and so on there.
[[nodiscard]] std::string unescaped_mount_path(std::string_view text);

}  // namespace portexplorer
