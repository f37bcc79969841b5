#include "model/filter/possible_text.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "model/filter/filter_error.h"
#include "model/filter/text_match.h"

namespace portexplorer::filter {
namespace {

constexpr std::size_t kLongestInterface = 15;  // IFNAMSIZ of linux/if.h, without the terminating 0
constexpr std::size_t kLongestService = 15;    // RFC 6335; the compiled table complies
constexpr std::size_t kLongestHost = 253;      // RFC 1035, without the final dot
constexpr std::size_t kLongestFileName = 255;  // NAME_MAX of linux/limits.h
constexpr std::size_t kLongestUnit =
    kLongestFileName + std::string_view("user 4294967295: ").size();

bool is_ascii_letter(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }
bool is_white_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool has_blank(std::string_view text) { return std::ranges::any_of(text, is_white_space); }
bool has_slash(std::string_view text) { return text.find('/') != std::string_view::npos; }

bool is_part_of_peers(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f') ||
           std::string_view(".:[], +").find(c) != std::string_view::npos;
  });
}

bool is_part_of_host(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return is_digit(c) || is_ascii_letter(c) || c == '-' || c == '_' || c == '.';
  });
}

// A number is that of an nsfs inode, which has 32 bits. A negative number is a mistake, not part of
// a name.
bool is_netns(std::string_view text) {
  if (text.size() > kLongestFileName || has_slash(text)) return false;
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return true;
  std::uint32_t value = 0;
  return text.size() == digits.size() &&
         std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

bool is_part_of_a_reason(std::string_view text) {
  const Needle needle(text);
  for (int i = 0; i <= static_cast<int>(ClassReason::nothing_explains_it); ++i) {
    if (needle.is_in(explain(static_cast<ClassReason>(i)))) return true;
  }
  return false;
}

// Returns what is expected if `text` is not possible; empty if it is.
std::string_view expected_text(FieldId id, std::string_view text) {
  switch (id) {
    case FieldId::country:
      return text.size() == 2 && is_ascii_letter(text[0]) && is_ascii_letter(text[1])
                 ? ""
                 : "a code of two letters, such as DE";
    case FieldId::peers:
      return is_part_of_peers(text) ? ""
                                    : "a part of addresses and ports, such as 192.0.2.1:53 (for "
                                      "networks and names, use remote:)";
    case FieldId::interface:
      return text.size() <= kLongestInterface && !has_blank(text) && !has_slash(text)
                 ? ""
                 : "the name of an interface: at most 15 bytes, without blanks and slashes";
    case FieldId::netns:
      return is_netns(text) ? "" : "a name as in /run/netns or the number of a network namespace";
    case FieldId::local_service:
    case FieldId::remote_service:
      return text.size() <= kLongestService && !has_blank(text)
                 ? ""
                 : "the name of a service: at most 15 characters, without blanks";
    case FieldId::remote_host:
      return text.size() <= kLongestHost && is_part_of_host(text)
                 ? ""
                 : "a part of a host name: letters, digits, dots and hyphens";
    case FieldId::unit:
      return text.size() <= kLongestUnit && !has_slash(text)
                 ? ""
                 : "the name of a systemd unit: at most 255 bytes, without slashes";
    case FieldId::terminal:
      return !has_blank(text) && !text.starts_with('/')
                 ? ""
                 : "the name of a terminal, such as pts/0 or tty1";
    case FieldId::class_reason:
      return is_part_of_a_reason(text) ? ""
                                       : "a part of one of its sentences, such as \"session\" (the "
                                         "column class_reason shows them)";
    default: return "";
  }
}

}  // namespace

std::optional<std::string> why_impossible(FieldId id, std::string_view text) {
  const std::string_view expected = expected_text(id, text);
  if (expected.empty()) return std::nullopt;
  return std::string(field(id).name) + ": invalid value " + in_quotes(text) + " (expected " +
         std::string(expected) + ")";
}

}  // namespace portexplorer::filter
