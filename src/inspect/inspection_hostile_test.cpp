// Inspects processes whose program files are damaged or misleading. Requires root.
#include <elf.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "support/inspection.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

// The kernel ignores sections, so it starts these programs anyway.
void copy_sleeper_with_header(const std::filesystem::path& to,
                              const std::function<void(Elf64_Ehdr&)>& change) {
  copy_sleeper(to);
  std::fstream file(to, std::ios::in | std::ios::out | std::ios::binary);
  Elf64_Ehdr header{};
  file.read(reinterpret_cast<char*>(&header), sizeof header);
  change(header);
  file.seekp(0);
  file.write(reinterpret_cast<const char*>(&header), sizeof header);
}

TEST(Inspection, HostileSectionsDoNotAffectOtherParts) {
  const TestDirectory directory;
  const std::string path = directory.path() / "prog";
  copy_sleeper_with_header(path, [](Elf64_Ehdr& header) {
    header.e_shoff = 0xffffffffffffffc0u;
    header.e_shnum = 0xffff;
    header.e_shstrndx = 0xfffe;
  });
  const TestProcess process([&] { become_sleeper(path); });
  const ProcessReport report = inspected(process.pid());
  ASSERT_EQ(report.general.process.path, path);
  ASSERT_TRUE(report.version.binary) << report.version.binary.why;
  EXPECT_EQ(report.version.binary->hardening.pie, true) << "program headers tell it";
  EXPECT_EQ(report.version.binary->hardening.canary, true) << "so does the dynamic section";
  EXPECT_EQ(report.security.sha256->size(), 64u);
  EXPECT_EQ(report.checks.size(), 14u);
  EXPECT_TRUE(stands_out(report, "writable_place"));
}

TEST(Inspection, ATruncatedProgramDoesNotAffectOtherParts) {
  const TestDirectory directory;
  const std::string path = directory.path() / "prog";
  std::uint64_t sections = 0;
  copy_sleeper_with_header(path, [&](Elf64_Ehdr& header) { sections = header.e_shoff; });
  std::filesystem::resize_file(path, sections + 7);
  const TestProcess process([&] { become_sleeper(path); });
  const ProcessReport report = inspected(process.pid());
  ASSERT_EQ(report.general.process.path, path);
  EXPECT_EQ(report.general.file->size_bytes, sections + 7);
  ASSERT_TRUE(report.version.binary) << report.version.binary.why;
  EXPECT_EQ(report.version.binary->hardening.pie, true) << "program headers tell it";
  EXPECT_EQ(report.version.binary->hardening.canary, true) << "so does the dynamic section";
  EXPECT_EQ(report.security.sha256->size(), 64u);
  EXPECT_EQ(report.checks.size(), 14u);
}

TEST(Inspection, AHostileWindowsProgramDoesNotAffectOtherParts) {
  const TestDirectory directory;
  const std::string path = directory.path() / "wine64";
  std::filesystem::copy_file("/usr/bin/python3", path);
  std::string windows(4096, '\xff');
  windows.replace(0, 2, "MZ");
  windows.replace(0x3c, 4, std::string("\x40\0\0\0", 4));
  windows.replace(0x40, 4, std::string("PE\0\0", 4));
  directory.write("evil.exe", windows);
  const std::string file = directory.path() / "evil.exe";
  const TestProcess process([&](UniqueFd& ready) {
    ::fcntl(ready.get(), F_SETFD, 0);
    const std::string code =
        "import mmap, os, sys, time\nf = open(sys.argv[1], 'rb')\nm = mmap.mmap(f.fileno(), 0, "
        "prot=mmap.PROT_READ)\n"
        "os.close(int(sys.argv[2]))\ntime.sleep(1000)\n";
    ::execl(path.c_str(), "wine64", "-c", code.c_str(), file.c_str(),
            std::to_string(ready.get()).c_str(), nullptr);
    ::_exit(127);
  });
  const ProcessReport report = inspected(process.pid());
  ASSERT_EQ(report.general.process.path, path);
  EXPECT_FALSE(report.version.windows);
  EXPECT_NE(report.version.windows.why, "") << "that it is broken is told";
  EXPECT_TRUE(report.version.binary);
  EXPECT_EQ(report.checks.size(), 14u);
}

}  // namespace
}  // namespace portexplorer
