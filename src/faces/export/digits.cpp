#include "faces/export/digits.h"

namespace portexplorer {
namespace {

// The scale is a template argument so that the compiler replaces the divisions by multiplications.
template <std::uint64_t scale>
char* put_scaled(char* p, std::uint64_t bytes, std::string_view unit) {
  const std::uint64_t tenths = (bytes / scale) * 10 + (bytes % scale * 10 + scale / 2) / scale;
  p = put_number(p, tenths / 10);
  *p++ = '.';
  *p++ = static_cast<char>('0' + tenths % 10);
  return put_text(p, unit);
}

// The smallest number of bytes that would be rounded to 1000 of the unit.
constexpr std::uint64_t limit(std::uint64_t scale) { return scale * 1000 - scale / 20; }

constexpr std::uint64_t kKilo = 1000;
constexpr std::uint64_t kMega = kKilo * 1000;
constexpr std::uint64_t kGiga = kMega * 1000;
constexpr std::uint64_t kTera = kGiga * 1000;
constexpr std::uint64_t kPeta = kTera * 1000;

}  // namespace

char* put_human_bytes(char* p, std::uint64_t bytes) {
  if (bytes < 1000) return put_text(put_number(p, bytes), " B");
  if (bytes < limit(kKilo)) return put_scaled<kKilo>(p, bytes, " kB");
  if (bytes < limit(kMega)) return put_scaled<kMega>(p, bytes, " MB");
  if (bytes < limit(kGiga)) return put_scaled<kGiga>(p, bytes, " GB");
  if (bytes < limit(kTera)) return put_scaled<kTera>(p, bytes, " TB");
  if (bytes < limit(kPeta)) return put_scaled<kPeta>(p, bytes, " PB");
  return put_scaled<kPeta * 1000>(p, bytes, " EB");
}

}  // namespace portexplorer
