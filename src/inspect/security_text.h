// What the kernel tells of a process's rights and mappings, parsed. Pure; the process chooses much
// of it, so nothing is trusted. Source: capabilities(7), proc(5), linux/capability.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portexplorer {

constexpr int kKnownCapabilities = 41;  // up to CAP_CHECKPOINT_RESTORE (Linux 5.9)

// "cap_net_raw" …; "cap_63" for a bit without a name here.
[[nodiscard]] std::vector<std::string> capability_names(std::uint64_t bits);

// The permitted set in a security.capability attribute. Empty where it is of no known form.
[[nodiscard]] std::optional<std::uint64_t> parse_file_capabilities(std::string_view attribute);

struct ProgramMap {
  std::string path;      // as the kernel reports it, without its " (deleted)"
  bool deleted = false;  // the kernel's path ends so: the file was deleted, or it has such a name
  std::uint32_t device_major = 0;
  std::uint32_t device_minor = 0;
  std::uint64_t inode = 0;
};
// The files in the text of /proc/PID/maps that are mapped to be run, each once, in their order; at
// most `most`.
[[nodiscard]] std::vector<ProgramMap> parse_program_maps(std::string_view text, std::size_t most);

// Every file that is mapped and whose path ends with `ending` (case does not matter); each once.
[[nodiscard]] std::vector<std::string> mapped_paths_ending(std::string_view maps,
                                                           std::string_view ending);

}  // namespace portexplorer
