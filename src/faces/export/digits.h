// Fast conversion of numbers to text. Each function returns the end of what it wrote.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "faces/export/text_buffer.h"

namespace portexplorer {

// The digits of 00 … 99.
constexpr std::array<char, 200> make_digit_pairs() {
  std::array<char, 200> pairs{};
  for (unsigned i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}
inline constexpr std::array<char, 200> kDigitPairs = make_digit_pairs();

inline char* put_pair(char* p, unsigned value) {
  std::memcpy(p, kDigitPairs.data() + 2 * value, 2);
  return p + 2;
}

// Writes at most 20 characters. Optimized for ports, pids and small counts.
inline char* put_number(char* p, std::uint64_t value) {
  if (value >= 100'000) return std::to_chars(p, p + 20, value).ptr;
  auto v = static_cast<unsigned>(value);
  if (v >= 10'000) {
    *p++ = static_cast<char>('0' + v / 10'000);
    v %= 10'000;
    return put_pair(put_pair(p, v / 100), v % 100);
  }
  if (v >= 1000) return put_pair(put_pair(p, v / 100), v % 100);
  if (v >= 100) {
    *p++ = static_cast<char>('0' + v / 100);
    return put_pair(p, v % 100);
  }
  if (v >= 10) return put_pair(p, v);
  *p++ = static_cast<char>('0' + v);
  return p;
}

inline char* put_text(char* p, std::string_view text) { return copy_text(p, text); }

struct OctetText {
  char text[4];  // three digits at most, then '.'
  std::uint8_t length;
};

// The digits of 0 … 255, each followed by a dot.
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

// Writes at most 16 characters, of which at most 15 are part of the address.
inline char* put_ipv4(char* p, const std::uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) {
    const OctetText& o = kOctets[bytes[i]];
    std::memcpy(p, o.text, 4);
    p += o.length;
  }
  return p - 1;
}

// Writes the text of append_human_bytes(), at most 8 characters.
char* put_human_bytes(char* p, std::uint64_t bytes);

}  // namespace portexplorer
