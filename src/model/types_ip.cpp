// Parses and formats IP addresses (RFC 5952, RFC 4291) without operating system functions.
#include <charconv>
#include <cstring>

#include "model/types.h"

namespace portexplorer {
namespace {

void append_number(std::string& out, unsigned value, int base) {
  char buffer[8];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, base).ptr;
  out.append(buffer, end);
}

void append_v4(std::string& out, const std::uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) {
    if (i != 0) out += '.';
    append_number(out, bytes[i], 10);
  }
}

struct ZeroRun {
  int start = -1;
  int length = 0;
};

ZeroRun longest_zero_run(const std::array<unsigned, 8>& groups) {
  ZeroRun best;
  for (int i = 0; i < 8;) {
    int j = i;
    while (j < 8 && groups[static_cast<std::size_t>(j)] == 0) ++j;
    if (j - i > best.length) best = {i, j - i};
    i = j + 1;
  }
  return best.length >= 2 ? best : ZeroRun{};
}

void append_v6(std::string& out, const IpAddress& a) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i)
    groups[i] = (unsigned{a.bytes[2 * i]} << 8) | a.bytes[2 * i + 1];
  if (is_v4_mapped(a)) {
    out += "::ffff:";
    append_v4(out, a.bytes.data() + 12);
    return;
  }
  const ZeroRun run = longest_zero_run(groups);
  for (int i = 0; i < 8; ++i) {
    if (i == run.start) {
      out += "::";
      i += run.length - 1;
      continue;
    }
    if (i != 0 && i != run.start + run.length) out += ':';
    append_number(out, groups[static_cast<std::size_t>(i)], 16);
  }
}

bool parse_v4(std::string_view text, std::uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) {
    const std::size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos || dot == 0 || dot > 3) return false;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + dot, value);
    if (error != std::errc{} || end != text.data() + dot || value > 255) return false;
    bytes[i] = static_cast<std::uint8_t>(value);
    text.remove_prefix(i < 3 ? dot + 1 : dot);
  }
  return text.empty();
}

// Parses groups "a:b:c" into `bytes`; returns how many bytes were written, or -1.
int parse_groups(std::string_view text, std::uint8_t* bytes, int room) {
  int used = 0;
  while (!text.empty()) {
    if (text.find(':') == std::string_view::npos && text.find('.') != std::string_view::npos) {
      return used + 4 <= room && parse_v4(text, bytes + used) ? used + 4 : -1;
    }
    const std::size_t colon = std::min(text.find(':'), text.size());
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + colon, value, 16);
    if (colon == 0 || colon > 4 || error != std::errc{} || end != text.data() + colon ||
        used + 2 > room)
      return -1;
    bytes[used] = static_cast<std::uint8_t>(value >> 8);
    bytes[used + 1] = static_cast<std::uint8_t>(value & 0xFF);
    used += 2;
    text.remove_prefix(colon);
    if (text.size() == 1) return -1;  // ends in a single colon
    if (!text.empty()) text.remove_prefix(1);
  }
  return used;
}

bool parse_v6(std::string_view text, IpAddress& address) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return parse_groups(text, address.bytes.data(), 16) == 16;
  if (text.find("::", gap + 1) != std::string_view::npos) return false;
  IpAddress tail;
  const int head_bytes = parse_groups(text.substr(0, gap), address.bytes.data(), 14);
  const int tail_bytes = parse_groups(text.substr(gap + 2), tail.bytes.data(), 14);
  if (head_bytes < 0 || tail_bytes < 0 || head_bytes + tail_bytes > 14) return false;
  std::memcpy(address.bytes.data() + 16 - tail_bytes, tail.bytes.data(),
              static_cast<std::size_t>(tail_bytes));
  return true;
}

}  // namespace

void append_ip(std::string& out, Family family, const IpAddress& address) {
  if (family == Family::ipv4) append_v4(out, address.bytes.data());
  else append_v6(out, address);
}

std::optional<ParsedAddress> parse_ip(std::string_view text) {
  ParsedAddress parsed;
  if (text.find(':') == std::string_view::npos) {
    parsed.family = Family::ipv4;
    if (!parse_v4(text, parsed.address.bytes.data())) return std::nullopt;
    return parsed;
  }
  parsed.family = Family::ipv6;
  if (!parse_v6(text, parsed.address)) return std::nullopt;
  return parsed;
}

}  // namespace portexplorer
