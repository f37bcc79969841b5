// Parsers of data/*. The first byte selects the parser, and the rest is its input. Accepted input
// must satisfy their guarantees.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge/generate/glossary_text.h"
#include "knowledge/generate/ports_tsv.h"
#include "knowledge/generate/services_tsv.h"

namespace {

using namespace portexplorer::generate;

template <typename Rows>
void check_sorted(const Rows& rows) {
  const auto key = [](const auto& row) {
    return row.port * kTransportCount + static_cast<int>(row.transport);
  };
  if (!std::ranges::is_sorted(rows, {}, key)) std::abort();
}

void check_glossary(std::string_view text) {
  const auto entries = read_glossary(text);
  if (!entries) return;
  for (const TermEntry& entry : *entries) {
    if (entry.term.empty() || entry.kind >= kTermKinds.size() ||
        entry.text.find('\n') != std::string::npos)
      std::abort();
  }
}

void check_table(unsigned choice, std::string_view text) {
  if (choice == 0) {
    if (const auto rows = read_services(text)) check_sorted(*rows);
  } else if (choice == 3) {
    const auto rows = read_threats(text);
    if (!rows) return;
    check_sorted(*rows);
    if (std::ranges::any_of(*rows,
                            [](const ThreatRow& r) { return r.sources == 0 || r.name.empty(); }))
      std::abort();
  } else if (const auto rows = choice == 1 ? read_unofficial(text) : read_likely(text)) {
    check_sorted(*rows);
    if (std::ranges::any_of(
            *rows, [](const UseRow& r) { return r.port == 0 || r.name.empty() || r.text.empty(); }))
      std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const unsigned choice = data[0] % 5;  // append only: corpus inputs depend on the order
  if (choice == 4) check_glossary(text);
  else check_table(choice, text);
  return 0;
}
