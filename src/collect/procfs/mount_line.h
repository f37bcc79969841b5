// Parses one line of a list of mounts. Source: proc_pid_mountinfo(5).
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

// Returns nullopt if the line is invalid. The views refer to `text`.
[[nodiscard]] std::optional<MountLine> parse_mount_line(std::string_view text);

// Decodes blanks, tabs, line ends and backslashes, which are written as "\040" and so on.
[[nodiscard]] std::string unescaped_mount_path(std::string_view text);

}  // namespace portexplorer
