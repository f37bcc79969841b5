// The names that the hosts file of this machine assigns to addresses (hosts(5)). Pure: the caller
// reads the file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// Returns whether the text can be shown as a host name: letters, digits, "-", "_" and ".", at most
// 253 bytes, no label longer than 63.
[[nodiscard]] bool is_host_name(std::string_view);

class HostsFile {
 public:
  HostsFile() = default;
  // Accepts any bytes; invalid lines are skipped. The text need not outlive the call.
  explicit HostsFile(std::string_view text);

  // Returns the names in the order of the file, the first 16 of an address; empty if it has none.
  // 0.0.0.0 and ::, which block lists use, have no names.
  [[nodiscard]] const std::vector<std::string>& names_of(Family, const IpAddress&) const;

  // Returns every address of the name, ordered by family and bytes. Ignores case.
  [[nodiscard]] static std::vector<ParsedAddress> addresses_of(std::string_view text,
                                                               std::string_view name);

 private:
  using Key = std::pair<Family, std::array<std::uint8_t, 16>>;
  std::map<Key, std::vector<std::string>> names_;
};

}  // namespace portexplorer
