#include "model/filter/text_match.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"

namespace portexplorer::filter {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::size_t find_byte(std::string_view text, std::size_t start, char byte) {
  const void* hit = std::memchr(text.data() + start, byte, text.size() - start);
  return hit == nullptr ? text.size()
                        : static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
}

}  // namespace

std::string without_blanks(std::string_view text) {
  std::string out(text);
  std::erase(out, ' ');
  return out;
}

Needle::Needle(std::string_view text, Ends ends) : folded_(ascii_lower(text)), ends_(ends) {}

bool Needle::equals(std::string_view text) const { return equals_ignoring_case(text, folded_); }

// Returns whether the end of the needle and the neighbouring byte belong together.
bool Needle::goes_on(char inside, char outside) const {
  if (ends_ == Ends::number) return is_digit(inside) && is_digit(outside);
  return ends_ == Ends::ipv6 && (is_digit(outside) || outside == ':' ||
                                 (ascii_lower(outside) >= 'a' && ascii_lower(outside) <= 'f'));
}

bool Needle::stands_at(std::string_view text, std::size_t position) const {
  if (!equals_ignoring_case(text.substr(position, folded_.size()), folded_)) return false;
  const std::size_t end = position + folded_.size();
  const bool cut_before = position > 0 && goes_on(folded_.front(), text[position - 1]);
  const bool cut_after = end < text.size() && goes_on(folded_.back(), text[end]);
  return !cut_before && !cut_after;
}

bool Needle::is_in(std::string_view text) const {
  if (folded_.empty()) return true;
  if (text.size() < folded_.size()) return false;
  // memchr compares many bytes at a time. Both cases of the first byte are searched for, each from
  // its last occurrence, so no byte is searched more than twice.
  const std::string_view starts = text.substr(0, text.size() - folded_.size() + 1);
  const char low = folded_.front();
  const char high = upper(low);
  std::size_t next_low = find_byte(starts, 0, low);
  std::size_t next_high = high == low ? starts.size() : find_byte(starts, 0, high);
  while (std::min(next_low, next_high) < starts.size()) {
    const std::size_t position = std::min(next_low, next_high);
    if (stands_at(text, position)) return true;
    if (position == next_low) next_low = find_byte(starts, position + 1, low);
    else next_high = find_byte(starts, position + 1, high);
  }
  return false;
}

}  // namespace portexplorer::filter
