// Arbitrary bytes as a database of countries and networks. What libmaxminddb returns is converted
// to records.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/unique_fd.h"
#include "knowledge/geo_database.h"

// libmaxminddb 1.7 leaks memory if the metadata of a file is malformed. The leak checker calls this
// function by name.
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the checker's name
extern "C" const char* __lsan_default_suppressions() { return "leak:libmaxminddb\n"; }

namespace {

void look_into(const portexplorer::GeoDatabase& database) {
  using namespace portexplorer;
  if (database.attribution().size() > 200 || database.built_at().value() < 0) std::abort();
  GeoDatabase::Reader reader(database);
  for (const char* address :
       {"8.8.8.8", "8.8.9.8", "0.0.0.0", "255.255.255.255", "2a00::1", "2a00::2", "::", "ffff::"}) {
    const GeoRecord* record = reader.find(*parse_ip(address));
    if (record != GeoDatabase::Reader(database).find(*parse_ip(address)))
      std::abort();  // results must not depend on the previous lookup
    if (record == nullptr) continue;
    if (record->is_empty() || record->organisation.size() > 100) std::abort();
    if (!record->country.empty() && country_code(record->country) != record->country) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  const UniqueFd file(::memfd_create("mmdb", MFD_CLOEXEC));
  if (!file || ::write(file.get(), data, size) != static_cast<ssize_t>(size)) return 0;
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  for (const GeoKind kind : {GeoKind::countries, GeoKind::networks}) {
    if (const auto database = GeoDatabase::open(path, kind)) look_into(*database);
  }
  return 0;
}
