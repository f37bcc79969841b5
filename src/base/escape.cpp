#include "base/escape.h"

#include <utf8proc.h>

#include <algorithm>

namespace portexplorer {
namespace {

// Returns true for code points that must not reach a terminal or a label unescaped.
bool is_unsafe(int c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

constexpr char kHex[] = "0123456789abcdef";

void append_byte(std::string& out, unsigned char byte) {
  out += "\\x";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

void append_code_point(std::string& out, int c) {
  switch (c) {
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    default: break;
  }
  if (c < 0x80) {
    append_byte(out, static_cast<unsigned char>(c));
    return;
  }
  out += "\\u{";
  bool leading = true;
  for (int shift = 20; shift >= 0; shift -= 4) {
    const int digit = (c >> shift) & 15;
    if (leading && digit == 0 && shift > 12) continue;
    leading = false;
    out += kHex[digit];
  }
  out += '}';
}

int sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7F && c != '\\'; }

}  // namespace

int decode_utf8(std::string_view text, int& length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  length = 1;
  const int n = sequence_length(byte(0));
  if (n == 1) return byte(0);
  if (n == 0 || text.size() < static_cast<std::size_t>(n)) return -1;
  int c = byte(0) & (0xFF >> (n + 1));
  for (int i = 1; i < n; ++i) {
    const unsigned char b = byte(static_cast<std::size_t>(i));
    if ((b & 0xC0) != 0x80) return -1;
    c = (c << 6) | (b & 0x3F);
  }
  const bool overlong = (n == 3 && c < 0x800) || (n == 4 && c < 0x10000);
  if (overlong || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return -1;
  length = n;
  return c;
}

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto* plain_end = std::find_if_not(
        text.begin(), text.end(), [](char c) { return is_plain(static_cast<unsigned char>(c)); });
    const auto plain = static_cast<std::size_t>(plain_end - text.begin());
    out.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    int length = 1;
    const int c = decode_utf8(text, length);
    if (c < 0) append_byte(out, static_cast<unsigned char>(text[0]));
    else if (c == '\\') out += "\\\\";
    else if (is_unsafe(c)) append_code_point(out, c);
    else out.append(text.data(), static_cast<std::size_t>(length));
    text.remove_prefix(static_cast<std::size_t>(length));
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

namespace {

// Hangul vowels and final consonants, which join the preceding syllable.
bool is_joined_jamo(int c) { return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF); }

// Arabic and similar signs placed below a number. They have the category of format characters but
// are visible.
bool is_visible_format(int c) {
  return (c >= 0x0600 && c <= 0x0605) || c == 0x06DD || c == 0x070F || c == 0x0890 || c == 0x0891 ||
         c == 0x08E2 || c == 0x110BD || c == 0x110CD;
}

// Counts like terminals and wcwidth(3), which give a spacing mark (Mc) one column; utf8proc does
// not.
int code_point_width(int c) {
  if (c < 0x300) return 1;
  if (is_joined_jamo(c)) return 0;
  if (is_visible_format(c)) return 1;
  const int width = utf8proc_charwidth(c);
  return width == 0 && utf8proc_category(c) == UTF8PROC_CATEGORY_MC ? 1 : width;
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    int length = 1;
    width += code_point_width(decode_utf8(text, length));
    text.remove_prefix(static_cast<std::size_t>(length));
  }
  return width;
}

std::string_view prefix_of_width(std::string_view text, int columns) {
  std::size_t used = 0;
  while (used < text.size()) {
    int length = 1;
    columns -= code_point_width(decode_utf8(text.substr(used), length));
    if (columns < 0) break;
    used += static_cast<std::size_t>(length);
  }
  return text.substr(0, used);
}

}  // namespace portexplorer
