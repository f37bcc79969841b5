// Tests ELF, Go and PE files: real, constructed, truncated, and damaged at every position.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/text_file.h"
#include "inspect/elf_file.h"
#include "inspect/go_build.h"
#include "inspect/pe_file.h"

namespace portexplorer {
namespace {

std::string bytes_of(const char* path) { return read_text_file(path).value_or(""); }

void put(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(value >> (8 * i));
}

// A 64-bit program with a segment of notes: a build-id and a package note.
std::string small_elf() {
  std::string file(64 + 2 * 56, '\0');
  file.replace(0, 7,
               std::string("\x7f"
                           "ELF\2\1\1"));
  put(file, 16, 2, 2);   // ET_EXEC
  put(file, 18, 62, 2);  // x86-64
  put(file, 32, 64, 8);
  put(file, 54, 56, 2);
  put(file, 56, 2, 2);
  std::string notes(16, '\0');
  put(notes, 0, 4, 4);
  put(notes, 4, 2, 4);
  put(notes, 8, 3, 4);
  notes.replace(12, 4, std::string("GNU\0", 4));
  notes += std::string("\xab\xcd\0\0", 4);
  std::string note(16, '\0');
  put(note, 0, 4, 4);
  put(note, 4, 8, 4);
  put(note, 8, 0xcafe1a7e, 4);
  note.replace(12, 4, std::string("FDO\0", 4));
  notes += note + std::string("{\"a\":1}\0", 8);
  put(file, 64, 4, 4);  // PT_NOTE
  put(file, 64 + 8, file.size(), 8);
  put(file, 64 + 32, notes.size(), 8);
  put(file, 64 + 48, 4, 8);
  put(file, 120, 0x6474e551, 4);  // PT_GNU_STACK
  put(file, 124, 6, 4);           // readable, writable
  return file + notes;
}

TEST(Elf, ReadsNotesAndHardening) {
  const std::string file = small_elf();
  const auto facts = read_elf(reader_of(std::string_view(file)));
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->type, "64-bit ELF program, x86-64, linked statically");
  EXPECT_EQ(facts->build_id, "abcd");
  EXPECT_EQ(facts->package_note, "{\"a\":1}");
  EXPECT_EQ(facts->hardening.pie, false);
  EXPECT_EQ(facts->hardening.relro, "none");
  EXPECT_EQ(facts->hardening.stack_not_executable, true);
  EXPECT_FALSE(facts->hardening.canary);
}

TEST(Elf, AnExecutableStackIsReported) {
  std::string file = small_elf();
  put(file, 124, 7, 4);
  EXPECT_EQ(read_elf(reader_of(std::string_view(file)))->hardening.stack_not_executable, false);
}

TEST(Elf, TheShellIsHardened) {
  const std::string file = bytes_of("/bin/bash");
  const auto facts = read_elf(reader_of(std::string_view(file)));
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->hardening.pie, true);
  EXPECT_EQ(facts->hardening.relro, "full");
  EXPECT_EQ(facts->hardening.canary, true);
  EXPECT_EQ(facts->hardening.fortify, true);
  EXPECT_EQ(facts->build_id.size(), 40u);
}

TEST(Elf, ATruncatedFileFailsOrYieldsLess) {
  const std::string file = small_elf();
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto facts = read_elf(reader_of(std::string_view(file).substr(0, size)));
    if (size < 176) {
      EXPECT_FALSE(facts) << size;
    } else {
      ASSERT_TRUE(facts) << size;
      EXPECT_EQ(facts->package_note, "") << size;
    }
  }
}

TEST(Elf, AnyByteMayBeWrong) {
  const std::string file = small_elf();
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const char value : {'\0', '\1', '\x7f', '\xff'}) {
      std::string broken = file;
      broken[at] = value;
      (void)read_elf(reader_of(std::string_view(broken)));
    }
  }
  EXPECT_FALSE(read_elf(reader_of(std::string_view("#!/bin/sh\n"))));
}

TEST(GoBuild, ReadsInlineTexts) {
  std::string section("\xff Go buildinf:\x08\x02", 16);
  section.resize(32);
  const std::string modules =
      std::string(16, 's') +
      "path\texample.org/cmd\nmod\texample.org/x\tv1.2.3\th1:abc=\nbuild\t-x\n" +
      std::string(16, 'e');
  section += std::string("\x08go1.21.5") + static_cast<char>(modules.size()) + modules;
  const auto build = parse_go_build(section);
  ASSERT_TRUE(build);
  EXPECT_EQ(build->go_version, "go1.21.5");
  EXPECT_EQ(build->path, "example.org/cmd");
  EXPECT_EQ(build->module, "example.org/x");
  EXPECT_EQ(build->module_version, "v1.2.3");
  for (std::size_t size = 0; size < section.size(); ++size)
    (void)parse_go_build(std::string_view(section).substr(0, size));
  EXPECT_FALSE(parse_go_build(section.substr(0, 40)));
}

std::string wide(std::string_view text) {
  std::string result;
  for (const char c : text) result += {c, '\0'};
  return result + std::string(2, '\0');
}

std::string block(std::string_view key, std::string_view value, bool is_text,
                  const std::string& inside) {
  std::string bytes(6, '\0');
  const auto pad = [&] { bytes.resize((bytes.size() + 3) / 4 * 4); };
  bytes += wide(key);
  pad();
  bytes += value;
  pad();
  bytes += inside;
  put(bytes, 0, bytes.size(), 2);
  put(bytes, 2, is_text ? value.size() / 2 : value.size(), 2);
  put(bytes, 4, is_text ? 1 : 0, 2);
  pad();
  return bytes;
}

// One section at file offset 512, loaded at 4096, with a resource tree: type 16, name 1, language
// 1033.
std::string small_pe() {
  const std::string strings = block("CompanyName", wide("Example Ltd"), true, "") +
                              block("FileVersion", wide("1.2"), true, "");
  const std::string version =
      block("VS_VERSION_INFO", std::string(52, '\0'), false,
            block("StringFileInfo", "", true, block("040904B0", "", true, strings)));
  std::string file(1024, '\0');
  file.replace(0, 2, "MZ");
  put(file, 60, 64, 4);
  file.replace(64, 2, "PE");
  put(file, 70, 1, 2);
  put(file, 84, 240, 2);
  put(file, 88, 0x20b, 2);
  put(file, 88 + 112 + 16, 4096, 4);
  put(file, 88 + 112 + 20, 512, 4);
  const std::size_t section = 88 + 240;
  put(file, section + 12, 4096, 4);
  put(file, section + 16, 4096, 4);
  put(file, section + 20, 512, 4);
  const auto directory = [&](std::size_t at, std::uint32_t id, std::uint32_t to) {
    put(file, 512 + at + 14, 1, 2);
    put(file, 512 + at + 16, id, 4);
    put(file, 512 + at + 20, to, 4);
  };
  directory(0, 16, 0x80000018);
  directory(0x18, 1, 0x80000030);
  directory(0x30, 1033, 0x48);
  put(file, 512 + 0x48, 4096 + 512, 4);
  put(file, 512 + 0x4c, version.size(), 4);
  return file + version;
}

TEST(WindowsVersionResource, IsRead) {
  const std::string file = small_pe();
  const auto version = read_windows_version(reader_of(std::string_view(file)));
  ASSERT_TRUE(version) << version.error().what;
  EXPECT_EQ(version->company, "Example Ltd");
  EXPECT_EQ(version->version, "1.2");
}

TEST(WindowsVersionResource, AnyByteMayBeWrongOrMissing) {
  const std::string file = small_pe();
  for (std::size_t at = 0; at < file.size(); ++at) {
    (void)read_windows_version(reader_of(std::string_view(file).substr(0, at)));
    std::string broken = file;
    broken[at] = '\xff';
    (void)read_windows_version(reader_of(std::string_view(broken)));
  }
  EXPECT_FALSE(read_windows_version(reader_of(std::string_view("MZ"))));
  EXPECT_EQ(read_windows_version(reader_of(std::string_view("no program at all"))).error().kind,
            ErrorKind::malformed);
}

}  // namespace
}  // namespace portexplorer
