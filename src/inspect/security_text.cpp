#include "inspect/security_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "base/ascii.h"
#include "base/lines.h"

namespace portexplorer {
namespace {

constexpr std::array<std::string_view, kKnownCapabilities> kCapabilities = {
    "cap_chown",
    "cap_dac_override",
    "cap_dac_read_search",
    "cap_fowner",
    "cap_fsetid",
    "cap_kill",
    "cap_setgid",
    "cap_setuid",
    "cap_setpcap",
    "cap_linux_immutable",
    "cap_net_bind_service",
    "cap_net_broadcast",
    "cap_net_admin",
    "cap_net_raw",
    "cap_ipc_lock",
    "cap_ipc_owner",
    "cap_sys_module",
    "cap_sys_rawio",
    "cap_sys_chroot",
    "cap_sys_ptrace",
    "cap_sys_pacct",
    "cap_sys_admin",
    "cap_sys_boot",
    "cap_sys_nice",
    "cap_sys_resource",
    "cap_sys_time",
    "cap_sys_tty_config",
    "cap_mknod",
    "cap_lease",
    "cap_audit_write",
    "cap_audit_control",
    "cap_setfcap",
    "cap_mac_override",
    "cap_mac_admin",
    "cap_syslog",
    "cap_wake_alarm",
    "cap_block_suspend",
    "cap_audit_read",
    "cap_perfmon",
    "cap_bpf",
    "cap_checkpoint_restore"};

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

// The kernel writes a line break in a path as \012.
std::string unescaped(std::string_view path) {
  std::string text(path);
  for (std::size_t at = text.find("\\012"); at != std::string::npos;
       at = text.find("\\012", at + 1))
    text.replace(at, 4, "\n");
  return text;
}

// Returns 0 if the text is no number.
std::uint64_t number_of(std::string_view text, int base) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

struct MapLine {
  std::string_view rights;
  std::string_view device;
  std::string_view inode;
  std::string_view path;
};

// Parses "7f00-7f01 r-xp 00000000 fe:01 1234    /usr/lib/x.so".
MapLine parse_line(std::string_view line) {
  MapLine result;
  for (int field = 0; field < 5; ++field) {
    const std::size_t end = line.find(' ');
    if (end == std::string_view::npos) return {};
    if (field == 1) result.rights = line.substr(0, end);
    if (field == 3) result.device = line.substr(0, end);
    if (field == 4) result.inode = line.substr(0, end);
    line.remove_prefix(end + 1);
  }
  while (line.starts_with(' ')) line.remove_prefix(1);
  result.path = line;
  return result;
}

bool ends_with_folded(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() &&
         equals_ignoring_case(text.substr(text.size() - ending.size()), ending);
}

}  // namespace

std::vector<std::string> capability_names(std::uint64_t bits) {
  std::vector<std::string> names;
  for (std::size_t bit = 0; bit < 64; ++bit) {
    if ((bits >> bit & 1) == 0) continue;
    names.push_back(bit < kCapabilities.size() ? std::string(kCapabilities[bit])
                                               : "cap_" + std::to_string(bit));
  }
  return names;
}

std::optional<std::uint64_t> parse_file_capabilities(std::string_view attribute) {
  if (attribute.size() < 12) return std::nullopt;
  const std::uint32_t revision = little_endian(attribute, 0) >> 24;
  const std::uint64_t low = little_endian(attribute, 4);
  if (revision == 1) return low;
  if ((revision != 2 && revision != 3) || attribute.size() < 20) return std::nullopt;
  return low | static_cast<std::uint64_t>(little_endian(attribute, 12)) << 32;
}

std::vector<ProgramMap> parse_program_maps(std::string_view text, std::size_t most) {
  constexpr std::string_view kDeleted = " (deleted)";
  std::vector<ProgramMap> maps;
  while (!text.empty() && maps.size() < most) {
    const MapLine line = parse_line(take_line(text));
    if (line.rights.find('x') == std::string_view::npos || !line.path.starts_with('/')) continue;
    const bool deleted = line.path.ends_with(kDeleted);
    ProgramMap map{
        .path = unescaped(deleted ? line.path.substr(0, line.path.size() - kDeleted.size())
                                  : line.path),
        .deleted = deleted};
    const std::size_t colon = std::min(line.device.find(':'), line.device.size());
    map.device_major = static_cast<std::uint32_t>(number_of(line.device.substr(0, colon), 16));
    map.device_minor = static_cast<std::uint32_t>(
        number_of(line.device.substr(std::min(colon + 1, line.device.size())), 16));
    map.inode = number_of(line.inode, 10);
    if (std::ranges::find(maps, map.path, &ProgramMap::path) == maps.end())
      maps.push_back(std::move(map));
  }
  return maps;
}

std::vector<std::string> mapped_paths_ending(std::string_view maps, std::string_view ending) {
  std::vector<std::string> paths;
  while (!maps.empty()) {
    const MapLine line = parse_line(take_line(maps));
    if (!line.path.starts_with('/') || !ends_with_folded(line.path, ending)) continue;
    std::string path = unescaped(line.path);
    if (std::ranges::find(paths, path) == paths.end()) paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace portexplorer
