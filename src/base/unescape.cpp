#include "base/unescape.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace portexplorer {
namespace {

std::optional<std::uint32_t> hex_number(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
    return std::nullopt;
  return value;
}

// Returns false for a number that is not a code point.
bool append_utf8(std::string& out, std::uint32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return false;
  const int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr std::array<unsigned char, 4> kLeads = {0x00, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLeads[static_cast<std::size_t>(more)] | (c >> (6 * more)));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3F));
  return true;
}

}  // namespace

std::size_t unescape_one(std::string& out, std::string_view text) {
  if (text[0] != '\\') {
    out += text[0];
    return 1;
  }
  if (text.size() < 2) return 0;
  switch (text[1]) {
    case 'n': out += '\n'; return 2;
    case 't': out += '\t'; return 2;
    case 'r': out += '\r'; return 2;
    case '\\': out += '\\'; return 2;
    case 'x': {
      const auto byte = hex_number(text.substr(2, 2));
      if (text.size() < 4 || !byte) return 0;
      out += static_cast<char>(*byte);
      return 4;
    }
    case 'u': {
      const std::size_t end = text.find('}');
      if (text.size() < 3 || text[2] != '{' || end == std::string_view::npos) return 0;
      const auto code_point = hex_number(text.substr(3, end - 3));
      if (!code_point || !append_utf8(out, *code_point)) return 0;
      return end + 1;
    }
    default: return 0;
  }
}

}  // namespace portexplorer
