// Arbitrary bytes as the answer of a DNS server.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge/dns_answer.h"
#include "knowledge/hosts_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto answer = portexplorer::parse_ptr_answer({reinterpret_cast<const char*>(data), size});
  if (!answer) return 0;
  if (answer->names.size() > 8) std::abort();
  for (const std::string& name : answer->names) {
    if (!portexplorer::is_host_name(name)) std::abort();
  }
  return 0;
}
