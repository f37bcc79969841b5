// Reads a file of data/ for a generator, and reports errors on stderr.
#pragma once

#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "base/text_file.h"
#include "knowledge/generate/tsv.h"

namespace portexplorer::generate {

template <typename Row>
using TsvReader = tl::expected<std::vector<Row>, TsvError> (*)(std::string_view text);

// Returns nothing if a line breaks a rule.
template <typename Row>
std::optional<std::vector<Row>> read_tsv_file(const std::string& path, TsvReader<Row> reader) {
  const std::string text = read_text_file(path).value_or("");
  auto rows = reader(text);
  if (rows) return *std::move(rows);
  std::cerr << path << ':' << rows.error().line << ": this line " << rows.error().what << '\n';
  return std::nullopt;
}

}  // namespace portexplorer::generate
