#include "collect/procfs/mount_line.h"

#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

std::string_view next_field(std::string_view& text) {
  const std::size_t end = text.find(' ');
  const std::string_view word = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return word;
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

std::uint64_t parse_device(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return 0;
  const auto major = parse_number(text.substr(0, colon));
  const auto minor = parse_number(text.substr(colon + 1));
  return major && minor ? (*major << 32) | *minor : 0;
}

}  // namespace

std::string unescaped_mount_path(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) &&
                        is_octal(text[i + 2]) && is_octal(text[i + 3]);
    if (!escape) {
      plain += text[i];
      continue;
    }
    plain +=
        static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
    i += 3;
  }
  return plain;
}

std::optional<MountLine> parse_mount_line(std::string_view text) {
  MountLine line;
  next_field(text);  // its id
  next_field(text);  // and its parent's
  line.device = parse_device(next_field(text));
  next_field(text);  // the mounted part of the file system
  line.place = unescaped_mount_path(next_field(text));
  std::string_view word = next_field(text);
  while (!text.empty() && word != "-") word = next_field(text);
  line.type = next_field(text);
  next_field(text);  // its source
  line.options = next_field(text);
  if (line.type.empty() || !line.place.starts_with('/')) return std::nullopt;
  return line;
}

}  // namespace portexplorer
