// Arbitrary bytes as a hosts file.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge/hosts_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const HostsFile hosts(text);
  for (const char* address : {"127.0.0.1", "192.0.2.1", "::1", "0.0.0.0"}) {
    const auto parsed = parse_ip(address);
    const auto& names = hosts.names_of(parsed->family, parsed->address);
    if (names.size() > 16) std::abort();
    for (const std::string& name : names) {
      if (!is_host_name(name) || HostsFile::addresses_of(text, name).empty()) std::abort();
    }
  }
  return 0;
}
