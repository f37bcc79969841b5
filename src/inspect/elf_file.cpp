#include "inspect/elf_file.h"

#include <elf.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <vector>

#include "base/words.h"
#include "inspect/go_build.h"

namespace portexplorer {
namespace {

constexpr std::size_t kMostHeaders = 4096;
constexpr std::size_t kMostNotes = 64 * 1024;
constexpr std::size_t kMostStrings = 4 << 20;

struct Segment {
  std::uint32_t type = 0;
  std::uint32_t flags = 0;
  std::uint64_t offset = 0;
  std::uint64_t address = 0;
  std::uint64_t size = 0;  // in the file
  std::uint64_t align = 0;
};

struct Section {
  std::uint32_t name = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// Reads numbers in the byte order and width of the file.
class Fields {
 public:
  Fields(bool wide, bool big)
      : wide_(wide), swap_(big != (std::endian::native == std::endian::big)) {}

  template <typename T>
  [[nodiscard]] T at(std::string_view bytes, std::size_t offset) const {
    T value{};
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    if (swap_) {
      auto* p = reinterpret_cast<unsigned char*>(&value);
      std::reverse(p, p + sizeof value);
    }
    return value;
  }
  // Reads an address or offset: 8 bytes in a 64-bit file, otherwise 4. The two positions are those
  // in the 64-bit and the 32-bit layout.
  [[nodiscard]] std::uint64_t word(std::string_view bytes, std::size_t wide,
                                   std::size_t narrow) const {
    return wide_ ? at<std::uint64_t>(bytes, wide) : at<std::uint32_t>(bytes, narrow);
  }
  [[nodiscard]] bool wide() const { return wide_; }
  [[nodiscard]] bool big() const { return swap_ != (std::endian::native == std::endian::big); }

 private:
  bool wide_;
  bool swap_;
};

std::string architecture_name(std::uint16_t machine, bool wide) {
  switch (machine) {
    case EM_X86_64: return wide ? "x86-64" : "x32";
    case EM_386: return "x86";
    case EM_AARCH64: return "ARM64";
    case EM_ARM: return "ARM";
    case EM_RISCV: return "RISC-V";
    case EM_PPC64: return "PowerPC64";
    case EM_PPC: return "PowerPC";
    case EM_S390: return "S/390";
    case EM_MIPS: return "MIPS";
    case EM_LOONGARCH: return "LoongArch";
    case EM_SPARCV9: return "SPARC64";
    default: return "machine " + std::to_string(machine);
  }
}

class ElfReader {
 public:
  ElfReader(const ByteReader& bytes, std::string header, Fields fields)
      : bytes_(bytes), header_(std::move(header)), fields_(fields) {}

  Result<BinaryFacts> read() {
    TRY_VOID(read_segments());
    facts_.architecture = architecture_name(fields_.at<std::uint16_t>(header_, 18), fields_.wide());
    facts_.is_static = find(PT_INTERP) == nullptr;
    read_notes();
    read_dynamic();
    read_sections();
    facts_.type = std::string(fields_.wide() ? "64-bit" : "32-bit") + " ELF program, " +
                  facts_.architecture + (facts_.is_static ? ", linked statically" : "");
    return std::move(facts_);
  }

 private:
  Result<void> read_segments() {
    const std::uint64_t offset = fields_.word(header_, 32, 28);
    const auto size = fields_.at<std::uint16_t>(header_, fields_.wide() ? 54 : 42);
    const std::size_t count = std::min<std::size_t>(
        fields_.at<std::uint16_t>(header_, fields_.wide() ? 56 : 44), kMostHeaders);
    const std::size_t least = fields_.wide() ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
    if (count == 0 || size < least) return fail(ErrorKind::malformed, "it is no program"_text);
    const std::string table = bytes_(offset, count * size);
    if (table.size() < count * size)
      return fail(ErrorKind::malformed, "the file is cut short"_text);
    for (std::size_t i = 0; i < count; ++i)
      segments_.push_back(segment(std::string_view(table).substr(i * size, size)));
    return {};
  }

  [[nodiscard]] Segment segment(std::string_view raw) const {
    return {.type = fields_.at<std::uint32_t>(raw, 0),
            .flags = fields_.at<std::uint32_t>(raw, fields_.wide() ? 4 : 24),
            .offset = fields_.word(raw, 8, 4),
            .address = fields_.word(raw, 16, 8),
            .size = fields_.word(raw, 32, 16),
            .align = fields_.word(raw, 48, 28)};
  }

  [[nodiscard]] const Segment* find(std::uint32_t type) const {
    const auto it = std::ranges::find(segments_, type, &Segment::type);
    return it == segments_.end() ? nullptr : &*it;
  }

  void read_notes() {
    for (const Segment& segment : segments_) {
      if (segment.type != PT_NOTE) continue;
      read_note_segment(bytes_(segment.offset, std::min<std::uint64_t>(segment.size, kMostNotes)),
                        segment.align == 8 ? 8 : 4);
    }
  }

  void read_note_segment(std::string_view rest, std::size_t align) {
    constexpr std::size_t kHeader = 12;
    while (rest.size() >= kHeader) {
      const std::size_t name_size = fields_.at<std::uint32_t>(rest, 0);
      const std::size_t size = fields_.at<std::uint32_t>(rest, 4);
      const auto type = fields_.at<std::uint32_t>(rest, 8);
      const std::size_t start = (kHeader + name_size + align - 1) / align * align;
      if (name_size > rest.size() - kHeader || start > rest.size() || size > rest.size() - start)
        return;
      take_note(rest.substr(kHeader, name_size), type, rest.substr(start, size));
      rest.remove_prefix(std::min(rest.size(), (start + size + align - 1) / align * align));
    }
  }

  void take_note(std::string_view name, std::uint32_t type, std::string_view value) {
    constexpr std::uint32_t kPackage = 0xcafe1a7e;
    if (type == NT_GNU_BUILD_ID && name == std::string_view("GNU\0", 4)) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      facts_.build_id.clear();
      for (const char c : value.substr(0, 64)) {
        facts_.build_id += kDigits[static_cast<unsigned char>(c) >> 4];
        facts_.build_id += kDigits[static_cast<unsigned char>(c) & 15];
      }
    } else if (type == kPackage && name == std::string_view("FDO\0", 4)) {
      facts_.package_note = value.substr(0, value.find('\0'));
    }
  }

  // Returns the file offset of what is loaded at an address.
  [[nodiscard]] std::optional<std::uint64_t> offset_of(std::uint64_t address) const {
    for (const Segment& s : segments_) {
      if (s.type == PT_LOAD && address >= s.address && address - s.address < s.size)
        return s.offset + (address - s.address);
    }
    return std::nullopt;
  }

  void read_dynamic() {
    Hardening& hardening = facts_.hardening;
    const Segment* stack = find(PT_GNU_STACK);
    hardening.stack_not_executable = stack != nullptr && (stack->flags & PF_X) == 0;
    hardening.relro = find(PT_GNU_RELRO) == nullptr ? "none"_text : "partial"_text;
    const bool shared = fields_.at<std::uint16_t>(header_, 16) == ET_DYN;
    hardening.pie = shared;
    const Segment* dynamic = find(PT_DYNAMIC);
    if (dynamic == nullptr) return;
    const std::string table =
        bytes_(dynamic->offset, std::min<std::uint64_t>(dynamic->size, kMostNotes));
    std::uint64_t strings = 0;
    std::uint64_t strings_size = 0;
    const std::size_t step = fields_.wide() ? 16 : 8;
    for (std::size_t at = 0; at + step <= table.size(); at += step) {
      const std::uint64_t tag = fields_.word(table, at, at);
      const std::uint64_t value = fields_.word(table, at + 8, at + 4);
      if (tag == DT_NULL) break;
      if (tag == DT_STRTAB) strings = value;
      if (tag == DT_STRSZ) strings_size = value;
      const bool now = tag == DT_BIND_NOW || (tag == DT_FLAGS && (value & DF_BIND_NOW) != 0) ||
                       (tag == DT_FLAGS_1 && (value & DF_1_NOW) != 0);
      if (now && hardening.relro == "partial") hardening.relro = "full"_text;
    }
    read_names(strings, strings_size);
  }

  void read_names(std::uint64_t address, std::uint64_t size) {
    const auto offset = offset_of(address);
    if (!offset || facts_.is_static) return;
    const std::string names = bytes_(*offset, std::min<std::uint64_t>(size, kMostStrings));
    if (names.empty()) return;
    facts_.hardening.canary = names.find("__stack_chk_fail") != std::string::npos;
    facts_.hardening.fortify = has_fortified(names);
  }

  // Matches "__printf_chk", but not "__stack_chk_fail" and the like.
  static bool has_fortified(std::string_view names) {
    while (!names.empty()) {
      const std::string_view name = names.substr(0, names.find('\0'));
      if (name.starts_with("__") && name.ends_with("_chk")) return true;
      names.remove_prefix(std::min(names.size(), name.size() + 1));
    }
    return false;
  }

  void read_sections() {
    const auto section = find_section(".go.buildinfo");
    if (section)
      facts_.go = parse_go_build(
          bytes_(section->offset, std::min<std::uint64_t>(section->size, kMostStrings)));
  }

  [[nodiscard]] Section section(std::string_view raw) const {
    return {.name = fields_.at<std::uint32_t>(raw, 0),
            .offset = fields_.word(raw, 24, 16),
            .size = fields_.word(raw, 32, 20)};
  }

  [[nodiscard]] std::optional<Section> find_section(std::string_view wanted) const {
    const std::uint64_t offset = fields_.word(header_, 40, 32);
    const std::size_t size = fields_.at<std::uint16_t>(header_, fields_.wide() ? 58 : 46);
    const std::size_t count = std::min<std::size_t>(
        fields_.at<std::uint16_t>(header_, fields_.wide() ? 60 : 48), kMostHeaders);
    const std::size_t names_at = fields_.at<std::uint16_t>(header_, fields_.wide() ? 62 : 50);
    const std::size_t least = fields_.wide() ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
    if (offset == 0 || size < least || names_at >= count) return std::nullopt;
    const std::string table = bytes_(offset, count * size);
    if (table.size() < count * size) return std::nullopt;
    const Section names_section = section(std::string_view(table).substr(names_at * size, size));
    const std::string names =
        bytes_(names_section.offset, std::min<std::uint64_t>(names_section.size, kMostNotes));
    for (std::size_t i = 0; i < count; ++i) {
      const Section one = section(std::string_view(table).substr(i * size, size));
      if (one.name >= names.size()) continue;
      const std::string_view name = std::string_view(names).substr(one.name);
      if (name.substr(0, name.find('\0')) == wanted) return one;
    }
    return std::nullopt;
  }

  const ByteReader& bytes_;
  std::string header_;
  Fields fields_;
  std::vector<Segment> segments_;
  BinaryFacts facts_;
};

}  // namespace

ByteReader reader_of(int fd) {
  return [fd](std::uint64_t offset, std::size_t size) {
    std::string bytes(size, '\0');
    if (offset > static_cast<std::uint64_t>(INT64_MAX)) return std::string();
    const ssize_t got = ::pread(fd, bytes.data(), size, static_cast<off_t>(offset));
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return bytes;
  };
}

ByteReader reader_of(std::string_view bytes) {
  return [bytes](std::uint64_t offset, std::size_t size) {
    return offset >= bytes.size()
               ? std::string()
               : std::string(bytes.substr(static_cast<std::size_t>(offset), size));
  };
}

Result<BinaryFacts> read_elf(const ByteReader& bytes) {
  std::string header = bytes(0, sizeof(Elf64_Ehdr));
  if (header.size() < sizeof(Elf32_Ehdr) || !header.starts_with(ELFMAG))
    return fail(ErrorKind::malformed, "it is no ELF file"_text);
  const bool wide = header[EI_CLASS] == ELFCLASS64;
  if (!wide && header[EI_CLASS] != ELFCLASS32)
    return fail(ErrorKind::malformed, "its ELF header makes no sense"_text);
  if (wide && header.size() < sizeof(Elf64_Ehdr))
    return fail(ErrorKind::malformed, "the file is cut short"_text);
  const Fields fields(wide, header[EI_DATA] == ELFDATA2MSB);
  return ElfReader(bytes, std::move(header), fields).read();
}

}  // namespace portexplorer
