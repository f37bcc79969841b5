#include "collect/netns/nsfs_mounts.h"

#include <charconv>
#include <optional>

namespace portexplorer {
namespace {

std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

bool is_octal(std::string_view digits) {
  return digits.size() == 3 && digits[0] <= '3' &&
         digits.find_first_not_of("01234567") == std::string_view::npos;
}

// Decodes space, tab, line break and backslash, which are written as \ooo (seq_path of the kernel's
// seq_file.c).
std::string unescape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool escape = text[0] == '\\' && is_octal(text.substr(1, 3));
    out += escape ? static_cast<char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'))
                  : text[0];
    text.remove_prefix(escape ? 4 : 1);
  }
  return out;
}

// Parses "net:[4026532281]".
std::optional<NetnsId> id_of(std::string_view root) {
  constexpr std::string_view kPrefix = "net:[";
  if (!root.starts_with(kPrefix) || !root.ends_with(']')) return std::nullopt;
  const std::string_view digits = root.substr(kPrefix.size(), root.size() - kPrefix.size() - 1);
  std::uint32_t id = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return NetnsId{id};
}

// Parses "36 35 0:4 net:[4026532281] /run/netns/blue rw shared:7 - nsfs nsfs rw".
std::optional<NsfsMount> parse_line(std::string_view line) {
  for (int i = 0; i < 3; ++i) (void)take_until(line, ' ');
  const auto id = id_of(take_until(line, ' '));
  const std::string_view path = take_until(line, ' ');
  const std::size_t separator = line.find(" - ");
  if (!id || path.empty() || separator == std::string_view::npos) return std::nullopt;
  line.remove_prefix(separator + 3);
  if (take_until(line, ' ') != "nsfs") return std::nullopt;
  return NsfsMount{*id, unescape(path)};
}

}  // namespace

std::vector<NsfsMount> parse_nsfs_mounts(std::string_view mountinfo) {
  std::vector<NsfsMount> mounts;
  while (!mountinfo.empty()) {
    if (auto mount = parse_line(take_until(mountinfo, '\n'))) mounts.push_back(std::move(*mount));
  }
  return mounts;
}

}  // namespace portexplorer
