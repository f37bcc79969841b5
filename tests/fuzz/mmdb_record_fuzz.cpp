// Any bytes as a file of countries and networks: what the library gives of it is read into records.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/unique_fd.h"
#include "knowledge/geo_database.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  const UniqueFd file(::memfd_create("mmdb", MFD_CLOEXEC));
  if (!file || ::write(file.get(), data, size) != static_cast<ssize_t>(size)) return 0;
  auto database = GeoDatabase::open("/proc/self/fd/" + std::to_string(file.get()));
  if (!database) return 0;
  if (database->attribution().size() > 200 || database->built_at().value() < 0) std::abort();
  for (const char* address : {"8.8.8.8", "0.0.0.0", "255.255.255.255", "2a00::1", "::", "ffff::"}) {
    const GeoRecord* record = database->find(*parse_ip(address));
    if (record == nullptr) continue;
    if (record->is_empty() || record->organisation.size() > 100) std::abort();
    if (!record->country.empty() && country_code(record->country) != record->country) std::abort();
  }
  return 0;
}
