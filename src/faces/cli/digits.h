// Numbers as text, written straight into a buffer. Each returns the end of what it wrote.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace portexplorer::cli {

// At most 20 characters.
inline char* put_number(char* p, std::uint64_t value) { return std::to_chars(p, p + 20, value).ptr; }

inline char* put_text(char* p, std::string_view text) {
  std::memcpy(p, text.data(), text.size());
  return p + text.size();
}

struct OctetText {
  char text[4];  // three digits at most, then '.'
  std::uint8_t length;
};

// The texts of 0 … 255, each with a dot behind it.
constexpr std::array<OctetText, 256> make_octets() {
  std::array<OctetText, 256> octets{};
  for (unsigned i = 0; i < 256; ++i) {
    OctetText& o = octets[i];
    if (i >= 100) o.text[o.length++] = static_cast<char>('0' + i / 100);
    if (i >= 10) o.text[o.length++] = static_cast<char>('0' + i / 10 % 10);
    o.text[o.length++] = static_cast<char>('0' + i % 10);
    o.text[o.length++] = '.';
  }
  return octets;
}
inline constexpr std::array<OctetText, 256> kOctets = make_octets();

// Writes up to 16 characters, of which at most 15 count.
inline char* put_ipv4(char* p, const std::uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) {
    const OctetText& o = kOctets[bytes[i]];
    std::memcpy(p, o.text, 4);
    p += o.length;
  }
  return p - 1;
}

// The text of append_human_bytes(), at most 8 characters.
char* put_human_bytes(char* p, std::uint64_t bytes);

}  // namespace portexplorer::cli
