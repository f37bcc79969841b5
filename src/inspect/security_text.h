// Parses what the kernel reports about the privileges and mappings of a process. Pure. The process
// controls much of the input, so none of it is trusted. Source: capabilities(7), proc(5),
// linux/capability.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portexplorer {

constexpr int kKnownCapabilities = 41;  // up to CAP_CHECKPOINT_RESTORE (Linux 5.9)

// Returns "cap_net_raw", …; "cap_63" for a bit without a known name.
[[nodiscard]] std::vector<std::string> capability_names(std::uint64_t bits);

// Returns the permitted set of a security.capability attribute; nothing if its format is unknown.
[[nodiscard]] std::optional<std::uint64_t> parse_file_capabilities(std::string_view attribute);

struct ProgramMap {
  std::string path;      // as reported by the kernel, without its " (deleted)"
  bool deleted = false;  // the path ended with it: the file was deleted, or has such a name
  std::uint32_t device_major = 0;
  std::uint32_t device_minor = 0;
  std::uint64_t inode = 0;
};
// Returns the files with executable mappings in the text of /proc/PID/maps, each once, in order; at
// most `most`.
[[nodiscard]] std::vector<ProgramMap> parse_program_maps(std::string_view text, std::size_t most);

// Returns every mapped file whose path ends with `ending` (ignoring case), each once.
[[nodiscard]] std::vector<std::string> mapped_paths_ending(std::string_view maps,
                                                           std::string_view ending);

}  // namespace portexplorer
