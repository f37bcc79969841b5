#include "collect/procfs/user_names.h"

#include <gtest/gtest.h>

#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

TEST(UserNames, ReadsTheFileAndReadsItAgainWhenItChanges) {
  TestDirectory directory;
  directory.write("passwd",
                  "root:x:0:0::/root:/bin/bash\n+nis:x:7000001:::\nbad "
                  "line\n:x:7000002:\nx:y\nalice:x:7000003:7:A:/:/\nlate:x:7000003:::\n");
  UserNames names(directory.path() / "passwd");
  names.refresh();
  EXPECT_EQ(names.name(Uid(0)), "root");
  EXPECT_EQ(names.name(Uid(7000003)), "alice");
  EXPECT_EQ(names.name(Uid(7000001)), "7000001");
  EXPECT_EQ(names.name(Uid(7000002)), "7000002");
  EXPECT_EQ(names.name(Uid(4294967295)), "4294967295");
  directory.write("passwd", "bob:x:7000003:7:A:/:/\n");
  std::filesystem::last_write_time(
      directory.path() / "passwd",
      std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  names.refresh();
  EXPECT_EQ(names.name(Uid(7000003)), "bob");
}

}  // namespace
}  // namespace portexplorer
