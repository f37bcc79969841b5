#include "base/own_ids.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

TEST(IdMaps, TheInitialUserNamespaceHasAllIds) {
  const IdMap map = parse_id_map("         0          0 4294967295\n", "65534\n");
  EXPECT_TRUE(map.is_complete);
  EXPECT_FALSE(map.is_unknown(65534)) << "it is nobody";
}

TEST(IdMaps, UnmappedIdsHaveTheOverflowId) {
  const IdMap root_alone = parse_id_map("         0       1000          1\n", "65534\n");
  EXPECT_TRUE(root_alone.is_unknown(65534));
  EXPECT_FALSE(root_alone.is_unknown(0));
  const IdMap rootless = parse_id_map("0 1000 1\n1 100000 65536\n", "99\n");
  EXPECT_TRUE(rootless.is_unknown(99)) << "it is in the map, but may also be anybody outside of it";
  EXPECT_FALSE(rootless.is_unknown(65534));
  EXPECT_TRUE(parse_id_map("0 0 10\n10 10 4294967285\n", "").is_complete);
}

TEST(IdMaps, AnEmptyMapHasNoIds) {
  const IdMap map = parse_id_map("", "65534\n");
  EXPECT_FALSE(map.is_complete);
  EXPECT_TRUE(map.is_unknown(65534));
}

TEST(IdMaps, AnUnreadableMapCountsAsComplete) {
  EXPECT_TRUE(parse_id_map(std::nullopt, "65534\n").is_complete);
  for (const char* text : {"x", "0 0", "0 0 -1\n"})
    EXPECT_TRUE(parse_id_map(text, "65534\n").is_complete) << text;
}

}  // namespace
}  // namespace portexplorer
