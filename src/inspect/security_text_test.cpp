#include "inspect/security_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portexplorer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Capabilities, HaveNames) {
  EXPECT_THAT(capability_names((1u << 13) | (1u << 21)),
              ElementsAre("cap_net_raw", "cap_sys_admin"));
  EXPECT_THAT(capability_names(std::uint64_t{1} << 63), ElementsAre("cap_63"));
  EXPECT_THAT(capability_names(0), IsEmpty());
}

TEST(Capabilities, OfFilesAreParsed) {
  const std::string second("\1\0\0\2\0\x20\0\0\0\0\0\0\1\0\0\0\0\0\0\0", 20);
  EXPECT_EQ(parse_file_capabilities(second), (std::uint64_t{1} << 32) | (1u << 13));
  EXPECT_FALSE(parse_file_capabilities(second.substr(0, 19)));
  EXPECT_FALSE(parse_file_capabilities(""));
  EXPECT_FALSE(parse_file_capabilities(std::string(20, '\x7f')));
}

TEST(Maps, ExecutableMappingsAreListedOnce) {
  const auto maps = parse_program_maps(
      "1-2 r-xp 0 fe:01 9    /usr/lib/a b.so\n2-3 r-xp 0 fe:01 9    /usr/lib/a b.so\n3-4 rw-p 0 "
      "fe:01 9 /data\n4-5 r-xp 0 00:00 0 [vdso]\n"
      "5-6 r-xp 0 fe:1f 19 /gone\\012x.so (deleted)\nbroken\n",
      10);
  ASSERT_EQ(maps.size(), 2u);
  EXPECT_EQ(maps[0].path, "/usr/lib/a b.so");
  EXPECT_FALSE(maps[0].deleted);
  EXPECT_EQ(maps[1].path, "/gone\nx.so");
  EXPECT_TRUE(maps[1].deleted);
  EXPECT_EQ(maps[1].device_major, 0xfeu);
  EXPECT_EQ(maps[1].device_minor, 0x1fu);
  EXPECT_EQ(maps[1].inode, 19u);
}

TEST(Maps, WindowsProgramsAreFoundBySuffix) {
  EXPECT_THAT(
      mapped_paths_ending("1-2 r--p 0 fe:01 9 /c/A.EXE\n1-2 r--p 0 fe:01 9 /c/a.dll\n", ".exe"),
      ElementsAre("/c/A.EXE"));
}

}  // namespace
}  // namespace portexplorer
