#include "inspect/go_build.h"

#include <cstdint>

namespace portexplorer {
namespace {

constexpr std::string_view kMagic("\xff Go buildinf:", 14);
constexpr std::size_t kBuildHeader = 32;
constexpr std::size_t kSentinel = 16;  // bytes before and after the text of modules
constexpr char kInline = 2;

// Removes a text preceded by its length (unsigned LEB128) from `rest`.
std::optional<std::string_view> take_text(std::string_view& rest) {
  std::uint64_t length = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    if (rest.empty()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    length |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) != 0) continue;
    if (length > rest.size()) return std::nullopt;
    const std::string_view text = rest.substr(0, static_cast<std::size_t>(length));
    rest.remove_prefix(text.size());
    return text;
  }
  return std::nullopt;
}

void take_line(GoBuild& build, std::string_view line) {
  const std::string_view key = line.substr(0, line.find('\t'));
  if (key.size() == line.size()) return;
  const std::string_view value = line.substr(key.size() + 1);
  const std::string_view first = value.substr(0, value.find('\t'));
  if (key == "path") build.path = first;
  if (key != "mod" || first.size() == value.size()) return;
  build.module = first;
  const std::string_view rest = value.substr(first.size() + 1);
  build.module_version = rest.substr(0, rest.find('\t'));
}

}  // namespace

std::optional<GoBuild> parse_go_build(std::string_view section) {
  if (section.size() < kBuildHeader || !section.starts_with(kMagic) || (section[15] & kInline) == 0)
    return std::nullopt;
  std::string_view rest = section.substr(kBuildHeader);
  const auto version = take_text(rest);
  if (!version) return std::nullopt;
  GoBuild build{
      .go_version = std::string(*version), .path = {}, .module = {}, .module_version = {}};
  auto modules = take_text(rest);
  if (!modules || modules->size() < 2 * kSentinel) return build;
  std::string_view lines = modules->substr(kSentinel, modules->size() - 2 * kSentinel);
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    take_line(build, line);
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  }
  return build;
}

}  // namespace portexplorer
