// The names that a machine's own hosts file gives to addresses (hosts(5)). Pure: whoever asks reads
// the file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// Whether it can be shown as a name of a machine: letters, digits, "-", "_" and ".", at most 253
// bytes, no label over 63.
[[nodiscard]] bool is_host_name(std::string_view);

class HostsFile {
 public:
  HostsFile() = default;
  // Any bytes may be given: lines that make no sense are passed over. The text need not outlive the
  // call.
  explicit HostsFile(std::string_view text);

  // In the file's order, the first 16 of an address; empty where it has none. Nothing is a name of
  // 0.0.0.0 or ::, which block lists use.
  [[nodiscard]] const std::vector<std::string>& names_of(Family, const IpAddress&) const;

  // Every address of the name, in the order of their families and bytes. Case does not matter.
  [[nodiscard]] static std::vector<ParsedAddress> addresses_of(std::string_view text,
                                                               std::string_view name);

 private:
  using Key = std::pair<Family, std::array<std::uint8_t, 16>>;
  std::map<Key, std::vector<std::string>> names_;
};

}  // namespace portexplorer
