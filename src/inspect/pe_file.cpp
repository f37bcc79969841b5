#include "inspect/pe_file.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/words.h"

namespace portexplorer {
namespace {

constexpr std::size_t kMostSections = 96;
constexpr std::size_t kMostResources = 4096;
constexpr std::size_t kMostVersion = 256 * 1024;
constexpr std::uint32_t kVersionType = 16;  // RT_VERSION
constexpr std::uint32_t kDirectoryFlag = 0x80000000;

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  if (at > bytes.size() || bytes.size() - at < size) return 0;
  for (std::size_t i = 0; i < size; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    if (c >= 0x10000) out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(c >= 0x10000 ? 0x80 | (c >> 12 & 0x3F) : 0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// Decodes UTF-16LE up to a NUL; unpaired surrogates become U+FFFD.
std::string text_at(std::string_view bytes, std::size_t at, std::size_t& end) {
  std::string text;
  for (; at + 2 <= bytes.size(); at += 2) {
    std::uint32_t c = number(bytes, at, 2);
    if (c == 0) break;
    const std::uint32_t next = number(bytes, at + 2, 2);
    if (c >= 0xD800 && c < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
      at += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = 0xFFFD;
    }
    append_utf8(text, c);
  }
  end = std::min(at + 2, bytes.size());
  return text;
}

std::size_t aligned(std::size_t at) { return (at + 3) & ~std::size_t{3}; }

struct Place {
  std::uint32_t address = 0;  // relative to the image
  std::uint32_t size = 0;
  std::uint32_t offset = 0;  // in the file
};

class PeReader {
 public:
  explicit PeReader(const ByteReader& bytes) : bytes_(bytes) {}

  Result<WindowsVersion> read() {
    TRY(resources, resource_place());
    const auto entry = find_version(resources);
    if (!entry) return fail(ErrorKind::not_found, "it has no version resource"_text);
    const auto offset = offset_of(number(*entry, 0, 4));
    if (!offset) return fail(ErrorKind::malformed, "its version resource makes no sense"_text);
    const std::string block =
        bytes_(*offset, std::min<std::size_t>(number(*entry, 4, 4), kMostVersion));
    WindowsVersion version;
    read_block(block, 0, version);
    return version;
  }

 private:
  Result<Place> resource_place() {
    const std::string dos = bytes_(0, 64);
    if (dos.size() < 64 || !dos.starts_with("MZ"))
      return fail(ErrorKind::malformed, "it is no Windows program"_text);
    const std::uint32_t start = number(dos, 60, 4);
    const std::string head = bytes_(start, 24);
    if (head.size() < 24 || !head.starts_with(std::string_view("PE\0\0", 4)))
      return fail(ErrorKind::malformed, "it is no Windows program"_text);
    const std::size_t optional_size = number(head, 20, 2);
    const std::string optional = bytes_(std::uint64_t{start} + 24, optional_size);
    const std::size_t directories = number(optional, 0, 2) == 0x20b ? 112 : 96;
    read_sections(std::uint64_t{start} + 24 + optional_size,
                  std::min<std::size_t>(number(head, 6, 2), kMostSections));
    const Place place{.address = number(optional, directories + 16, 4),
                      .size = number(optional, directories + 20, 4)};
    if (place.address == 0) return fail(ErrorKind::not_found, "it has no version resource"_text);
    return place;
  }

  void read_sections(std::uint64_t offset, std::size_t count) {
    constexpr std::size_t kSize = 40;
    const std::string table = bytes_(offset, count * kSize);
    for (std::size_t at = 0; at + kSize <= table.size(); at += kSize) {
      sections_.push_back({.address = number(table, at + 12, 4),
                           .size = number(table, at + 16, 4),
                           .offset = number(table, at + 20, 4)});
    }
  }

  [[nodiscard]] std::optional<std::uint64_t> offset_of(std::uint32_t address) const {
    for (const Place& section : sections_) {
      if (address >= section.address && address - section.address < section.size) {
        return std::uint64_t{section.offset} + (address - section.address);
      }
    }
    return std::nullopt;
  }

  // Returns the target of the first entry of a resource directory, or of the one with this id.
  [[nodiscard]] std::optional<std::uint32_t> entry_of(std::uint64_t directory,
                                                      std::optional<std::uint32_t> id) const {
    const std::string head = bytes_(directory, 16);
    if (head.size() < 16) return std::nullopt;
    const std::size_t count =
        std::min<std::size_t>(number(head, 12, 2) + number(head, 14, 2), kMostResources);
    const std::string entries = bytes_(directory + 16, count * 8);
    for (std::size_t at = 0; at + 8 <= entries.size(); at += 8) {
      if (!id || number(entries, at, 4) == *id) return number(entries, at + 4, 4);
    }
    return std::nullopt;
  }

  // Follows type, name and language to the first data entry.
  [[nodiscard]] std::optional<std::string> find_version(const Place& resources) const {
    const auto root = offset_of(resources.address);
    if (!root) return std::nullopt;
    const auto type = entry_of(*root, kVersionType);
    if (!type || (*type & kDirectoryFlag) == 0) return std::nullopt;
    const auto name = entry_of(*root + (*type & ~kDirectoryFlag), std::nullopt);
    if (!name || (*name & kDirectoryFlag) == 0) return std::nullopt;
    const auto language = entry_of(*root + (*name & ~kDirectoryFlag), std::nullopt);
    if (!language || (*language & kDirectoryFlag) != 0) return std::nullopt;
    std::string entry = bytes_(*root + *language, 16);
    if (entry.size() < 16) return std::nullopt;
    return entry;
  }

  // Reads a block: length, length of its value, kind, name, value, nested blocks.
  void read_block(std::string_view bytes, int depth, WindowsVersion& version) {
    constexpr int kDeepest = 4;
    constexpr std::size_t kHeader = 6;
    if (bytes.size() < kHeader || depth > kDeepest) return;
    const std::size_t length = std::min<std::size_t>(number(bytes, 0, 2), bytes.size());
    const std::size_t value_length = number(bytes, 2, 2);
    const bool is_text = number(bytes, 4, 2) == 1;
    bytes = bytes.substr(0, length);
    std::size_t at = kHeader;
    const std::string key = text_at(bytes, kHeader, at);
    at = aligned(at);
    if (is_text && value_length > 0 && at < bytes.size()) {
      std::size_t end = at;
      take(key, text_at(bytes, at, end), version);
    }
    at = aligned(at + value_length * (is_text ? 2 : 1));
    if (key == "VarFileInfo") return;
    while (at + kHeader <= bytes.size()) {
      const std::size_t child = number(bytes, at, 2);
      if (child < kHeader) return;
      read_block(bytes.substr(at, child), depth + 1, version);
      at = aligned(at + child);
    }
  }

  static void take(std::string_view key, std::string value, WindowsVersion& version) {
    if (key == "CompanyName") version.company = std::move(value);
    else if (key == "ProductName") version.product = std::move(value);
    else if (key == "FileDescription") version.description = std::move(value);
    else if (key == "ProductVersion" || (key == "FileVersion" && version.version.empty()))
      version.version = std::move(value);
    else if (key == "LegalCopyright") version.copyright = std::move(value);
  }

  const ByteReader& bytes_;
  std::vector<Place> sections_;
};

}  // namespace

Result<WindowsVersion> read_windows_version(const ByteReader& bytes) {
  return PeReader(bytes).read();
}

}  // namespace portexplorer
