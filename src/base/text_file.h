// Reads text files.
#pragma once

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace portexplorer {

// Reads a whole file; empty if it cannot be opened or read. For files whose size is bounded by who
// writes them, such as those of /proc and the source tree.
[[nodiscard]] inline std::optional<std::string> read_text_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(file), {}};
  return file.bad() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace portexplorer
