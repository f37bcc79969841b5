#include "knowledge/generate/text_pool.h"

#include <algorithm>

#include "knowledge/generate/tsv.h"

namespace portexplorer::generate {
namespace {

constexpr std::size_t kLine = 100;

// Octal escapes end after three digits, whatever follows.
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '?' && fits_literal({&c, 1})) {
      out += c;
      continue;
    }
    out += '\\';
    for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + ((byte >> shift) & 7));
  }
  return out + "\"";
}

}  // namespace

std::string TextPool::place(std::string_view text) {
  const auto [it, is_new] = offsets_.try_emplace(std::string(text), text_.size());
  if (is_new) text_ += text;
  return std::to_string(it->second) + "," + std::to_string(text.size());
}

void TextPool::write(std::ostream& out) const {
  out << "inline constexpr char kText[] =\n";
  std::string_view rest = text_;
  do {
    out << literal(rest.substr(0, kLine)) << '\n';
    rest.remove_prefix(std::min(kLine, rest.size()));
  } while (!rest.empty());
  out << ";\n";
}

}  // namespace portexplorer::generate
